"""An enrolment may last longer than the benchmark: a decision with a reason and a day, that can be undone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.base.days import today
from samsyn.enrolments import actions, queries
from samsyn.enrolments.models import Enrolment, Extension
from samsyn.enrolments.rules import benchmark_day, planned_end
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EndedFactory, EnrolmentFactory, WaitingFactory, initiative_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return ControllerFactory()


@pytest.fixture
def samordnare(ours):
    return coordinator(ours)


@pytest.fixture
def own_coach(ours):
    return coach(ours)


@pytest.fixture
def long(ours, own_coach, as_owner):
    """Eleven months and a half in an initiative whose benchmark is twelve."""
    with as_owner():
        return EnrolmentFactory(
            participant=ParticipantFactory(controller=ours), initiative=initiative_at(ours), coach=own_coach,
            started_on=today() - timedelta(days=350),
        )  # fmt: skip


def extended(enrolment, by, *, days=200, because="Praktik är på gång."):
    with acting_as(by):
        day = today() + timedelta(days=days)
        return actions.extend(enrolment=enrolment, until=day, because=because, by=by)


def as_it_is(enrolment, by):
    with acting_as(by):
        found = queries.with_extension(queries.enrolments_for(by)).get(pk=enrolment.pk)
        return planned_end(found)


def test_it_lasts_until_what_was_decided_last(long, own_coach):
    assert as_it_is(long, own_coach) == benchmark_day(long)
    extended(long, own_coach, days=100)
    last = extended(long, own_coach, days=200)
    assert as_it_is(long, own_coach) == last.until
    with acting_as(own_coach):
        assert planned_end(Enrolment.objects.get(pk=long.pk)) == last.until


def test_it_leaves_the_list_of_what_is_near_and_comes_back_in_time(long, own_coach):
    def reasons(on):
        with acting_as(own_coach):
            return [reason for _enrolment, reason in queries.needing(own_coach, on)]

    assert reasons(today()) == ["near"]
    extended(long, own_coach, days=200)
    assert reasons(today()) == ["facts"]
    assert reasons(today() + timedelta(days=150)) == ["near"]
    assert reasons(today() + timedelta(days=200)) == ["over"]


@pytest.mark.parametrize("days", [0, -1, 10, 2 * 365 + 1])
def test_a_day_that_makes_nothing_longer_or_lies_far_away_is_refused(long, own_coach, days):
    with pytest.raises(ValidationError) as wrong:
        extended(long, own_coach, days=days)
    assert "until" in wrong.value.message_dict


def test_it_says_why(long, own_coach):
    with pytest.raises(ValidationError):
        extended(long, own_coach, because="  ")


@pytest.mark.parametrize("factory", [EndedFactory, WaitingFactory])
def test_only_what_is_ongoing_is_extended(ours, samordnare, as_owner, factory):
    with as_owner():
        enrolment = factory(participant=ParticipantFactory(controller=ours), initiative=initiative_at(ours))
    with pytest.raises(ValidationError):
        extended(enrolment, samordnare)


def test_a_mistake_is_undone_and_stays_to_be_seen(client, long, own_coach, samordnare):
    extension = extended(long, own_coach)
    with acting_as(own_coach), pytest.raises(PermissionDenied):
        actions.undo_extension(extension=extension, because="Fel person", by=own_coach)
    with acting_as(samordnare):
        actions.undo_extension(extension=extension, because="Fel person", by=samordnare)
    assert as_it_is(long, samordnare) == benchmark_day(long)
    client.force_login(samordnare)
    assert "Fel person" in client.get(reverse("enrolments:detail", args=[long.pk])).content.decode()
    with acting_as(samordnare):
        assert [event.pgh_label for event in extension.history.order_by("pgh_id")] == ["insert", "update"]


def test_the_latest_is_undone_first(long, own_coach, samordnare):
    first = extended(long, own_coach, days=100)
    extended(long, own_coach, days=200)
    with acting_as(samordnare), pytest.raises(ValidationError):
        actions.undo_extension(extension=first, because="Fel", by=samordnare)


def test_the_coach_extends_from_the_start_page(client, long, own_coach):
    client.force_login(own_coach)
    address = reverse("enrolments:extend", args=[long.pk])
    assert address in client.get(reverse("home:start")).content.decode()
    form = client.get(address).context["form"]
    until = (today() + timedelta(days=90)).isoformat()
    sent = {"save_key": form["save_key"].value(), "until": until, "because": "Praktik"}
    assert client.post(address, sent).status_code == 302
    page = client.get(reverse("enrolments:detail", args=[long.pk])).content.decode()
    assert "Förlängd till" in page and "Praktik" in page
    with acting_as(own_coach):
        assert Extension.objects.get().made_by == own_coach
