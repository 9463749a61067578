"""Whoever knows a number learns nothing about somebody protected, and every asking stands in the log."""

import uuid
from datetime import date

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


# ── By name and birth ──────────────────────────────────────────────────────────────────────────────────────


def hinted(client, **typed) -> str:
    return client.post(reverse(SAME), typed).content.decode()


@pytest.fixture
def known(ours, as_owner):
    """Registered without a number, so that only the year of birth is known."""
    with as_owner():
        return ParticipantFactory(
            controller=ours, invented=None, given_name="Prova", family_name="Lindgård", birth_year=1975
        )


def test_somebody_of_the_same_name_and_birth_is_pointed_out(client, ours, known):
    client.force_login(coordinator(ours))
    address = reverse("participants:detail", args=[known.pk])
    assert address in hinted(client, family_name=" lindgård ", birth_year="1975")
    assert address in hinted(client, family_name="Lindgård", number=number(4, born=date(1975, 3, 1)))
    assert address not in hinted(client, family_name="Lindgård", birth_year="1976")
    assert address not in hinted(client, family_name="Lindgren", birth_year="1975")


def test_somebody_protected_is_not_pointed_out_by_name(client, ours, known, as_owner):
    person = coordinator(ours)
    with as_owner():
        known.protection = Protection.MARKING
        known.save()
        NamedReaderFactory(participant=known, user=person, named_by=person)
    client.force_login(person)
    assert "Lindgård" not in hinted(client, family_name="Lindgård", birth_year="1975")


def test_asking_by_name_is_logged_too(client, ours, known, as_owner):
    client.force_login(coordinator(ours))
    hinted(client, family_name="Lindgård", birth_year="1975")
    hinted(client, family_name="Någon", birth_year="1975")
    with as_owner():
        entries = Access.objects.filter(kind="participants:alike").order_by("pk")
        assert list(entries.values_list("controller_id", "count")) == [(ours.pk, 1), (ours.pk, 0)]
