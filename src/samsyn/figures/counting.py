"""The one place that counts enrolments and participants: one statement per table, read through the gate."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from django.db import connection

from samsyn.base.tenancy import through_the_gate

from .definitions import WORK_OR_STUDIES

COLUMNS = {
    "initiative": "e.initiative_id",
    "sex": "e.sex",
    "municipality": "e.municipality_id",
    "track": "e.track_id",
    "controller": "e.controller_id",
}
# Among those who took part in the period at all: whose time touches it. ``before`` are those ongoing just
# before the period; with them the other four are tied together (total = before + new = ended + ongoing).
POPULATIONS = {
    "total": "true",
    "before": "e.started_on < p.first",
    "new": "e.started_on >= p.first",
    "ended": "e.ended_on <= p.last",
    "ongoing": "e.ended_on IS NULL OR e.ended_on > p.last",
    "work": "e.ended_on <= p.last AND e.occupation_at_end = ANY(%(work)s)",
}
POPULATION_NAMES = tuple(POPULATIONS)


@dataclass(frozen=True, order=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def before(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)

    @property
    def is_whole_year(self) -> bool:
        return self == year(self.first.year)

    @property
    def is_whole_years(self) -> bool:
        """One calendar year, or several that follow one another."""
        return self == Period(year(self.first.year).first, year(self.last.year).last)

    def by_year(self) -> list["Period"]:
        return [Period(max(self.first, year(y).first), min(self.last, year(y).last)) for y in self.years]


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


# A group is what a count is about: {"initiative": 3, "sex": "woman"}, as a frozenset of pairs.
Group = frozenset


@dataclass
class Counts:
    """Counts by period and group. ``of`` gives zeros for what was not found."""

    enrolments: dict[tuple[Period, Group], dict[str, int]] = field(default_factory=dict)
    persons: dict[tuple[Period, Group], dict[str, int]] = field(default_factory=dict)

    def of(self, unit: str, period: Period, group: Group) -> dict[str, int]:
        return getattr(self, unit).get((period, group)) or dict.fromkeys(POPULATION_NAMES, 0)

    def groups(self, period: Period, dimensions: Iterable[str]) -> list[Group]:
        wanted = set(dimensions)
        return [g for p, g in self.enrolments if p == period and {name for name, _value in g} == wanted]


def every_subset(dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    return [subset for size in range(len(dimensions) + 1) for subset in combinations(dimensions, size)]


def count(
    periods: Sequence[Period],
    groupings: Sequence[Sequence[str]],
    initiatives: Iterable[int],
    *,
    persons: bool = False,
    own_rows: bool = False,
) -> Counts:
    """Count all populations of all periods and groupings in one statement.

    ``persons`` counts distinct persons beside enrolments: they do not add up, so each grouping is counted by
    itself. ``own_rows`` reads as the application's role, which sees the user's own authorities' rows only;
    otherwise the gate reads the named initiatives and nothing else.
    """
    initiatives = sorted(set(initiatives))
    dimensions = sorted({name for grouping in groupings for name in grouping}, key=list(COLUMNS).index)
    counts = Counts()
    with nullcontext() if own_rows else through_the_gate(initiatives), connection.cursor() as cursor:
        cursor.execute(
            _statement(periods, groupings, dimensions, persons=persons), _facts(periods, initiatives)
        )
        for row in cursor.fetchall():
            _read(row, periods, dimensions, counts, persons=persons)
    return counts


def enrolments_counted(
    period: Period, population: str, group: dict[str, Any], initiatives: Iterable[int]
) -> list[int]:
    """Ids of the enrolments behind a number, among those that the connection
    may see. Newest first, 200 at most.
    """
    conditions = [f"({POPULATIONS[population]})"]
    facts = _facts([period], sorted(set(initiatives)))
    for name, value in group.items():
        conditions.append(f"{COLUMNS[name]} IS NOT DISTINCT FROM %({name})s")
        facts[name] = value
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.enrolment_id {_from([period])} WHERE {' AND '.join(conditions)}"
            " ORDER BY e.started_on DESC, e.enrolment_id DESC LIMIT 200",
            facts,
        )
        return [number for (number,) in cursor.fetchall()]


def _statement(periods, groupings, dimensions, *, persons: bool) -> str:
    # Every part is one of the constants above; what users choose travels as parameters.
    columns = [COLUMNS[name] for name in dimensions]
    counted = [f"count(*) FILTER (WHERE {rule})" for rule in POPULATIONS.values()]
    if persons:
        counted += [f"count(DISTINCT e.person) FILTER (WHERE {rule})" for rule in POPULATIONS.values()]
    sets = ", ".join(
        f"({', '.join(['p.number', *(COLUMNS[name] for name in names)])})" for names in groupings
    )
    grouping = f"GROUPING({', '.join(columns)})" if columns else "0"
    select = ", ".join(["p.number", grouping, *columns, *counted])
    return f"SELECT {select} {_from(periods)} GROUP BY GROUPING SETS ({sets})"


def _from(periods) -> str:
    rows = ", ".join(f"({n}, %(first{n})s::date, %(last{n})s::date)" for n in range(len(periods)))
    # What no period can count is left out first, in constants, so that it is left out before anything is
    # joined. Only names of parameters are put into the text (S608).
    return (
        "FROM (SELECT * FROM gate_enrolments WHERE initiative_id = ANY(%(initiatives)s::bigint[])"  # noqa: S608
        " AND started_on <= %(end)s AND (ended_on IS NULL OR ended_on >= %(beginning)s)) e"
        f" JOIN (VALUES {rows}) AS p (number, first, last)"
        " ON e.started_on <= p.last AND (e.ended_on IS NULL OR e.ended_on >= p.first)"
    )


def _facts(periods, initiatives) -> dict[str, Any]:
    facts: dict[str, Any] = {"initiatives": initiatives, "work": [str(code) for code in WORK_OR_STUDIES]}
    facts |= {"beginning": min(one.first for one in periods), "end": max(one.last for one in periods)}
    for n, period in enumerate(periods):
        facts |= {f"first{n}": period.first, f"last{n}": period.last}
    return facts


def _read(row, periods, dimensions, counts: Counts, *, persons: bool) -> None:
    number, grouping, *rest = row
    values, numbers = rest[: len(dimensions)], rest[len(dimensions) :]
    width = len(dimensions)
    group = Group(
        (name, value)
        for place, (name, value) in enumerate(zip(dimensions, values, strict=True))
        if not grouping >> (width - 1 - place) & 1
    )
    key = periods[number], group
    counts.enrolments[key] = dict(zip(POPULATION_NAMES, numbers, strict=False))
    if persons:
        counts.persons[key] = dict(zip(POPULATION_NAMES, numbers[len(POPULATION_NAMES) :], strict=True))
