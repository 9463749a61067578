"""Data quality for the association: counts under control, who puts it right, and bars beside tables."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.enrolments.models import Enrolment
from samsyn.figures import bars, pages, quality
from samsyn.figures.counting import year
from samsyn.figures.models import ReportedCount
from samsyn.figures.queries import View
from samsyn.figures.rows import Part, part_shown

from .registers import place, some

YEARS = [2024, 2025, 2026]


@pytest.fixture
def world(db, as_owner):
    """Seven whose education is not known start at the first initiative, three at the second."""
    with as_owner():
        where = place(2, 1)
        some(where, 7)
        some(where, 3, initiative=1)
        some(where, 20, initiative=1, sex="man")
        Enrolment.objects.exclude(participant__sex="woman").update(education="none")
        where.director = people.director(where.association)
    return where


def unknown(where, dimension):
    shown = quality.rules_shown(View(where.association), YEARS)
    [rule] = [one for one in shown if one.rule.dimension == dimension]
    return {name: (counts[-1].count, counts[-1].of) for name, _owner, counts in rule.rows}


def test_it_tells_what_the_table_under_control_tells_and_no_more(world):
    table = View(world.association).table("participants", year(2026), by=["initiative", "education"])
    shown = {
        row.labels["initiative"]: None if "new" in row.hidden else row.values["new"]
        for row in table.rows if row.keys["education"] == "unknown"
    }  # fmt: skip
    assert {name: count for name, (count, _of) in unknown(world, "education").items()} == shown
    assert shown[world.initiatives[1].name] is None  # three
    assert unknown(world, "education")[world.initiatives[1].name][1] == 23


def test_the_authority_that_keeps_the_records_puts_it_right(world):
    [rule] = [
        one
        for one in quality.rules_shown(View(world.association), YEARS)
        if one.rule.dimension == "education"
    ]
    assert {owner for _name, owner, _counts in rule.rows} == {world.controllers[0].name}


def test_reported_counts_that_contradict_themselves_lead_to_where_they_are_changed(
    client, world, as_owner, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    with as_owner():
        count = ReportedCount.objects.create(
            association=world.association, first_day=date(2021, 1, 1), last_day=date(2021, 12, 31), total=9,
            new=4, ended=3, ongoing=5, source="årsredovisningen", reported_by=world.director,
        )  # fmt: skip
    client.force_login(world.director)
    text = client.get(reverse("figures:quality", args=[world.association.slug])).content.decode()
    assert reverse("figures:count_change", args=[count.pk]) in text
    assert "3 + 5 = 8" in text
    start = client.get("/").content.decode()
    assert reverse("figures:quality", args=[world.association.slug]) in start


def test_what_was_imported_is_in_no_days_to_entry(world, as_owner):
    with as_owner():
        Enrolment.objects.update(recorded_at=datetime(2026, 2, 3, 11, tzinfo=UTC))
        first = Enrolment.objects.filter(initiative=world.initiatives[0])
        first.update(recorded_at=datetime(2026, 6, 1, 11, tzinfo=UTC), is_imported=True)
    found = View(world.association).table("entry_delay", year(2026), by=["initiative"])
    assert {row.labels["initiative"]: row.values["started_median"] for row in found.rows} == {
        world.initiatives[0].name: None, world.initiatives[1].name: 2.0,
    }  # fmt: skip


def test_bars_say_what_the_table_says_and_nothing_of_what_is_hidden(world):
    table = View(world.association).table("participants", year(2026), by=["initiative"])
    chart = bars.of_table(table)
    assert [bar.text for bar in chart.bars] == ["7", "23"]
    assert chart.text == f"{world.initiatives[0].name} 7; {world.initiatives[1].name} 23"
    assert float(chart.bars[0].width) * 23 == pytest.approx(float(chart.bars[1].width) * 7, rel=0.01)


def by_education(world):
    table = View(world.association).table("participants", year(2026), by=["initiative", "education"])
    assert any(row.hidden for row in table.rows)
    return table


def test_no_bars_are_drawn_where_most_of_the_people_are_hidden(world):
    table = by_education(world)
    assert part_shown(table, "total") == Part(7, 30)
    chart = bars.of_table(table)
    assert not chart.bars
    assert chart.note.startswith("Inget diagram: 23 av 30 visas inte")


def test_where_a_few_are_hidden_the_bars_say_how_many_and_what_they_are_of(world, as_owner):
    with as_owner():
        some(world, 70)
    table = by_education(world)
    chart = bars.of_table(table)
    assert [bar.text for bar in chart.bars].count("visas inte") == sum(bool(row.hidden) for row in table.rows)
    assert chart.note == "23 av 100 visas inte."
    assert chart.title == "Deltagare: Totalt (inskrivningar)"


@pytest.mark.parametrize(
    "how", [{"unit": "persons"}, {"by": ["income_at_start"]}, {"by": ["year", "education"]}]
)
def test_no_bars_are_drawn_where_the_rows_are_not_parts_of_a_sum_and_some_are_hidden(world, how):
    table = View(world.association).table(
        "participants", year(2026), **{"by": ["initiative", "education"]} | how
    )
    for row in table.rows[:1]:
        row.hidden.add("total")
        row.values["total"] = None
    table.rows.append(replace(table.rows[0], hidden=set(), values=table.sum.values))
    assert part_shown(table, "total") is None
    assert not bars.of_table(table).bars


def test_bars_of_days_have_an_axis_of_days(world, as_owner):
    with as_owner():
        Enrolment.objects.update(recorded_at=datetime(2026, 2, 5, 11, tzinfo=UTC))
    table = View(world.association).table("entry_delay", year(2026), by=["initiative"])
    assert bars.of_table(table).title == "Dagar från händelse till registrering: Start, median (dagar)"


def test_middle_values_are_of_all_and_have_no_sum(world):
    table = View(world.association).table("entry_delay", year(2026), by=["initiative"])
    shown = pages.shown(table)
    assert (shown.sum.labels, shown.unit) == (["Alla"], "inskrivningar, dagar")
    added = View(world.association).table("participants", year(2026), by=["initiative"])
    assert (pages.shown(added).sum.labels, pages.shown(added).unit) == (["Summa"], "inskrivningar")
