"""Who reaches which page about assignments. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.urls import urlpatterns
from samsyn.organisations.tests.factories import ControllerFactory, PartyFactory

from . import factories as people

LOGIN, SENT = 302, 302
GONE = 401  # a form sent without a session is kept and offered again
ACCESS = {
    #               coordinator approver coach director elsewhere privacy not signed in
    "assignments": (200, 200, 404, 200, 200, 404, LOGIN),
    "invite": (200, 404, 404, 200, 200, 404, LOGIN),
    "grant": (200, 404, 404, 200, 200, 404, LOGIN),
    "assignment": (200, 200, 404, 200, 404, 404, LOGIN),
    "approve": (200, 200, 404, 200, 404, 404, GONE),  # 200: the page, with the reason or the missing form key
    "revoke": (200, 200, 404, 200, 404, 404, GONE),
    "profile": (200, 200, 200, 200, 200, 200, LOGIN),
    "profile_edit": (200, 200, 200, 200, 200, 200, LOGIN),
    "hat": (SENT, 404, 404, 404, SENT, 404, GONE),
}
POSTED = {"approve", "revoke", "hat"}


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, page):
    controller = ControllerFactory()
    association = PartyFactory(controller=controller).association
    assignment = people.AssignmentFactory(controller=controller, approved_by=None)
    everybody = [
        people.coordinator(controller),
        people.approver(controller),
        people.coach(controller),
        people.director(association),
        people.coordinator(),
        people.privacy_officer(controller),
        None,
    ]
    pk = {
        "assignment": assignment.pk,
        "approve": assignment.pk,
        "revoke": assignment.pk,
        "grant": assignment.user_id,
    }
    address = reverse(f"accounts:{page}", kwargs={"pk": pk[page]} if page in pk else {})
    seen = []
    for person in everybody:
        client.force_login(person) if person else client.logout()
        answer = client.post(address, {"hat": "coordinator"}) if page in POSTED else client.get(address)
        seen.append(answer.status_code)
    assert tuple(seen) == ACCESS[page]
