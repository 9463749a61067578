"""The log is written by everybody, read by the authority's privacy officers, and changed by nobody."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests import factories as people
from samsyn.audit.actions import looked_at, looked_through, record
from samsyn.audit.models import Access, Act
from samsyn.audit.queries import accesses_for, accesses_of_person
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.models import Participant

APPEND_ONLY = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if hasattr(model, "pgh_tracked_model") or model is Access
)


@pytest.fixture
def controller(db):
    return ControllerFactory()


def look(controller, number, by=None):
    by = by or people.coach(controller)
    with acting_as(by):
        looked_at(Act.OPEN, "participant", Participant(pk=number, controller=controller), by=by)
    return by


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_application_can_neither_change_nor_remove_what_is_written(db, table, change):
    column = "reason" if table == "audit_access" else "pgh_label"
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(change.format(table, column, column))


def test_an_officer_reads_the_log_of_their_own_authority_only(controller):
    coach = look(controller, 7)
    look(ControllerFactory(), 7)
    officer = people.privacy_officer(controller)
    with acting_as(officer):
        assert [(one.by, one.person) for one in accesses_for(officer)] == [(coach, 7)]
    elsewhere = people.privacy_officer()
    with acting_as(elsewhere):
        assert not accesses_for(elsewhere).exists()


def test_a_coach_gives_no_permission_to_read_the_log(controller):
    coach = look(controller, 7)
    with acting_as(coach):
        assert not accesses_for(coach).exists()


def test_who_has_read_one_participant_newest_first(controller):
    first, second = look(controller, 7), look(controller, 7)
    look(controller, 8)
    with acting_as(people.privacy_officer(controller)):
        looks = accesses_of_person(controller.pk, 7)
    assert [one.by for one in looks] == [second.name, first.name]
    assert looks[0].act == "Öppnade" and not looks[0].is_outside


def test_a_look_outside_ones_own_cases_has_its_reason(controller):
    coach = people.coach(controller)
    with acting_as(coach):
        person = Participant(pk=9, controller=controller)
        looked_at(Act.OPEN, "participant", person, by=coach, reason="Jour")
        assert accesses_of_person(controller.pk, 9)[0].is_outside


def test_who_has_read_asks_the_database_once(controller, django_assert_max_num_queries):
    for _ in range(5):
        look(controller, 7)
    with acting_as(people.privacy_officer(controller)), django_assert_max_num_queries(1):
        assert len(accesses_of_person(controller.pk, 7)) == 5


def test_nobody_writes_in_another_authoritys_log(controller):
    coach = people.coach(controller)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(coach):
        looked_at(Act.OPEN, "participant", Participant(pk=1, controller=ControllerFactory()), by=coach)


def test_a_list_is_logged_with_how_many_it_showed_and_nothing_of_what_was_asked(controller):
    coach = people.coach(controller)
    with acting_as(coach):
        looked_through(Act.SEARCH, "participants", controller.pk, 3, by=coach)
        entry = Access.objects.get()
    assert (entry.act, entry.count, entry.subject) == (Act.SEARCH, 3, "")


def test_acts_outside_the_case_world_are_in_no_authoritys_log(controller, as_owner):
    director = people.director()
    with acting_as(director):
        record("controller.changed", controller, by=director)
    with as_owner():
        assert Access.objects.get().controller_id is None


def test_the_officers_start_page_shows_the_newest_in_the_log(client, controller):
    coach = look(controller, 7)
    look(ControllerFactory(), 8)
    client.force_login(people.privacy_officer(controller))
    page = client.get("/").content.decode()
    assert "Senast i loggen" in page and coach.name in page and "deltagare 7" in page
    assert "deltagare 8" not in page
