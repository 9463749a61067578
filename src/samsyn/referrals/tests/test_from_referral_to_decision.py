"""A referrer sends, a coordinator asks the parties, they answer, it is decided, and the referrer is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator, referrer
from samsyn.disclosures import actions as disclosures
from samsyn.disclosures.models import Disclosure
from samsyn.initiatives.models import Initiative
from samsyn.referrals import actions, events
from samsyn.referrals.models import Circulation, Decision, Outcome, QueueEntry, Referral, Status

from .factories import NUMBERS, a_day, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


def read(referral, by) -> Referral:
    with acting_as(by):
        return Referral.objects.get(pk=referral.pk)


def test_a_referral_goes_all_the_way(world):
    heard = []
    listener = lambda **facts: heard.append(facts)  # noqa: E731
    events.place_offered.connect(listener)
    referral = world.circulated()
    with acting_as(world.clinic_member):
        asked = Disclosure.objects.get(to=world.clinic)
        assert {
            line["label"] for line in disclosures.open_disclosure(disclosure=asked, by=world.clinic_member)
        }
        actions.answer_circulation(
            disclosure=asked, is_known=True, facts="Pågående kontakt.", by=world.clinic_member
        )
    decision = world.decided(referral, Outcome.OFFER, track=world.initiative.tracks.get())
    with acting_as(world.coordinator):
        actions.mark_started(referral=Referral.objects.get(pk=referral.pk), by=world.coordinator)
    events.place_offered.disconnect(listener)

    assert heard[0]["decision"] == decision
    seen = read(referral, world.referrer)
    assert seen.status == Status.STARTED
    with acting_as(world.referrer):
        told = Disclosure.objects.get(to=world.agency, recipients=[world.referrer.pk])
        assert disclosures.open_disclosure(disclosure=told, by=world.referrer)[0]["text"]


def test_it_gets_a_case_number_of_the_year_at_the_receiver(world):
    year = timezone.localdate().year
    first, second = world.sent(), world.sent(number=NUMBERS[1])
    consultation = world.sent(kind="consultation", is_anonymous=True)
    assert [first.case_number, second.case_number] == [f"R-{year}-0001", f"R-{year}-0002"]
    assert consultation.case_number == f"K-{year}-0001"


def test_what_is_missing_is_said_before_it_is_sent(world):
    referral = world.draft(number="", question="")
    with acting_as(world.referrer), pytest.raises(ValidationError) as refusal:
        actions.send_referral(referral=referral, by=world.referrer)
    assert len(referral.missing()) == 3
    assert refusal.value.messages


def test_it_is_not_sent_on_a_consent_that_does_not_cover_what_is_told(world):
    referral = world.draft()
    world.consented(referral, categories=["planning"])
    with acting_as(world.referrer), pytest.raises(ValidationError):
        actions.send_referral(referral=referral, by=world.referrer)
    assert read(referral, world.referrer).status == Status.DRAFT


def test_only_the_referrer_changes_sends_and_withdraws(world):
    referral, colleague = world.draft(), referrer(world.agency)
    with acting_as(colleague):
        for action in (actions.change_draft, actions.send_referral, actions.withdraw_referral):
            with pytest.raises(PermissionDenied):
                action(referral=referral, by=colleague)


def test_what_has_been_sent_cannot_be_changed_until_it_is_to_be_completed(world):
    referral = world.sent()
    with acting_as(world.referrer), pytest.raises(ValidationError):
        actions.change_draft(referral=referral, question="Något annat", by=world.referrer)
    world.decided(referral, Outcome.COMPLETE, text="Skriv hur många timmar.")
    number = referral.case_number
    with acting_as(world.referrer):
        actions.change_draft(referral=referral, hours_per_week=10, by=world.referrer)
        again = actions.send_referral(referral=referral, by=world.referrer)
    assert (again.status, again.case_number) == (Status.SENT, number)


def test_a_party_without_consent_is_not_asked(world):
    with pytest.raises(ValidationError):
        world.circulated(between=[world.committee.pk, world.agency.pk])
    assert not Circulation.objects.exists()


def test_the_answer_can_be_changed_until_the_time_is_over(world):
    world.circulated()
    with acting_as(world.clinic_member):
        asked = Disclosure.objects.get(to=world.clinic)
        first = actions.answer_circulation(disclosure=asked, is_known=False, by=world.clinic_member)
        second = actions.answer_circulation(
            disclosure=asked, is_known=True, need="Stort.", by=world.clinic_member
        )
    assert first.pk == second.pk
    assert [line["text"] for line in second.told][-1] == "Stort."


def test_the_decision_closes_the_circulation(world):
    referral = world.circulated()
    world.decided(referral, Outcome.QUEUE, queue_reason="Fullt")
    with acting_as(world.clinic_member):
        asked = Disclosure.objects.get(to=world.clinic)
        with pytest.raises(PermissionDenied):
            disclosures.open_disclosure(disclosure=asked, by=world.clinic_member)
        with pytest.raises(ValidationError):
            actions.answer_circulation(disclosure=asked, is_known=False, by=world.clinic_member)


def test_it_leaves_the_queue_when_a_place_is_offered(world):
    referral = world.sent()
    world.decided(referral, Outcome.QUEUE, queue_reason="Fullt")
    world.decided(referral, Outcome.OFFER)
    with acting_as(world.coordinator):
        assert QueueEntry.objects.get().left_on == a_day(0)


def test_a_decline_has_a_reason(world):
    referral = world.sent()
    with pytest.raises(ValidationError):
        world.decided(referral, Outcome.DECLINE)
    world.decided(referral, Outcome.DECLINE, reason="not_ready")
    assert read(referral, world.referrer).closed_at


def test_no_decision_lies_in_the_future(world):
    referral = world.sent()
    with acting_as(world.coordinator), pytest.raises(ValidationError):
        actions.decide(referral=referral, outcome=Outcome.OFFER, decided_on=a_day(1), by=world.coordinator)


def test_where_the_team_decides_it_must_have_been_asked(db):
    world = make_world(decision_rule=Initiative.DecisionRule.TEAM)
    referral = world.sent()
    with pytest.raises(ValidationError):
        world.decided(referral, Outcome.OFFER)
    decision = world.decided(referral, Outcome.OFFER, meeting=world.meeting())
    assert decision.decided_by_team


def test_a_coordinator_of_another_initiative_cannot_decide(world):
    referral = world.sent()
    other = coordinator(world.committee, initiatives=[world.initiative.pk + 1])
    with acting_as(other), pytest.raises(PermissionDenied):
        actions.decide(referral=referral, outcome=Outcome.OFFER, decided_on=a_day(0), by=other)


def test_the_coach_who_starts_the_enrolment_may_mark_the_referral(world):
    referral = world.sent()
    world.decided(referral, Outcome.OFFER)
    starter = coach(world.committee)
    with acting_as(starter):
        actions.mark_started(referral=Referral.objects.get(pk=referral.pk), by=starter)
    assert read(referral, world.referrer).status == Status.STARTED


def test_a_misregistered_start_can_be_undone(world):
    referral = world.sent()
    world.decided(referral, Outcome.OFFER)
    with acting_as(world.coordinator):
        referral = Referral.objects.get(pk=referral.pk)
        actions.mark_started(referral=referral, by=world.coordinator)
        actions.mark_not_started(referral=referral, by=world.coordinator)
    assert read(referral, world.referrer).status == Status.OFFERED


def test_a_withdrawn_referral_is_closed_for_everybody(world):
    referral = world.circulated()
    with acting_as(world.referrer):
        actions.withdraw_referral(referral=referral, by=world.referrer)
    with acting_as(world.coordinator):
        actions.tidy_withdrawn(referral=Referral.objects.get(pk=referral.pk), by=world.coordinator)
        assert not Circulation.objects.filter(closed_at=None).exists()
    with pytest.raises(ValidationError):
        world.decided(referral, Outcome.OFFER)


def test_the_referrer_is_not_told_more_than_the_status_without_consent(world):
    referral = world.sent()
    with acting_as(world.referrer):
        disclosures.withdraw_consent(consent=referral.consent, how="oral", by=world.referrer)
    world.decided(referral, Outcome.OTHER_WAY, text="Vårdcentralen tar över.")
    with acting_as(world.referrer):
        assert not Disclosure.objects.filter(to=world.agency).exists()
        assert not Decision.objects.exists()
    assert read(referral, world.referrer).status == Status.OTHER_WAY
