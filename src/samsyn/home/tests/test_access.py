"""Who reaches which page about the product itself. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.models import Role
from samsyn.accounts.tests import factories as people
from samsyn.home.navigation import MENUS
from samsyn.home.urls import urlpatterns

LOGIN = 302
ACCESS = {
    #                case worker  director  no assignment  not signed in
    "start": (200, 200, 200, LOGIN),
    "search": (200, 200, 200, 401),  # a form sent without a session is kept and offered again
    "accessibility": (200, 200, 200, 200),
    "health": (200, 200, 200, 200),
}


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, settings, page):
    settings.SECOND_FACTOR_REQUIRED = False
    everyone = [
        people.AssignmentFactory(role=Role.COACH).user,
        people.AssignmentFactory(role=Role.DIRECTOR).user,
        people.UserFactory(),
        None,
    ]
    seen = []
    for person in everyone:
        client.force_login(person) if person else client.logout()
        send = client.post if page == "search" else client.get
        seen.append(send(reverse(f"home:{page}")).status_code)
    assert tuple(seen) == ACCESS[page]


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_menu_whose_lines_lead_somewhere(client, db, settings, role):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(people.AssignmentFactory(role=role).user)
    for entry in MENUS[role]:
        assert client.get(reverse(entry.url_name)).status_code == 200, entry.url_name
