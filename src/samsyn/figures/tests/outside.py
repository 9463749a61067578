"""An attacker who asks for every table of two years, apart and together, and puts them all together.

It knows how counts hang together (sums, the populations, shares and their codes, one year and the next) and
nothing of how the control decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from samsyn.figures.control import MOST, MOST_FINE
from samsyn.figures.counting import Group, Period, year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.dimensions import (
    DERIVED,
    GROUPS,
    HEADLINE,
    SPLITS,
    START,
    UNKNOWN,
    YES,
    dimension,
    fine,
    is_split,
)
from samsyn.figures.grounds import Grounds
from samsyn.figures.rows import Table
from samsyn.figures.tables import Ask, tables

from .attack import solved_knowing_zeros

YEARS = (2024, 2025)
ASKED = [year(2024), year(2025), Period(year(2024).first, year(2025).last)]
COLUMNS = ("total", "new", "ended", "ongoing")
WITH_UNKNOWN = ("positive_step", "destination_reached")
WITHOUT = "!"  # before a value of several: those who do not have it, whom no table shows
OF = "of"  # what a share is a share of, as a value beside yes
Cell = tuple[Group, str, int]


@dataclass
class Outsider:
    """``rows``: the true register, only to tell whether what was worked out is right, and small.

    A row: initiative, sex, and the dimensions attacked, with ``began`` and ``left`` (years; None: goes on).
    """

    association: Any
    rows: list[dict[str, Any]]
    names: tuple[str, ...]
    splits: tuple[str, ...] = ()
    limit: int = 5
    seen: dict[Cell, int | None] = field(default_factory=dict)
    persons: dict[Cell, int | None] = field(default_factory=dict)
    speaks_against_itself: set[Cell] = field(default_factory=set)

    def look(self) -> "Outsider":
        self.grounds = Grounds(self.association)
        for period in ASKED:
            further = ("year",) if len(period.years) > 1 else ()
            for by in self._levels():
                at_end = any(dimension(name).at_end for name in by)
                if not at_end:
                    self._ask("participants", period, by, further)
                self._ask("ended", period, by, further)
            for split in self.splits:
                allowed = FIGURES[split].dimensions
                for by in self._levels(most_fine=MOST_FINE - 1):
                    if set(by) <= set(allowed):
                        self._ask(split, period, by, further)
        return self

    def _levels(self, most_fine: int = MOST_FINE) -> Iterator[tuple[str, ...]]:
        for size in range(most_fine + 1):
            for chosen in combinations(self.names, size):
                for headlines in range(min(len(HEADLINE), MOST - size) + 1):
                    for headline in combinations(HEADLINE, headlines):
                        if size < 2 or not set(GROUPS) & set(chosen):  # else there is no such table
                            yield (*headline, *chosen)

    def _ask(self, name: str, period: Period, by: tuple[str, ...], further: tuple[str, ...]) -> None:
        told = {unit: Ask(name, period, (*by, *further), unit) for unit in FIGURES[name].units}
        found = tables(told.values(), self.grounds)
        for unit, ask in told.items():
            seen = self.seen if unit == "enrolments" else self.persons
            for cell, value in self._cells(found[ask]):
                if seen.get(cell, value) != value:
                    self.speaks_against_itself.add(cell)
                seen[cell] = value

    def _cells(self, found: Table) -> Iterator[tuple[Cell, int | None]]:
        name = found.figure.name
        for row in [*found.rows, *([] if "year" in found.by else [found.sum])]:
            number = row.keys.get("year", found.period.first.year)
            group = Group((one, value) for one, value in row.keys.items() if one != "year")
            for measure, shown in row.values.items():
                value = 0 if row.is_before else shown  # nobody is in the register before it begins
                if found.figure.is_share:
                    yield (group | self._split(name, measure), "ended", number), value
                elif measure != "budgeted":
                    yield (group, measure, number), value

    def _split(self, name: str, measure: str) -> Group:
        """A share of all who ended is a share of a count known already."""
        if measure == "numerator":
            return Group({(name, YES)})
        return Group({(name, OF)} if name in WITH_UNKNOWN else ())

    # ── The truth ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def levels(self) -> set[frozenset[str]]:
        return {frozenset(name for name, _value in group) for group, _column, _year in self.seen}

    @cached_property
    def truth(self) -> dict[Cell, int]:
        found: dict[Cell, int] = defaultdict(int)
        for number in (YEARS[0] - 1, *YEARS):
            for row in self.rows:
                left = row["left"] or 9999
                if row["began"] > number or left < number:
                    continue
                of = {"total": True, "new": row["began"] == number, "ended": left == number,
                      "ongoing": left > number}  # fmt: skip
                for level in self.levels:
                    at_end = any(dimension(name).at_end for name in level)
                    for group in self._groups(row, sorted(level)):
                        columns = ("ended",) if at_end else COLUMNS
                        for column in columns if number in YEARS else {"ongoing"} & {*columns}:
                            found[group, column, number] += of[column]
        return found

    def _groups(self, row, level: list[str]) -> Iterator[Group]:
        found: list[list[tuple[str, Any]]] = [[]]
        for name in level:
            values = self._values(row, name)
            found = [[*one, (name, value)] for one in found for value in values]
        yield from map(Group, found)

    def _values(self, row, name: str) -> Iterable[Any]:
        if is_split(name):
            return _sorted_as(name, self.sort(name, row))
        if name in GROUPS:
            return [self.sort(name, row)]
        value = row.get(name) or (UNKNOWN if name not in ("track",) else None)
        if dimension(name).is_several:
            has = row[name] or [UNKNOWN]
            return [*has, *(f"{WITHOUT}{one}" for one in self.values_of[name] if one not in has)]
        return [value]

    @cached_property
    def values_of(self) -> dict[str, set[str]]:
        """Of what somebody may have several of: all that anybody has."""
        several = [name for name in self.names if dimension(name).is_several]
        return {name: {one for row in self.rows for one in row[name] or [UNKNOWN]} for name in several}

    def sort(self, name: str, row) -> str:
        sort: Callable | None = DERIVED[name].sort
        return sort(row, self.grounds.destinations) if sort else "yes" if row["is_long"] else "no"

    # ── The attack ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def hidden(self) -> set[Cell]:
        hidden = {cell for cell, value in self.seen.items() if value is None}
        # Of the day before the first year nothing was asked: not even where nobody was.
        before = {(group, "ongoing", YEARS[0] - 1) for group, column, _year in self.seen if column != "ended"}
        hidden |= {cell for cell in before if not self._is_headline(cell)}
        for cell in [*self.truth, *hidden]:
            for those in self._with_and_without(cell):
                hidden |= {one for one in those if not _is_shown(one)}
                hidden |= {
                    one for of in map(self._with_and_without, those) for more in of for one in more
                    if not _is_shown(one)
                }  # fmt: skip
        return hidden

    def wrong(self) -> list[Cell]:
        """What is shown and not so: then the attacker's picture is wrong, and the attack proves nothing."""
        said = [cell for cell, value in self.seen.items() if value not in (None, self.truth.get(cell, 0))]
        untold = [
            cell
            for cell, value in self.truth.items()
            if value and cell[2] in YEARS and cell not in self.seen and _is_shown(cell)
        ]
        return said + untold

    def small_and_shown(self) -> list[Cell]:
        return [
            cell for seen in (self.seen, self.persons) for cell, value in seen.items()
            if value and value < self.limit and not self._is_headline(cell)
        ]  # fmt: skip

    def hidden_in_one_unit(self) -> list[Cell]:
        """Where enrolments are hidden and persons shown, or the other way, one tells of the other."""
        both = self.seen.keys() & self.persons.keys()
        return [cell for cell in both if (self.seen[cell] is None) != (self.persons[cell] is None)]

    def _is_headline(self, cell: Cell) -> bool:
        # What a share is a share of are the ended, or those of them in initiatives with destinations.
        names = {name for name, value in cell[0] if value != OF}
        rest = names - set(HEADLINE)
        return not rest or (names == rest and len(rest) == 1 and rest <= set(SPLITS) and all(
            SPLITS[name].is_exact for name in rest
        ))  # fmt: skip

    def fallen(self) -> list[tuple[Cell, int]]:
        """Hidden counts below the limit that follow from what is shown; not those of a year that would follow
        from the headlines and the tables of the years before, although everything else of it was hidden.
        """
        equations = list(self.equations())
        known = solved_knowing_zeros(equations, self.hidden, self.truth)
        known = {cell for cell in known if 0 < self.truth.get(cell, 0) < self.limit}
        if not known:
            return []
        for first in YEARS:  # tables that were published before do not change
            since = {
                cell for cell, value in self.truth.items()
                if value and (cell[2] >= first or first == YEARS[0]) and not self._is_headline(cell)
            }  # fmt: skip
            unavoidable = solved_knowing_zeros(equations, since | self.hidden, self.truth)
            known -= {cell for cell in unavoidable if cell[2] >= first or first == YEARS[0]}
        return sorted(
            ((cell, self.truth[cell]) for cell in known if 0 < self.truth.get(cell, 0) < self.limit), key=str
        )

    def equations(self) -> Iterator[dict[Cell, int]]:
        cells = {cell for cell, value in self.truth.items() if value} | self.hidden
        groups = {(group, number) for group, _column, number in cells}
        for group, number in groups:
            if number in YEARS and not any(dimension(name).at_end for name, _value in group):
                total, new, ended, ongoing = ((group, one, number) for one in COLUMNS)
                yield {total: -1, ended: 1, ongoing: 1}
                yield {total: -1, new: 1, (group, "ongoing", number - 1): 1}
        sums: dict[tuple, list[Cell]] = defaultdict(list)
        for cell in cells:
            for whole, having, without in self._with_and_without(cell):
                yield {whole: -1, having: 1, without: 1}
            for whole in self._wholes(cell):
                sums[whole].append(cell)
        for (whole, _names), parts in sums.items():
            yield {whole: -1} | dict.fromkeys(parts, 1)

    def _with_and_without(self, cell: Cell) -> Iterator[tuple[Cell, Cell, Cell]]:
        """For each value of several in it: the counts of all, of those who have it and of those who do not.
        Of what nobody has there is nothing to learn.
        """
        group, column, number = cell
        for pair in group:
            name, value = pair
            if is_split(name) or not dimension(name).is_several:
                continue
            value = str(value).removeprefix(WITHOUT)
            if value in self.values_of[name]:
                rest = group - {pair}
                yield tuple(
                    (one, column, number)
                    for one in (rest, rest | {(name, value)}, rest | {(name, f"{WITHOUT}{value}")})
                )  # type: ignore[misc]

    def _wholes(self, cell: Cell) -> Iterator[tuple[Cell, frozenset[str]]]:
        """The counts that this one is a part of, and by what."""
        group, column, number = cell
        level = frozenset(name for name, _value in group)
        for name in level:
            if not is_split(name) and not dimension(name).is_several and level - {name} in self.levels:
                yield (Group(one for one in group if one[0] != name), column, number), frozenset({name})
        for split in self.splits:
            of = SPLITS[split].of
            if not of or not set(of) <= level or column != "ended":
                continue
            rest = Group(one for one in group if one[0] not in fine(of))
            sort = self.sort(split, dict(group))
            for value in _sorted_as(split, sort):
                if level - set(fine(of)) | {split} in self.levels:
                    yield (rest | {(split, value)}, column, number), frozenset({split, *of})
        for wider in set(GROUPS) & set(self.names):
            of = DERIVED[wider].of
            if set(of) <= level and level - set(of) | {wider} in self.levels:
                rest = Group(one for one in group if one[0] not in of)
                value = self.sort(wider, dict(group))
                yield (rest | {(wider, value)}, column, number), frozenset({wider, *of})


def _is_shown(cell: Cell) -> bool:
    return not any(map(_is_without, cell[0]))


def _is_without(pair) -> bool:
    return str(pair[1]).startswith(WITHOUT)


def _sorted_as(split: str, sort: str) -> list[str]:
    return [YES] * (sort == YES) + [OF] * (split in WITH_UNKNOWN and sort != UNKNOWN)


__all__ = ["START", "Outsider"]
