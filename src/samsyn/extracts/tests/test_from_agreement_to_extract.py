"""An evaluation is proposed, agreed to by each authority, fetched under pseudonyms, and ended."""

import io
from datetime import timedelta

import polars
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import grant_assignment, machine
from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access, Act
from samsyn.base.days import today
from samsyn.extracts import actions
from samsyn.extracts.models import Agreement, Approval
from samsyn.extracts.variables import VARIABLES
from samsyn.participants.codes import IncomeSource
from samsyn.participants.models import Participant, Protection

from .world import NUMBER, make_world


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
    fetched = world.fetched(agreement)
    parquet = polars.read_parquet(io.BytesIO(fetched.files["rows.parquet"]))
    assert parquet.to_dicts() == fetched.rows
    assert len(fetched.rows) == 2


def test_the_code_book_knows_every_column_and_every_code(world, as_owner):
    with as_owner():
        world.enrolled(income_at_start=["social_assistance", "none"], education="compulsory")
    agreement = world.proposed()
    world.decided(agreement)
    fetched = world.fetched(agreement)
    known = {(line["variable"], line["code"]) for line in fetched.book}
    for row in fetched.rows:
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
        actions.fetch_extract(agreement=agreement, on=today(), by=world.evaluator)
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
        actions.fetch_extract(agreement=agreement, on=today(), by=other)
    assert Approval.objects.filter(is_agreed=True).count() == 1
