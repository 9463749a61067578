"""Decisions on the team's shared screen: choose, confirm, and what happens when two decide at once."""

import pytest
from django.urls import reverse

from samsyn.accounts.acting import acting_as
from samsyn.initiatives.tests.factories import TrackFactory
from samsyn.referrals.models import Decision, Referral, Status

from .factories import NUMBERS, make_world

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world()


@pytest.fixture
def case(world, client):
    """A new referral on the agenda of the coordinator's meeting."""
    referral = world.sent()
    client.force_login(world.coordinator)
    return referral


def address(world, case):
    return reverse("referrals:meeting_decide", args=[world.meeting().pk, case.pk])


def chosen(client, world, case, outcome):
    seen = as_it_is(world, case).version
    return client.get(address(world, case), {"outcome": outcome, "seen_version": seen}, **HTMX)


def confirmed(client, world, case, answer, **facts):
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields} | facts
    sent = {name: "" if value is None else value for name, value in sent.items()}
    return client.post(address(world, case), sent, **HTMX)


def as_it_is(world, case):
    with acting_as(world.coordinator):
        return Referral.objects.get(pk=case.pk)


def decisions(world):
    with acting_as(world.coordinator):
        return list(Decision.objects.order_by("pk"))


def test_the_agenda_offers_every_decision_in_the_row(client, world, case):
    page = client.get(reverse("referrals:meeting", args=[world.meeting().pk])).content.decode()
    for outcome in ("offer", "queue", "decline"):
        assert f"?outcome={outcome}&amp;seen_version=" in page
    assert "Personsson" not in page.split("<details>")[0]


def test_two_keys_decide_a_case(client, world, case):
    answer = chosen(client, world, case, "offer")
    assert not answer.context["form"].asks
    done = confirmed(client, world, case, answer)
    assert "data-then-next" in done.content.decode()
    (decision,) = decisions(world)
    assert (decision.outcome, decision.meeting) == ("offer", world.meeting())
    assert as_it_is(world, case).status == Status.OFFERED


def test_only_what_the_decision_needs_is_asked(client, world, case):
    TrackFactory(initiative=world.initiative)
    asked = {
        outcome: {
            field.name for field in chosen(client, world, case, outcome).context["form"].visible_fields()
        }
        for outcome in ("offer", "queue", "decline", "complete", "other_way")
    }
    assert asked == {
        "offer": {"track"}, "queue": {"queue_reason"}, "decline": {"reason", "text"},
        "complete": {"text"}, "other_way": {"text"},
    }  # fmt: skip


def test_what_is_missing_is_said_in_the_row(client, world, case):
    refused = confirmed(client, world, case, chosen(client, world, case, "decline"))
    assert refused.context["form"].errors["reason"]
    assert not decisions(world)
    done = confirmed(client, world, case, refused, reason="other_support", text="")
    assert "data-then-next" in done.content.decode()


def test_the_same_confirmation_twice_is_one_decision(client, world, case):
    answer = chosen(client, world, case, "offer")
    confirmed(client, world, case, answer)
    confirmed(client, world, case, answer)
    assert len(decisions(world)) == 1


def test_who_decides_second_is_told_and_changes_nothing(client, world, case):
    mine = chosen(client, world, case, "offer")
    world.decided(case, "queue", queue_reason="Fullt", meeting=world.meeting())
    answer = confirmed(client, world, case, mine)
    assert "har just ändrats" in answer.content.decode()
    assert [one.outcome for one in decisions(world)] == ["queue"]
    again = confirmed(client, world, case, chosen(client, world, case, "offer"))
    assert "data-then-next" in again.content.decode()
    assert [one.outcome for one in decisions(world)] == ["queue", "offer"]


def test_a_case_of_another_initiative_is_not_decided_here(client, world, case):
    wrong = reverse("referrals:meeting_decide", args=[make_world().meeting().pk, case.pk])
    assert client.get(wrong, **HTMX).status_code == 404


def test_without_script_it_leads_to_the_page_of_the_decision(client, world, case):
    answer = client.get(address(world, case), {"outcome": "queue"})
    assert (
        answer.url
        == f"{reverse('referrals:decide', args=[case.pk])}?meeting={world.meeting().pk}&outcome=queue"
    )
    assert client.get(answer.url).context["form"]["outcome"].value() == "queue"


def test_what_was_answered_is_still_there_when_it_is_decided(client, world):
    asked = world.circulated(number=NUMBERS[1])
    client.force_login(world.coordinator)
    before = client.get(reverse("referrals:meeting", args=[world.meeting().pk])).content.decode()
    assert "0 av 1" in before
    world.decided(asked, "queue", queue_reason="Fullt.")
    after = client.get(reverse("referrals:meeting", args=[world.meeting().pk])).content.decode()
    assert "0 av 1" in after
