"""Reports of a quarter, a half-year and other parts of a year say so, and count no more than that."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.figures.rows import Row
from samsyn.figures.tests.registers import some
from samsyn.initiatives.tests.factories import GoalFactory, TargetFactory
from samsyn.reports import actions, blocks, checking, drafts
from samsyn.reports.periods import in_words
from samsyn.reports.resolving import resolve
from samsyn.reports.tree import of_kind

HALF = {"first_day": date(2025, 1, 1), "last_day": date(2025, 6, 30)}
QUARTER = {"first_day": date(2025, 10, 1), "last_day": date(2025, 12, 31)}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2023, 1, 1), date(2025, 12, 31), "2023–2025"),
        (date(2025, 10, 1), date(2025, 12, 31), "kvartal 4 2025"),
        (date(2025, 1, 1), date(2025, 3, 31), "kvartal 1 2025"),
        (date(2025, 2, 1), date(2025, 4, 30), "februari–april 2025"),
        (date(2025, 1, 1), date(2025, 6, 30), "januari–juni 2025"),
        (date(2024, 2, 1), date(2024, 2, 29), "februari 2024"),
        (date(2024, 7, 1), date(2025, 6, 30), "juli 2024–juni 2025"),
        (date(2025, 1, 2), date(2025, 6, 30), "2025-01-02–2025-06-30"),
        (date(2025, 1, 1), date(2025, 6, 29), "2025-01-01–2025-06-29"),
    ],
)
def test_a_period_is_said_as_people_say_it(first, last, words):
    assert in_words(first, last) == words


@pytest.mark.parametrize(
    ("kind", "first", "last", "told"),
    [
        ("quarterly", date(2025, 1, 1), date(2025, 12, 31), "1 oktober 2025 till 31 december 2025"),
        ("quarterly", date(2025, 1, 2), date(2025, 3, 31), "1 januari 2025 till 31 mars 2025"),
        ("annual", date(2025, 1, 1), date(2025, 6, 30), "1 januari 2025 till 31 december 2025"),
        ("appendix", date(2024, 7, 1), date(2025, 6, 30), "1 januari 2025 till 31 december 2025"),
    ],
)
def test_each_kind_is_of_the_period_that_it_is_named_after(world, kind, first, last, told):
    with pytest.raises(ValidationError) as refused:
        world.start(kind, initiative=world.place.initiatives[0], first_day=first, last_day=last)
    assert told in str(refused.value.message_dict["last_day"])


def of(world, kind, first_day, last_day):
    draft = drafts.fresh_draft(world.association, kind, first_day, last_day, world.place.initiatives[0])
    return resolve(draft, timezone.now())


def test_what_is_counted_in_a_quarter_is_called_so(world):
    tree = of(world, "quarterly", **QUARTER)
    result = next(one for one in of_kind(tree, "table") if one.get("figure") == "result")
    assert result["heads"][1] == "Kvartal 4 2025"
    assert result["caption"].endswith("deltagare kvartal 4 2025")
    assert not [row for row in result["rows"] if row[0] == "Budgeterat antal deltagare"]
    assert tree["title"].startswith("Kvartalsuppföljning 2025 kvartal 4")
    assert of(world, "status", **HALF)["title"].startswith("Lägesrapport januari–juni 2025")


def test_goals_of_a_half_year_say_what_had_come_out_by_then(world, as_owner):
    one = world.place.initiatives[0]
    with as_owner():
        counted = GoalFactory(
            initiative=one, association=world.association, figure="participants.total", unit="number"
        )
        TargetFactory(goal=counted, year=2025, value=10)
        entered = GoalFactory(initiative=one, association=world.association, unit="number")
        TargetFactory(
            goal=entered, year=2025, value=10, outcome=12, measured_on=date(2025, 12, 31), source="Enkät"
        )
        some(world.place, 5, start=date(2025, 9, 1))
    trees = [of(world, "status", *days) for days in (HALF.values(), (HALF["first_day"], QUARTER["last_day"]))]
    told = [next(one for one in of_kind(tree, "table") if "Mål" in one["heads"]) for tree in trees]
    half, whole = (one["rows"] for one in told)
    assert [one["notes"] for one in told] == [
        ["Källa: Deltagare: Totalt: registret (14)."],
        ["Källor: Deltagare: Totalt: registret (19); Enkät, 2025-12-31 (12)."],
    ]
    assert [row[3] for row in half] == ["14", ""] and [row[3] for row in whole] == ["19", "12"]
    assert half[0][4].startswith("Hittills i år: ")
    assert [one["caption"] for one in told] == [
        "Mål och utfall 2025 till och med 30 juni 2025",
        "Mål och utfall 2025",
    ]


@pytest.mark.parametrize(
    ("last", "balance", "income"),
    [
        (date(2025, 8, 31), ["2025-08-31", "2024-12-31"], ["januari–augusti 2025", "januari–augusti 2024"]),
        (date(2025, 12, 31), ["2025-12-31", "2024-12-31"], ["2025", "2024"]),
    ],
)
def test_statements_of_part_of_a_year_are_of_that_part(world, last, balance, income):
    report = world.start("interim", last_day=last)
    for sheet, line in (("balance", "cash"), ("income", "revenue")):
        block = report.blocks.get(data__sheet=sheet)
        actions.enter(block=block, values={line: [10, 20]}, source="Bokslut", by=world.director)
    shown = {
        one.get("sheet"): one for one in of_kind(resolve(drafts.draft_of(report), timezone.now()), "table")
    }
    assert shown["balance"]["heads"][1:] == balance and shown["income"]["heads"][1:] == income
    is_part = last.month < 12
    assert shown["income"]["caption"] == "Resultaträkning" + (" januari–augusti 2025" if is_part else "")


def test_what_is_told_since_the_start_adds_up_and_has_a_source(world):
    report = world.start("appendix", initiative=world.place.initiatives[0])
    said = {"total": 110, "new": 120, "ended": 90, "ongoing": 15, "numerator": 95}
    actions.enter(block=world.block(report, "result"), since_start=said, source="", by=world.manager)
    told = [one["text"] for one in checking.findings(resolve(drafts.draft_of(report), timezone.now()))]
    assert [one.partition(": ")[2] for one in told[:3]] == [
        "totalt 110 är inte avslutade och pågående, 105.", "fler är nya, 120, än totalt, 110.",
        "fler gick till arbete, 95, än avslutades, 90.",
    ]  # fmt: skip
    assert told[3:] == ["Uppgifterna sedan uppstart saknar källa."]
    right = {"total": 110, "new": 105, "ended": 95, "ongoing": 15, "numerator": 95}
    actions.enter(block=world.block(report, "result"), since_start=right, source="Pärmen", by=world.manager)
    assert not checking.findings(resolve(drafts.draft_of(report), timezone.now()))


@pytest.mark.parametrize(("part", "is_offered"), [(HALF, False), ({}, True)])
def test_only_what_the_period_can_have_is_offered_for_a_chart(world, client, part, is_offered):
    client.force_login(world.director)
    report = world.start("interim", **part) if part else world.start()
    block = report.blocks.filter(kind="text").first()
    page = client.get(reverse("reports:add_figures", args=[block.pk])).content.decode()
    assert 'value="initiative"' in page and 'value="participants.new"' in page
    for what in ("municipality", "age_group", "work_or_studies"):
        assert (f'value="{what}"' in page) == is_offered
    assert ("bara för hela kalenderår" in page) != is_offered


def test_a_table_by_year_ends_where_the_report_does_and_says_so(world, as_owner):
    report = world.start("interim", **HALF)
    with as_owner():
        some(world.place, 7, start=date(2025, 9, 1))
    block = report.blocks.filter(kind="text").first()
    for kind, data in (("table", {}), ("chart", {"form": "columns", "measures": ["total"]})):
        data |= {"figure": "participants", "by": ["year"], "period": "years", "caption": f"Åren, {kind}"}
        actions.add_figures(after=block, kind=kind, data=data, by=world.director)
    tree = resolve(drafts.draft_of(report), timezone.now())
    own = {
        kind: next(one for one in of_kind(tree, kind) if one["caption"] == f"Åren, {kind}")
        for kind in ("table", "chart")
    }
    whole = next(one for one in of_kind(tree, "table") if one["by"] == ["initiative"])
    sums = dict(zip(whole["columns"], whole["rows"][-1][whole["labels"] :], strict=True))
    of_all = [sums[name] for name in own["table"]["columns"]]
    assert own["table"]["rows"][-1] == ["januari–juni 2025", *of_all]
    assert own["chart"]["categories"][-1] == "januari–juni 2025"
    assert own["chart"]["series"][0]["values"][-1] == sums["total"]


def test_years_before_anything_is_known_of_an_initiative_are_not_said_to_be_nobody(world, as_owner):
    with as_owner():
        world.place.initiatives[0].starts_on = date(2018, 1, 1)
        world.place.initiatives[0].save()
    report = world.start("appendix", initiative=world.place.initiatives[0])
    data = {"figure": "participants", "by": ["year"], "period": "years", "first": 2018, "caption": "Åren"}
    block = report.blocks.filter(kind="text").first()
    actions.add_figures(after=block, kind="table", data=data, by=world.manager)
    tree = resolve(drafts.draft_of(report), timezone.now())
    rows = next(one for one in of_kind(tree, "table") if one["caption"] == "Åren")["rows"]
    assert rows[0][0] != "2018" and any(rows[0][1:])
    assert rows[-1][0] == "2025"


@pytest.mark.parametrize(
    ("first", "is_kept"),
    [
        ({}, False),
        ({"values": {"total": None}, "hidden": {"total"}}, True),  # a small number is somebody
        ({"source": "reported"}, True),  # others said that it was nobody
    ],
)
def test_a_first_year_that_tells_something_is_kept(world, first, is_kept):
    totals = {2023: 0, 2024: 9, 2025: 0}
    rows = [Row({"year": year}, {}, {"total": total}, "records") for year, total in totals.items()]
    for name, value in first.items():
        setattr(rows[0], name, value)
    context = SimpleNamespace(numbers=SimpleNamespace(initiative=world.place.initiatives[0]))
    assert [row.keys["year"] for row in blocks._own(rows, context)] == [2023] * is_kept + [2024, 2025]
