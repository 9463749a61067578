"""The four populations: what they count, the laws that hold for any register,
and a second count that agrees.
"""

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.figures.counting import Group, Period, count, every_subset, year
from samsyn.figures.tables import table
from samsyn.organisations.tests.factories import AssociationFactory

from .registers import enrol, place, without_the_overlap_rule

DIMENSIONS = ("initiative", "sex", "municipality")
DAY_ZERO = date(2024, 1, 1)
days = st.integers(0, 3 * 365).map(lambda n: DAY_ZERO + timedelta(days=n))
rows = st.lists(
    st.tuples(
        st.integers(0, 5) | st.none(), st.integers(0, 1), st.integers(0, 1), days,
        st.integers(0, 500) | st.none(),
        st.booleans(), st.integers(0, 9).map(lambda n: n == 0),
    ),
    max_size=25,
)  # fmt: skip
periods = st.tuples(days, st.integers(0, 500)).map(lambda p: Period(p[0], p[0] + timedelta(days=p[1])))


def written(where, register):
    """The rows as dicts, in the database."""
    found = [
        {"person": person, "controller": controller, "initiative": initiative, "start": start,
         "sex": "woman" if (person or 0) % 2 == 0 else "man",
         "end": None if length is None or wrong else start + timedelta(days=length), "work": work,
         "misregistered": wrong}
        for person, controller, initiative, start, length, work, wrong in register
    ]  # fmt: skip
    enrol(where, [dict(row) for row in found])
    return found


class Undo(Exception):
    pass


@pytest.fixture
def each_register(db, as_owner):
    """Runs a check on a register that is written past the wall and taken away again."""

    def run(register, check):
        with pytest.raises(Undo), transaction.atomic():
            with as_owner():
                without_the_overlap_rule()
                where = place(2, 2)
                found = written(where, register)
            check(where, found)
            raise Undo

    return run


law = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(register=rows, period=periods)
@law
def test_total_is_ended_and_ongoing_and_those_before_and_the_new(each_register, register, period):
    def check(where, _found):
        just_before = Period(date(2000, 1, 1), period.before)
        counts = count(
            [period, just_before], every_subset(DIMENSIONS), [i.pk for i in where.initiatives], persons=True
        )
        for (when, group), of in counts.enrolments.items():
            persons = counts.of("persons", when, group)
            assert of["total"] == of["ended"] + of["ongoing"]
            if when == period:
                before = counts.of("enrolments", just_before, group)
                assert of["total"] == before["ongoing"] + of["new"]
                assert of["before"] == before["ongoing"]
            for name in of:
                assert persons[name] <= of[name]
                assert (persons[name] == 0) == (of[name] == 0)
            assert persons["total"] <= persons["ended"] + persons["ongoing"]

    each_register(register, check)


@given(register=rows, some=st.lists(periods, min_size=2, max_size=4, unique=True))
@law
def test_several_periods_at_once_count_as_each_by_itself(each_register, register, some):
    def check(where, _found):
        numbers = [one.pk for one in where.initiatives]
        levels = every_subset(DIMENSIONS)
        whole = Period(DAY_ZERO, date.max)
        together = count([*some, whole], levels, numbers)
        for period in (*some, whole):
            alone = count([period], levels, numbers)
            for level in levels:
                assert together.level(period, level) == alone.level(period, level)

    each_register(register, check)


def counted_apart(found, period, unit):
    """The populations by initiative, reckoned by polars from the same rows."""
    frame = pl.DataFrame(
        [
            {"who": f"{row['person']}" if row["person"] is not None else f"alone {n}",
             "initiative": row["initiative"],
             "start": row["start"], "end": row["end"]}
            for n, row in enumerate(found) if not row["misregistered"]
        ],
        schema={"who": pl.String, "initiative": pl.Int64, "start": pl.Date, "end": pl.Date},
    )  # fmt: skip
    start, end = pl.col("start"), pl.col("end")
    rules = {
        "total": (start <= period.last) & (end.is_null() | (end >= period.first)),
        "new": start.is_between(period.first, period.last),
        "ended": end.is_between(period.first, period.last),
        "ongoing": (start <= period.last) & (end.is_null() | (end > period.last)),
    }
    how = pl.len() if unit == "enrolments" else pl.col("who").n_unique()
    return {
        name: dict(frame.filter(rule).group_by("initiative").agg(how).iter_rows())
        for name, rule in rules.items()
    }


PERIODS = [
    year(2024),
    Period(date(2025, 2, 1), date(2025, 2, 28)),
    Period(date(2024, 7, 1), date(2026, 3, 31)),
]


@given(register=rows)
@law
def test_a_second_count_agrees(each_register, register):
    def check(where, found):
        counts = count(PERIODS, [("initiative",)], [i.pk for i in where.initiatives], persons=True)
        for period in PERIODS:
            for unit in ("enrolments", "persons"):
                apart = counted_apart(found, period, unit)
                for number, initiative in enumerate(where.initiatives):
                    of = counts.of(unit, period, Group({("initiative", initiative.pk)}))
                    assert {name: of[name] for name in apart} == {
                        name: groups.get(number, 0) for name, groups in apart.items()
                    }

    each_register(register, check)


# ── Edges, by example ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def counted(db, as_owner):
    def run(*enrolments, period=None, unit="enrolments", by=()):
        with as_owner():
            where = place(2, 2)
            enrol(where, [dict(one) for one in enrolments])
        period = period or year(2025)
        found = table("participants", where.association, period, unit=unit, by=by)
        return {name: found.sum.values[name] for name in ("total", "new", "ended", "ongoing")}

    return run


def test_who_starts_on_the_first_day_is_new_and_who_ends_on_the_last_has_ended(counted):
    assert counted({"person": 1, "start": date(2025, 1, 1), "end": date(2025, 12, 31)}) == {
        "total": 1, "new": 1, "ended": 1, "ongoing": 0,
    }  # fmt: skip


def test_who_ended_the_day_before_is_nowhere(counted):
    assert counted({"person": 1, "start": date(2024, 1, 1), "end": date(2024, 12, 31)}) == dict.fromkeys(
        ("total", "new", "ended", "ongoing"), 0
    )


def test_who_ends_the_day_after_is_ongoing(counted):
    assert counted({"person": 1, "start": date(2024, 1, 1), "end": date(2026, 1, 1)}) == {
        "total": 1, "new": 0, "ended": 0, "ongoing": 1,
    }  # fmt: skip


def test_one_person_in_two_initiatives_under_two_authorities_is_one_person(counted):
    twice = [
        {"person": 1, "start": date(2025, 1, 1), "initiative": 0, "controller": 0},
        {"person": 1, "start": date(2025, 3, 1), "initiative": 1, "controller": 1},
    ]
    assert counted(*twice)["total"] == 2
    assert counted(*twice, unit="persons", by=("initiative",))["total"] == 1


def test_anonymous_participants_are_each_a_person(counted):
    two = [{"person": None, "start": date(2025, 1, 1)}, {"person": None, "start": date(2025, 1, 1)}]
    assert counted(*two, unit="persons")["total"] == 2


@pytest.mark.parametrize("by", [(), ("initiative",), ("initiative", "sex"), ("municipality",), ("year",)])
def test_an_association_without_initiatives_has_an_empty_table(db, by):
    made = table("participants", AssociationFactory(), year(2026), by=by)
    assert all(row.values["total"] == 0 for row in made.rows)
