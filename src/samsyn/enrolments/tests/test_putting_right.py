"""What was registered with something missing or late is found, has an owner, and is put right where it is."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.audit.models import Access
from samsyn.enrolments import actions, quality
from samsyn.enrolments.models import Enrolment
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EndedFactory, EnrolmentFactory, initiative_at

TODAY = date(2026, 11, 22)
WHOLE = {
    "education": "compulsory", "income_at_start": ["none"], "occupation_at_start": "none",
    "referrer": "municipality",
}  # fmt: skip
WHOLE_END = WHOLE | {"income_at_end": ["salary"], "occupation_at_end": "employed"}
END = {
    "ended_on": date(2026, 6, 30), "exit_reason": "illness", "occupation_at_end": "none",
    "income_at_end": ["sickness_benefit"], "destination": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def standing_still(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def ours(db):
    return ControllerFactory()


@pytest.fixture
def initiative(ours):
    return initiative_at(ours)


@pytest.fixture
def registered(ours, initiative, as_owner):
    """Registers one; entered on its day unless told otherwise."""

    def register(make=EnrolmentFactory, at=ours, entered=None, **facts):
        with as_owner():
            person = ParticipantFactory(controller=at)
            one = make(participant=person, initiative=initiative, **(WHOLE_END | facts))
            moments = {"recorded_at": one.started_on, "ended_recorded_at": one.ended_on} | (entered or {})
            noons = {name: day and datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
                     for name, day in moments.items()}  # fmt: skip
            Enrolment.objects.filter(pk=one.pk).update(**noons)
        return one

    def register_ongoing(**facts):
        return register(**({"income_at_end": [], "occupation_at_end": ""} | facts))

    register.ongoing = register_ongoing
    return register


def broken_by(user) -> dict[str, set]:
    with acting_as(user):
        found = quality.remarks_for(user, TODAY)
        counts = {rule.name: count for rule, count in quality.breaches(quality.overview_for(user, TODAY))}
    assert counts == {one.rule.name: one.count for one in found if one.count}
    return {one.rule.name: {row.pk for row in one.enrolments} for one in found if one.count}


def test_what_is_whole_and_in_time_breaks_nothing(ours, registered):
    registered(EndedFactory)
    registered.ongoing()
    assert broken_by(coordinator(ours)) == {}


@pytest.mark.parametrize("facts", [{"occupation_at_end": "unknown", "exit_reason": "other"},
                                   {"income_at_end": []}])  # fmt: skip
def test_ended_with_occupation_or_income_unknown(ours, registered, facts):
    one = registered(EndedFactory, **facts)
    assert broken_by(coordinator(ours)) == {"end_facts": {one.pk}}


@pytest.mark.parametrize("facts", [{"education": "unknown"}, {"income_at_start": []}])
def test_ongoing_with_education_or_income_unknown(ours, registered, facts):
    one = registered.ongoing(**facts)
    registered(EndedFactory, **facts)
    assert broken_by(coordinator(ours)) == {"start_facts": {one.pk}}


def test_without_referrer(ours, registered):
    one = registered.ongoing(referrer="")
    assert broken_by(coordinator(ours)) == {"referrer": {one.pk}}


def test_fourteen_days_after_is_in_time_and_fifteen_is_late(ours, registered):
    registered(
        EndedFactory, entered={"recorded_at": date(2026, 1, 29), "ended_recorded_at": date(2026, 7, 14)}
    )
    late = registered.ongoing(entered={"recorded_at": date(2026, 1, 30)})
    late_end = registered(EndedFactory, entered={"ended_recorded_at": date(2026, 7, 15)})
    assert broken_by(coordinator(ours)) == {"late_start": {late.pk}, "late_end": {late_end.pk}}


def test_what_ended_before_last_year_is_left_in_peace(ours, registered):
    registered(EndedFactory, started_on=date(2024, 1, 1), ended_on=date(2024, 12, 31), income_at_end=[])
    last = registered(EndedFactory, started_on=date(2024, 1, 1), ended_on=date(2025, 1, 1), income_at_end=[])
    assert broken_by(coordinator(ours)) == {"end_facts": {last.pk}}


def test_misregistrations_and_those_of_other_authorities_are_nobodys_here(ours, registered, initiative):
    registered.ongoing(referrer="", exit_reason="misregistration", misregistered_because="Dubbelt")
    registered.ongoing(at=ControllerFactory(), referrer="")
    assert broken_by(coordinator(ours)) == {}


def test_a_coach_finds_their_own_alone(ours, registered):
    handler = coach(ours)
    mine = registered.ongoing(referrer="", coach=handler)
    registered.ongoing(referrer="", coach=coach(ours))
    assert broken_by(handler) == {"referrer": {mine.pk}}


def test_the_page_says_who_owns_it_and_where_it_is_put_right(client, ours, registered):
    handler = coach(ours)
    one = registered.ongoing(referrer="", coach=handler)
    two = registered(EndedFactory, income_at_end=[])
    client.force_login(coordinator(ours))
    text = client.get(reverse("enrolments:quality")).content.decode()
    assert handler.name in text
    assert "Samordnare" in text
    assert reverse("enrolments:referrer", args=[one.pk]) in text
    assert reverse("enrolments:discharge", args=[two.pk]) in text
    assert "Att rätta" in client.get("/").content.decode()


def test_the_page_names_nobody_protected(client, ours, initiative, as_owner):
    with as_owner():
        person = ParticipantFactory(controller=ours, given_name="Hemlig", protection="secrecy_marking")
        hidden = EnrolmentFactory(participant=person, initiative=initiative, case_number="H-1")
    client.force_login(coordinator(ours))
    text = client.get(reverse("enrolments:quality")).content.decode()
    assert "Hemlig" not in text
    assert hidden.case_number in text


def test_looking_at_the_page_is_logged_as_a_list_with_each_enrolment_once(client, ours, registered, as_owner):
    registered.ongoing(referrer="", education="unknown")
    user = coordinator(ours)
    client.force_login(user)
    client.get(reverse("enrolments:quality"))
    with as_owner():
        [logged] = Access.objects.filter(by=user, kind="enrolments:quality").values_list("act", "count")
    assert logged == ("list", 1)


@pytest.mark.parametrize("count", [1, 60])
def test_the_page_asks_as_much_of_one_as_of_sixty_and_shows_fifty(
    client, ours, registered, count, django_assert_max_num_queries
):
    for _n in range(count):
        registered.ongoing(referrer="")
    client.force_login(coordinator(ours))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("enrolments:quality"))
    [remark] = [one for one in page.context["remarks"] if one.count]
    assert (remark.count, len(remark.enrolments)) == (count, min(count, 50))


def test_all_rules_are_asked_in_one_question(ours, registered, django_assert_num_queries):
    registered.ongoing(referrer="")
    user = coordinator(ours)
    with acting_as(user), django_assert_num_queries(3):  # what the user holds, reaches, and the one question
        quality.remarks_for(user, TODAY)


# ── Putting right ──────────────────────────────────────────────────────────────────────────────────────────


def test_facts_at_the_end_are_filled_in_and_the_day_of_entry_stays(ours, registered):
    user = coordinator(ours)
    one = registered(EndedFactory, income_at_end=[], entered={"ended_recorded_at": date(2026, 7, 2)})
    with acting_as(user):
        one = Enrolment.objects.get(pk=one.pk)
        actions.correct_end_facts(enrolment=one, **END, by=user)
        one.refresh_from_db()
    assert (one.income_at_end, one.occupation_at_end) == (["sickness_benefit"], "none")
    assert one.ended_recorded_at.date() == date(2026, 7, 2)
    assert broken_by(user) == {}


def test_what_has_not_ended_has_no_facts_at_the_end(ours, registered):
    user = coordinator(ours)
    one = registered.ongoing()
    with acting_as(user), pytest.raises(ValidationError, match="inte avslutad"):
        actions.correct_end_facts(enrolment=one, **END, by=user)


def test_the_referrer_is_said_afterwards(ours, registered):
    user = coordinator(ours)
    one = registered.ongoing(referrer="")
    with acting_as(user):
        one = Enrolment.objects.get(pk=one.pk)
        with pytest.raises(ValidationError, match="Ange vem"):
            actions.correct_referrer(enrolment=one, referrer="", by=user)
        actions.correct_referrer(enrolment=one, referrer="region", referred_on=date(2026, 1, 2), by=user)
    assert broken_by(user) == {}


def test_another_coach_puts_nothing_right(ours, registered):
    one, other = registered(EndedFactory, income_at_end=[]), coordinator(ControllerFactory())
    with acting_as(other):
        with pytest.raises(PermissionDenied):
            actions.correct_end_facts(enrolment=one, **END, by=other)
        with pytest.raises(PermissionDenied):
            actions.correct_referrer(enrolment=one, referrer="region", by=other)


def test_the_form_of_the_discharge_starts_with_what_is_known(client, ours, registered):
    one = registered(EndedFactory, income_at_end=[])
    client.force_login(coordinator(ours))
    page = client.get(reverse("enrolments:discharge", args=[one.pk]))
    assert 'value="2026-06-30"' in page.content.decode()


def test_what_was_imported_was_not_entered_late(ours, registered, as_owner):
    late = registered.ongoing(entered={"recorded_at": date(2026, 1, 30)})
    assert late.pk in broken_by(coordinator(ours))["late_start"]
    with as_owner():
        Enrolment.objects.filter(pk=late.pk).update(is_imported=True)
    assert "late_start" not in broken_by(coordinator(ours))


def test_nothing_noted_for_half_a_year_is_asked_about(ours, registered, as_owner):
    quiet, noted = (
        registered.ongoing(started_on=date(2025, 9, 1)),
        registered.ongoing(started_on=date(2025, 9, 1)),
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE enrolments_enrolmentevent DISABLE TRIGGER USER")
        for one, day in ((quiet, date(2025, 12, 1)), (noted, TODAY)):
            cursor.execute(
                "UPDATE enrolments_enrolmentevent SET pgh_created_at = %s WHERE pgh_obj_id = %s",
                [day, one.pk],
            )
        cursor.execute("ALTER TABLE enrolments_enrolmentevent ENABLE TRIGGER USER")
    assert broken_by(coordinator(ours))["quiet"] == {quiet.pk}
