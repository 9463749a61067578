"""A median or a mean beside the ages in bands, days or months: it must not tell how few there are in one.

``SAMSYN_ATTACK_FROM=1 SAMSYN_ATTACK_TIMES=500`` draws five hundred registers.
"""

import os
from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random
from statistics import mean, median

import pytest

from samsyn.enrolments.models import Enrolment
from samsyn.figures.counting import Period, year
from samsyn.figures.dimensions import BANDS
from samsyn.figures.tables import table
from samsyn.participants.models import Participant

from .registers import place, some

BOTH = Period(date(2025, 1, 1), date(2026, 12, 31))


def aged(as_owner, **many_by_age):
    with as_owner():
        where = place(1, 1)
        for name, many in many_by_age.items():
            before = set(Participant.objects.values_list("pk", flat=True))
            some(where, many)
            Participant.objects.exclude(pk__in=before).update(birth_year=2026 - int(name[1:]))
    return where


def middles(where, period=None, **how):
    found = table("age_at_start", where.association, period or year(2026), **how)
    return found.sum.values["age_median"], found.sum.values["age_mean"]


@pytest.mark.parametrize("period", [year(2026), BOTH])
def test_a_median_half_way_between_two_bands_tells_how_many_are_in_each(db, as_owner, period):
    assert middles(aged(as_owner, a22=3, a62=3), period)[0] is None


def test_a_mean_tells_how_few_are_old(db, as_owner):
    median, mean = middles(aged(as_owner, a22=8, a62=2))
    assert (median, mean) == (22, None)


def test_they_are_told_where_one_more_or_less_in_a_band_would_give_them_too(db, as_owner):
    assert middles(aged(as_owner, a20=3, a21=3, a22=3, a27=3)) == (21.5, 22.5)


def test_they_are_told_where_no_band_is_hidden(db, as_owner):
    assert middles(aged(as_owner, a22=6, a62=6)) == (42, 42)


def test_how_long_nine_in_ten_stayed_tells_how_few_stayed_for_more_than_a_year(db, as_owner):
    with as_owner():
        where = place(1, 1)
        some(where, 9, start=date(2026, 1, 1), end=date(2026, 2, 1))
        some(where, 2, start=date(2024, 1, 1), end=date(2026, 2, 1))
    found = table("time_in_initiative", where.association, year(2026)).sum.values
    assert (found["counted"], found["stay_median"], found["stay_p90"]) == (11, 31, None)


def test_how_soon_half_was_entered_tells_how_few_were_entered_late(db, as_owner):
    with as_owner():
        where = place(1, 1)
        some(where, 6, start=date(2026, 2, 1))
        late = list(Enrolment.objects.values_list("pk", flat=True)[:3])
        Enrolment.objects.update(recorded_at="2026-02-02T12:00+01:00")
        Enrolment.objects.filter(pk__in=late).update(recorded_at="2026-04-02T12:00+02:00")
    assert table("entry_delay", where.association, year(2026)).sum.values["started_median"] is None


def test_inside_an_authority_they_are_exact(db, as_owner):
    where = aged(as_owner, a22=3, a62=3)
    with as_owner():
        own = [one.pk for one in where.initiatives]
        assert middles(where, own_initiatives=own)[0] == 42


# ── An attacker who tries every register that there could be ───────────────────────────────────────────────

STARTS = [*BANDS.values(), 76]
ENDS = {band: (max(first, 10), STARTS[n + 1] - 1) for n, (band, first) in enumerate(BANDS.items())}
ROUNDED = 0.051
LARGEST = 400_000  # registers, beyond which it would take too long
FIRST, MANY = (int(os.environ.get(f"SAMSYN_ATTACK_{name}", 0)) for name in ("FROM", "TIMES"))
FELL_ONCE = [2, 5, 8, 27]  # where middle values were shown whatever they told
Cells = list[int | None]


def drawn(where, dice: Random) -> None:
    for age, sex in product(
        dice.sample([18, 20, 22, 24, 25, 27, 33, 41, 52, 58, 61, 63], 3), ("woman", "man")
    ):
        many = dice.choice([0, 0, 1, 2, 3, 4, 6, 8])
        before = set(Participant.objects.values_list("pk", flat=True))
        some(where, many, sex=sex)
        Participant.objects.exclude(pk__in=before).update(birth_year=2026 - age)


def filled(many: int, cells: Cells) -> Iterator[tuple[int, ...]]:
    """Every way for so many to be in the bands, where some are shown."""
    first, *others = cells
    if not others:
        yield from [(many,)] if first in (None, many) else []
        return
    for here in range(many + 1) if first is None else [first]:
        if here <= many:
            yield from ((here, *rest) for rest in filled(many - here, others))


def agrees(counts: tuple[int, ...], told: dict[str, float | None]) -> bool:
    for name, middle in (("age_median", median), ("age_mean", mean)):
        if told[name] is None:
            continue
        least, most = (
            [ENDS[band][side] for band, many in zip(BANDS, counts, strict=True) for _n in range(many)]
            for side in (0, 1)
        )
        if len(least) < 5 or not middle(least) - ROUNDED <= told[name] <= middle(most) + ROUNDED:
            return False
    return True


def only_possible(cells: dict[str, Cells], told: dict[str, dict], *, use_middles: bool) -> dict[tuple, int]:
    """Hidden counts that are the same in every register that gives what is shown."""
    women, men = (
        [one for one in filled(told[sex]["counted"], cells[sex]) if not use_middles or agrees(one, told[sex])]
        if sex in told else [(0,) * len(BANDS)]
        for sex in ("woman", "man")
    )  # fmt: skip
    if len(women) * len(men) > LARGEST:
        pytest.skip("too many registers to try")
    found: dict[tuple, set[int]] = {}
    for one, other in product(women, men):
        both = tuple(map(sum, zip(one, other, strict=True)))
        if any(cell not in (None, many) for cell, many in zip(cells[""], both, strict=True)):
            continue
        if use_middles and not agrees(both, told[""]):
            continue
        for who, counts in (("woman", one), ("man", other), ("", both)):
            for band, many in enumerate(counts):
                if cells[who][band] is None:
                    found.setdefault((who, band), set()).add(many)
    return {cell: numbers.pop() for cell, numbers in found.items() if len(numbers) == 1}


@pytest.mark.parametrize("seed", range(FIRST, FIRST + MANY) if MANY else FELL_ONCE)
def test_who_tries_every_register_learns_no_small_count_from_the_middle_values(db, as_owner, seed):
    with as_owner():
        where = place(1, 1)
        drawn(where, Random(seed))
    cells: dict[str, Cells] = {"woman": [], "man": [], "": []}
    for by in (["age"], ["sex", "age"]):
        for row in table("participants", where.association, year(2026), by=by).rows:
            if row.keys["age"] in BANDS:
                cells[row.keys.get("sex", "")].append(row.values["new"])
    found = table("age_at_start", where.association, year(2026), by=["sex"])
    told = {row.keys.get("sex", ""): row.values for row in [*found.rows, found.sum]}
    without, with_them = (only_possible(cells, told, use_middles=one) for one in (False, True))
    assert not [many for cell, many in with_them.items() if 0 < many < 5 and cell not in without]
