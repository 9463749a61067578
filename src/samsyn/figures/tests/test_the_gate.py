"""The gate: counting reads facts of the association's initiatives, and never who anybody is."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection

from samsyn.base.tenancy import acting_in, through_the_gate

from .registers import enrol, place

PRIVATE = {
    "participants_participant": [
        "given_name", "family_name", "number_encrypted", "phone", "email", "address", "language",
        "protection",
    ],
    "participants_nameword": ["word"],
    "enrolments_enrolment": ["case_number", "coach_id", "misregistered_because"],
}  # fmt: skip


@pytest.fixture
def two_places(db, as_owner):
    with as_owner():
        ours, theirs = place(1, 1), place(1, 1)
        enrol(ours, [{"person": "a", "start": date(2026, 1, 1)}])
        enrol(
            theirs, [{"person": "b", "start": date(2026, 1, 1)}, {"person": "c", "start": date(2026, 1, 1)}]
        )
    return ours, theirs


def seen(column="enrolment_id"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM gate_enrolments")
        return [row[0] for row in cursor.fetchall()]


def test_it_sees_only_the_initiatives_it_was_given(two_places):
    ours, theirs = two_places
    with through_the_gate([ours.initiatives[0].pk]):
        assert seen("initiative_id") == [ours.initiatives[0].pk]
    with through_the_gate([theirs.initiatives[0].pk]):
        assert len(seen()) == 2


def test_without_initiatives_it_sees_nothing(two_places):
    with through_the_gate([]):
        assert seen() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'samsyn_gate', true), set_config('samsyn.gate_initiatives', '', true)"
        )
        assert seen() == []
        cursor.execute("SELECT set_config('role', 'samsyn_app', true)")


def test_without_the_gate_the_application_sees_its_own_authorities_rows(two_places):
    ours, _theirs = two_places
    assert seen() == []
    with acting_in([ours.controllers[0].pk]):
        assert len(seen()) == 1


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, columns in PRIVATE.items() for c in columns])
def test_it_cannot_read_who_anybody_is(two_places, table, column):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        through_the_gate([two_places[0].initiatives[0].pk]),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM {table}")


@pytest.mark.parametrize(
    "table", ["referrals_referral", "disclosures_disclosure", "participants_participantevent"]
)
def test_it_cannot_read_free_text_or_history(two_places, table):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        through_the_gate([1]),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {table}")


def test_misregistered_and_not_started_are_not_there(two_places, as_owner):
    ours, _theirs = two_places
    with as_owner():
        enrol(ours, [{"person": "d", "start": date(2026, 1, 1), "misregistered": True}])
        enrol(ours, [{"person": "e", "start": None}])
    with through_the_gate([ours.initiatives[0].pk]):
        assert len(seen()) == 1
