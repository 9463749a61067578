"""Writes a planned import in sets: thousands of rows per statement,
history written by the triggers as always.
"""

import re
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from samsyn.enrolments.models import Enrolment
from samsyn.enrolments.rules import case_number_prefix
from samsyn.participants import identity
from samsyn.participants.models import Participant

from .planning import FIELDS, Plan

CHUNK = 2000  # rows per statement, and per sign of progress
PERSON = (
    "id", "controller_id", "municipality_id", "sex", "is_anonymous", "number_encrypted", "person_key",
    "birth_date", "birth_year",
)  # fmt: skip
EMPTY_PERSON = {"version": 1, "protection": "none", "given_name": "", "family_name": "", "phone": "",
                "email": "", "address": "", "language": "", "needs_interpreter": False}  # fmt: skip
EMPTY: dict[str, object] = {
    "track_id": None, "referrer": "", "referred_on": None, "started_on": None, "education": "unknown",
    "public_support_months": None, "income_at_start": [], "occupation_at_start": "unknown",
    "ended_on": None, "exit_reason": "", "occupation_at_end": "", "income_at_end": [], "destination": "",
    "misregistered_because": "",
}  # fmt: skip


def write(plan: Plan, tell: Callable[[int], None] = lambda done: None) -> None:
    """Insert what is new, update what differs. Raises IntegrityError when the
    database holds what nobody could see.
    """
    with connection.cursor() as cursor:
        # The limit on a statement's time is there for pages; history makes thousands of rows slower than that
        # on a machine with much to do.
        cursor.execute("SET LOCAL statement_timeout = '10min'")
    _write_people(plan)
    now = timezone.now()
    new = [line for line in plan.lines if line.verdict == "new"]
    changed = [line for line in plan.lines if line.verdict == "changed"]
    done = plan.count("unchanged")
    with connection.cursor() as cursor:
        # Two spells may change places; what counts is how they stand when all is written.
        cursor.execute("SET CONSTRAINTS enrolment_no_overlap DEFERRED")
    changed.sort(key=lambda line: line.values["started_on"] is None)
    _update(
        Enrolment._meta.db_table,
        ("id", *FIELDS),
        [(line.id, *_values(line)) for line in changed],
        lambda chunk: tell(done + chunk),
        also="ended_recorded_at = CASE WHEN i.ended_on IS NULL THEN NULL ELSE t.ended_recorded_at END",
    )
    _insert(
        Enrolment._meta.db_table,
        ("version", "controller_id", "initiative_id", "case_number", "recorded_at", "is_imported", *FIELDS),
        [
            (1, line.controller_id, line.initiative.pk, line.entry.facts["case_number"], now, True,
             *_values(line))
            for line in new
        ],
        lambda chunk: tell(done + len(changed) + chunk),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS enrolment_no_overlap IMMEDIATE")
    _move_series_on(plan)


def _values(line):
    values = EMPTY | line.values | {"participant_id": line.person.id}
    return [values[name] for name in FIELDS]


def _write_people(plan):
    new = [person for person in plan.people if person.id is None]
    known = [person for person in plan.people if person.id is not None]
    table = Participant._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(new)]
        )
        for person, (pk,) in zip(new, cursor.fetchall(), strict=True):
            person.id = pk
    columns = (*PERSON, *EMPTY_PERSON)
    _insert(table, columns, [(*_person(person), *EMPTY_PERSON.values()) for person in new])
    # A number already kept stays as it was locked; only a number that has become known is written.
    numbered = [person for person in known if person.number]
    _update(table, PERSON, [_person(person) for person in numbered])
    _update(table, _but_number(PERSON), [_but_number_of(person) for person in known if not person.number])


def _person(person):
    box = identity.encrypt(person.number) if person.number else None
    return (
        person.id, person.controller_id, person.municipality_id, person.sex, person.is_anonymous, box,
        person.key,
        person.birth_date, person.birth_year,
    )  # fmt: skip


def _but_number(columns):
    return tuple(name for name in columns if name not in ("number_encrypted", "person_key"))


def _but_number_of(person):
    values = dict(zip(PERSON, _person(person), strict=True))
    return tuple(values[name] for name in _but_number(PERSON))


# ── In sets ────────────────────────────────────────────────────────────────────────────────────────────────
# COPY does not go through row security, so rows are copied to a table of the transaction's own and inserted
# from there. The statements are put together (S608) from names of our own tables and columns only.


def _insert(table, columns, rows, tell=lambda done: None):
    names = ", ".join(columns)
    for done in _staged(table, columns, rows):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming")  # noqa: S608
        tell(done)


def _update(table, columns, rows, tell=lambda done: None, also=""):
    sets = ", ".join([f"{name} = i.{name}" for name in columns if name != "id"] + ([also] if also else []))
    for done in _staged(table, columns, rows):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} AS t SET version = t.version + 1, {sets}"  # noqa: S608
                " FROM incoming AS i WHERE t.id = i.id"
            )
        tell(done)


def _staged(table, columns, rows):
    """Chunk by chunk in the temporary table ``incoming``; yields how many rows have come so far."""
    names = ", ".join(columns)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS"  # noqa: S608
                f" SELECT {names} FROM {table} LIMIT 0"
            )
            with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
                for row in chunk:
                    copy.write_row(row)
        yield start + len(chunk)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE incoming")


def _move_series_on(plan):
    """Case numbers like our own push the series on, so that the next one given is free."""
    last = {}
    for line in plan.lines:
        if line.verdict != "new":
            continue
        like = re.fullmatch(
            rf"{case_number_prefix(line.initiative)}-(\d{{4}})-(\d{{1,6}})",
            line.entry.facts["case_number"],
            re.ASCII,
        )
        if like:
            key = (line.initiative.pk, int(like[1]))
            last[key] = max(last.get(key, 0), int(like[2]))
    with connection.cursor() as cursor:
        for (initiative, year), number in last.items():
            cursor.execute(
                "INSERT INTO enrolments_casenumberseries (initiative_id, year, last) VALUES (%s, %s, %s)"
                " ON CONFLICT (initiative_id, year)"
                " DO UPDATE SET last = greatest(enrolments_casenumberseries.last, excluded.last)",
                [initiative, year, number],
            )
