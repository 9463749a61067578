"""Every figure of an annual report, for one association in a growing whole, against SQL written by hand.

The association stays as large as it is; others around it grow. The SQL by hand reads the tables as their
owner: without row security, persons or disclosure control, it finds what is shown and nothing else. A second
SQL by hand counts what whoever hides small numbers must know at the least: every grouping of the table's own
dimensions, by initiative and sex as well, in enrolments and in persons.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection, connections, transaction

from samsyn.figures import dimensions
from samsyn.figures.counting import Period, year
from samsyn.figures.grounds import Grounds
from samsyn.figures.rows import Table
from samsyn.figures.tables import Ask, table, tables
from samsyn.organisations.models import Association

from .people import SLUG

LAST_YEAR = 2023
PERSONS = 10_000  # of the association that is measured
ROUNDS = 15

# How it is found that an enrolment touches the period is the same as in the product: the quickest known.
TOUCHES = """initiative_id = ANY(%(initiatives)s) AND started_on <= %(last)s
 AND exit_reason <> 'misregistration'
 AND CASE WHEN ended_on IS NULL THEN DATE '9999-12-31' ELSE ended_on END >= %(first)s"""
FOUR = """count(*), count(*) FILTER (WHERE started_on >= {first}), count(*) FILTER (WHERE ended_on <= {last}),
 count(*) FILTER (WHERE ended_on IS NULL OR ended_on > {last})"""
A_YEAR = {"first": "day::date", "last": "(day + interval '1 year - 1 day')::date"}
WITHIN = FOUR.format(first="%(first)s", last="%(last)s")
OF_A_YEAR = TOUCHES.replace("%(first)s", A_YEAR["first"]).replace("%(last)s", A_YEAR["last"])
AGE = """CASE WHEN birth_date IS NULL THEN extract(year FROM started_on)::int - birth_year
 ELSE extract(year FROM age(started_on, birth_date))::int END"""
BAND = dimensions.AGE.replace("e.age_at_start", f"({AGE})")
SUPPORT = """CASE WHEN public_support_months IS NULL THEN 'unknown' WHEN public_support_months = 0 THEN 'none'
 WHEN public_support_months < 12 THEN '0-1' WHEN public_support_months < 36 THEN '1-3'
 WHEN public_support_months < 60 THEN '3-5' ELSE '5-' END"""
KNOWN = "coalesce(nullif({}, ''), 'unknown')"
ENROLMENTS = "enrolments_enrolment"
WITH_PEOPLE = f"{ENROLMENTS} e JOIN participants_participant p ON p.id = e.participant_id"
SOURCES = "unnest(CASE WHEN income_at_{0} = '{{}}' THEN '{{unknown}}' ELSE income_at_{0} END) AS {0}_(source)"
INCOMES = f"{ENROLMENTS} CROSS JOIN {SOURCES.format('start')} CROSS JOIN {SOURCES.format('end')}"
BOTH_ARRAYS = f"{WITH_PEOPLE} CROSS JOIN {SOURCES.format('start')} CROSS JOIN {SOURCES.format('end')}"
PERSON = "coalesce(person_key, int8send(participant_id))"
POPULATIONS = {
    "total": "true", "before": "started_on < %(first)s", "new": "started_on >= %(first)s",
    "ended": "ended_on <= %(last)s", "ongoing": "ended_on IS NULL OR ended_on > %(last)s",
}  # fmt: skip
OCCUPATIONS = [KNOWN.format(f"occupation_at_{when}") for when in ("start", "end")]


def _by(keys: list[str], counted: str, source: str, more: str = "") -> str:
    places = ", ".join(str(n + 1) for n in range(len(keys)))
    return (
        f"SELECT {', '.join(keys)}, {counted} FROM {source}"  # noqa: S608
        f" WHERE {TOUCHES}{more} GROUP BY {places}"
    )


def _guarded(
    keys: list[str], source: str = WITH_PEOPLE, told: Iterable[str] = POPULATIONS, more: str = ""
) -> str:
    """``keys``: those that are fine; each with and without the others, initiative and sex."""
    names = [f"key{n}" for n in range(len(keys))]
    sets = [
        (*fine, *headline)
        for n in range(1, len(names) + 1) for fine in combinations(names, n)
        for m in range(3) for headline in combinations(("initiative_id", "sex"), m)
    ]  # fmt: skip
    shown = ", ".join(f"{key} AS {name}" for key, name in zip(keys, names, strict=True))
    flags = ", ".join(f"({POPULATIONS[one]}) AS is_{one}" for one in told)
    counted = ", ".join(
        f"count(*) FILTER (WHERE is_{one}), count(DISTINCT person) FILTER (WHERE is_{one})" for one in told
    )
    return (
        f"WITH found AS (SELECT initiative_id, sex, {PERSON} AS person, {shown}, {flags}"  # noqa: S608
        f" FROM {source} WHERE {TOUCHES}{more})"
        f" SELECT initiative_id, sex, {', '.join(names)}, {counted} FROM found"
        f" GROUP BY GROUPING SETS ({', '.join('(' + ', '.join(one) + ')' for one in sets)})"
    )


def _of_ended(keys: list[str], source: str = ENROLMENTS) -> str:
    return _by(keys, "count(*)", source, " AND ended_on <= %(last)s")


ENDED: dict[str, Any] = {"told": ["ended"], "more": " AND ended_on <= %(last)s"}


@dataclass(frozen=True)
class Asked:
    """A table of the report; and the same by hand: the keys, and the numbers in the order of its measures."""

    figure: str
    by: tuple[str, ...]
    sql: str
    guarded: str = ""  # the same when nothing is ever hidden
    years: int = 1

    @property
    def name(self) -> str:
        return f"{self.figure} by {' and '.join(self.by)}"

    @property
    def period(self) -> Period:
        return Period(year(LAST_YEAR - self.years + 1).first, year(LAST_YEAR).last)


TABLES = (
    Asked("participants", ("initiative",), _by(["initiative_id"], WITHIN, ENROLMENTS)),
    Asked("participants", ("year",),
          "SELECT extract(year FROM day)::int, years.* FROM"  # noqa: S608
          " generate_series(%(first)s::date, %(last)s::date, '1 year') AS day, LATERAL"
          f" (SELECT {FOUR.format(**A_YEAR)} FROM {ENROLMENTS}"
          f" WHERE {OF_A_YEAR}) AS years", years=10),
    Asked("participants", ("age", "sex"), _by([BAND, "sex"], WITHIN, WITH_PEOPLE), _guarded([BAND])),
    Asked("participants", ("education", "sex"), _by([KNOWN.format("education"), "sex"], WITHIN, WITH_PEOPLE),
          _guarded([KNOWN.format("education")])),
    Asked("participants", ("public_support", "sex"), _by([SUPPORT, "sex"], WITHIN, WITH_PEOPLE),
          _guarded([SUPPORT])),
    Asked("ended", ("occupation_at_end",), _of_ended(OCCUPATIONS[1:]),
          _guarded(OCCUPATIONS[1:], **ENDED)),
    Asked("ended", ("occupation_at_start", "occupation_at_end"), _of_ended(OCCUPATIONS),
          _guarded(OCCUPATIONS, **ENDED)),
    Asked("ended", ("income_at_start", "income_at_end"),
          _of_ended(["start_.source", "end_.source"], INCOMES),
          _guarded(["start_.source", "end_.source"], BOTH_ARRAYS, **ENDED)),
)  # fmt: skip


# ── All of them as one report ─────────────────────────────────────────────────────────────────────────────

YEARLY = [asked for asked in TABLES if asked.years == 1]
READ = ("initiative_id, started_on, ended_on, education, public_support_months, occupation_at_start,"
        " occupation_at_end, income_at_start, income_at_end, p.sex, p.birth_date, p.birth_year")  # fmt: skip
TOGETHER = "all as one report"


def _read_once() -> str:
    """Those of one year by hand: of each table by its place the keys as text, and four numbers."""
    parts = []
    for place, asked in enumerate(YEARLY):
        sql = asked.sql.replace(WITH_PEOPLE, "w").replace(ENROLMENTS, "w").replace(TOUCHES, "true")
        keys = [f"k{n}" for n in range(len(asked.by))]
        numbers = [f"n{n}" for n in range(4 if "FILTER" in sql else 1)]
        shown = [f"ARRAY[{', '.join(f'{key}::text' for key in keys)}]", *numbers, *["0"] * (4 - len(numbers))]
        parts.append(f"SELECT {place}, {', '.join(shown)} FROM ({sql}) t({', '.join([*keys, *numbers])})")  # noqa: S608
    read = f"SELECT {READ} FROM {WITH_PEOPLE} WHERE {TOUCHES}"  # noqa: S608
    return f"WITH w AS MATERIALIZED ({read}) {' UNION ALL '.join(parts)}"


def measure(enrolments: int) -> list[dict[str, Any]]:
    """Medians in ms: by hand, the product's questions to the database, and its whole table.
    Raises SystemExit when a number that is shown differs from the one found by hand.
    """
    association = Association.objects.get(slug=SLUG)
    initiatives = list(association.initiatives.values_list("pk", flat=True))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET jit = off; SET random_page_cost = 1.1")  # as the product has it
    grounds = Grounds(association)  # read once for a report, as here
    return [
        *(_measured(asked, grounds, initiatives, enrolments) for asked in TABLES),
        _measured_together(grounds, initiatives, enrolments),
    ]


def _measured(asked: Asked, grounds: Grounds, initiatives, enrolments) -> dict[str, Any]:
    facts = {"initiatives": initiatives, "first": asked.period.first, "last": asked.period.last}
    taken: dict[str, list[float]] = {"hand": [], "guarded": [], "database": [], "whole": []}
    for _round in range(ROUNDS):  # in turns, so that a slow minute is both's
        with connections["owner"].cursor() as cursor:
            taken["hand"].append(_timed(lambda: cursor.execute(asked.sql, facts)))
            found = {tuple(row[: len(asked.by)]): row[len(asked.by) :] for row in cursor.fetchall()}
            guarded = asked.guarded or asked.sql
            taken["guarded"].append(_timed(lambda: cursor.execute(guarded, facts)))  # noqa: B023
        with transaction.atomic(), connection.execute_wrapper(clock := _Clock()):
            made: list[Table] = []
            taken["whole"].append(_timed(
                lambda: made.append(  # noqa: B023
                    table(asked.figure, grounds.association, asked.period, by=asked.by, grounds=grounds)
                )
            ))  # fmt: skip
            taken["database"].append(clock.ms)
        _compare(asked, made[0], found)
    medians = {name: round(statistics.median(ms[2:]), 2) for name, ms in taken.items()}
    return {"table": asked.name, "enrolments": enrolments, **medians}


def _measured_together(grounds: Grounds, initiatives, enrolments) -> dict[str, Any]:
    asks = [Ask(one.figure, one.period, one.by) for one in TABLES]
    others = [one for one in TABLES if one not in YEARLY]
    by_hand = [(_read_once(), YEARLY[0].period), *((one.sql, one.period) for one in others)]
    taken: dict[str, list[float]] = {"hand": [], "database": [], "whole": []}
    for _round in range(ROUNDS):
        with connections["owner"].cursor() as cursor:
            took, found = 0.0, []
            for sql, period in by_hand:
                facts = {"initiatives": initiatives, "first": period.first, "last": period.last}
                took += _timed(lambda: cursor.execute(sql, facts))  # noqa: B023
                found.append(cursor.fetchall())
            taken["hand"].append(took)
        with transaction.atomic(), connection.execute_wrapper(clock := _Clock()):
            made: list[dict[Ask, Table]] = []
            taken["whole"].append(_timed(lambda: made.append(tables(asks, grounds))))  # noqa: B023
            taken["database"].append(clock.ms)
    for place, asked in enumerate(YEARLY):
        rows = {tuple(keys): numbers for of, keys, *numbers in found[0] if of == place}
        _compare(asked, made[0][asks[TABLES.index(asked)]], rows, as_text=True)
    medians = {name: round(statistics.median(ms[2:]), 2) for name, ms in taken.items()}
    return {"table": TOGETHER, "enrolments": enrolments, "guarded": None, **medians}


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


class _Clock:
    """How long the database took to answer, added up."""

    ms = 0.0

    def __call__(self, execute, *asked):
        began = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            self.ms += (time.perf_counter() - began) * 1000


def _compare(asked: Asked, made: Table, found: dict[tuple, Any], *, as_text: bool = False) -> None:
    for row in made.rows:
        key = tuple(str(row.keys[name]) if as_text else row.keys[name] for name in asked.by)
        by_hand = found.get(key, (0,) * 4)
        shown = [row.values[measure.name] for measure in made.figure.measures if measure.name != "budgeted"]
        for number, same in zip(shown, by_hand, strict=False):
            if number is not None and number != same:
                raise SystemExit(f"{asked.name}, {key}: {number} is {same} by hand.")
