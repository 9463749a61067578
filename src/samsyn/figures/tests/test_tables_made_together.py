"""Tables for the same page are counted together, and come out as each would by itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.accounts.tests.factories import UserFactory
from samsyn.figures import tables
from samsyn.figures.counting import Period, count, count_together, year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.grounds import Grounds
from samsyn.figures.models import ReportedCount
from samsyn.figures.tables import Ask
from samsyn.initiatives.tests.factories import InitiativeFactory

from .registers import enrol, place

PERIOD, THREE_YEARS = year(2025), Period(year(2023).first, year(2025).last)


@pytest.fixture
def where(db, as_owner):
    """Many of the people are there two or three times, some of them in both initiatives."""
    with as_owner():
        found = place(2, 2)
        found.initiatives[1].destinations = ["work"]
        found.initiatives[1].save()
        enrol(found, [
            {"person": f"{n}", "sex": ("woman", "man")[n % 2], "initiative": (n + turn) % 2,
             "controller": n % 3 % 2, "work": (n + turn) % 3 == 0, "start": start, "end": end}
            for n in range(25)
            for turn, (start, end) in enumerate([
                (date(2023, 1 + n % 12, 1), date(2025, 1, 20)), (date(2025, 3, 1), date(2025, 6, 1 + n)),
                (date(2025, 9, 1), None if n % 4 else date(2025, 12, 20)),
            ])
        ])  # fmt: skip
    return found


PAIRS = [("initiative", "sex"), ("age", "sex"), ("education", "initiative"), ("year", "municipality"),
         ("occupation_at_start", "occupation_at_end"), ("income_at_start", "income_at_end")]  # fmt: skip


def asks(grounds: Grounds) -> list[Ask]:
    found = [
        Ask(name, period, by, unit)
        for name, figure in FIGURES.items()
        for by in [(), *((one,) for one in figure.dimensions), ("year",), *PAIRS]
        for period in (PERIOD, THREE_YEARS)
        for unit in figure.units
        if set(by) <= {*figure.dimensions, "year"}
    ]
    return [ask for ask in dict.fromkeys(found) if tables.is_given(ask, grounds)]


def told(made: tables.Table):
    rows = [(row.keys, row.labels, row.values, row.hidden, row.source, row.is_missing) for row in made.rows]
    return rows, made.sum.values, made.sum.hidden, made.missing, made.adds_up


def test_every_table_comes_out_as_by_itself(where):
    wanted = asks(Grounds(where.association))
    assert {ask.name for ask in wanted} == set(FIGURES)
    for n in range(3):  # so that each is made with others than its own figure's
        some = wanted[n::3]
        together = tables.tables(some, Grounds(where.association))
        for ask in some:
            alone = tables.table(ask.name, where.association, ask.period, by=ask.by, unit=ask.unit)
            assert told(together[ask]) == told(alone), ask


def test_those_over_the_same_periods_are_one_statement(where):
    grounds = Grounds(where.association)
    wanted = [
        Ask("participants", PERIOD, ("initiative",)), Ask("participants", PERIOD, ("age", "sex")),
        Ask("ended", PERIOD, ("occupation_at_start", "occupation_at_end")), Ask("work_or_studies", PERIOD),
        Ask("participants", PERIOD, unit="persons"), Ask("participants", THREE_YEARS, ("year",)),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        tables.tables(wanted, grounds)
    through_the_gate = [one["sql"] for one in asked.captured_queries if "gate_enrolments" in one["sql"]]
    # One of each of the two periods; and whether the years before the first must be known as well, and which.
    assert sum("GROUPING SETS" in sql for sql in through_the_gate) == 2 + 1
    assert len(through_the_gate) == 5


def test_a_grouping_that_several_ask_for_is_counted_once(where):
    numbers = [one.pk for one in where.initiatives]
    levels = [(), ("initiative",), ("initiative", "sex")]
    once = count([PERIOD], levels, numbers, persons=True)
    twice = count_together(
        [PERIOD], [[("initiative", "sex"), ()], [(), ("sex", "initiative")], [("initiative",)]], numbers,
        persons=levels,
    )  # fmt: skip
    assert (twice.enrolments, twice.persons) == (once.enrolments, once.persons)
    assert any(once.persons[key] != of for key, of in once.enrolments.items())  # somebody is there twice


def test_what_others_report_goes_into_each_table_once(where, as_owner):
    with as_owner():
        reporting = InitiativeFactory(association=where.association, source="reported")
        ReportedCount.objects.create(
            association=where.association, initiative=reporting, first_day=PERIOD.first,
            last_day=PERIOD.last, total=40, new=10, ended=12, ongoing=28, to_work_or_studies=5,
            source="Uppföljning 2025", reported_by=UserFactory(),
        )  # fmt: skip
    wanted = [Ask("participants", PERIOD, by) for by in [(), ("initiative",), ("sex",)]]
    share = Ask("work_or_studies", PERIOD, ("initiative",))
    made = tables.tables([*wanted, share], Grounds(where.association))
    assert len({made[ask].sum.values["total"] for ask in wanted}) == 1
    assert [row.values["total"] for row in made[wanted[1]].rows if row.source == "reported"] == [40]
    assert [row.values["denominator"] for row in made[share].rows if row.source == "reported"] == [12]


def test_one_that_is_not_given_says_why(where):
    wanted = [Ask("participants", PERIOD), Ask("participants", PERIOD, ("exit_reason",))]
    with pytest.raises(ValidationError, match="exit_reason"):
        tables.tables(wanted, Grounds(where.association))
