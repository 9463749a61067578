"""Where a headline says that nobody began or ended, stock and flow are tied; and that is found beforehand."""

from datetime import date
from random import Random

import pytest

from samsyn.figures.counting import NOBODY, Counts, Group, count, ties_stock_to_flow, year
from samsyn.figures.movement import Movement, is_tied

from .registers import enrol, place

YEAR = year(2024)


def numbers(before, new, ended):
    return NOBODY | {
        "total": before + new, "before": before, "new": new, "ended": ended, "ongoing": before + new - ended
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "new", "ended", "tied"),
    [
        (9, 0, 2, True), (9, 2, 0, True), (9, 0, 0, True), (9, 3, 2, False),
        (0, 9, 0, False),  # what was begun is what there is
        (9, 0, 9, False), (0, 0, 0, False),
    ],
)  # fmt: skip
def test_a_year_is_tied_where_nobody_began_or_nobody_ended(before, new, ended, tied):
    assert is_tied([numbers(9, 3, 2), numbers(before, new, ended)]) == tied


@pytest.mark.parametrize("seed", range(12))
def test_it_is_found_before_anything_is_counted(db, as_owner, seed):
    dice = Random(seed)
    with as_owner():
        where = place(2, 1)
        enrol(where, [
            {"person": str(n), "sex": dice.choice(["woman", "man"]), "initiative": dice.randint(0, 1),
             "start": date(dice.randint(2022, 2024), 3, 1),
             "end": dice.choice([None, date(2024, dice.randint(4, 12), 20), date(2025, 1, 7)])}
            for n in range(dice.randint(1, 24))
        ])  # fmt: skip
    numbers = [one.pk for one in where.initiatives]
    counted = count([YEAR], [("initiative", "sex")], numbers).level(YEAR, ("initiative", "sex"))
    assert ties_stock_to_flow(YEAR, numbers) == is_tied(counted.values())


def movement(**of) -> Movement:
    """Of women in one initiative, and the parts of them with each education."""
    counts = Counts()
    for name, (before, new, ended) in of.items():
        facts = {"initiative": 1, "sex": "woman"} | ({} if name == "all" else {"education": name})
        counts.put(YEAR, Group(facts.items()), numbers(before, new, ended))
    return Movement(counts, YEAR, ("education", "initiative", "sex"))


@pytest.mark.parametrize(
    ("all_", "part", "tells"),
    [
        ((20, 0, 9), (9, 0, 2), True), ((20, 9, 0), (9, 2, 0), True),
        ((20, 0, 9), (9, 0, 5), False),  # no small number
        ((20, 1, 9), (9, 0, 2), False),  # somebody began, and might have had this education
    ],
)  # fmt: skip
def test_a_stock_tells_a_small_flow_where_the_headline_says_that_nobody_did_the_other(all_, part, tells):
    moved = movement(all=all_, compulsory=part)
    assert moved.tells(("compulsory", 1, "woman"), limit=5) == tells


@pytest.mark.parametrize(("all_", "may"), [((9, 0, 2), True), ((9, 2, 0), True), ((9, 0, 0), False)])
def test_flows_make_up_for_a_stock_where_anybody_came_or_went(all_, may):
    cells = [(("compulsory", 1, "woman"), 1), (("none", 1, "woman"), -1)]
    assert movement(all=all_).makes_up_for(cells) == may
