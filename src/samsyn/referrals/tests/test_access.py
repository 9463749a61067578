"""Who reaches which referral page. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, coordinator, director
from samsyn.disclosures.models import Disclosure
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.referrals.urls import urlpatterns

from .factories import NUMBERS, make_world

LOGIN, GONE, ASK = 302, 404, 405
# What is only sent (POST) answers a look with 405 for everybody who is signed in.
ACCESS = {
    #               referrer coordinator member coach director stranger not signed in
    "sent":         (200, GONE, 200, GONE, GONE, GONE, LOGIN),
    "new":          (200, GONE, 200, GONE, GONE, GONE, LOGIN),
    "edit":         (200, GONE, GONE, GONE, GONE, GONE, LOGIN),
    "check":        (200, GONE, GONE, GONE, GONE, GONE, LOGIN),
    "withdraw":     (200, GONE, GONE, GONE, GONE, GONE, LOGIN),
    "turn":         (ASK, ASK, ASK, ASK, ASK, ASK, LOGIN),
    "inbox":        (GONE, 200, GONE, GONE, GONE, 200, LOGIN),
    "queue":        (GONE, 200, GONE, GONE, GONE, 200, LOGIN),
    "meeting":      (GONE, 200, GONE, GONE, GONE, GONE, LOGIN),
    # Without htmx it leads to the page of the decision.
    "meeting_decide": (GONE, 302, GONE, GONE, GONE, GONE, LOGIN),
    "detail":       (200, 200, GONE, GONE, GONE, GONE, LOGIN),
    "reveal":       (ASK, ASK, ASK, ASK, ASK, ASK, LOGIN),
    "receive":      (ASK, ASK, ASK, ASK, ASK, ASK, LOGIN),
    "circulate":    (GONE, 200, GONE, GONE, GONE, GONE, LOGIN),
    "remind":       (ASK, ASK, ASK, ASK, ASK, ASK, LOGIN),
    "decide":       (GONE, 200, GONE, GONE, GONE, GONE, LOGIN),
    "circulations": (GONE, GONE, 200, GONE, GONE, GONE, LOGIN),
    "answer":       (GONE, GONE, 200, GONE, GONE, GONE, LOGIN),
}  # fmt: skip
SENDING = {"turn", "reveal", "receive", "remind"}


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world()


def everybody(world):
    return [
        world.referrer, world.coordinator, world.clinic_member, coach(world.committee),
        director(world.initiative.association), coordinator(ControllerFactory()), None,
    ]  # fmt: skip


def address_of(page, world, as_owner):
    draft, sent = world.draft(), world.sent(number=NUMBERS[1])
    if page in ("circulations", "answer"):
        world.circulated(number=NUMBERS[2])
        with as_owner():
            asked = Disclosure.objects.get(to=world.clinic)
    ids = {
        "edit": lambda: {"pk": draft.pk, "step": "person"}, "check": lambda: {"pk": draft.pk},
        "withdraw": lambda: {"pk": draft.pk}, "meeting": lambda: {"pk": world.meeting().pk},
        "answer": lambda: {"pk": asked.pk},
        "meeting_decide": lambda: {"pk": world.meeting().pk, "referral": sent.pk},
    }  # fmt: skip
    nothing = {"sent", "new", "inbox", "queue", "circulations"}
    facts = {} if page in nothing else ids.get(page, lambda: {"pk": sent.pk})()
    return reverse(f"referrals:{page}", kwargs=facts)


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, world, as_owner, page):
    address = address_of(page, world, as_owner)
    seen = []
    for person in everybody(world):
        client.force_login(person) if person else client.logout()
        seen.append(client.get(address).status_code)
    assert tuple(seen) == ACCESS[page]


@pytest.mark.parametrize("page", sorted(SENDING))
def test_what_is_only_sent_reaches_only_those_concerned(client, world, page):
    sent = world.circulated() if page == "remind" else world.sent()
    may = {"turn": [world.referrer], "reveal": [world.referrer, world.coordinator]}.get(
        page, [world.coordinator]
    )
    for person in everybody(world)[:-1]:
        client.force_login(person)
        status = client.post(reverse(f"referrals:{page}", args=[sent.pk])).status_code
        assert (status != GONE) == (person in may), (page, person)
