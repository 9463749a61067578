"""The register as counting reads it: one flat row per enrolment, now or as it stood at a moment."""

from datetime import datetime
from typing import Any

from samsyn.base.tenancy import as_of

# One flat row per enrolment that has started and is no misregistration. The reader's own rights hold: the
# gate's role sees the initiatives it counts, a coach's connection sees its own authorities' rows. A person
# without an identity number is one person per participant record; the outer join lets PostgreSQL skip
# participants when nothing of theirs is asked for. ``until`` stands as in the index enrolment_until, in a
# form that row security lets be looked for there.
GATE_ENROLMENTS = """
SELECT e.id AS enrolment_id, e.controller_id, e.initiative_id, e.track_id, e.municipality_id, e.referral_id,
       e.referrer, p.sex, p.birth_date, p.birth_year, p.is_anonymous,
       CASE WHEN p.birth_date IS NOT NULL THEN extract(year FROM age(e.started_on, p.birth_date))::int
            ELSE extract(year FROM e.started_on)::int - p.birth_year END AS age_at_start,
       coalesce(p.person_key, int8send(e.participant_id)) AS person,
       e.referred_on, e.approved_on, e.started_on, e.education, e.public_support_months, e.income_at_start,
       e.occupation_at_start, e.ended_on,
       CASE WHEN e.ended_on IS NULL THEN DATE '9999-12-31' ELSE e.ended_on END AS until,
       e.exit_reason, e.occupation_at_end, e.income_at_end, e.destination,
       e.recorded_at, e.ended_recorded_at, e.is_imported
  FROM enrolments_enrolment e
  LEFT JOIN participants_participant p ON p.id = e.participant_id
 WHERE e.started_on IS NOT NULL AND e.exit_reason <> 'misregistration'
"""

CASES = {"enrolments_enrolment": "e", "participants_participant": "p"}


def standing_at(moment: str) -> str:
    """The view as SQL, of the register as it stood at the moment in that parameter."""
    found = GATE_ENROLMENTS
    for table, name in CASES.items():
        found = found.replace(f"{table} {name}", f"({as_of(table, moment)}) {name}")
    return found


def as_it_stood(statement: str, at: datetime | None) -> str:
    """The statement over the register as it stood at ``at``: the names that a statement begins with go before
    those of the database.
    """
    if at is None:
        return statement
    names = (
        f"WITH gate_enrolments AS ({standing_at('at')}),"
        f" referrals_referral AS ({as_of('referrals_referral', 'at')})"
    )
    rest = statement.strip()
    return f"{names}, {rest.removeprefix('WITH ')}" if rest.startswith("WITH ") else f"{names} {rest}"


def at_facts(at: datetime | None) -> dict[str, Any]:
    return {} if at is None else {"at": at}
