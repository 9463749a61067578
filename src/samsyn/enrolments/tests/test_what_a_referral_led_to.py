"""An offered place is one step from the referral, for those who may see it; and how a change is told."""

import pytest
from django.urls import reverse

from samsyn.enrolments import queries
from samsyn.enrolments.tests.factories import EndedFactory
from samsyn.referrals.models import Outcome
from samsyn.referrals.tests.factories import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world()


def test_who_offered_a_place_goes_on_to_it_and_the_referrer_does_not(client, world, as_owner):
    referral = world.sent()
    world.decided(referral, Outcome.OFFER)
    with as_owner():
        enrolment = queries.Enrolment.objects.get(referral=referral.pk)
    address = reverse("enrolments:detail", args=[enrolment.pk])
    pages = {}
    for person in (world.coordinator, world.referrer):
        client.force_login(person)
        pages[person] = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert address in pages[world.coordinator]
    assert reverse("enrolments:allocate", args=[enrolment.pk]) in pages[world.coordinator]
    assert address not in pages[world.referrer]
    assert enrolment.case_number not in pages[world.referrer]


def test_a_change_does_not_tell_twice_when_it_was_entered(client, world, as_owner):
    with as_owner():
        enrolment = EndedFactory(
            participant__controller=world.committee, initiative=world.initiative, ended_on=None,
            exit_reason="", occupation_at_end="",
        )  # fmt: skip
        enrolment.ended_on, enrolment.exit_reason = enrolment.started_on, "work_studies_jobseeking"
        enrolment.occupation_at_end, enrolment.ended_recorded_at = "employed", enrolment.recorded_at
        enrolment.save()
    client.force_login(world.coordinator)
    response = client.get(reverse("enrolments:detail", args=[enrolment.pk]))
    told = [str(label) for change in response.context["changes"] for label, *_values in change.fields]
    assert told
    assert not [label for label in told if "recorded at" in label]
