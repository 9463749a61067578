"""Where a headline says that nobody began or ended, stock and flow are tied; and that is found beforehand."""

from datetime import date
from itertools import product
from random import Random

import pytest

from samsyn.figures.counting import NOBODY, Counts, Group, count, ties_stock_to_flow, year
from samsyn.figures.exchange import ALL, Exchange, Linked, changed
from samsyn.figures.movement import Movement, is_tied, tied_back_from

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


@pytest.mark.parametrize(
    ("at", "all_", "part", "more", "less"),
    [
        ("ongoing", (20, 0, 9), (9, 0, 2), True, True),  # less or more of them ended
        ("ongoing", (20, 0, 9), (0, 0, 0), False, True),  # nobody began, and none was there
        ("ongoing", (20, 9, 0), (0, 9, 0), True, True),
        ("ongoing", (20, 1, 9), (0, 0, 0), True, True),  # the one who began may have had this education
        ("before", (20, 9, 0), (9, 2, 0), True, True),
        ("before", (20, 9, 0), (0, 0, 0), False, True),  # nobody ended, and none is there
        ("before", (20, 0, 9), (9, 0, 9), True, True),
        ("before", (20, 0, 0), (9, 0, 0), False, False),  # who was there is there
        ("ongoing", (20, 0, 0), (9, 0, 0), False, False),
    ],
)  # fmt: skip
def test_a_stock_may_be_another_as_far_as_the_years_flows_make_up_for_it(at, all_, part, more, less):
    moved = movement(all=all_, compulsory=part)
    key = ("compulsory", 1, "woman")
    assert (moved.allows(key, 1, at), moved.allows(key, -1, at)) == (more, less)


DIMENSIONS = ("municipality", "initiative", "sex")
TOWNS_AND_SEXES = Exchange(
    DIMENSIONS, (Linked((7,), (8,)), (1, 2), ("woman", "man")), frozenset({1, -1}),
    (("municipality",), (Linked((7,), (8,)), (1, 2), ("woman", "man")), "stock", YEAR.last),
)  # fmt: skip


@pytest.mark.parametrize(
    ("stuck", "left"),
    [
        ([], []),
        ([(8, 2, "man")], [((8,), (2,), ("man",))]),
        ([(ALL, 1, ALL)], [((7,), (1,), ("woman", "man"))]),  # both sexes of the first
        ([(ALL, 1, "woman"), (ALL, 2, "man")], [((7,), (1,), ("woman",)), ((8,), (2,), ("man",))]),
        ([(ALL, ALL, "woman"), (ALL, 2, "woman")], [(Linked((7,), (8,)), (1, 2), ("woman",))]),
        ([(ALL, ALL, ALL)], [TOWNS_AND_SEXES.places]),
    ],
)
def test_of_an_exchange_goes_on_what_is_in_headlines_where_nobody_came_or_went(stuck, left):
    parts = TOWNS_AND_SEXES.parts(TOWNS_AND_SEXES.turns(stuck))
    assert [one.places for one in parts] == left
    assert [one.root[1] for one in parts] == left


def test_one_pair_of_values_in_one_initiative_and_another_in_the_other():
    """Whoever is told apart by values and initiative, or by values and sex, would see it."""
    places = (Linked(("employed", "none"), ("studies", "none")), (1, 2), ("woman", "man"))
    cells = dict(changed(places, list(product((True, False), repeat=3))))
    assert {key: sign for key, sign in cells.items() if key[1:] == (2, "man")} == {
        ("studies", 2, "man"): 1, ("none", 2, "man"): -1
    }  # fmt: skip
    assert {key for key in cells if key[1] is ALL} == {
        (value, ALL, sex) for value in ("employed", "studies") for sex in ("woman", "man")
    }
    assert not {key for key in cells if key[2] is ALL}
    exchange = Exchange(DIMENSIONS, places, root=(DIMENSIONS[:1], places, "stock", YEAR.last))
    (left,) = exchange.parts([(1, 0), (1, 1)])
    assert left.places == (("studies", "none"), (2,), ("woman", "man"))


@pytest.mark.parametrize(
    ("began_and_left", "found"),
    [
        ([(2020, None)], [2024, 2023, 2022, 2021]),  # nobody came or left since they began
        ([(2020, None), (2022, 2022)], [2024, 2023]),  # in 2022 somebody did both
        ([(2020, None), (2024, 2024)], []),
        ([(2024, None)], []),  # what was begun is what there is
        ([], []),
    ],
)
def test_years_are_tied_as_far_back_as_they_follow_one_another(db, as_owner, began_and_left, found):
    with as_owner():
        where = place(1, 1)
        enrol(where, [
            {"person": f"{began}{left}{n}", "sex": "woman", "initiative": 0, "start": date(began, 3, 1),
             "end": left and date(left, 9, 1)}
            for began, left in began_and_left for n in range(3)
        ])  # fmt: skip
    assert tied_back_from(2024, [where.initiatives[0].pk]) == [year(one) for one in found]
