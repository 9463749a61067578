"""The rows of an extract: read through the gate, of the authorities that have agreed, under pseudonyms."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from django.db import connection

from samsyn.base.tenancy import through_the_gate

from .models import Agreement
from .variables import PSEUDONYMS, VARIABLES

# A spreadsheet would take what begins so for a formula; names of initiatives are typed by people.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# One row per enrolment that has started and is no misregistration. No name, number, contact or free text can
# be asked for here: the gate's role has no right to them. Names of places are put in afterwards.
GATE_EXTRACT = """
SELECT e.id AS enrolment_id, e.controller_id, e.initiative_id, e.track_id, e.municipality_id,
       e.referrer, p.sex, coalesce(extract(year FROM p.birth_date)::int, p.birth_year) AS birth_year,
       coalesce(p.person_key, int8send(e.participant_id)) AS person,
       e.referred_on, e.approved_on, e.started_on, e.education, e.public_support_months, e.income_at_start,
       e.occupation_at_start, e.ended_on, e.exit_reason, e.occupation_at_end, e.income_at_end, e.destination
  FROM enrolments_enrolment e
  JOIN participants_participant p ON p.id = e.participant_id
 WHERE e.started_on IS NOT NULL AND e.exit_reason <> 'misregistration'
"""
ROWS = """
SELECT g.* FROM gate_extract g
 WHERE g.initiative_id = ANY(%(initiatives)s) AND g.controller_id = ANY(%(controllers)s)
   AND g.started_on <= %(last)s AND (g.ended_on IS NULL OR g.ended_on >= %(first)s)
"""
NAMES = {
    "initiative": "SELECT id, name FROM initiatives_initiative WHERE id = ANY(%s)",
    "track": "SELECT id, name FROM initiatives_track WHERE id = ANY(%s)",
    "municipality": "SELECT id, name FROM organisations_municipality WHERE id = ANY(%s)",
    "authority": "SELECT id, name FROM organisations_controller WHERE id = ANY(%s)",
}
OF = {"authority": "controller_id"}


def rows_of(
    agreement: Agreement, controllers: Iterable[int], key: bytes
) -> tuple[list[dict[str, str]], list[int]]:
    """The rows as text by variable, in the order of their pseudonyms, which says nothing; and the authority
    of each. Nobody with protected identity is among them (base/tenancy).
    """
    facts: dict[str, Any] = {"initiatives": agreement.initiatives, "controllers": sorted(controllers)}
    facts |= {"first": agreement.first_day, "last": agreement.last_day}
    with through_the_gate(agreement.initiatives, protected=False), connection.cursor() as cursor:
        cursor.execute(ROWS, facts)
        columns = [column.name for column in cursor.description]
        found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    names = {name: _names(name, {row[_column(name)] for row in found}) for name in NAMES}
    for row in found:
        row |= {name: known.get(row[_column(name)], "") for name, known in names.items()}
    made = [(_written(row, agreement.variables, key), row["controller_id"]) for row in found]
    made.sort(key=lambda one: one[0]["enrolment"])
    return [row for row, _place in made], [place for _row, place in made]


def _column(name: str) -> str:
    return OF.get(name, f"{name}_id")


def _names(name: str, numbers: set[int | None]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES[name], [[number for number in numbers if number is not None]])
        return dict(cursor.fetchall())


def _written(row, variables: list[str], key: bytes) -> dict[str, str]:
    who = {
        "person": pseudonym(key, b"person", bytes(row["person"])),
        "enrolment": pseudonym(key, b"enrolment", str(row["enrolment_id"]).encode()),
    }
    assert who.keys() == PSEUDONYMS.keys()
    return who | {name: _harmless(VARIABLES[name].of(row)) for name in VARIABLES if name in variables}


def pseudonym(key: bytes, kind: bytes, value: bytes) -> str:
    """Eighty bits of a keyed hash: the same for the same, and nothing to work back from without the key."""
    digest = hmac.new(key, kind + b":" + value, hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
