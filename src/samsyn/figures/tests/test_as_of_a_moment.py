"""The register as it stood: the table as of a moment is the table that was shown at that moment."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.accounts.tests import factories as people
from samsyn.base.tenancy import acting_in, through_the_gate
from samsyn.figures.counting import Period, year
from samsyn.figures.grounds import Grounds
from samsyn.figures.tables import table

from .histories import ALL, Clock, happen, moment
from .registers import enrol, place, some, without_the_overlap_rule

steps = st.lists(st.tuples(st.sampled_from(ALL), st.integers(0, 40)), min_size=2, max_size=10)
ASKED = (
    ("participants", year(2024), ("initiative",), "enrolments"),
    ("participants", year(2024), ("initiative", "sex"), "enrolments"),
    ("participants", Period(date(2024, 1, 1), date(2025, 12, 31)), ("year",), "enrolments"),
    ("participants", year(2024), (), "persons"),
    ("work_or_studies", year(2024), (), "enrolments"),
)


def shown(where, at=None):
    found = []
    for name, period, by, unit in ASKED:
        made = table(
            name, where.association, period, by=by, unit=unit, grounds=Grounds(where.association, at=at)
        )
        found.append([(row.keys, row.values, row.source, row.is_missing) for row in [*made.rows, made.sum]])
    return found


def shown_inside(where, at=None):
    own = Grounds(where.association, [one.pk for one in where.initiatives], at=at)
    with acting_in([where.controllers[0].pk]):
        found = []
        for by in (("municipality", "sex"), ("age", "education")):
            made = table("participants", where.association, year(2024), by=by, grounds=own)
            found.append([(row.keys, row.values) for row in [*made.rows, made.sum]])
        return found


class Undo(Exception):
    pass


@given(steps)
@settings(max_examples=8, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
def test_the_table_as_of_a_moment_is_the_table_that_was_shown_then(db, as_owner, steps):
    with pytest.raises(Undo), transaction.atomic():
        with as_owner():
            without_the_overlap_rule()
            where, clock = place(2, 2), Clock()
            where.director = people.director(where.association)
            clock.tick()
        then = {clock.step: (shown(where), shown_inside(where))}
        for act, n in steps:
            with as_owner():
                happen(where, act, n)
                clock.tick()
            then[clock.step] = shown(where), shown_inside(where)
        for step, (whole, inside) in then.items():
            assert shown(where, moment(step)) == whole
            assert shown_inside(where, moment(step)) == inside
        raise Undo


def test_before_the_history_begins_there_is_nothing(db, as_owner):
    with as_owner():
        where = place(1, 1)
        enrol(where, [{"person": "a", "start": date(2024, 2, 1)}])
        Clock().tick()
    assert shown(where)[0][-1][1]["total"] == 1
    assert shown(where, moment(0))[0][-1][1]["total"] is None


@pytest.mark.parametrize(
    ("name", "by"), [("participants", ("municipality",)), ("ended", ("exit_reason",)), ("consultations", ()),
                     ("waiting_time", ()), ("work_or_studies", ("initiative",))],
)  # fmt: skip
def test_the_association_compares_no_moments_of_what_is_under_control(db, as_owner, name, by):
    with as_owner():
        where = place(1, 1)
    with pytest.raises(ValidationError, match="tidigare"):
        table(name, where.association, year(2024), by=by, grounds=Grounds(where.association, at=moment(1)))


def test_the_gate_reads_no_more_of_history_than_of_today(db, as_owner):
    with as_owner():
        where = place(1, 1)
        enrol(where, [{"person": "a", "start": date(2024, 2, 1)}])
    with through_the_gate([where.initiatives[0].pk]), connection.cursor() as cursor:
        cursor.execute("SELECT count(started_on) FROM enrolments_enrolmentevent")
        assert cursor.fetchone() == (1,)
    with through_the_gate([where.initiatives[0].pk + 1]), connection.cursor() as cursor:
        cursor.execute("SELECT count(started_on) FROM enrolments_enrolmentevent")
        assert cursor.fetchone() == (0,)
    with through_the_gate([where.initiatives[0].pk], protected=False), connection.cursor() as cursor:
        cursor.execute("SELECT count(started_on) FROM enrolments_enrolmentevent")
        assert cursor.fetchone() == (0,)


def test_the_command_tells_how_it_was(db, as_owner, capsys):
    with as_owner():
        where, clock = place(1, 1), Clock()
        for many in (7, 2):
            some(where, many, start=date(2024, 2, 1))
            clock.tick()
    asked = {"association": where.association.slug, "first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    for at, total in ((moment(1), 7), (None, 9)):
        call_command("figures", "participants", format="json", as_of=at, **asked)
        assert json.loads(capsys.readouterr().out)["sum"]["total"] == total
    with pytest.raises(CommandError, match="tidigare"):
        call_command("figures", "participants", by=[["municipality"]], as_of=moment(1), **asked)
