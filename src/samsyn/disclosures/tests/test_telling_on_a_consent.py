"""What one authority tells another: only on a consent that holds, to those named, for as long as stated."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coordinator, privacy_officer, team_member
from samsyn.audit.models import Access, Act
from samsyn.disclosures import actions, tasks
from samsyn.disclosures.models import Consent, Disclosure
from samsyn.organisations.tests.factories import ControllerFactory

from .factories import make_consent, make_told, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_told()


def test_the_recipient_opens_it_and_the_opening_is_logged_at_their_authority(told, as_owner):
    with acting_as(told.recipient):
        disclosure = Disclosure.objects.get()
        assert (
            actions.open_disclosure(disclosure=disclosure, by=told.recipient)[0]["text"] == "Vad är planerat?"
        )
    with as_owner():
        opening = Access.objects.get(act=Act.OPEN)
    assert (opening.controller_id, opening.by) == (told.taking.pk, told.recipient)


def test_a_colleague_of_the_recipient_does_not_open_it(told):
    colleague = team_member(told.taking)
    with acting_as(colleague), pytest.raises(PermissionDenied):
        actions.open_disclosure(disclosure=Disclosure.objects.get(), by=colleague)


def test_after_withdrawal_nothing_is_told_and_nothing_told_is_opened(told):
    with acting_as(told.giver):
        consent = actions.withdraw_consent(consent=Consent.objects.get(), how="oral", by=told.giver)
        assert actions.open_disclosure(disclosure=Disclosure.objects.get(), by=told.giver)
    with pytest.raises(ValidationError):
        tell(giver=told.giving, to=told.taking, recipients=[told.recipient], consent=consent, by=told.giver)
    with acting_as(told.recipient), pytest.raises(PermissionDenied):
        actions.open_disclosure(disclosure=Disclosure.objects.get(), by=told.recipient)


def test_those_concerned_are_told_once_and_without_personal_data(told):
    with acting_as(told.giver):
        actions.withdraw_consent(consent=Consent.objects.get(), how="paper", by=told.giver)
    for _time in range(2):
        tasks.tell_of_withdrawal(consent_id=told.consent.pk, controllers=[told.giving.pk])
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([told.giver.email, told.recipient.email])
    assert "R-2026" not in mail.outbox[0].body + mail.outbox[0].subject


def test_it_is_not_opened_when_the_time_is_over(told):
    with acting_as(told.giver):
        actions.close_disclosure(disclosure=Disclosure.objects.get(), at=timezone.now(), by=told.giver)
    with acting_as(told.recipient), pytest.raises(PermissionDenied):
        actions.open_disclosure(disclosure=Disclosure.objects.get(), by=told.recipient)


@pytest.mark.parametrize(
    "facts",
    [
        {"purpose": "survey"},
        {"categories": ["income"]},
        {"valid_from": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_the_consent_must_fit_purpose_category_and_day(told, facts):
    consent = make_consent(noted_at=told.giving, between=[told.giving, told.taking], by=told.giver, **facts)
    with pytest.raises(ValidationError):
        tell(giver=told.giving, to=told.taking, recipients=[told.recipient], consent=consent, by=told.giver)


def test_an_authority_outside_the_consent_is_not_told(told):
    with pytest.raises(ValidationError):
        tell(giver=told.giving, to=ControllerFactory(), recipients=[], consent=told.consent, by=told.giver)


def test_nobody_tells_in_another_authoritys_name(told):
    with pytest.raises(PermissionDenied):
        tell(giver=told.taking, to=told.giving, recipients=[], consent=told.consent, by=told.giver)


def test_the_taker_cannot_change_it_even_in_the_database(told):
    with acting_as(told.recipient):
        assert Disclosure.objects.update(title="Annat") == 0
        assert Consent.objects.update(exceptions="Annat") == 0


def test_a_third_authority_sees_neither_consent_nor_disclosure(told):
    stranger = coordinator(ControllerFactory())
    with acting_as(stranger):
        assert not Disclosure.objects.exists()
        assert not Consent.objects.exists()


def test_the_register_shows_both_directions_and_filters(client, told):
    client.force_login(privacy_officer(told.giving))
    address = reverse("disclosures:register")
    assert b"R-2026-0001" in client.get(address, {"direction": "out"}).content
    assert b"R-2026-0001" not in client.get(address, {"direction": "in"}).content


def test_the_privacy_officer_sees_that_it_was_told_but_not_what(client, told):
    client.force_login(privacy_officer(told.giving))
    page = client.get(reverse("disclosures:detail", args=[told.disclosure.pk])).content.decode()
    assert "Vad är planerat?" not in page
    client.force_login(told.recipient)
    page = client.get(reverse("disclosures:detail", args=[told.disclosure.pk])).content.decode()
    assert "Vad är planerat?" in page


def test_a_consent_is_withdrawn_from_its_page(client, told):
    client.force_login(told.giver)
    address = reverse("disclosures:consent_withdraw", args=[told.consent.pk])
    form = client.get(address).context["form"]
    sent = {"save_key": form["save_key"].value(), "seen_version": form["seen_version"].value(), "how": "oral"}
    assert client.post(address, sent).status_code == 302
    with acting_as(told.giver):
        assert Consent.objects.get().is_withdrawn
    assert client.get(reverse("disclosures:consent", args=[told.consent.pk])).status_code == 200
