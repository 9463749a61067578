"""Who has sent a referral reads what happens now, and is asked about no more authorities than concern it."""

import pytest
from django.urls import reverse
from django.utils import formats, timezone

from samsyn.accounts.acting import acting_as
from samsyn.initiatives.models import Coverage
from samsyn.initiatives.tests.factories import CoverageFactory
from samsyn.organisations.models import Area
from samsyn.organisations.tests.factories import ControllerFactory, PartyFactory
from samsyn.referrals import queries
from samsyn.referrals.models import Outcome, Referral

from .factories import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world()


@pytest.fixture
def page(client, world):
    """The referral as its sender sees it."""

    def read(referral):
        client.force_login(world.referrer)
        return client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()

    return read


def test_the_sender_reads_who_looks_at_it_and_when_the_team_meets(world, page):
    meeting = world.meeting()
    told = page(world.sent())
    assert f"Samordnaren hos {world.committee.short_name}" in told
    day = formats.date_format(timezone.localtime(meeting.starts_at), "j")
    assert f"Teamet möts {day}" in told
    assert "Mina remisser" in told


def test_without_a_meeting_that_is_said(world, page):
    assert "nästa möte är inte bestämt" in page(world.sent())


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("queue", "väntar på en plats"), ("offer", "när personen har börjat"), ("complete", "skickat igen")],
)
def test_what_was_decided_is_followed_by_what_comes_after_it(world, page, outcome, words):
    referral = world.sent()
    world.decided(referral, Outcome(outcome), text="Skriv mer.", queue_reason="Fullt.")
    assert words in page(referral)


def test_nothing_more_is_promised_when_it_is_closed(world, page):
    referral = world.sent()
    world.decided(referral, Outcome.OTHER_WAY, text="Vänd dig till vuxenutbildningen.")
    assert "Vad som händer nu" not in page(referral)


def test_withdrawing_stands_last_and_is_no_button(world, page):
    referral = world.sent()
    told = page(referral).split("<main")[1].split("</main>")[0]
    link = f'<a href="{reverse("referrals:withdraw", args=[referral.pk])}">'
    assert "<h2>" not in told.split(link)[1]
    assert 'data-color="danger"' not in told


# ── Authorities ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_areas(world, as_owner):
    """Beside the committee's municipality one in the same area, one in another, and one not covered."""
    with as_owner():
        same, other, outside = (ControllerFactory() for _ in range(3))
        for one in (same, other, outside):
            PartyFactory(association=world.initiative.association, controller=one)
        south, north = (
            Area.objects.create(association=world.initiative.association, name=name) for name in ("S", "N")
        )
        CoverageFactory(initiative=world.initiative, controller=same)
        CoverageFactory(initiative=world.initiative, controller=other)
        Coverage.objects.filter(controller__in=[world.committee, same]).update(area=south)
        Coverage.objects.filter(controller=other).update(area=north)
    return same, other, outside


def around(world, referral):
    with acting_as(world.referrer):
        return {one.pk for one in queries.authorities_around(Referral.objects.get(pk=referral.pk))}


def test_only_authorities_where_the_person_lives_are_asked_about(world, two_areas):
    same, _other, _outside = two_areas
    assert around(world, world.draft()) == {*world.parties, same.pk}


def test_an_initiative_without_areas_asks_about_all_that_it_covers(world, two_areas, as_owner):
    same, other, _outside = two_areas
    with as_owner():
        Coverage.objects.update(area=None)
    assert around(world, world.draft()) == {*world.parties, same.pk, other.pk}


def test_whoever_is_named_already_stays(world, two_areas):
    _same, _other, outside = two_areas
    assert outside.pk in around(world, world.draft(involved=[outside.pk]))
    assert outside.pk in around(world, world.consented(world.draft(), between=[*world.parties, outside.pk]))
