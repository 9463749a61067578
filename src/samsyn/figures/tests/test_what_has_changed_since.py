"""What has changed since: each difference is explained by what entered, ended, was corrected or undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access
from samsyn.base.tenancy import acting_in
from samsyn.enrolments.models import Enrolment
from samsyn.figures import moments, tables
from samsyn.figures.changes import CellCompared, compared, hidden_rows
from samsyn.figures.counting import POPULATION_NAMES, Group, Period, year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.grounds import Grounds
from samsyn.figures.models import ReportedCount
from samsyn.figures.movements import KINDS, Moved, movements
from samsyn.figures.queries import View
from samsyn.initiatives.models import Capacity

from .attack import solved
from .histories import ALL, Clock, budget, happen, moment, report
from .registers import enrol, place, some, without_the_overlap_rule

LIMIT = 5
law = settings(max_examples=15, deadline=None,
               suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
acts = st.sampled_from([act for act in ALL if act not in (report, budget)])
steps = st.lists(st.tuples(acts, st.integers(0, 40)), min_size=2, max_size=10)


class Undo(Exception):
    pass


# ── It adds up ────────────────────────────────────────────────────────────────────────────────────────────


@given(steps, st.integers(1, 3))
@law
def test_what_came_and_what_left_is_the_whole_difference(db, as_owner, steps, since):
    asked = [("participants", ()), ("participants", ("initiative", "sex")), ("work_or_studies", ()),
             ("participants", ("year", "municipality")), ("ended", ("occupation_at_end",))]  # fmt: skip
    with pytest.raises(Undo), transaction.atomic():
        with as_owner():
            without_the_overlap_rule()
            where, clock = place(2, 2), Clock()
            for act, n in [(None, 0), *steps]:
                if act:
                    happen(where, act, n)
                clock.tick()
        last = max(since + 1, clock.step - 1)
        for now in (None, moment(last)):
            for name, by in asked:
                own = Grounds(where.association, [one.pk for one in where.initiatives], at=now)
                with acting_in([one.pk for one in where.controllers]):
                    found = compared(name, own, year(2024), by, moment(since), now)
                assert not any(cell.rest for row in [*found.rows, found.sum] for cell in row.cells)
            whole = Grounds(where.association, at=now)
            raw = movements(FIGURES["participants"], whole, [year(2024)], ("initiative",), moment(since), now)
            found = compared("participants", whole, year(2024), ("initiative",), moment(since), now)
            net = sum(
                one.count if one.came else -one.count for one in raw.get((year(2024), Group(), "total"), ())
            )
            assert net == found.sum.cells[1].difference
        raise Undo


# ── What each kind of change is called ────────────────────────────────────────────────────────────────────


@pytest.fixture
def world(db, as_owner):
    """Ten who have started at each of two initiatives; everything after day 1 is a change."""
    with as_owner():
        where, clock = place(2, 1), Clock()
        for n in (0, 1):
            some(where, 10, initiative=n, start=date(2024, 3, 1))
        clock.tick()
    where.clock, where.then = clock, moment(1)
    where.director, where.coordinator = (
        people.director(where.association), people.coordinator(where.controllers[0])
    )  # fmt: skip
    return where


def enrolments(where, initiative=0):
    return Enrolment.objects.filter(initiative=where.initiatives[initiative]).order_by("pk")


def told(where, measure, by=("municipality",), own=True):
    grounds = Grounds(where.association, [one.pk for one in where.initiatives] if own else None)
    with acting_in([one.pk for one in where.controllers] if own else []):
        found = compared("participants", grounds, year(2024), by, where.then)
    number = [str(one.name) for one in found.figure.measures].index(measure)
    return [(one.kind, one.came, one.count) for one in found.sum.cells[number].moved]


def test_entered_later_ended_later_and_undone(world, as_owner):
    with as_owner():
        some(world, 3, start=date(2024, 5, 1))
        for one in enrolments(world)[:2]:
            one.ended_on, one.exit_reason, one.occupation_at_end = date(2024, 9, 1), "completed", "jobseeker"
            one.save()
        gone = enrolments(world, 1)[0]
        gone.exit_reason, gone.misregistered_because = "misregistration", "fel person"
        gone.save()
        world.clock.tick()
    assert told(world, "total") == [("entered", True, 3), ("undone", False, 1)]
    assert told(world, "ended") == [("ended", True, 2)]
    assert told(world, "ongoing") == [("entered", True, 3), ("ended", False, 2), ("undone", False, 1)]


def test_a_corrected_day_and_a_corrected_sex_say_what_was_corrected(world, as_owner):
    with as_owner():
        first, second = enrolments(world)[:2]
        first.started_on = date(2023, 12, 1)
        first.save()
        second.participant.sex = "man"
        second.participant.save()
        world.clock.tick()
    own = Grounds(world.association, [one.pk for one in world.initiatives])
    with acting_in([one.pk for one in world.controllers]):
        found = compared("participants", own, year(2024), ("sex",), world.then)
    women = next(row for row in found.rows if row.labels == ["Kvinna"])
    total, new = women.cells[1].moved, women.cells[2].moved
    assert [(one.kind, one.came, one.count, one.facts) for one in total] == [("corrected", False, 1, {"sex"})]
    assert [(one.kind, one.count, one.facts) for one in new] == [("corrected", 2, {"sex", "started_on"})]


def test_between_two_moments_what_came_after_the_later_is_not_told(world, as_owner):
    with as_owner():
        some(world, 2, start=date(2024, 5, 1))
        world.clock.tick()
        some(world, 4, start=date(2024, 5, 1))
        world.clock.tick()
    own = [one.pk for one in world.initiatives]
    with acting_in([one.pk for one in world.controllers]):
        later = Grounds(world.association, own, at=moment(2))
        found = compared("participants", later, year(2024), (), world.then, moment(2))
    assert (found.sum.cells[1].then, found.sum.cells[1].now) == (20, 22)


def test_a_changed_reported_count_is_told_to_the_association(world, as_owner):
    with as_owner():
        count = ReportedCount.objects.create(
            association=world.association, initiative=world.initiatives[0], first_day=date(2022, 1, 1),
            last_day=date(2022, 12, 31), total=9, new=4, ended=3, ongoing=6, source="egen",
            reported_by=world.director,
        )  # fmt: skip
        world.clock.tick()
        count.total, count.ended = 10, 4
        count.save()
        world.clock.tick()
    found = compared("participants", Grounds(world.association), year(2022), ("initiative",), moment(2))
    [changed] = found.reported
    assert [(before, after) for _label, before, after in changed.numbers] == [(9, 10), (3, 4)]
    row = next(row for row in found.rows if row.changed)
    assert [(cell.then, cell.now, cell.rest) for cell in row.changed] == [(9, 10, 1), (3, 4, 1)]


# ── What the association is told ──────────────────────────────────────────────────────────────────────────


def test_few_changes_are_not_told_apart(world, as_owner):
    with as_owner():
        some(world, 6, start=date(2024, 5, 1))
        gone = enrolments(world, 1)[0]
        gone.exit_reason, gone.misregistered_because = "misregistration", "fel person"
        gone.save()
        world.clock.tick()
    found = compared("participants", Grounds(world.association), year(2024), ("initiative",), world.then)
    many, few = (next(cell for cell in row.cells if cell.difference) for row in found.rows)
    assert [(one.kind, one.count) for one in many.moved] == [("entered", 6)]
    assert few.is_few and not few.moved
    assert (
        found.sum.cells[1].is_few and not found.sum.cells[1].moved
    )  # less the row told, it would tell the other
    whole = compared("participants", Grounds(world.association), year(2024), (), world.then)
    assert not whole.is_told and not any(cell.moved for cell in whole.sum.cells)


cells = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(["entered", "undone"]), st.booleans(), st.booleans()),
    st.integers(0, 9), max_size=12,
)  # fmt: skip


@given(cells)
@settings(max_examples=300, deadline=None)
def test_no_few_can_be_worked_out_from_what_is_told(changes):
    """``changes``: by initiative, kind, whether they are new and whether they have ended. Everything that is
    told is put together with all that is known to add up, and solved.
    """
    counts, groups = {}, [Group({("initiative", n)}) for n in range(3)]
    for (n, kind, is_new, is_ended), many in changes.items():
        for group in (groups[n], Group()):
            for name in ("total", "new" if is_new else "before", "ended" if is_ended else "ongoing"):
                key = group, name, kind
                counts[key] = counts.get(key, 0) + many
    found = {}
    for (group, name, kind), many in counts.items():
        if many:
            found.setdefault((year(2024), group, name), []).append(Moved(kind, kind == "entered", many))
    hide = hidden_rows(found, LIMIT)
    all_ = [(group, name, kind) for group in [*groups, Group()] for name in POPULATION_NAMES
            for kind in ("entered", "undone")]  # fmt: skip
    hidden = {cell for cell in all_ if cell[0] in hide}
    equations = []
    for kind in ("entered", "undone"):
        for group in [*groups, Group()]:
            for pair in (("before", "new"), ("ended", "ongoing")):
                equations.append({(group, "total", kind): 1, **{(group, one, kind): -1 for one in pair}})
        for name in POPULATION_NAMES:
            equations.append({(Group(), name, kind): 1, **{(group, name, kind): -1 for group in groups}})
    for group in [*groups, Group()]:
        for name in POPULATION_NAMES:  # the numbers of both moments are known, and so is what they differ by
            equations.append({(group, name, "entered"): 1, (group, name, "undone"): -1})
    for cell in solved(equations, hidden):
        assert not 0 < counts.get(cell, 0) < LIMIT
    for cell in set(all_) - hidden:
        assert not 0 < counts.get(cell, 0) < LIMIT


def test_the_association_chooses_no_moment_of_its_own(world, monkeypatch):
    view = View(world.association)
    with pytest.raises(ValidationError, match="godkän"):
        view.compared("participants", year(2024), ("initiative",), world.then)
    half = Period(date(2024, 1, 1), date(2024, 8, 31))
    approved = [
        moments.Moment(moment(3), year(2024), "Årsredovisning 2024"),
        moments.Moment(world.then, half, "Delår 2024"),
    ]
    monkeypatch.setattr(moments, "_sources", [lambda association: approved])
    view = View(world.association)
    assert view.compared("participants", year(2024), ("initiative",), moment(3)).is_told
    # An earlier approval about the same days is shown, and what explains it is not: two could be subtracted.
    assert not view.compared("participants", year(2024), ("initiative",), world.then).is_told
    with pytest.raises(ValidationError):
        view.compared("participants", year(2024), ("initiative",), world.then, moment(3))
    with pytest.raises(ValidationError):
        view.compared("participants", year(2024), ("municipality",), moment(3))


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def changed(world, as_owner, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    approved = [moments.Moment(world.then, year(2024), "Årsredovisning 2024")]
    monkeypatch.setattr(moments, "_sources", [lambda association: approved])
    with as_owner():
        Capacity.objects.create(initiative=world.initiatives[0], year=2024, budgeted=30)
        some(world, 2, start=date(2024, 5, 1))
        world.clock.tick()
    return world


def page(client, where, user, **chosen):
    client.force_login(user)
    address = reverse("figures:since", kwargs={"slug": where.association.slug, "name": "participants"})
    return client.get(address, {"year": 2024, "by": "initiative", **chosen})


def test_the_coordinator_sees_which_enrolments_and_it_is_logged(client, changed, as_owner):
    text = page(client, changed, changed.coordinator).content.decode()
    assert "+2 införda senare" in text
    with acting_in([changed.controllers[0].pk]):
        newest = enrolments(changed).last()
    assert reverse("enrolments:detail", args=[newest.pk]) in text
    with as_owner():
        assert Access.objects.filter(by=changed.coordinator, kind="figures.since", count=2).exists()


def test_the_director_sees_that_there_were_few_and_never_which(client, changed):
    text = page(client, changed, changed.director).content.decode()
    assert "enstaka ändringar" in text
    assert "införda senare" not in text
    assert "/enrolments/" not in text.split("<main")[1]
    assert "Årsredovisning 2024" in text


def test_few_changes_are_explained_where_there_are_any(client, changed, as_owner):
    explained = "Enstaka ändringar"
    assert explained in page(client, changed, changed.director).content.decode()
    with as_owner():
        some(changed, 20, start=date(2024, 5, 1))
        changed.clock.tick()
    text = page(client, changed, changed.director).content.decode()
    assert "+22 införda senare" in text
    assert explained not in text


def test_the_figure_leads_there(client, changed):
    client.force_login(changed.director)
    slug = {"slug": changed.association.slug}
    assert "/participants/since/" in client.get(reverse("figures:participants", kwargs=slug)).content.decode()
    fine = client.get(reverse("figures:participants", kwargs=slug), {"year": 2024, "by": "municipality"})
    assert "/participants/since/" not in fine.content.decode()


OTHERS = ["waiting_time", "time_in_initiative", "age_at_start", "entry_delay", "consultations"]


def test_these_are_all_the_figures_that_are_no_counts_of_enrolments():
    assert set(OTHERS) == {one.name for one in FIGURES.values() if one.base != "enrolments"}


@pytest.mark.parametrize("name", OTHERS)
def test_the_association_compares_no_middle_values_and_no_consultations_and_reads_why(client, changed, name):
    with pytest.raises(ValidationError, match="Jämförs inte"):
        View(changed.association).compared(name, year(2024), (), changed.then)
    client.force_login(changed.director)
    slug = changed.association.slug
    shown = client.get(reverse("figures:figure", args=[slug, name]), {"year": 2024}).content.decode()
    assert "Jämförs inte med en tidigare tidpunkt" in shown and "/since/" not in shown
    refused = client.get(reverse("figures:since", args=[slug, name]), {"year": 2024})
    assert "Jämförs inte" in refused.content.decode() and refused.context["compared"] is None


@pytest.mark.parametrize("name", OTHERS)
def test_an_authority_compares_them_exactly_with_what_was_shown_then(changed, as_owner, name):
    own = Grounds(changed.association, [one.pk for one in changed.initiatives])
    with acting_in([changed.controllers[0].pk]):
        found = compared(name, own, year(2024), (), changed.then)
        past = Grounds(changed.association, own.own, at=changed.then)
        then = tables.table(name, changed.association, year(2024), grounds=past).sum.values
        now = tables.table(name, changed.association, year(2024), grounds=own).sum.values
    assert [cell.then for cell in found.sum.cells] == list(then.values())
    assert [cell.now for cell in found.sum.cells] == list(now.values())
    assert not found.is_told and not found.ids
    if name == "age_at_start":
        assert found.sum.cells[0].difference == 2


def test_how_far_a_middle_value_moved_is_not_told_where_there_was_none():
    cell = CellCompared("Median", None, 12.5, [], is_count=False)
    assert cell.is_changed and cell.difference is None
    assert CellCompared("Median", 12.0, 12.5, [], is_count=False).difference == 0.5
    assert not CellCompared("Median", None, None, [], is_count=False).is_changed
    assert CellCompared("Nya", None, 3, []).difference == 3


@pytest.mark.parametrize("who", ["director", "coordinator"])
def test_persons_are_compared_in_numbers_alone(client, changed, as_owner, who):
    with as_owner():  # one person, twice
        twice = {"person": "once more", "start": date(2024, 2, 1), "end": date(2024, 4, 1)}
        enrol(changed, [twice, {"person": "once more", "start": date(2024, 7, 1)}])
        changed.clock.tick()
    told = page(client, changed, getattr(changed, who), unit="persons")
    compared_ = told.context["compared"]
    total = compared_.sum.cells[[str(one.name) for one in compared_.figure.measures].index("total")]
    assert (total.difference, total.moved, total.is_few, compared_.is_told) == (3, [], False, False)
    assert "en person kan ha flera" in told.content.decode() and "enstaka" not in told.content.decode()
    assert compared_.reported == []


def test_a_figure_without_approved_report_says_so(client, changed, monkeypatch):
    monkeypatch.setattr(moments, "_sources", [])
    assert "har godkänts" in page(client, changed, changed.director).content.decode()


def test_the_later_moment_comes_after_the_earlier(client, changed):
    chosen = {"then_": "2025-03-01T12:00", "now_": "2025-02-01T12:00"}
    assert "måste komma efter" in page(client, changed, changed.coordinator, **chosen).content.decode()


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_makes_the_same_number_of_queries_however_much_changed(
    client, changed, as_owner, size, django_assert_max_num_queries
):
    with as_owner():
        some(changed, size, start=date(2024, 6, 1))
    page(client, changed, changed.coordinator)
    with django_assert_max_num_queries(24):
        page(client, changed, changed.coordinator)


def test_every_kind_has_words():
    from samsyn.figures.changes import WORDS

    assert {kind for kind, _came in WORDS} == set(KINDS)
