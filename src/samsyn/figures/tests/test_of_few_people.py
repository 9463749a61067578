"""So few people that the zeros of a table would tell who the others are: they are not broken down."""

from datetime import date

import pytest

from samsyn.figures import pages
from samsyn.figures.counting import year
from samsyn.figures.tables import table

from .registers import place, some

pytestmark = pytest.mark.usefixtures("with_all_rules")


@pytest.fixture
def register(db, as_owner):
    """Of two municipalities: so many, ten of them in the second, besides a third of those who ended."""

    def make(many, ended=0):
        with as_owner():
            where = place(1, 2)
            some(where, many - 10 - ended, controller=0)
            some(where, 10, controller=1)
            for number, controller in ((ended - ended // 3, 0), (ended // 3, 1)):
                some(where, number, controller=controller, end=date(2026, 5, 1), work=True)
        return where.association

    return make


@pytest.mark.parametrize(("many", "shown"), [(29, [None, None]), (30, [20, 10])])
def test_from_six_times_the_limit_they_are(register, many, shown):
    found = table("participants", register(many), year(2026), by=["municipality"])
    assert [row.values["total"] for row in found.rows] == shown
    assert found.sum.values["total"] == many


def test_neither_are_zeros_shown_but_the_year_after_is_for_itself(register, as_owner):
    association = register(29)
    association.suppress_below = 3
    shown = table("participants", association, year(2026), by=["education"]).rows
    assert 0 in {row.values["total"] for row in shown}  # of 18 they are
    association.suppress_below = 5
    shown = table("participants", association, year(2026), by=["education"]).rows
    assert {row.values["total"] for row in shown} == {None}
    before = table("participants", association, year(2025), by=["education"]).rows
    assert {(row.is_before, bool(row.hidden)) for row in before} == {(True, False)}


def test_those_who_ended_are_counted_for_themselves(register):
    association = register(80, ended=29)
    total, ended = (
        [row.values[name] for row in table("participants", association, year(2026), by=["municipality"]).rows]
        for name in ("total", "ended")
    )
    assert total == [61, 19]
    by_the_end = table("ended", association, year(2026), by=["occupation_at_end"])
    assert {row.values["ended"] for row in by_the_end.rows} == {None}
    assert ended == [20, 9]


def test_headlines_and_shares_of_everybody_are_shown(register):
    association = register(29, ended=12)
    by_sex = table("participants", association, year(2026), by=["sex"])
    assert [row.values["total"] for row in by_sex.rows] == [29, 0]
    for name in ("work_or_studies", "over_12_months"):
        assert table(name, association, year(2026)).sum.values["denominator"] == 12
    by_sex = table("over_12_months", association, year(2026), by=["sex"])
    assert {row.values["numerator"] for row in by_sex.rows} == {None}
    assert [row.values["denominator"] for row in by_sex.rows] == [12, 0]  # as the headlines say


@pytest.mark.parametrize(("many", "is_said"), [(29, True), (40, False)])
def test_it_is_said_where_it_is_so(register, many, is_said):
    """The other has something hidden, too: how few ended."""
    found = pages.shown(table("participants", register(many, ended=3), year(2026), by=["municipality"]))
    assert ("• står för" in found.hidden_note) != is_said
    assert ("Färre än 30 inskrivningar delas inte upp alls." in found.hidden_note) == is_said
