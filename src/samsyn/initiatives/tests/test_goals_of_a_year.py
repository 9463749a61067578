"""The office states what should be reached, what came out, and reads the verdict with its reason."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from samsyn.accounts.tests.factories import board_member, coach, director, initiative_manager, referrer
from samsyn.initiatives import actions, cards, goal_table, measures
from samsyn.initiatives.goal_table import plain_rows
from samsyn.initiatives.measures import Measured
from samsyn.organisations.tests.factories import AssociationFactory, PartyFactory

from .factories import GoalFactory, InitiativeFactory, TargetFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ENTERED = {"measured_on": date(2025, 12, 31), "source": "Enkät hösten 2025"}


@pytest.fixture
def association():
    return AssociationFactory()


@pytest.fixture
def by(association):
    return director(association)


@pytest.fixture
def goal(association):
    return GoalFactory(initiative=None, association=association, text="Fler upplever stöd")


@pytest.fixture
def a_figure(monkeypatch):
    """A figure that says 36 of 112 of the association and hides every initiative; the years asked."""
    asked = []

    def ask(association, year, initiatives):
        asked.append(year)
        share = Measured(Decimal("32.1"), 36, 112, Decimal("24.2"), Decimal("41.3"), "registret")
        hidden = Measured(None, why_not="Få personer")
        return {one: share if one is None else hidden for one in initiatives}

    monkeypatch.setattr(measures, "_offered", {})
    measures.offer("a_share", "Till arbete", unit="percent", ask=ask)
    return asked


def row(goal, year=2025, day=DAY):
    (found,) = goal_table.rows_of(goal.association.goals.filter(pk=goal.pk), goal.association, year, day=day)
    return found


# ── Target, outcome, verdict ───────────────────────────────────────────────────────────────────────────────


def test_an_entered_outcome_is_judged_by_the_rule_and_explained(goal, by):
    target = actions.set_target(goal=goal, year=2025, value=Decimal(95), by=by)
    assert row(goal).verdict is None
    actions.note_outcome(target=target, outcome=Decimal(90), by=by, **ENTERED)
    (told,) = plain_rows(goal.association, 2025, day=DAY)
    assert (told.verdict, told.source) == ("I huvudsak uppnått", "Enkät hösten 2025, 2025-12-31")
    assert told.why.replace("\N{NO-BREAK SPACE}", " ") == (
        "90 %, mot målet minst 95 %: i huvudsak uppnått, eftersom 90 når 85,5 (90 % av målet) men inte 95."
    )


def test_the_words_are_english_too(goal, by):
    target = actions.set_target(goal=goal, year=2025, value=Decimal(5), direction="at_most", by=by)
    actions.note_outcome(target=target, outcome=Decimal("5.6"), by=by, **ENTERED)
    with override("en"):
        assert row(goal).why.replace("\N{NO-BREAK SPACE}", " ") == (
            "5.6 %, against the target at most 5 %: reached to some extent, because 5.6 is at most "
            "7.5 (50 % above the target) but above 5.5 (10 % above the target)."
        )


def test_a_person_may_judge_otherwise_only_with_a_reason_and_both_are_told(goal, by):
    target = TargetFactory(goal=goal, year=2025, value=95, outcome=40, **ENTERED)
    with pytest.raises(ValidationError, match="skäl"):
        actions.judge(target=target, judged="reached", reason="", by=by)
    actions.judge(target=target, judged="in_the_main", reason="Enkäten gick ut för sent.", by=by)
    told = row(goal)
    assert (told.verdict, told.by_rule) == ("in_the_main", "not_reached")
    assert "ej uppnått, eftersom 40 inte når 47,5" in told.why
    assert told.why.endswith("En person har bedömt annorlunda, i huvudsak uppnått: Enkäten gick ut för sent.")


def test_what_cannot_be_counted_is_judged_by_a_person(goal, by):
    target = actions.set_target(goal=goal, year=2025, rule="person", by=by)
    assert (row(goal).verdict, row(goal).why) == (None, "Ingen har bedömt det än.")
    actions.judge(target=target, judged="reached", reason="Alla har besökts", by=by)
    assert (row(goal).verdict, row(goal).why) == ("reached", "Bedömt av en person: Alla har besökts.")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"value": None}, "låt en person bedöma"),
        ({"value": Decimal(101)}, "0 till 100"),
        ({"value": Decimal(-1)}, "inte under noll"),
        ({"value": Decimal(35), "main_from": 40, "some_from": 50}, "börjar senast"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_words(goal, by, facts, said):
    with pytest.raises(ValidationError, match=said):
        actions.set_target(goal=goal, year=2025, by=by, **facts)


def test_an_outcome_has_a_day_and_a_source(goal, by):
    target = TargetFactory(goal=goal, year=2025)
    with pytest.raises(ValidationError, match="källan"):
        actions.note_outcome(target=target, outcome=Decimal(40), measured_on=None, source="", by=by)


def test_the_rule_of_last_year_stays_when_this_years_is_another(goal, by):
    TargetFactory(goal=goal, year=2024, value=95, outcome=90, **ENTERED)
    actions.set_target(goal=goal, year=2025, value=Decimal(95), main_from=100, some_from=100, by=by)
    assert row(goal, 2024).verdict == "in_the_main"
    assert row(goal, 2025).rule_words == "Uppnått eller ej: inget däremellan."


def test_the_unit_is_not_changed_under_targets(goal, by):
    TargetFactory(goal=goal, year=2025)
    facts = {"level": goal.level, "text": goal.text, "figure": "", "measured_by": ""}
    with pytest.raises(ValidationError, match="enhet"):
        actions.change_goal(goal=goal, unit="sek", by=by, **facts)


def test_a_manager_of_one_initiative_judges_only_its_goals(association, goal):
    mine = GoalFactory(initiative=InitiativeFactory(association=association))
    by = initiative_manager(association, initiatives=[mine.initiative_id])
    facts = {"judged": "reached", "reason": "Ja"}
    actions.judge(target=TargetFactory(goal=mine), by=by, **facts)
    with pytest.raises(PermissionDenied):
        actions.judge(target=TargetFactory(goal=goal), by=by, **facts)


# ── Measured by a figure ───────────────────────────────────────────────────────────────────────────────────


def test_a_figure_measures_and_its_uncertainty_is_told(association, a_figure):
    goal = GoalFactory(initiative=None, association=association, figure="a_share")
    TargetFactory(goal=goal, year=2025, value=35, outcome=99, **ENTERED)
    told = row(goal)
    assert (told.value, told.verdict) == (Decimal("32.1"), "in_the_main")
    assert told.why.replace("\N{NO-BREAK SPACE}", " ").startswith("36 av 112, 32,1 % (24,2–41,3), mot målet")
    assert told.why.endswith("ligger inom osäkerheten.")


def test_a_figure_is_asked_once_however_many_goals_it_measures(association, a_figure):
    for _ in range(3):
        TargetFactory(goal=GoalFactory(initiative=None, association=association, figure="a_share"), year=2025)
    assert len(plain_rows(association, 2025, day=DAY)) == 3
    assert a_figure == [date(2025, 12, 31)]


def test_what_is_hidden_has_no_verdict_and_says_why(association, a_figure):
    goal = GoalFactory(initiative=InitiativeFactory(association=association), figure="a_share")
    TargetFactory(goal=goal, year=2025, value=35)
    assert (row(goal).verdict, row(goal).value_words, row(goal).why) == (None, "", "Få personer.")


def test_the_year_that_goes_on_is_said_to_and_the_coming_is_not_counted(association, a_figure):
    goal = GoalFactory(initiative=None, association=association, figure="a_share")
    TargetFactory(goal=goal, year=2026, value=35)
    TargetFactory(goal=goal, year=2027, value=35)
    assert row(goal, 2026).why.startswith("Hittills i år: 36 av 112")
    assert row(goal, 2027).value is None


def test_a_goal_measured_by_a_figure_takes_its_unit(association, by, a_figure):
    facts = {"level": "individual", "text": "Fler", "figure": "a_share", "unit": "sek"}
    assert actions.add_goal(association=association, by=by, **facts).unit == "percent"


def test_only_who_sees_the_associations_figures_sees_what_they_say(client, association, a_figure):
    goal = GoalFactory(initiative=InitiativeFactory(association=association), figure="a_share")
    whole = GoalFactory(initiative=None, association=association, figure="a_share")
    for one in (goal, whole):
        TargetFactory(goal=one, year=2025, value=35, judged="reached", reason="Hemligt skäl")
    member = PartyFactory(association=association).controller
    pages = [reverse("initiatives:association_goals", args=[association.pk]),
             reverse("initiatives:association_goals_file", args=[association.pk, "csv"]),
             reverse("initiatives:goal", args=[whole.pk, 2025])]  # fmt: skip
    for person, sees in (
        (coach(member), False),
        (referrer(member), False),
        (board_member(association), True),
    ):
        client.force_login(person)
        for page in pages:
            shown = client.get(page, {"year": "2025"}).content.decode()
            assert ("36 av 112" in shown) is sees
            assert ("Hemligt skäl" in shown) is sees


# ── Pages, files, start page ───────────────────────────────────────────────────────────────────────────────


@time_machine.travel(DAY)
def test_from_a_new_goal_to_a_verdict_in_the_browser(client, association, by):
    client.force_login(by)
    key = iter(f"00000000-0000-4000-8000-{n:012}" for n in range(9))
    add = reverse("initiatives:association_goal_add", args=[association.pk])
    facts = {"level": "economy", "text": "Eget kapital", "unit": "sek", "save_key": next(key)}
    to = client.post(add, facts).url
    goal = association.goals.get()
    assert to == reverse("initiatives:target_set", args=[goal.pk, 2026])
    rule = {"direction": "at_most", "value": "2730000", "rule": "shares", "main_from": 100, "some_from": 100}
    page = client.post(to, rule | {"save_key": next(key)}).url
    outcome = {"outcome": "3853654", "measured_on": "2026-02-28", "source": "Bokslut", "save_key": next(key)}
    client.post(reverse("initiatives:outcome_note", args=[goal.pk, 2026]), outcome)
    assert "Ej uppnått" in client.get(page).content.decode()
    facts = {"judged": "to_some_extent", "reason": "Pandemin", "save_key": next(key)}
    client.post(reverse("initiatives:goal_judge", args=[goal.pk, 2026]), facts)
    shown = client.get(page).content.decode()
    assert "I viss mån uppnått" in shown and "enligt regeln: ej uppnått" in shown
    assert "Pandemin" in shown and by.name in shown  # the history says who


@time_machine.travel(DAY)
def test_a_new_years_target_begins_as_the_year_before(client, goal, by):
    TargetFactory(goal=goal, year=2025, value=95, main_from=80)
    client.force_login(by)
    form = client.get(reverse("initiatives:target_set", args=[goal.pk, 2026])).context["form"]
    assert (form["value"].value(), form["main_from"].value()) == (95, 80)


@pytest.mark.parametrize("year", ["x", "-1", "99999999999999999999", "²", ""])
def test_a_year_that_is_none_shows_the_latest(client, goal, by, year):
    TargetFactory(goal=goal, year=2024)
    client.force_login(by)
    page = client.get(reverse("initiatives:association_goals", args=[goal.association_id]), {"year": year})
    assert page.context["year"] == 2024


def test_the_files_hold_the_table_and_no_formulas(client, goal, by):
    goal.text = "=1+1"
    goal.save()
    TargetFactory(goal=goal, year=2025, value=95, outcome=90, **ENTERED)
    client.force_login(by)
    address = {
        kind: reverse("initiatives:association_goals_file", args=[goal.association_id, kind]) + "?year=2025"
        for kind in ("csv", "xlsx", "pdf")
    }
    (line,) = csv.DictReader(io.StringIO(client.get(address["csv"]).content.decode()))
    assert (line["Mål"], line["Bedömning"]) == ("'=1+1", "I huvudsak uppnått")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address["xlsx"]).content)).active
    cells = {head.value: cell for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert (cells["Mål"].value, cells["Mål"].data_type) == ("=1+1", "s")
    assert cells["Bedömning"].value == "I huvudsak uppnått"
    assert client.get(address["pdf"]).status_code == 404


@pytest.mark.parametrize("many", [1, 8])
def test_the_table_asks_the_same_questions_however_many_goals(
    client, association, by, many, django_assert_max_num_queries
):
    initiative = InitiativeFactory(association=association)
    for _ in range(many):
        for whose in (None, initiative):
            goal = GoalFactory(initiative=whose, association=association, figure="work_or_studies")
            TargetFactory(goal=goal, year=2025, value=35)
            GoalFactory(initiative=whose, association=association)
    client.force_login(by)
    address = reverse("initiatives:association_goals", args=[association.pk])
    with django_assert_max_num_queries(34):
        assert client.get(address + "?year=2025").status_code == 200


def test_the_start_page_says_what_goals_lack(association, goal, by):
    TargetFactory(goal=goal, year=2025)
    TargetFactory(goal=GoalFactory(initiative=None, association=association), year=2022)  # no longer pursued
    lacking = [(one.what, one.year) for one in goal_table.lacking_for(by, DAY)]
    assert lacking == [("target", 2026), ("outcome", 2025)]
    with time_machine.travel(DAY):
        lines = [line["text"] for line in cards.attention(None, by)["lines"]]
    assert lines == ["1 mål saknar målvärde för 2026", "1 mål saknar utfall för 2025"]


def test_a_goal_with_all_it_needs_is_not_mentioned(association, goal, by, a_figure):
    TargetFactory(goal=goal, year=2026, value=95, outcome=90, **ENTERED)
    TargetFactory(goal=GoalFactory(association=association, initiative=None, figure="a_share"), year=2026)
    assert goal_table.lacking_for(by, DAY) == []
