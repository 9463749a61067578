"""Counts that others report: combined over periods, marked as reported, imported all or nothing."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from samsyn.accounts.tests import factories as people
from samsyn.figures.counting import Period, year
from samsyn.figures.models import ReportedCount
from samsyn.figures.tables import table
from samsyn.initiatives.tests.factories import CapacityFactory, InitiativeFactory

from .registers import place, some

HEADING = "initiative,from,to,sex,budgeted,total,new,ended,ongoing,to_work_or_studies,source\n"
HALVES = "{name},2026-01-01,2026-06-30,,,10,6,4,6,2,egen\n{name},2026-07-01,2026-12-31,,,9,3,5,4,1,egen\n"


@pytest.fixture
def where(db, as_owner):
    with as_owner():
        found = place(1, 1)
        found.reported = InitiativeFactory(
            association=found.association, name="Bortom", slug="bortom", source="reported"
        )
        CapacityFactory(initiative=found.initiatives[0], year=2026, budgeted=30)
        some(found, 3)
    return found


@pytest.fixture
def load(where, tmp_path):
    def run(text):
        file = tmp_path / "counts.csv"
        file.write_text(HEADING + text, encoding="utf-8")
        call_command("import_counts", str(file), association=where.association.slug)

    return run


def test_two_halves_make_a_year_and_sums_say_that_they_mix(where, load):
    load(HALVES.format(name="Bortom"))
    found = table("participants", where.association, year(2026), by=["initiative"])
    bortom = next(row for row in found.rows if row.labels["initiative"] == "Bortom")
    assert bortom.values == {"budgeted": None, "total": 13, "new": 9, "ended": 9, "ongoing": 4}
    assert (bortom.source, found.sum.source) == ("reported", "mixed")
    assert found.sum.values == {"budgeted": 30, "total": 16, "new": 12, "ended": 9, "ongoing": 7}


def test_without_counts_for_the_period_the_row_is_empty_and_not_zero(where, load):
    load(HALVES.format(name="Bortom"))
    found = table(
        "participants", where.association, Period(date(2026, 1, 1), date(2026, 8, 31)), by=["initiative"]
    )
    bortom = next(row for row in found.rows if row.labels["initiative"] == "Bortom")
    assert bortom.is_missing
    assert bortom.values["total"] is None
    assert found.missing == ["Bortom"]


def test_years_before_the_register_are_reported_for_the_association_as_a_whole(where, load):
    load(",2024-01-01,2024-12-31,,230,277,112,127,152,,ar\n,2025-01-01,2025-12-31,,230,258,108,115,142,,ar\n")
    found = table(
        "participants", where.association, Period(date(2024, 1, 1), date(2026, 12, 31)), by=["year"]
    )
    assert [(row.keys["year"], row.values["total"], row.source) for row in found.rows] == [
        (2024, 277, "reported"),
        (2025, 258, "reported"),
        (2026, 3, "records"),
    ]
    assert found.sum.values["new"] == 112 + 108 + 3
    assert found.sum.source == "mixed"


def test_importing_the_same_file_again_changes_nothing(load, capsys):
    load(HALVES.format(name="Bortom"))
    load(HALVES.format(name="Bortom"))
    assert ReportedCount.objects.count() == 2
    assert "0 nya, 0 ändrade, 2 oförändrade" in capsys.readouterr().out


def test_a_wrong_row_stops_everything_and_is_told(load, capsys):
    with pytest.raises(CommandError):
        load(HALVES.format(name="Bortom") + "Finns inte,2026-01-01,2026-12-31,,,x,1,1,1,,egen\n")
    assert not ReportedCount.objects.exists()
    told = capsys.readouterr().err
    assert "Rad 4, initiative" in told
    assert "Rad 4, total" in told


def test_the_command_line_gives_the_agreed_shape(where, capsys):
    facts = {"association": where.association.slug, "first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    call_command("figures", "participants", by=[["initiative"]], format="json", **facts)
    found = json.loads(capsys.readouterr().out)
    assert list(found)[:7] == ["figure", "association", "from", "to", "unit", "rows", "sum"]
    row = next(row for row in found["rows"] if row["total"])
    assert list(row) == ["initiative", "budgeted", "total", "new", "ended", "ongoing", "source"]
    assert list(found["sum"].values())[:5] == [30, 3, 3, 0, 3]
    call_command("figures", "work_or_studies", format="json", **facts)
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert list(row)[:5] == ["numerator", "denominator", "percent", "low", "high"]
    for how in ("table", "csv"):
        call_command("figures", "participants", "work_or_studies", format=how, by=[["municipality"]], **facts)
        assert "•" in capsys.readouterr().out


def test_an_unknown_figure_is_wrong_usage(where):
    with pytest.raises(SystemExit) as end:
        call_command("figures", "nonsense", association="x", first=date(2026, 1, 1), last=date(2026, 1, 2))
    assert end.value.code == 2


def to_work(where, **how):
    found = table("work_or_studies", where.association, year(2026), by=["initiative"], **how)
    return {row.keys["initiative"]: row.values["numerator"] for row in found.rows}


@pytest.mark.parametrize("source", ["reported", "records"])
def test_a_reported_count_that_is_known_hides_no_others_small_count(db, as_owner, source):
    """Who reports it knows it, and the association too: what is hidden beside it would be the difference."""
    with as_owner():
        where = place(3, 1)
        away = InitiativeFactory(association=where.association, source=source)
        for initiative, many in enumerate((2, 7, 8)):
            some(where, many, initiative=initiative, end=date(2026, 5, 1), work=True)
            some(where, 9, initiative=initiative, end=date(2026, 5, 1))
        ReportedCount.objects.create(
            association=where.association, initiative=away, first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31), total=9, new=9, ended=9, ongoing=0, to_work_or_studies=3,
            source="egen", reported_by=people.director(where.association),
        )  # fmt: skip
    shown = to_work(where)
    assert (shown[where.initiatives[0].pk], shown[away.pk]) == (None, None)
    assert [shown[one.pk] for one in where.initiatives].count(None) == 2


def test_a_budget_of_several_years_is_told_when_it_is_known_of_each(where, as_owner):
    def budgets():
        found = table(
            "participants", where.association, Period(date(2025, 1, 1), date(2026, 12, 31)), by=["initiative"]
        )
        return [one.values["budgeted"] for one in [*found.rows, found.sum] if one.values["total"] is not None]

    assert budgets() == [None, None]
    with as_owner():
        CapacityFactory(initiative=where.initiatives[0], year=2025, budgeted=20)
    assert budgets() == [50, 50]


def test_a_budget_of_the_years_that_an_initiative_ran_is_the_whole_of_it(where, as_owner):
    with as_owner():
        where.initiatives[0].starts_on = date(2026, 1, 1)
        where.initiatives[0].save()
    found = table(
        "participants", where.association, Period(date(2025, 1, 1), date(2026, 12, 31)), by=["initiative"]
    )
    assert [row.values["budgeted"] for row in found.rows if not row.is_missing] == [30]
    assert found.sum.values["budgeted"] is None  # of 2025 nothing is known
