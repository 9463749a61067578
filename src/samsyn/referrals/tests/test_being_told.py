"""E-mail says that something waits, never what or about whom, and once only."""

import pytest
from django.core import mail

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coordinator
from samsyn.disclosures.models import Disclosure
from samsyn.referrals import actions, tasks
from samsyn.referrals.models import Circulation, Outcome, QueueEntry

from .factories import a_day, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


def told():
    return [letter.to[0] for letter in mail.outbox]


def test_the_coordinators_of_the_initiative_are_told_once(world):
    coordinator(world.committee, initiatives=[world.initiative.pk + 1])
    referral = world.sent()
    for _time in range(2):
        tasks.tell_coordinators(referral_id=referral.pk, controller_id=world.committee.pk)
    assert told() == [world.coordinator.email]


def test_no_letter_says_whom_it_is_about(world):
    referral = world.circulated()
    with acting_as(world.coordinator):
        circulation = Circulation.objects.get()
    facts = {"circulation_id": circulation.pk, "controller_id": world.committee.pk}
    tasks.tell_coordinators(referral_id=referral.pk, controller_id=world.committee.pk)
    tasks.tell_parties(**facts)
    tasks.remind_parties(**facts, day=a_day(0).isoformat())
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        for word in (referral.given_name, referral.family_name, referral.case_number, world.initiative.name):
            assert word not in letter.subject + letter.body


def test_only_those_who_have_not_answered_are_reminded(world):
    world.circulated(parties=[world.clinic, world.agency])
    with acting_as(world.clinic_member):
        asked = Disclosure.objects.get(to=world.clinic)
        actions.answer_circulation(disclosure=asked, is_known=False, by=world.clinic_member)
    with acting_as(world.coordinator):
        circulation = Circulation.objects.get()
    for _time in range(2):
        tasks.remind_parties(
            circulation_id=circulation.pk, controller_id=world.committee.pk, day=a_day(0).isoformat()
        )
    assert told() == [world.agency_member.email]


def test_the_referrer_is_told_of_a_decision(world):
    decision = world.decided(world.sent(), Outcome.OFFER)
    tasks.tell_referrer(decision_id=decision.pk, controller_id=world.committee.pk)
    assert told() == [world.referrer.email]


def test_a_withdrawal_ends_circulation_and_queue(world):
    referral = world.sent()
    world.decided(referral, Outcome.QUEUE, queue_reason="Fullt")
    with acting_as(world.referrer):
        actions.withdraw_referral(referral=referral, by=world.referrer)
    tasks.tidy_withdrawn(referral_id=referral.pk, controller_id=world.committee.pk)
    with acting_as(world.coordinator):
        assert not QueueEntry.objects.filter(left_on=None).exists()
    assert told() == [world.coordinator.email]
