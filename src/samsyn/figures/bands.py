"""Middle values beside the same things counted in bands: a median that would tell how many there are in a
band that disclosure control hides is hidden as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .control import Control, Family, part_of
from .counting import Group, Period, year
from .dimensions import BANDS, HEADLINE, NO, YES, is_split
from .durations import MEASURED
from .exchange import ALL, changed
from .rows import Row, Table

NO_END = float("inf")
YOUNGEST, OLDEST = 10, 75  # that anybody would expect
Band = tuple[int, float, float]  # how many, the least and the most
STARTS = [*BANDS.values(), OLDEST + 1]
ROUNDED = 0.05


@dataclass(frozen=True)
class Banded:
    """``name``: what tells the bands apart; ``figure``: what counts them; ``ranges``: each band's least and
    most, the lowest first; ``measures``: the middle values of the same.
    """

    name: str
    figure: str
    column: str
    ranges: Mapping[str, tuple[float, float]]
    measures: tuple[str, ...]

    @property
    def by(self) -> tuple[str, ...]:
        return ("year",) if is_split(self.name) else (self.name, "year")


AGES = {band: (max(first, YOUNGEST), STARTS[n + 1] - 1) for n, (band, first) in enumerate(BANDS.items())}
DELAYS = {"0-3": (-NO_END, 3), "4-14": (4, 14), "15-30": (15, 30), "31-90": (31, 90), "91-": (91, NO_END)}
BESIDE: dict[str, tuple[Banded, ...]] = {
    "age_at_start": (Banded("age", "participants", "new", AGES, ("age_median", "age_mean")),),
    "entry_delay": (
        Banded("start_entered", "participants", "new", DELAYS, ("started_median", "started_p90")),
        Banded("end_entered", "ended", "ended", DELAYS, ("ended_median", "ended_p90")),
    ),
    "time_in_initiative": (
        Banded("over_12_months", "over_12_months", "ended", {NO: (0, 365), YES: (365, NO_END)},
               ("stay_median", "stay_p90")),
    ),
}  # fmt: skip


def hide_what_tells(made: Table, banded: Banded, control: Control) -> None:
    """``control``: of the bands, in each year of the table.

    Every exchange gives a second register, which must give the same middle values too.
    """
    for row in [*made.rows, made.sum]:
        others = list(_other_registers(row, made.period, banded, control))
        for name in banded.measures:
            value, part = row.values[name], MEASURED[name][2]
            if value is not None and not all(_may_be(value, part, one, control.limit) for one in others):
                row.values[name] = None
                row.hidden.add(name)


def _other_registers(row: Row, period: Period, banded: Banded, control: Control) -> Iterator[list[Band]]:
    """How many there would be of the row in each band, with its least and most."""
    years = [year(row.keys["year"])] if "year" in row.keys else period.by_year()
    group = Group(pair for pair in row.keys.items() if pair[0] in HEADLINE)
    here = [
        sum(
            control.counts.of("enrolments", one, group | {(banded.name, band)})[banded.column]
            for one in years
        )
        for band in banded.ranges
    ]
    for one in years:
        names = (banded.name,)
        family = control.family(part_of(banded.column, names), names, one)
        for moved in _moved(family, dict(group)):
            found = [
                (many + moved.get(band, 0), *banded.ranges[band])
                for many, band in zip(here, banded.ranges, strict=True)
            ]
            if all(many >= 0 for many, _least, _most in found):
                yield found


def _moved(family: Family, known: Mapping[str, int | str]) -> Iterator[dict[str, int]]:
    """By how much each exchange of the family, in each of its ways, changes the bands of a row."""
    headline = tuple(known.get(name, ALL) for name in HEADLINE)
    for one in family.exchanges:
        cells = [
            (key[0], sign) for key, sign in changed(one.places, family.told)
            if key[1:] == headline
        ]  # fmt: skip
        yield from ({band: way * sign for band, sign in cells} for way in one.ways if cells)


def _may_be(value: float, part: float | None, bands: list[Band], limit: int) -> bool:
    """Can the middle value be this with so many in each band? ``part``: of the way up; None for the mean."""
    everybody = sum(many for many, _least, _most in bands)
    if everybody < limit:
        return False
    least, most = (_middle(part, [(band[0], band[side]) for band in bands], everybody) for side in (1, 2))
    return least - ROUNDED <= value <= most + ROUNDED


def _middle(part: float | None, bands: list[tuple[int, float]], everybody: int) -> float:
    if part is None:
        return sum(many * at for many, at in bands) / everybody
    place = round(part * (everybody - 1), 6)
    over = place % 1
    low, high = (_at(int(place) + further, bands) for further in (0, 1 if over else 0))
    return high if low == high else (1 - over) * low + over * high


def _at(place: int, bands: list[tuple[int, float]]) -> float:
    for many, at in bands:
        if place < many:
            return at
        place -= many
    raise IndexError(place)
