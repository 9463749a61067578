"""The people that every other test borrows are as the product would have made them."""

import pytest

from samsyn.accounts.actions import machine
from samsyn.accounts.models import Assignment, Role, User
from samsyn.accounts.permissions import Permission, controllers_where
from samsyn.base.days import today
from samsyn.organisations.tests.factories import (
    AreaFactory,
    ControllerFactory,
    MunicipalityFactory,
    PartyFactory,
)

from . import factories

PEOPLE = [role.value for role in Role]


@pytest.mark.parametrize("role", PEOPLE)
def test_each_standing_person_has_one_current_approved_assignment(db, role):
    person = getattr(factories, role)()
    assignment = Assignment.objects.current_on(today()).get(user=person)
    assignment.full_clean()
    assert assignment.role == role


def test_a_coordinator_of_two_authorities_works_in_both(db):
    here, there = ControllerFactory(), ControllerFactory(kind="region")
    here.full_clean(), there.full_clean()
    person = factories.coordinator(here, there)
    assert controllers_where(person, Permission.HANDLE_REFERRALS) == {here.pk, there.pk}


def test_places_can_be_made(db):
    area = AreaFactory(municipalities=[MunicipalityFactory()])
    PartyFactory(association=area.association).full_clean()
    assert area.municipalities.count() == 1


def test_the_machine_is_one_and_cannot_sign_in(db):
    first, again = machine(), machine()
    assert first == again and User.objects.filter(is_machine=True).count() == 1
    assert not first.is_active and not first.has_usable_password()
