"""The rows of an extract: read through the gate, of the authorities that have agreed, under pseudonyms."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from samsyn.base.tenancy import GateCursor
from samsyn.participants import identity

from .alike import Alike, made_alike
from .models import Agreement
from .variables import PSEUDONYMS, VARIABLES, Variable

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
 LIMIT %(most)s
"""
NAMES = """
SELECT 'initiative', id, name, '' FROM initiatives_initiative WHERE id = ANY(%(initiative)s)
UNION ALL SELECT 'track', id, name, '' FROM initiatives_track WHERE id = ANY(%(track)s)
UNION ALL SELECT 'authority', id, name, '' FROM organisations_controller WHERE id = ANY(%(authority)s)
UNION ALL SELECT 'municipality', m.id, m.name, coalesce(r.county, '')
  FROM organisations_municipality m LEFT JOIN organisations_region r ON r.id = m.region_id
 WHERE m.id = ANY(%(municipality)s)
"""
NAMED = ("initiative", "track", "authority", "municipality")
OF = {"authority": "controller_id"}
MOST = 20_000  # rows of a file, which is made while one waits: decades of an ordinary association
PLACE = "place"  # beside the variables of a row: the number of its authority


def rows_of(agreement: Agreement, controllers: Iterable[int]) -> Alike:
    """The rows as text by variable, in the order of their pseudonyms, which says nothing; in each also its
    authority. So many are alike as the agreement says. Nobody with protected identity is among them
    (base/tenancy).
    """
    rows, counties = _read(agreement, controllers, MOST + 1)
    return _few_enough(agreement, rows, counties)


def rows_apart(agreement: Agreement, controllers: Collection[int]) -> dict[int, Alike]:
    """The same of each authority by itself, by its number; they are read together."""
    rows, counties = _read(agreement, controllers, (MOST + 1) * len(controllers))
    of = {number: [row for row in rows if row[PLACE] == number] for number in controllers}
    return {number: _few_enough(agreement, own, counties) for number, own in of.items()}


def _few_enough(agreement: Agreement, rows: list[dict[str, Any]], counties: dict[str, str]) -> Alike:
    if len(rows) > MOST:
        raise ValidationError(
            _("More than %(most)s rows are too many for one file: agree on a shorter period or fewer "
              "initiatives.") % {"most": MOST}
        )  # fmt: skip
    return made_alike(rows, counties, agreement.coarse, agreement.smallest_group)


def _read(
    agreement: Agreement, controllers: Iterable[int], most: int
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows, and the county of each municipality in them by its name. Two questions, whatever there is."""
    facts: dict[str, Any] = {"initiatives": agreement.initiatives, "controllers": sorted(controllers)}
    facts |= {"first": agreement.first_day, "last": agreement.last_day, "most": most}
    with connection.cursor() as cursor:
        GateCursor(cursor, agreement.initiatives, protected=False).execute(ROWS, facts)
        columns = [column.name for column in cursor.description]
        found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        wanted = {name: [*{row[_column(name)] for row in found} - {None}] for name in NAMED}
        cursor.execute(NAMES, wanted)
        known = {(name, number): (said, county) for name, number, said, county in cursor.fetchall()}
    for row in found:
        row |= {name: known.get((name, row[_column(name)]), ("", ""))[0] for name in NAMED}
    chosen = [(name, one) for name, one in VARIABLES.items() if name in agreement.variables]
    key = bytes.fromhex(identity.decrypt(agreement.key_encrypted))
    made = [_written(row, chosen, key) | {PLACE: row["controller_id"]} for row in found]
    counties = dict(pair for (name, _number), pair in known.items() if name == "municipality")
    return sorted(made, key=lambda row: row["enrolment"]), counties


def _column(name: str) -> str:
    return OF.get(name, f"{name}_id")


def _written(row, chosen: list[tuple[str, Variable]], key: bytes) -> dict[str, Any]:
    who = {
        "person": pseudonym(key, b"person", bytes(row["person"])),
        "enrolment": pseudonym(key, b"enrolment", str(row["enrolment_id"]).encode()),
    }
    assert who.keys() == PSEUDONYMS.keys()
    return who | {name: _harmless(one.of(row)) for name, one in chosen}


def pseudonym(key: bytes, kind: bytes, value: bytes) -> str:
    """Eighty bits of a keyed hash: the same for the same, and nothing to work back from without the key."""
    digest = hmac.new(key, kind + b":" + value, hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


@lru_cache(maxsize=10_000)  # most values come again and again: each is kept once
def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
