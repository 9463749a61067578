"""That something is not known is for a person to say: no form of the start or the end says it by itself."""

import uuid

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach
from samsyn.base.days import today
from samsyn.enrolments.models import Enrolment
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EnrolmentFactory, WaitingFactory, initiative_at

pytestmark = pytest.mark.django_db
ASKED = {
    "enrolments:start": {"occupation_at_start", "education"},
    "enrolments:discharge": {"occupation_at_end", "exit_reason", "destination"},
}


@pytest.fixture
def case(client, as_owner, settings):
    """One's own participant, made as it is wanted; the coach is signed in."""
    settings.SECOND_FACTOR_REQUIRED = False
    ours = ControllerFactory()
    with as_owner():
        handler, initiative = coach(ours), initiative_at(ours)

    def make(factory, **facts):
        with as_owner():
            person = ParticipantFactory(controller=ours)
            return factory(participant=person, initiative=initiative, coach=handler, **facts)

    client.force_login(handler)
    return make


@pytest.mark.parametrize(
    ("page", "factory"), [("enrolments:start", WaitingFactory), ("enrolments:discharge", EnrolmentFactory)]
)
def test_nothing_is_chosen_when_the_form_is_opened(client, case, page, factory):
    form = client.get(reverse(page, args=[case(factory).pk])).context["form"]
    assert {name: form[name].value() for name in ASKED[page]} == dict.fromkeys(ASKED[page], "")


def test_a_start_without_them_is_refused_and_with_not_known_it_is_taken(client, case, as_owner):
    enrolment = case(WaitingFactory)
    address = reverse("enrolments:start", args=[enrolment.pk])
    sent = {"save_key": uuid.uuid4(), "seen_version": enrolment.version, "started_on": today()}
    refused = client.post(address, sent)
    assert set(refused.context["form"].errors) == ASKED["enrolments:start"]
    said = {"occupation_at_start": "unknown", "education": "unknown"}
    assert client.post(address, sent | said).status_code == 302
    with as_owner():
        assert Enrolment.objects.get(pk=enrolment.pk).is_started


def test_what_has_been_said_is_shown_when_it_is_corrected(client, case):
    enrolment = case(EnrolmentFactory, education="compulsory", occupation_at_start="unknown")
    form = client.get(reverse("enrolments:start", args=[enrolment.pk])).context["form"]
    assert (form["education"].value(), form["occupation_at_start"].value()) == ("compulsory", "unknown")
