"""Every case table, full of the demo's people, tried in the application's role:
without leave there is nothing.
"""

import pytest
from django.db import ProgrammingError, connection

from samsyn.base import tenancy
from samsyn.disclosures.models import Notice
from samsyn.enrolments.models import ImportRun
from samsyn.organisations.models import Association, Controller
from samsyn.organisations.tests.factories import ControllerFactory

# Counters of case numbers say nothing about anybody and are read by whoever works at some authority.
COUNTERS = {"referrals_caseseries", "enrolments_casenumberseries"}
TABLES = sorted(model._meta.db_table for model in tenancy.walls())


@pytest.fixture(autouse=True)
def filled(person, as_owner):
    """Nobody has imported a file in the demo, and no worker has sent its letters."""
    nykoping, coach = Controller.objects.get(slug="nykoping"), person("coach")
    with as_owner():
        Notice.objects.create(controller=nykoping, key="referral_sent:1", user=coach)
        ImportRun.objects.create(
            controllers=[nykoping.pk],
            association=Association.objects.first(),
            made_by=coach,
            file_name="a.csv",
        )


def rows(table, setting=None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samsyn.controllers', %s, true)", [setting or ""])
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
def test_a_case_table_shows_nothing_without_leave(person, as_owner, table):
    with as_owner():
        held = rows(table)
    assert held, "there should be something here, or this proves nothing"
    assert rows(table) == 0
    assert rows(table, "{}") == 0


@pytest.mark.parametrize("table", sorted(set(TABLES) - COUNTERS))
def test_a_case_table_shows_a_stranger_nothing(person, as_owner, table):
    with as_owner():
        stranger = ControllerFactory()
    assert rows(table, f"{{{stranger.pk}}}") == 0


@pytest.mark.parametrize("table", ["enrolments_enrolment", "participants_participant", "disclosures_notice"])
def test_an_authority_sees_its_own_and_only_that(person, as_owner, table):
    nykoping = Controller.objects.get(slug="nykoping")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE controller_id = %s", [nykoping.pk])
        own = cursor.fetchone()[0]
    assert rows(table, f"{{{nykoping.pk}}}") == own > 0


@pytest.mark.parametrize("table", [table for table in TABLES if table.endswith("event")] + ["audit_access"])
def test_history_and_log_only_grow(person, table):
    for statement in (
        f"UPDATE {table} SET {'pgh_label' if table.endswith('event') else 'kind'} = 'x'",
        f"DELETE FROM {table}",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            tenancy.acting_in([1]),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
