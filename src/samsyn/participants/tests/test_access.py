"""Who reaches which page of a participant. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, coordinator, director, referrer, team_member
from samsyn.enrolments.tests.factories import EnrolmentFactory, initiative_at
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.urls import urlpatterns

from .factories import NamedReaderFactory, ParticipantFactory

LOGIN, SESSION_GONE = 302, 401
ACCESS = {
    #          coordinator  coach  other coach  narrowed  referrer  member  director  stranger  not signed in
    "list":    (200,        200,   200,         200,      200,      200,    200,      200,      LOGIN),
    "detail":  (200,        200,   404,         404,      404,      404,    404,      404,      LOGIN),
    "history": (200,        200,   404,         404,      404,      404,    404,      404,      LOGIN),
    "reveal":  (200,        200,   404,         404,      404,      404,    404,      404,      SESSION_GONE),
    "edit":    (200,        200,   404,         404,      404,      404,    404,      404,      LOGIN),
    "protect": (200,        404,   404,         404,      404,      404,    404,      404,      LOGIN),
}  # fmt: skip
PROTECTED = {
    #          named coordinator  other coordinator  its coach, not named
    "detail":  (200,              404,               404),
    "history": (200,              404,               404),
    "reveal":  (200,              404,               404),
    "edit":    (200,              404,               404),
    "protect": (200,              404,               404),
}  # fmt: skip


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def statuses(client, page, pk, people):
    address = reverse(f"participants:{page}", args=[] if page == "list" else [pk])
    seen = []
    for person in people:
        client.force_login(person) if person else client.logout()
        seen.append((client.post if page == "reveal" else client.get)(address).status_code)
    return tuple(seen)


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}
    assert set(PROTECTED) == set(ACCESS) - {"list"}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, as_owner, page):
    ours = ControllerFactory()
    initiative, own_coach = initiative_at(ours), coach(ours)
    with as_owner():
        person = ParticipantFactory(controller=ours)
        EnrolmentFactory(participant=person, initiative=initiative, coach=own_coach)
    people = [coordinator(ours), own_coach, coach(ours),
              coordinator(ours, initiatives=[initiative_at(ours).pk]),
              referrer(ours), team_member(ours), director(), coordinator(ControllerFactory()),
              None]  # fmt: skip
    assert statuses(client, page, person.pk, people) == ACCESS[page]


@pytest.mark.parametrize("page", PROTECTED)
def test_a_protected_person_is_reached_by_the_named_alone(client, db, as_owner, page):
    ours = ControllerFactory()
    named, own_coach = coordinator(ours), coach(ours)
    with as_owner():
        person = ParticipantFactory(controller=ours, protection="secrecy_marking")
        EnrolmentFactory(participant=person, initiative=initiative_at(ours), coach=own_coach)
        NamedReaderFactory(participant=person, user=named, named_by=named)
    assert statuses(client, page, person.pk, [named, coordinator(ours), own_coach]) == PROTECTED[page]


def test_the_whole_local_team_sees_where_the_authority_keeps_it_together(client, db, as_owner):
    ours = ControllerFactory(keeps_whole_team=True)
    with as_owner():
        person = ParticipantFactory(controller=ours)
        EnrolmentFactory(participant=person, initiative=initiative_at(ours), coach=coach(ours))
    assert statuses(client, "detail", person.pk, [coach(ours)]) == (200,)
