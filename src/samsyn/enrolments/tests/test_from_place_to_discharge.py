"""From an offered place to a discharge, and back when something was wrong."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.enrolments import actions
from samsyn.enrolments.events import enrolment_ended, enrolment_started
from samsyn.enrolments.models import Enrolment
from samsyn.initiatives.tests.factories import TrackFactory
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EnrolmentFactory, WaitingFactory, initiative_at

TODAY = date(2026, 11, 22)
FACTS = {"exit_reason": "illness", "occupation_at_end": "none"}


@pytest.fixture(autouse=True)
def standing_still():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def ours(db):
    return ControllerFactory()


@pytest.fixture
def initiative(ours):
    return initiative_at(ours, slug="sikta-mot-arbete", destinations=["studies", "work"])


@pytest.fixture
def samordnare(ours):
    user = coordinator(ours)
    with acting_as(user):
        yield user


@pytest.fixture
def waiting(ours, initiative, samordnare, as_owner):
    with as_owner():
        return WaitingFactory(participant=ParticipantFactory(controller=ours), initiative=initiative)


@pytest.fixture
def ongoing(ours, initiative, samordnare, as_owner):
    with as_owner():
        return EnrolmentFactory(participant=ParticipantFactory(controller=ours), initiative=initiative)


def heard(signal):
    calls = []

    def listen(sender, **facts):
        calls.append(facts)

    signal.connect(listen, weak=False)
    return calls


def test_case_numbers_run_on_within_initiative_and_year(ours, initiative, samordnare, as_owner):
    def enrol(day):
        with as_owner():
            person = ParticipantFactory(controller=ours)
        return actions.enrol_directly(
            participant=person,
            initiative=initiative,
            municipality=ours.municipality,
            approved_on=day,
            by=samordnare,
        ).case_number

    assert [enrol(TODAY), enrol(TODAY), enrol(date(2025, 3, 1))] == [
        "SIK-2026-0001",
        "SIK-2026-0002",
        "SIK-2025-0001",
    ]


def test_a_municipality_that_is_not_covered_is_refused(ours, initiative, samordnare, as_owner):
    with as_owner():
        person = ParticipantFactory(controller=ours)
    with pytest.raises(ValidationError) as wrong:
        actions.enrol_directly(
            participant=person, initiative=initiative, municipality=ControllerFactory().municipality,
            approved_on=TODAY, by=samordnare,
        )  # fmt: skip
    assert "municipality" in wrong.value.error_dict


def test_starting_sets_the_facts_and_tells(waiting, samordnare):
    told = heard(enrolment_started)
    actions.start(
        enrolment=waiting, started_on=TODAY, education="compulsory", public_support_months=30,
        income_at_start=["social_assistance", "social_assistance"], occupation_at_start="none", by=samordnare,
    )  # fmt: skip
    waiting.refresh_from_db()
    assert waiting.is_started
    assert not waiting.lacks_start_facts
    assert waiting.income_at_start == ["social_assistance"]
    assert told[0]["enrolment"] == waiting


@pytest.mark.parametrize("day", [TODAY + timedelta(days=32), date(2019, 1, 1)])
def test_it_cannot_start_far_ahead_or_before_the_initiative(waiting, samordnare, initiative, day):
    initiative.starts_on = date(2020, 1, 1)
    initiative.save()
    waiting.refresh_from_db()
    with pytest.raises(ValidationError) as wrong:
        actions.start(enrolment=waiting, started_on=day, by=samordnare)
    assert "started_on" in wrong.value.error_dict


def test_somebody_outside_the_ages_is_worth_a_warning_not_a_refusal(waiting, samordnare, initiative):
    initiative.youngest, initiative.oldest = 16, 20
    initiative.save()
    waiting.refresh_from_db()
    assert waiting.is_outside_ages_on(TODAY)
    actions.start(enrolment=waiting, started_on=TODAY, by=samordnare)


def test_discharging_sets_how_it_went_and_tells(ongoing, samordnare):
    told = heard(enrolment_ended)
    actions.discharge(
        enrolment=ongoing, ended_on=TODAY, exit_reason="work_studies_jobseeking", occupation_at_end="studies",
        income_at_end=["study_support"], destination="studies", by=samordnare,
    )  # fmt: skip
    ongoing.refresh_from_db()
    assert not ongoing.is_open
    assert ongoing.ended_recorded_at
    assert told[0]["by"] == samordnare


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ended_on": date(2026, 1, 14)}, "ended_on"),
        ({"ended_on": TODAY + timedelta(days=32)}, "ended_on"),
        ({"exit_reason": "misregistration"}, "exit_reason"),
        (
            {"exit_reason": "work_studies_jobseeking", "occupation_at_end": "parental_leave"},
            "occupation_at_end",
        ),
        ({"destination": "right_benefit"}, "destination"),
        ({"income_at_end": ["none", "sickness_benefit"]}, "income_at_end"),
    ],
)
def test_a_discharge_that_does_not_add_up_is_refused(ongoing, samordnare, facts, field):
    with pytest.raises(ValidationError) as wrong:
        actions.discharge(**({"enrolment": ongoing, "ended_on": TODAY, "by": samordnare} | FACTS | facts))
    assert field in wrong.value.error_dict


def test_a_discharge_by_mistake_can_be_opened_again(ongoing, samordnare):
    actions.discharge(enrolment=ongoing, ended_on=TODAY, **FACTS, by=samordnare)
    actions.reopen(enrolment=ongoing, by=samordnare)
    ongoing.refresh_from_db()
    assert ongoing.is_open
    assert [event.pgh_label for event in ongoing.history.order_by("pgh_id")] == ["insert", "update", "update"]


def test_a_misregistration_is_undone_and_stays_in_the_history(ongoing, samordnare):
    actions.undo(enrolment=ongoing, because="Fel person", by=samordnare)
    assert not Enrolment.objects.counted().exists()
    assert Enrolment.objects.get().misregistered_because == "Fel person"


def test_the_person_can_be_enrolled_again_after_a_misregistration(ongoing, samordnare):
    actions.undo(enrolment=ongoing, because="Fel datum", by=samordnare)
    again = actions.enrol_directly(
        participant=ongoing.participant, initiative=ongoing.initiative, municipality=ongoing.municipality,
        approved_on=TODAY, by=samordnare,
    )  # fmt: skip
    actions.start(enrolment=again, started_on=ongoing.started_on, by=samordnare)


def test_nobody_is_enrolled_twice_at_the_same_time(ongoing, samordnare):
    again = actions.enrol_directly(
        participant=ongoing.participant, initiative=ongoing.initiative, municipality=ongoing.municipality,
        approved_on=TODAY, by=samordnare,
    )  # fmt: skip
    with pytest.raises(ValidationError, match=r"already enrolled|redan inskriven"):
        actions.start(enrolment=again, started_on=TODAY, by=samordnare)


def test_a_coach_is_somebody_with_an_assignment_there(ongoing, samordnare, ours):
    actions.allocate(enrolment=ongoing, coach=coach(ours), by=samordnare)
    with pytest.raises(ValidationError):
        actions.allocate(enrolment=ongoing, coach=coach(ControllerFactory()), by=samordnare)


def test_the_coach_of_a_protected_person_is_named(ongoing, samordnare, ours):
    from samsyn.participants.actions import protect_identity

    protect_identity(participant=ongoing.participant, protection="secrecy_marking", by=samordnare)
    handler = coach(ours)
    actions.allocate(enrolment=ongoing, coach=handler, by=samordnare)
    assert ongoing.participant.readers.filter(user=handler).exists()


def test_a_track_belongs_to_the_initiative(ongoing, samordnare, initiative):
    actions.move_track(enrolment=ongoing, track=TrackFactory(initiative=initiative), by=samordnare)
    with pytest.raises(ValidationError):
        actions.move_track(enrolment=ongoing, track=TrackFactory(), by=samordnare)


def test_a_coach_discharges_but_does_not_undo(ongoing, ours):
    handler = coach(ours)
    with acting_as(handler):
        actions.discharge(enrolment=ongoing, ended_on=TODAY, **FACTS, by=handler)
        with pytest.raises(PermissionDenied):
            actions.undo(enrolment=ongoing, because="Fel", by=handler)


def test_an_assignment_for_another_initiative_gives_no_right(ongoing, ours):
    other = coordinator(ours, initiatives=[initiative_at(ours).pk])
    with acting_as(other), pytest.raises(PermissionDenied):
        actions.discharge(enrolment=ongoing, ended_on=TODAY, **FACTS, by=other)
