"""What the database itself refuses, whatever the application asks for:
other people's rows and impossible steps.
"""

from itertools import product

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coordinator
from samsyn.base.tenancy import acting_in
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.referrals.models import (
    STEPS,
    Addressee,
    Circulation,
    Decision,
    Outcome,
    QueueEntry,
    Referral,
    Status,
)

from .factories import NUMBERS, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def everything(world):
    referral = world.circulated()
    world.decided(referral, Outcome.QUEUE, queue_reason="Fullt")
    return referral


CASE = [Referral, Circulation, Addressee, Decision, QueueEntry]


@pytest.mark.parametrize("model", CASE)
def test_the_receiver_sees_what_became_of_it(world, everything, model):
    with acting_as(world.coordinator):
        assert model.objects.exists()


@pytest.mark.parametrize("model", CASE[1:])
def test_the_sender_does_not_see_circulation_decision_and_queue(world, everything, model):
    with acting_as(world.referrer):
        assert Referral.objects.exists()
        assert not model.objects.exists()


@pytest.mark.parametrize("model", CASE)
def test_a_third_authority_sees_nothing(world, everything, model):
    for stranger in (world.clinic_member, coordinator(ControllerFactory())):
        with acting_as(stranger):
            assert not model.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}event")
                assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("model", CASE)
def test_without_an_authority_there_is_nothing(everything, model):
    with acting_in([]):
        assert not model.objects.exists()


def test_the_receiver_sees_no_draft_and_no_draft_thrown_away(world):
    draft = world.draft()
    with acting_as(world.coordinator):
        assert not Referral.objects.exists()
    with acting_as(world.referrer):
        Referral.objects.filter(pk=draft.pk).update(status=Status.WITHDRAWN)
    with acting_as(world.coordinator):
        assert not Referral.objects.exists()


def test_nobody_sends_in_another_authoritys_name(world):
    referral = world.sent()
    with acting_as(world.coordinator), pytest.raises(ProgrammingError), transaction.atomic():
        referral.pk, referral.case_number = None, "R-2026-9999"
        referral.save(force_insert=True)


def test_nothing_is_deleted(world):
    world.sent()
    with acting_as(world.coordinator), pytest.raises(ProgrammingError), transaction.atomic():
        Referral.objects.all().delete()


def test_two_have_never_the_same_case_number(world, as_owner):
    first, second = world.sent(), world.sent(number=NUMBERS[1])
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=second.pk).update(case_number=first.case_number)


def test_only_the_steps_of_the_table_are_possible(world, as_owner):
    """Every pair of statuses, tried in the database itself."""
    referral = world.sent()
    for before, after in product(Status.values, Status.values):
        if before == after or "draft" in (before, after):
            continue
        with as_owner(), transaction.atomic():
            with pgtrigger.ignore("referrals.Referral:steps"):
                Referral.objects.filter(pk=referral.pk).update(status=before)
            try:
                with transaction.atomic():
                    Referral.objects.filter(pk=referral.pk).update(status=after)
                possible = True
            except ProgrammingError:
                possible = False
        assert possible == (after in STEPS[before]), (before, after)
