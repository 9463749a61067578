"""The table of permissions, what follows from it, and that the document says the same."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samsyn.accounts.acting import acting_as, hats_of
from samsyn.accounts.models import ASSOCIATION_ROLES, CASE_ROLES, Role, User
from samsyn.accounts.permissions import GRANTS, Permission, has
from samsyn.accounts.tables import MEANING, with_table
from samsyn.base.tenancy import walls
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory

from . import factories as people

DOCUMENT = Path(__file__).parents[4] / "docs" / "access.md"
P = Permission
IN_CASES = {P.REFER, P.FOLLOW_OWN_REFERRALS, P.ANSWER_CIRCULATION, P.HANDLE_REFERRALS, P.SEE_OWN_PARTICIPANTS,
            P.SEE_ALL_PARTICIPANTS, P.ENROL, P.DISCHARGE, P.NOTE_CONSENT, P.IMPORT_ENROLMENTS,
            P.REVIEW_ACCESS}  # fmt: skip


def test_every_role_and_permission_is_in_the_table():
    assert set(GRANTS) == set(Role) and set.union(*GRANTS.values()) == set(Permission) == set(MEANING)


@pytest.mark.parametrize("role", sorted(set(Role) - CASE_ROLES))
def test_those_outside_the_case_world_may_nothing_in_it(role):
    assert not GRANTS[role] & IN_CASES


@pytest.mark.parametrize("role", sorted(CASE_ROLES))
def test_those_in_the_case_world_change_nothing_of_the_associations(role):
    assert not GRANTS[role] & {P.CHANGE_INITIATIVES, P.CHANGE_ORGANISATIONS, P.APPROVE_ASSIGNMENTS}


@pytest.mark.parametrize("role", sorted(ASSOCIATION_ROLES))
def test_the_association_reaches_no_row_of_any_case_table(db, role):
    person = getattr(people, role)()
    with acting_as(person, hats_of(person)[0]):
        assert [model for model in walls() if model.objects.exists()] == []


def test_a_permission_is_held_at_its_own_place_only(db):
    here, there = ControllerFactory(), ControllerFactory()
    coach = people.coach(here)
    assert has(coach, P.DISCHARGE, controller=here) and not has(coach, P.DISCHARGE, controller=there)
    director, other = people.director(), AssociationFactory()
    assert has(director, P.SEE_FIGURES) and not has(director, P.SEE_FIGURES, association=other)


def test_an_assignment_for_certain_initiatives_does_not_count_for_others(db):
    coach = people.coach(initiatives=[4])
    assert has(coach, P.DISCHARGE, initiative=4) and not has(coach, P.DISCHARGE, initiative=5)


def test_asking_in_a_request_and_outside_gives_the_same_answer(db):
    place = ControllerFactory()
    person = people.coordinator(place)
    outside = {permission for permission in Permission if has(person, permission, controller=place)}
    with acting_as(person, hats_of(person)[0]):
        assert {
            permission for permission in Permission if has(person, permission, controller=place)
        } == outside


def test_the_document_says_what_the_code_does():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_table(text), "run `samsyn manage access_table`"


def test_a_first_approver_is_appointed_from_the_command_line(db):
    place = ControllerFactory()
    facts = {"controller": place.slug, "email": "a@example.org", "name": "A", "voucher": "b@example.org"}
    call_command("appoint", "approver", voucher_name="B", **facts)
    assert has(User.objects.get(email="a@example.org"), P.APPROVE_ASSIGNMENTS, controller=place)
    assert not has(User.objects.get(email="b@example.org"), P.APPROVE_ASSIGNMENTS)
    with pytest.raises(CommandError, match="no such"):
        call_command("appoint", "approver", voucher_name="B", **(facts | {"controller": "x"}))
