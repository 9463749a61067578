"""Who reaches which page about tokens. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.organisations.tests.factories import ControllerFactory, PartyFactory
from samsyn.tokens.urls import urlpatterns

from .factories import a_token

LOGIN, GONE = 302, 401
ACCESS = {
    #          owner approver coordinator director elsewhere not signed in
    "list": (404, 200, 404, 200, 200, LOGIN),
    "new": (200, 200, 200, 200, 200, LOGIN),
    "detail": (200, 404, 404, 404, 404, LOGIN),
    "reach": (404, 200, 404, 404, 404, LOGIN),
    "approve": (404, 200, 404, 404, 404, GONE),  # 200: the page, with the missing form key
    "end": (404, 200, 404, 404, 404, GONE),
}
POSTED = {"approve", "end"}


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, page):
    controller = ControllerFactory()
    association = PartyFactory(controller=controller).association
    owner = people.coach(controller)
    token, _secret = a_token(owner, approved=False)
    everybody = [
        owner, people.approver(controller), people.coordinator(controller), people.director(association),
        people.approver(), None,
    ]  # fmt: skip
    pk = {"detail": token.pk} | dict.fromkeys(("reach", "approve", "end"), token.reaches.get().pk)
    address = reverse(f"tokens:{page}", kwargs={"pk": pk[page]} if page in pk else {})
    seen = []
    for person in everybody:
        client.force_login(person) if person else client.logout()
        seen.append((client.post if page in POSTED else client.get)(address).status_code)
    assert tuple(seen) == ACCESS[page]


@pytest.mark.parametrize("page", ["list", "new", "detail", "reach"])
def test_it_costs_the_same_however_many_there_are(client, db, page, django_assert_max_num_queries):
    controller = ControllerFactory()
    owner, approver = people.coach(controller), people.approver(controller)
    token, _secret = a_token(owner, approved=False)
    for _turn in range(6):
        a_token(owner)
        a_token(people.coach(controller))
    client.force_login(approver if page in ("list", "reach") else owner)
    pk = {"detail": token.pk, "reach": token.reaches.get().pk}
    address = reverse(f"tokens:{page}", kwargs={"pk": pk[page]} if page in pk else {})
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
