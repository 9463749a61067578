"""Whoever knows a number learns nothing about somebody protected, and every asking stands in the log."""

import uuid

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coordinator
from samsyn.audit.models import Access, Act
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.models import Protection
from samsyn.participants.tests.factories import NamedReaderFactory, ParticipantFactory, number

from .factories import initiative_at

pytestmark = pytest.mark.django_db
SAME = "enrolments:same"


@pytest.fixture
def ours(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return ControllerFactory()


@pytest.fixture
def protected(ours, as_owner):
    with as_owner():
        return ParticipantFactory(controller=ours, invented=number(1), protection=Protection.MARKING)


def asked(client, typed) -> str:
    return client.post(reverse(SAME), {"number": typed}).content.decode().strip()


def test_somebody_known_is_pointed_out(client, ours, as_owner):
    with as_owner():
        ParticipantFactory(controller=ours, invented=number(2))
    client.force_login(coordinator(ours))
    assert "redan registrerad" in asked(client, number(2))


def test_somebody_protected_gets_the_answer_of_a_stranger(client, ours, protected):
    client.force_login(coordinator(ours))
    assert asked(client, number(1)) == asked(client, number(3)) == ""


def test_those_who_are_named_are_told(client, ours, protected, as_owner):
    person = coordinator(ours)
    with as_owner():
        NamedReaderFactory(participant=protected, user=person, named_by=person)
    client.force_login(person)
    assert "redan registrerad" in asked(client, number(1))


def test_every_asking_is_in_the_log_of_each_authority_asked_hit_or_miss(client, ours, as_owner):
    other = ControllerFactory()
    with as_owner():
        ParticipantFactory(controller=ours, invented=number(2))
    client.force_login(coordinator(ours, other))
    asked(client, number(2))
    asked(client, number(3))
    with as_owner():
        entries = list(Access.objects.filter(act=Act.SEARCH, kind="participants:same").order_by("pk"))
        counts = [(one.controller_id, one.count) for one in entries]
        said = str([vars(one) for one in entries])
    assert counts == [(ours.pk, 1), (other.pk, 0), (ours.pk, 0), (other.pk, 0)]
    assert number(2)[-4:] not in said and number(3)[-4:] not in said


def test_sending_the_form_asks_too(client, ours, as_owner):
    """A place that is refused for another reason tells nothing that is not in the log."""
    initiative = initiative_at(ours)
    client.force_login(coordinator(ours))
    sent = {"number": number(3), "initiative": initiative.pk, "save_key": str(uuid.uuid4())}
    assert client.post(reverse("enrolments:new"), sent).status_code == 200
    with as_owner():
        assert Access.objects.filter(act=Act.SEARCH, controller_id=ours.pk).count() == 1
