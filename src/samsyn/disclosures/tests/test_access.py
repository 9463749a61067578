"""Who reaches which consent or disclosure page. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, coordinator, director, privacy_officer, referrer
from samsyn.disclosures.urls import urlpatterns
from samsyn.enrolments.tests.factories import EnrolmentFactory
from samsyn.initiatives.tests.factories import InitiativeFactory
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import make_consent, make_told

LOGIN, GONE, ASK = 302, 404, 405
ACCESS = {
    #                   giver recipient colleague privacy coordinator coach director stranger not signed in
    "register":          (200, 200, 200, 200, 200, 200, GONE, 200, LOGIN),
    "detail":            (200, 200, GONE, 200, 200, GONE, GONE, GONE, LOGIN),
    "reveal":            (ASK, ASK, ASK, ASK, ASK, ASK, ASK, ASK, LOGIN),
    "consent":           (200, GONE, GONE, 200, 200, GONE, GONE, GONE, LOGIN),
    "consent_withdraw":  (200, GONE, GONE, 200, 200, GONE, GONE, GONE, LOGIN),
    "consent_explained": (200, GONE, GONE, 200, 200, GONE, GONE, GONE, LOGIN),
    "consent_new":       (GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE, LOGIN),
}  # fmt: skip


@pytest.fixture
def told(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_told()


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, told, page):
    """The participant of ``consent_new`` is nobody that any of these may see."""
    pk = {"detail": told.disclosure.pk, "reveal": told.disclosure.pk, "consent_new": 1}.get(
        page, told.consent.pk
    )
    address = reverse(f"disclosures:{page}", args=[] if page == "register" else [pk])
    everybody = [
        told.giver, told.recipient, referrer(told.taking), privacy_officer(told.giving),
        coordinator(told.giving),
        coach(told.giving), director(), coordinator(ControllerFactory()), None,
    ]  # fmt: skip
    seen = []
    for person in everybody:
        client.force_login(person) if person else client.logout()
        seen.append(client.get(address).status_code)
    assert tuple(seen) == ACCESS[page]


def test_a_coach_sees_consents_of_own_participants_only(client, told, as_owner):
    ours, handler = told.giving, coach(told.giving)
    initiative = InitiativeFactory()
    with as_owner():
        mine, other = ParticipantFactory(controller=ours), ParticipantFactory(controller=ours)
        EnrolmentFactory(participant=mine, initiative=initiative, coach=handler)
        EnrolmentFactory(participant=other, initiative=initiative)
    seen = []
    for person in (mine, other):
        about = f"participants.participant:{person.pk}"
        consent = make_consent(noted_at=ours, between=[ours, told.taking], by=told.giver, about=about)
        client.force_login(handler)
        seen.append(client.get(reverse("disclosures:consent", args=[consent.pk])).status_code)
    assert seen == [200, GONE]
