"""A coach finds first what is needed first about a participant: next step, how to reach them, the rest."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EndedFactory, WaitingFactory, initiative_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    ours = ControllerFactory()
    with as_owner():
        handler, initiative = coach(ours), initiative_at(ours)

    def read(factory, **person):
        with as_owner():
            participant = ParticipantFactory(controller=ours, **person)
            one = factory(participant=participant, initiative=initiative, coach=handler)
        client.force_login(handler)
        text = client.get(reverse("participants:detail", args=[participant.pk])).content.decode()
        return one, text.split("<main")[1]

    return read


def test_the_next_step_then_the_person_then_what_has_happened(page):
    waiting, told = page(WaitingFactory, phone="070-1740605")
    start = reverse("enrolments:start", args=[waiting.pk])
    places = [told.index(one) for one in (f'href="{start}"', "<h2>Person</h2>", "Det som hänt", "Fakta")]
    assert places == sorted(places)


def test_calling_is_one_press(page):
    _one, told = page(WaitingFactory, phone="070-1740605")
    beside_the_name = told.split("</h1>")[1].split("<nav")[0]
    assert 'href="tel:070-1740605">' in beside_the_name


def test_an_ended_enrolment_says_so_and_leads_on(page):
    ended, told = page(EndedFactory)
    first = told.split("<h2>")[1]
    assert "Avslutad" in first
    assert reverse("enrolments:detail", args=[ended.pk]) in first
