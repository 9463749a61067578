"""Which enrolments moved in or out of a table's numbers between two moments, and by what: one statement."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from .counting import (
    NUMBERED,
    POPULATION_NAMES,
    POPULATIONS,
    Group,
    Period,
    facts,
    in_order,
    reading,
    several,
    source,
)
from .definitions import Figure
from .dimensions import NO, YES, dimension
from .grounds import Grounds
from .register_sql import GATE_ENROLMENTS, standing_at

# By what an enrolment came to be counted, or is counted no more.
ENTERED, ENDED, REOPENED, CORRECTED, UNDONE = "entered", "ended", "reopened", "corrected", "undone"
KINDS = (ENTERED, ENDED, REOPENED, CORRECTED, UNDONE)
KIND = (
    "CASE WHEN w.enrolment_id IS NULL THEN 'entered' WHEN n.enrolment_id IS NULL THEN 'undone'"
    " WHEN w.ended_on IS NULL AND n.ended_on IS NOT NULL THEN 'ended'"
    " WHEN w.ended_on IS NOT NULL AND n.ended_on IS NULL THEN 'reopened' ELSE 'corrected' END"
)
FACTS = (
    "initiative_id", "municipality_id", "track_id", "sex", "birth_date", "birth_year", "started_on",
    "education", "public_support_months", "referrer", "occupation_at_start", "income_at_start", "ended_on",
    "exit_reason",    "occupation_at_end", "income_at_end", "destination",
)  # fmt: skip
MOST = 200  # enrolments that are named of each kind


@dataclass
class Moved:
    """``came``: is counted and was not; otherwise was counted and is not. ``facts``: what was corrected."""

    kind: str
    came: bool
    count: int = 0
    ids: list[int] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)


Cell = tuple[Period, Group, str]  # a number of a table: its period, its row and its measure
Movements = dict[Cell, list[Moved]]


def movements(
    figure: Figure,
    grounds: Grounds,
    periods: Sequence[Period],
    by: Iterable[str],
    then: datetime,
    now: datetime | None,
) -> Movements:
    """By cell, of rows and of the sum; only what both moments can tell apart. ``now`` None: as it is."""
    dimensions = in_order(name for name in by if name != "year")
    columns = [*dimensions, *([figure.split] if figure.split else [])]
    initiatives = sorted(grounds.initiatives)
    given = facts(periods, initiatives, grounds.destinations) | {"then": then, "now": now}
    found: dict[Cell, dict[tuple[str, bool], Moved]] = defaultdict(dict)
    with reading(initiatives, own_rows=grounds.own is not None) as cursor:
        cursor.execute(_statement(periods, columns, is_now=now is None), given)
        for number, was, is_, kind, changed, many, ids in cursor.fetchall():
            before, after = (_counted_in(side, dimensions, figure) for side in (was, is_))
            for (group, measure), came in [
                *((cell, True) for cell in after - before), *((cell, False) for cell in before - after),
            ]:  # fmt: skip
                by_what = _kind(kind, measure)
                one = found[periods[number], group, measure].setdefault((by_what, came), Moved(by_what, came))
                one.count += many
                one.ids = sorted([*one.ids, *ids], reverse=True)[:MOST]
                one.facts |= set(changed) if by_what == CORRECTED else set()
    return {cell: sorted(of.values(), key=_order) for cell, of in found.items()}


def _kind(kind: str, measure: str) -> str:
    """Who is new is so by the start; an end entered or taken back changes nothing of it."""
    return CORRECTED if measure == "new" and kind in (ENDED, REOPENED) else kind


def _order(one: Moved) -> tuple[bool, int]:
    return (not one.came, KINDS.index(one.kind))


def _counted_in(side, dimensions, figure: Figure) -> set[tuple[Group, str]]:
    """The rows and measures that an enrolment is counted in; none when it touches nothing of the period."""
    if not side:
        return set()
    values, flags = json.loads(side)
    facts_ = dict(zip(dimensions, values, strict=False))
    true = {name for name, flag in zip(POPULATION_NAMES, flags, strict=True) if flag}
    if figure.split:
        of = {YES: {"numerator", "denominator"}, NO: {"denominator"}}.get(values[len(dimensions)], set())
        true = of if "ended" in true else set()
    groups: set[Group] = {Group()} | {
        Group(zip(dimensions, one, strict=True)) for one in _unfolded(dimensions, facts_)
    }
    return set(product(groups, true))


def _unfolded(dimensions, facts_: dict[str, Any]):
    choices = []
    for name in dimensions:
        value = facts_[name]
        value = int(value) if value and name in NUMBERED else value
        choices.append(value if isinstance(value, list) else [value])
    return product(*choices)


# ── The statement: put together (S608) from our own constants and names of parameters only ────────────────


def _statement(periods, columns, *, is_now: bool) -> str:
    until = "" if is_now else " AND pgh_created_at <= %(now)s"
    register = GATE_ENROLMENTS if is_now else standing_at("now")
    corrected = ", ".join(f"CASE WHEN w.{one} IS DISTINCT FROM n.{one} THEN '{one}' END" for one in FACTS)
    return (
        "WITH touched AS MATERIALIZED (SELECT pgh_obj_id AS id FROM enrolments_enrolmentevent"  # noqa: S608
        f" WHERE pgh_created_at > %(then)s{until} UNION SELECT e.id FROM participants_participantevent p"
        " JOIN enrolments_enrolment e ON e.participant_id = p.pgh_obj_id"
        f" WHERE p.pgh_created_at > %(then)s{until}),"
        f" w AS MATERIALIZED ({_touched(standing_at('then'))}), n AS MATERIALIZED ({_touched(register)}),"
        f" a AS ({_side('w', periods, columns)}), b AS ({_side('n', periods, columns)})"
        " SELECT number, was, now, kind, changed, count(*),"
        f" (array_agg(enrolment_id ORDER BY enrolment_id DESC))[1:{MOST}] FROM ("
        f" SELECT enrolment_id, number, a.counted AS was, b.counted AS now, {KIND} AS kind,"
        f" CASE WHEN w.enrolment_id IS NULL OR n.enrolment_id IS NULL THEN '{{}}' ELSE"
        f" array_remove(ARRAY[{corrected}], NULL) END AS changed"
        " FROM a FULL JOIN b USING (enrolment_id, number)"
        " LEFT JOIN w USING (enrolment_id) LEFT JOIN n USING (enrolment_id)"
        " WHERE a.counted IS DISTINCT FROM b.counted) moved GROUP BY 1, 2, 3, 4, 5"
    )


def _touched(register: str) -> str:
    return f"SELECT * FROM ({register}) one WHERE enrolment_id IN (SELECT id FROM touched)"  # noqa: S608


def _side(name: str, periods, columns) -> str:
    values = ", ".join(_as_json(one) for one in columns)
    flags = ", ".join(f"({rule})" for rule in POPULATIONS.values())
    whence = source(periods).replace("gate_enrolments", name)
    return (
        "SELECT e.enrolment_id, p.number, jsonb_build_array(jsonb_build_array("
        f"{values}), jsonb_build_array({flags})) AS counted {whence}"
    )


def _as_json(name: str) -> str:
    one = dimension(name)
    if one.is_several:
        return f"to_jsonb({several(one.column)})"
    return f"to_jsonb(({one.column})::text)"
