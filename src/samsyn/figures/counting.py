"""The one place that counts enrolments and participants: one statement for all tables over the same periods,
read through the gate.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, Protocol

from django.db import connection

from samsyn.base.tenancy import GateCursor
from samsyn.participants.codes import Sex

from .dimensions import ALL, HEADLINE, dimension
from .register_sql import as_it_stood, at_facts

# Among those who took part in the period at all: whose time touches it. ``before`` are those ongoing just
# before the period; with them the other four are tied together (total = before + new = ended + ongoing).
POPULATIONS = {
    "total": "true",
    "before": "e.started_on < p.first",
    "new": "e.started_on >= p.first",
    "ended": "e.until <= p.last",
    "ongoing": "e.until > p.last",
}
POPULATION_NAMES = tuple(POPULATIONS)
NOBODY = dict.fromkeys(POPULATION_NAMES, 0)


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

    def is_begun_on(self, day: date) -> bool:
        """Is it neither yet to come nor over?"""
        return self.first <= day < self.last

    @property
    def is_whole_years(self) -> bool:
        """One calendar year, or several that follow one another."""
        return self == Period(year(self.first.year).first, year(self.last.year).last)

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    def by_year(self) -> list["Period"]:
        return [Period(max(self.first, year(y).first), min(self.last, year(y).last)) for y in self.years]


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


# A group is what a count is about: {"initiative": 3, "sex": "woman"}, as a frozenset of pairs.
Group = frozenset
Grouping = Sequence[str]  # the dimensions that groups are told apart by
Numbers = dict[str, int]


@dataclass
class Counts:
    """Counts by period and group. ``of`` gives zeros for what was not found."""

    enrolments: dict[tuple[Period, Group], Numbers] = field(default_factory=dict)
    persons: dict[tuple[Period, Group], Numbers] = field(default_factory=dict)
    levels: dict[tuple[Period, frozenset], dict[Group, Numbers]] = field(default_factory=dict)

    def put(self, period: Period, group: Group, numbers: Numbers) -> None:
        self.enrolments[period, group] = numbers
        names = frozenset(name for name, _value in group)
        self.levels.setdefault((period, names), {})[group] = numbers

    def drop(self, period: Period, group: Group) -> None:
        self.enrolments.pop((period, group), None)
        self.level(period, [name for name, _value in group]).pop(group, None)

    def of(self, unit: str, period: Period, group: Group) -> Numbers:
        return getattr(self, unit).get((period, group)) or NOBODY

    def level(self, period: Period, dimensions: Iterable[str]) -> dict[Group, Numbers]:
        """Every group that is told apart by exactly these dimensions."""
        return self.levels.get((period, frozenset(dimensions)), {})

    def of_these(self, groupings: Iterable[Grouping]) -> "Counts":
        """A copy of some levels, for one of the tables that were counted together to go on with."""
        wanted = {frozenset(grouping) for grouping in groupings}
        found = Counts()
        for (period, names), groups in self.levels.items():
            for group, numbers in groups.items() if names in wanted else ():
                found.put(period, group, numbers)
                if (period, group) in self.persons:
                    found.persons[period, group] = self.persons[period, group]
        return found


def every_subset(dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    return [subset for size in range(len(dimensions) + 1) for subset in combinations(dimensions, size)]


@contextmanager
def reading(initiatives: Iterable[int], *, own_rows: bool):
    """A cursor that reads the named initiatives through the gate; or as the application's role, which sees
    the user's own authorities' rows only.
    """
    with connection.cursor() as cursor:
        yield cursor if own_rows else GateCursor(cursor, initiatives)


def count(
    periods: Sequence[Period],
    groupings: Sequence[Grouping],
    initiatives: Iterable[int],
    *,
    persons: bool = False,
    own_rows: bool = False,
    destinations: Mapping[int, Sequence[str]] | None = None,
    at: datetime | None = None,
) -> Counts:
    """Count all populations of all periods and groupings in one statement.

    ``persons`` counts distinct persons beside enrolments: they do not add up, so each grouping is counted by
    itself. ``own_rows``: see ``reading``. ``destinations``: where each initiative's participants aim.
    ``at``: count the register as it stood at that moment.
    """
    return count_together(
        periods, [groupings], initiatives, persons=groupings if persons else (), own_rows=own_rows,
        destinations=destinations, at=at,
    )  # fmt: skip


def count_together(
    periods: Sequence[Period],
    tables: Iterable[Iterable[Grouping]],
    initiatives: Iterable[int],
    *,
    persons: Iterable[Grouping] = (),
    own_rows: bool = False,
    destinations: Mapping[int, Sequence[str]] | None = None,
    at: datetime | None = None,
) -> Counts:
    """As ``count``, for the groupings of several tables: the register is read once for all of them.
    ``persons``: the groupings that persons are told of as well.
    """
    initiatives = sorted(set(initiatives))
    sheets, of_persons = _each_once(tables), {in_order(grouping) for grouping in persons}
    wanted = [grouping for sheet in sheets for grouping in sheet]
    flags = {f"is_{name}": f"({POPULATIONS[name]})" for name in ("new", "ended")}
    text = statement(
        periods, sheets, flags, _summed, in_cells=True, again=_more_than_once, again_in=of_persons
    )  # fmt: skip
    counts = Counts()
    names = [names_of(grouping, sheet) for sheet in sheets for grouping in sheet]
    names += [names_of(grouping, of_persons.intersection(sheet)) for sheet in sheets for grouping in sheet]
    with reading(initiatives, own_rows=own_rows) as cursor:
        cursor.execute(as_it_stood(text, at), facts(periods, initiatives, destinations) | at_facts(at))
        for row in cursor.fetchall():
            _read(row, periods, wanted, names, counts, of_persons)
    return counts


def ties_stock_to_flow(period: Period, initiatives: Iterable[int]) -> bool:
    """Whether nobody began, or nobody ended, in the period among one initiative's women or men, where
    somebody was there both before and after it (``movement.is_tied``, of what has not been counted).
    """
    still = sorted(set(initiatives))
    with connection.cursor() as cursor:
        for question in (STOOD_STILL, WENT_ON):  # most have no answer to the first
            gate = GateCursor(cursor, still)
            gate.execute(question, facts([period], still) | {"sexes": Sex.values})
            still = sorted({number for (number,) in gate.fetchall()})
            if not still:
                return False
    return True


_SOMEBODY = (
    "EXISTS (SELECT 1 FROM gate_enrolments e WHERE e.initiative_id = i.id AND e.sex = s.sex AND e.{})".format
)
_WHERE = (
    "SELECT i.id FROM unnest(%(initiatives)s::bigint[]) AS i (id), unnest(%(sexes)s::text[]) AS s (sex) WHERE"
)
_BEGAN = _SOMEBODY("started_on BETWEEN %(first0)s AND %(last0)s")
_ENDED = _SOMEBODY("until BETWEEN %(first0)s AND %(last0)s")
_BEFORE = _SOMEBODY("until >= %(first0)s AND e.started_on < %(first0)s")
_AFTER = _SOMEBODY("until > %(last0)s AND e.started_on <= %(last0)s")
STOOD_STILL = f"{_WHERE} NOT ({_BEGAN} AND {_ENDED})"
WENT_ON = f"{_WHERE} NOT ({_BEGAN} AND {_ENDED}) AND {_BEFORE} AND {_AFTER}"


def first_day(
    initiatives: Iterable[int], *, own_rows: bool = False, at: datetime | None = None
) -> date | None:
    """On which anybody in the register began; None where nobody is in it."""
    wanted = sorted(set(initiatives))
    with reading(wanted, own_rows=own_rows) as cursor:
        cursor.execute(as_it_stood(BEGAN_FIRST, at), {"initiatives": wanted} | at_facts(at))
        [(day,)] = cursor.fetchall()
        return day


BEGAN_FIRST = (
    "SELECT min(started_on) FROM gate_enrolments WHERE initiative_id = ANY(%(initiatives)s::bigint[])"
)


def _each_once(tables: Iterable[Iterable[Grouping]]) -> list[list[tuple[str, ...]]]:
    """Each grouping with the table that tells fewest things apart, where it is the least work."""
    found: list[list[tuple[str, ...]]] = []
    seen: set[tuple[str, ...]] = set()
    sheets = [list(dict.fromkeys(in_order(grouping) for grouping in groupings)) for groupings in tables]
    for sheet in sorted(sheets, key=lambda sheet: len(set().union(*sheet))):
        if left := [grouping for grouping in sheet if grouping not in seen]:
            found.append(left)
            seen.update(left)
    return found


def enrolments_counted(
    period: Period, population: str, group: Mapping[str, Any], initiatives: Iterable[int],
    destinations: Mapping[int, Sequence[str]] | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the enrolments behind a number, among those that the connection
    may see. Newest first, 200 at most.
    """
    conditions = [f"({POPULATIONS[population]})"]
    given = facts([period], sorted(set(initiatives)), destinations)
    for name, value in group.items():
        one = dimension(name)
        given[f"is_{name}"] = value
        if one.is_several:
            conditions.append(f"%(is_{name})s = ANY({several(one.column)})")
        else:
            conditions.append(f"{one.column} IS NOT DISTINCT FROM %(is_{name})s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.enrolment_id {source([period])} WHERE {' AND '.join(conditions)}"
            " ORDER BY e.started_on DESC, e.enrolment_id DESC LIMIT 200",
            given,
        )
        return [number for (number,) in cursor.fetchall()]


# ── The statement ──────────────────────────────────────────────────────────────────────────────────────────
# Every part is one of our own constants; what users choose travels as parameters.


class Measures(Protocol):
    def __call__(self, *, at_end: bool) -> Sequence[str]: ...


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    places = {name: place for place, name in enumerate(ALL)}
    return tuple(sorted(set(names), key=lambda name: (places.get(name, len(places)), name)))


def _cells(many: str) -> dict[str, str]:
    flags = {name: f"coalesce({many} FILTER (WHERE b.is_{name}), 0)::int" for name in ("new", "ended")}
    return {"total": f"({many})::int"} | flags


# The populations of a cell: who is not new was there before, and who has not ended goes on.
OF_CELL = {
    "total": "b.total", "before": "b.total - b.new", "new": "b.new", "ended": "b.ended",
    "ongoing": "b.total - b.ended",
}  # fmt: skip


def _summed(*, at_end: bool) -> list[str]:
    """Of what is known at the end only those who ended are told."""
    return [f"sum({of})" if name == "ended" or not at_end else "0" for name, of in OF_CELL.items()]


def _more_than_once(*, at_end: bool) -> list[str]:
    """By how many persons are fewer than enrolments, as a number below zero."""
    return [
        f"sum(least({of}, 1) - ({of}))" if name == "ended" or not at_end else "0"
        for name, of in OF_CELL.items()
    ]


def statement(
    periods, sheets: Sequence[Sequence[tuple[str, ...]]], columns: Mapping[str, str], measures: Measures, *,
    in_cells: bool = False, again: Measures | None = None,
    again_in: Collection[tuple[str, ...]] = (),
) -> str:  # fmt: skip
    """Every grouping of every sheet in one statement: of a sheet those that unfold the same arrays in one
    SELECT.

    ``columns``: what is needed of an enrolment ``e`` in a period ``p``; they are found in ``b``.
    ``measures``: what is told of each group of ``b``, given whether something is known at the end only.
    ``in_cells``: those who are alike in every dimension of the sheet are counted first, so that ``measures``
    have few rows to go through in each grouping; they find the cells in ``b``. Over several periods those are
    counted before who are alike in all of them. ``again``: measured in the groupings ``again_in`` over those
    who are there more than once in a period: to tell persons from enrolments, only they need to be looked at.

    Gives the number of the grouping (those of ``again`` go on where the others end), the number of the
    period, the values of the dimensions as text in an array, and the measures.
    """
    told = _columns(grouping for sheet in sheets for grouping in sheet)
    is_alike = in_cells and len(periods) > 1 and not again_in
    needed = {**columns, **({name: f"e.{name}" for name in [*told, "n"]} if is_alike else told)}
    if again_in:
        needed["person"] = "e.person"
    shown = ", ".join(["p.number", *(f"{column} AS {name}" for name, column in needed.items())])
    selects: list[str] = []
    parts = [f"b AS (SELECT {shown} {source(periods, told if is_alike else None)})"]
    cells = _cells("sum(b.n)" if is_alike else "count(*)")
    counted = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    first, all_ = 0, sum(len(sheet) for sheet in sheets)
    if again_in:
        parts.append(
            "s AS (SELECT number, person, row_number() OVER () AS nth FROM b"
            " GROUP BY number, person HAVING count(*) > 1)"
        )
        parts.append("r AS (SELECT b.*, s.nth FROM b JOIN s USING (number, person))")
    for n, sheet in enumerate(sheets):
        if in_cells:
            keys = ", ".join(["number", *_columns(sheet)])
            parts.append(f"c{n} AS (SELECT {keys}, {counted} FROM b GROUP BY {keys})")  # noqa: S608
        selects += _told(sheet, first, measures, f"c{n} AS b" if in_cells else "b")
        if again:
            selects += _told_again(sheet, all_ + first, again, counted, again_in)
        first += len(sheet)
    return f"WITH {', '.join(parts)} {' UNION ALL '.join(selects)}"


def _told(sheet: Sequence[tuple[str, ...]], first: int, measures: Measures, rows: str) -> Iterator[str]:
    for places, arrays, at_end in _kinds(sheet):
        numbers = [first + place for place in places]
        yield _select([sheet[place] for place in places], numbers, arrays, measures(at_end=at_end), rows)


def _told_again(
    sheet: Sequence[tuple[str, ...]], first: int, again: Measures, counted: str,
    again_in: Collection[tuple[str, ...]],
) -> Iterator[str]:  # fmt: skip
    """Person by person in each group first, those alone who are there more than once."""
    for all_places, arrays, at_end in _kinds(sheet):
        if not (places := [place for place in all_places if sheet[place] in again_in]):
            continue
        rows = "(SELECT * FROM r WHERE is_ended) AS b" if at_end else "r AS b"
        numbers = [first + place for place in places]
        each = _select([sheet[place] for place in places], numbers, arrays, [counted], rows, "nth")
        less = ", ".join(again(at_end=at_end))
        yield f"SELECT which, number, groups, {less} FROM ({each}) AS b GROUP BY 1, 2, 3"  # noqa: S608


def _columns(groupings: Iterable[Grouping]) -> dict[str, str]:
    names = in_order(name for grouping in groupings for name in grouping)
    return {f"d_{name}": dimension(name).column for name in names}


def _kinds(sheet: Sequence[tuple[str, ...]]) -> list[tuple[list[int], tuple[str, ...], bool]]:
    """The groupings that are counted in one SELECT, by their places in the sheet; see ``_kind``."""
    together: dict[tuple[tuple[str, ...], bool], list[int]] = {}
    for place, names in enumerate(sheet):
        together.setdefault(_kind(names), []).append(place)
    return [(places, arrays, at_end) for (arrays, at_end), places in together.items()]


def _kind(names: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """What groupings counted together have in common: the arrays to unfold, and whether any dimension is
    known at the end only.
    """
    known = [dimension(name) for name in names]
    return tuple(one.name for one in known if one.is_several), any(one.at_end for one in known)


def _select(groupings, numbers, arrays, measures, rows: str, further: str = "") -> str:
    """``further``: each group is told apart by it too, and shown where it is there more than once."""
    names = in_order(name for grouping in groupings for name in grouping)
    columns = {name: f"u_{name}.value" if name in arrays else f"b.d_{name}" for name in names}
    unfolded = "".join(
        f" CROSS JOIN LATERAL unnest({several(f'b.d_{name}')}) AS u_{name}(value)" for name in arrays
    )
    keys = ["number", *([further] if further else [])]
    sets = ", ".join(f"({', '.join([*keys, *(columns[name] for name in of)])})" for of in groupings)
    grouping = f"GROUPING({', '.join(columns.values())})" if names else "0"
    bit = {name: 1 << (len(names) - 1 - n) for n, name in enumerate(names)}
    which = " ".join(
        f"WHEN {sum(bit[name] for name in names if name not in of)} THEN {number}"
        for of, number in zip(groupings, numbers, strict=True)
    )
    values = ", ".join(f"{column}::text" for column in columns.values())
    return (
        f"SELECT CASE {grouping} {which} END AS which, number, ARRAY[{values}]::text[] AS groups,"  # noqa: S608
        f" {', '.join(measures)} FROM {rows}{unfolded} GROUP BY GROUPING SETS ({sets})"
        + (" HAVING count(*) > 1" if further else "")
    )


def several(column: str) -> str:
    return f"CASE WHEN {column} = '{{}}' THEN ARRAY['unknown'] ELSE {column}::text[] END"


def source(periods, alike_in: Mapping[str, str] | None = None) -> str:
    """Enrolments ``e`` and the periods ``p`` that they touch. ``alike_in``: instead of each, how many (``n``)
    are alike in these columns, and began and ended between the same ends of periods.
    """
    rows = ", ".join(f"({n}, %(first{n})s::date, %(last{n})s::date)" for n in range(len(periods)))
    # What no period can count is left out first, in constants, so that it is left out before anything is
    # joined; of a single period that is all. Only names of parameters are put into the text (S608).
    touches = "true" if len(periods) == 1 else "e.started_on <= p.last AND e.until >= p.first"
    them = (
        "SELECT * FROM gate_enrolments WHERE initiative_id = ANY(%(initiatives)s::bigint[])"
        " AND started_on <= %(end)s AND until >= %(beginning)s"
    )
    if alike_in is not None:
        # The last beginning of a period, or day after one, says as much of a day as the day itself.
        days = [f"(%(ends)s)[width_bucket(e.{day}, %(ends)s)] AS {day}" for day in ("started_on", "until")]
        keys = ", ".join([*days, *(f"{column} AS {name}" for name, column in alike_in.items())])
        by = ", ".join(str(n + 1) for n in range(2 + len(alike_in)))
        them = f"SELECT {keys}, count(*) AS n FROM ({them}) e GROUP BY {by}"  # noqa: S608
    return f"FROM ({them}) e JOIN (VALUES {rows}) AS p (number, first, last) ON {touches}"


def facts(periods, initiatives, destinations: Mapping[int, Sequence[str]] | None = None) -> dict[str, Any]:
    aims = {number: of for number, of in (destinations or {}).items() if of}
    found: dict[str, Any] = {
        "initiatives": initiatives,
        "aiming": list(aims), "aims": [f"{number}:{code}" for number, of in aims.items() for code in of],
        "beginning": min(one.first for one in periods), "end": max(one.last for one in periods),
        "ends": sorted({date.min, *(one.first for one in periods),
                        *(one.last + timedelta(days=1) for one in periods if one.last < date.max)}),
    }  # fmt: skip
    for n, period in enumerate(periods):
        found |= {f"first{n}": period.first, f"last{n}": period.last}
    return found


NUMBERED = {"initiative", "municipality", "track", "controller"}


def group_of(names: Sequence[str], all_names: Sequence[str], values: Sequence[str | None]) -> Group:
    known = dict(zip(all_names, values, strict=True))
    return Group(
        (name, int(value) if name in NUMBERED and (value := known[name]) is not None else known[name])
        for name in names
    )


def names_of(grouping: tuple[str, ...], sheet: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All dimensions of the SELECT that a grouping is counted in, as its values stand in the array."""
    return in_order(name for of in sheet if _kind(of) == _kind(grouping) for name in of)


def _read(row, periods, groupings, names, counts: Counts, of_persons: Collection[Grouping]) -> None:
    which, number, values, *numbers = row
    names_of_row = names[which]
    which, is_again = which % len(groupings), which >= len(groupings)
    group = group_of(groupings[which], names_of_row, values)
    found = dict(zip(POPULATION_NAMES, numbers, strict=True))
    if not is_again:
        counts.put(periods[number], group, found)
    if groupings[which] in of_persons:  # as many as enrolments, less those that are somebody's again
        so_far = counts.of("persons", periods[number], group)
        counts.persons[periods[number], group] = {name: so_far[name] + n for name, n in found.items()}


__all__ = ["HEADLINE", "NOBODY", "Counts", "Group", "Period", "count", "enrolments_counted", "year"]
