"""An evaluation is proposed, agreed to by each authority, fetched under pseudonyms, and ended."""

import io
from collections import Counter
from datetime import date, timedelta

import polars
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import grant_assignment, machine
from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access, Act
from samsyn.base.days import today
from samsyn.extracts import actions, queries, reading
from samsyn.extracts.alike import KNOWN, made_alike
from samsyn.extracts.models import Agreement, Approval
from samsyn.extracts.variables import VARIABLES
from samsyn.participants.codes import IncomeSource
from samsyn.participants.models import Participant, Protection

from .world import NUMBER, fetched, make_world


@pytest.fixture
def world(db):
    return make_world()


# ── Each authority decides ─────────────────────────────────────────────────────────────────────────────────


def test_every_authority_that_keeps_the_records_is_asked(world):
    agreement = world.proposed()
    assert {one.controller for one in agreement.approvals.all()} == set(world.authorities)


def test_nothing_is_fetched_before_anybody_has_agreed(world, as_owner):
    with as_owner():
        world.enrolled()
    with pytest.raises(ValidationError):
        world.fetched(world.proposed())


def test_only_the_rows_of_those_who_have_agreed_are_in_it(world, as_owner):
    with as_owner():
        world.enrolled(0), world.enrolled(1), world.enrolled(1)
    agreement = world.proposed()
    world.decided(agreement, 0)
    assert [row["authority"] for row in world.fetched(agreement).rows] == [world.authorities[0].name]
    world.decided(agreement, 1)
    assert len(world.fetched(agreement).rows) == 3
    world.decided(agreement, 0, actions.refuse)
    assert {row["authority"] for row in world.fetched(agreement).rows} == {world.authorities[1].name}


def test_another_authoritys_approver_decides_nothing(world):
    agreement = world.proposed()
    with pytest.raises(PermissionDenied):
        actions.agree(
            approval=agreement.approvals.get(controller=world.authorities[1]), by=world.approvers[0]
        )


def test_it_is_for_somebody_who_is_evaluator_there(world):
    with pytest.raises(ValidationError):
        world.proposed(evaluator=people.evaluator())


def test_somebody_who_works_in_the_records_cannot_be_evaluator(world):
    coach = people.coach(world.authorities[0])
    with pytest.raises(ValidationError):
        grant_assignment(
            user=coach,
            role="evaluator",
            since=today(),
            association=world.initiative.association,
            by=world.director,
        )


# ── What is in it ──────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_in_it_says_who_it_is(world, as_owner):
    with as_owner():
        person = world.enrolled(number=NUMBER, misregistered_because="", case_number="HEMLIG-7")
        key = bytes(person.person_key).hex()
    agreement = world.proposed()
    world.decided(agreement)
    text = world.fetched(agreement).text
    for secret in (person.family_name, person.given_name, NUMBER, NUMBER.replace("-", ""), key, "HEMLIG-7",
                   "1983-05", "2026-01-15", "2026-06-30"):  # fmt: skip
        assert secret
        assert secret not in text


def test_years_of_birth_are_in_bands_and_dates_are_months(world, as_owner):
    with as_owner():
        world.enrolled(public_support_months=36)
    agreement = world.proposed()
    world.decided(agreement)
    (row,) = world.fetched(agreement).rows
    assert (row["born"], row["started"], row["ended"], row["support"]) == (
        "1980-1984", "2026-01", "2026-06", "36-59",
    )  # fmt: skip


def test_only_the_variables_agreed_on_are_in_it(world, as_owner):
    with as_owner():
        world.enrolled()
    agreement = world.proposed(variables=["ended", "sex"])
    world.decided(agreement)
    assert list(world.fetched(agreement).rows[0]) == ["person", "enrolment", "sex", "ended"]


def test_nobody_with_protected_identity_is_in_it(world, as_owner):
    with as_owner():
        person = world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    assert len(world.fetched(agreement).rows) == 1
    with as_owner():
        Participant.objects.filter(pk=person.pk).update(protection=Protection.MARKING)
    assert world.fetched(agreement).rows == []


def test_only_enrolments_whose_time_touches_the_period_are_in_it(world, as_owner):
    with as_owner():
        world.enrolled()
    agreement = world.proposed(first_day=today().replace(year=2030), last_day=today().replace(year=2031))
    world.decided(agreement)
    assert world.fetched(agreement).rows == []


# ── Pseudonyms ─────────────────────────────────────────────────────────────────────────────────────────────


def test_they_are_the_same_each_time_and_others_under_another_agreement(world, as_owner):
    with as_owner():
        world.enrolled(0, number=NUMBER), world.enrolled(1, number=NUMBER), world.enrolled(1)
    one, other = world.proposed(), world.proposed(title="En annan")
    for agreement in (one, other):
        world.decided(agreement, 0)
        world.decided(agreement, 1)
    first, again, elsewhere = (world.fetched(agreement).rows for agreement in (one, one, other))
    assert first == again
    assert not {row["person"] for row in first} & {row["person"] for row in elsewhere}
    assert len({row["person"] for row in first}) == 2  # the same person at two authorities is one
    assert len({row["enrolment"] for row in first}) == 3


def test_the_order_of_the_rows_says_nothing(world, as_owner):
    with as_owner():
        for _turn in range(9):
            world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    pseudonyms = [row["enrolment"] for row in world.fetched(agreement).rows]
    assert pseudonyms == sorted(pseudonyms)


# ── The files ──────────────────────────────────────────────────────────────────────────────────────────────


def test_parquet_says_what_csv_says(world, as_owner):
    with as_owner():
        world.enrolled(income_at_start=["social_assistance", "none"])
        world.enrolled(1)
    agreement = world.proposed()
    world.decided(agreement)
    world.decided(agreement, 1)
    got = world.fetched(agreement)
    parquet = polars.read_parquet(io.BytesIO(got.files["rows.parquet"]))
    assert parquet.to_dicts() == got.rows
    assert len(got.rows) == 2


def test_the_code_book_knows_every_column_and_every_code(world, as_owner):
    with as_owner():
        world.enrolled(income_at_start=["social_assistance", "none"], education="compulsory")
    agreement = world.proposed()
    world.decided(agreement)
    got = world.fetched(agreement)
    known = {(line["variable"], line["code"]) for line in got.book}
    for row in got.rows:
        assert {name for name, _code in known} == set(row)
        for name, value in row.items():
            if name in VARIABLES and VARIABLES[name].codes:
                assert {(name, code) for code in value.split("|")} <= known
    assert {code for name, code in known if name == "income_at_start"} == {"", *IncomeSource.values}


def test_a_name_cannot_become_a_formula(world, as_owner):
    world.initiative.name = "=HYPERLINK(1)"
    world.initiative.save()
    with as_owner():
        world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    assert world.fetched(agreement).rows[0]["initiative"] == "'=HYPERLINK(1)"


# ── The trace, and the end ─────────────────────────────────────────────────────────────────────────────────


def test_it_stands_in_each_authoritys_own_log(world, as_owner):
    with as_owner():
        world.enrolled(0), world.enrolled(0)
    agreement = world.proposed()
    world.decided(agreement, 0)
    world.decided(agreement, 1)
    world.fetched(agreement)
    with as_owner():
        lines = Access.objects.filter(act=Act.EXPORT, kind="extracts.fetched", controller_id__isnull=False)
        said = {(one.controller_id, one.count, one.by) for one in lines}
    ours, theirs = world.authorities
    assert said == {(ours.pk, 2, world.evaluator), (theirs.pk, 0, world.evaluator)}


def test_the_evaluator_reaches_no_record(world, as_owner):
    with as_owner():
        world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    with acting_as(world.evaluator):
        fetched(agreement, world.evaluator)
        assert not Participant.objects.exists()


def test_after_its_last_day_nothing_is_fetched_and_the_key_is_gone(world, as_owner):
    with as_owner():
        world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        with pytest.raises(ValidationError):
            world.fetched(agreement)
        assert actions.end_expired(on=today(), by=machine()) == 1
    agreement.refresh_from_db()
    assert agreement.key_encrypted is None
    assert agreement.ended_at


def test_the_director_ends_it_at_once(world):
    agreement = world.proposed()
    world.decided(agreement)
    actions.end_agreement(agreement=agreement, by=world.director)
    with pytest.raises(ValidationError):
        world.fetched(agreement)
    assert Agreement.objects.get().key_encrypted is None


def test_the_key_is_in_no_history(world):
    agreement = world.proposed()
    assert not [field for field in agreement.history.get()._meta.fields if "key" in field.name]


def test_only_the_evaluator_named_fetches(world):
    agreement = world.proposed()
    world.decided(agreement)
    other = people.evaluator(world.initiative.association)
    with pytest.raises(PermissionDenied), acting_as(other):
        fetched(agreement, other)
    assert Approval.objects.filter(is_agreed=True).count() == 1


# ── Nobody stands out ──────────────────────────────────────────────────────────────────────────────────────


def test_rows_too_few_of_a_kind_are_made_coarser_or_left_out(world, as_owner):
    """Five who started in one month, two in the next of the same quarter, and one two years before."""
    with as_owner():
        for month in (1, 1, 1, 1, 1, 2, 2):
            world.enrolled(started_on=date(2026, month, 3), ended_on=date(2026, 6, 9))
        world.enrolled(1, started_on=date(2024, 1, 3), ended_on=date(2026, 6, 9))
    agreement = world.proposed(smallest_group=2)
    world.decided(agreement), world.decided(agreement, 1)
    got = world.fetched(agreement)
    assert Counter(row["started"] for row in got.rows) == {"2026-01": 5, "2026-02": 2}
    agreement = world.proposed(smallest_group=3, title="En annan")
    world.decided(agreement), world.decided(agreement, 1)
    got = world.fetched(agreement)
    assert Counter(row["started"] for row in got.rows) == {"2026-01": 5, "*": 3}
    agreement = world.proposed(smallest_group=5, title="En tredje")
    world.decided(agreement), world.decided(agreement, 1)
    got = world.fetched(agreement)
    assert Counter(row["started"] for row in got.rows) == {"2026-01": 5}
    assert "3" in got.files["README.txt"].decode()
    assert ("started", "*") in {(line["variable"], line["code"]) for line in got.book}


@given(
    facts=st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3), st.integers(0, 2)), max_size=40),
    at_least=st.integers(1, 8),
)
def test_no_group_of_rows_alike_is_smaller_than_agreed(facts, at_least):
    rows = [
        {"person": f"{n % 30}", "started": f"2026-{month:02d}",
         "born": f"{1960 + 5 * born}-{1964 + 5 * born}",
         "municipality": f"{place}"} for n, (month, born, place) in enumerate(facts)
    ]  # fmt: skip
    found = made_alike(rows, {"0": "a", "1": "a"}, [], at_least)
    groups: dict = {}
    for row in found.rows:
        groups.setdefault(tuple(row.get(name) for name in KNOWN), set()).add(row["person"])
    assert all(len(persons) >= at_least for persons in groups.values())
    assert len(found.rows) + found.left_out == len(facts)


def test_more_rows_than_can_be_made_while_one_waits_are_refused(world, as_owner, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    with as_owner():
        world.enrolled(), world.enrolled(), world.enrolled(1)
    agreement = world.proposed()
    world.decided(agreement)
    assert len(world.fetched(agreement).rows) == 2
    world.decided(agreement, 1)
    with pytest.raises(ValidationError, match="2"):
        world.fetched(agreement)


def test_one_person_many_times_is_no_group():
    rows = [{"person": "a", "sex": "woman"} for _turn in range(9)]
    assert made_alike(rows, {}, [], 2).rows == []


def test_the_authority_sees_how_alike_its_rows_are_and_it_is_kept(world, as_owner):
    with as_owner():
        world.enrolled(), world.enrolled(), world.enrolled(born=1960)
    agreement = world.proposed(smallest_group=2)
    approval = agreement.approvals.get(controller=world.authorities[0])
    with acting_as(world.approvers[0]):
        found = queries.alike_for(world.approvers[0], agreement, [approval])[world.authorities[0].pk]
    assert (found.number, found.smallest, found.alone) == (3, 1, 33.3)
    world.decided(agreement)
    approval.refresh_from_db()
    assert (approval.rows, approval.smallest, str(approval.alone)) == (3, 1, "33.3")
    with as_owner():
        line = Access.objects.get(kind="agreement.agreed", controller_id=world.authorities[0].pk)
    assert "smallest group 1, alone 33.3 %" in line.reason


def test_the_agreement_may_ask_for_coarser_rows_from_the_start(world, as_owner):
    with as_owner():
        world.enrolled()
    agreement = world.proposed(coarse=["quarter", "ten_years", "county"])
    world.decided(agreement)
    row = world.fetched(agreement).rows[0]
    assert row["born"] == "1980-1989"
    assert "Q" in row["started"]
    assert row["municipality"] == world.authorities[0].municipality.region.county


def test_another_authoritys_approver_is_not_told_how_alike_the_rows_are(world):
    agreement = world.proposed()
    with pytest.raises(PermissionDenied):
        queries.alike_for(world.approvers[0], agreement, agreement.approvals.all())


# ── It is still you ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ago", [None, timedelta(minutes=6), timedelta(minutes=-1)])
def test_nothing_is_fetched_without_a_second_factor_shown_a_moment_ago(world, as_owner, ago):
    with as_owner():
        world.enrolled()
    agreement = world.proposed()
    world.decided(agreement)
    now = timezone.now()
    shown_at = None if ago is None else now - ago
    with pytest.raises(ValidationError, match=r"andra faktor|second factor"), acting_as(world.evaluator):
        actions.fetch_extract(agreement=agreement, on=today(), by=world.evaluator, shown_at=shown_at, now=now)
