"""Exchanges: changes to the counts that leave everything shown as it is, so that the hidden cannot be known.

A *cell* is a count of a group of a family of dimensions, written as a tuple with one place per dimension;
ALL where the group is not told apart by it. An exchange moves one enrolment from the first to the second
value of each dimension that it *spans*, with signs so that every sum over a spanned dimension stays as
it is. What
it changes are the cells of those levels that tell all spanned dimensions apart, and nothing else. When all
of these are hidden there is a second register, with the exchange made, that gives the same tables.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from .counting import Group
from .dimensions import HEADLINE

ALL = "*"  # the group is not told apart by this dimension
INITIATIVE, SEX = -2, -1  # their places: the headlines stand last in a family's dimensions
Key = tuple[Any, ...]
Corner = tuple[Key, int]
Turns = tuple[int, ...]  # which of an exchange's values, first or second, of each headline dimension


class Without(NamedTuple):
    """Not having this value of a dimension of several: nobody is shown that count."""

    value: Any


def is_shown(key: Key) -> bool:
    return not any(isinstance(value, Without) for value in key)


class Linked(NamedTuple):
    """What goes with the values of a headline dimension, which is told by its place: each has a value of its
    own, or where it is spanned a pair of its own.
    """

    first: tuple[Any, ...]
    second: tuple[Any, ...]
    leader: int = INITIATIVE


@dataclass(frozen=True)
class Exchange:
    """``places``: one per dimension: (value,) where it stays, (first, second) where it is spanned.

    ``ways``: +1 when the first may grow and the second shrink without any count below zero, −1 the other way.
    ``through``: in a flow, those who make up for what a stock's exchange changes: "new" or "ended".
    ``root``: what it began as in the coarsest family that has it. ``is_roomy``: no count would be below zero;
    otherwise it keeps the sums only.
    """

    dimensions: tuple[str, ...]
    places: tuple[tuple[Any, ...], ...]
    ways: frozenset[int] = frozenset({1, -1})
    root: Any = field(default=None, compare=False)
    is_roomy: bool = field(default=True, compare=False)
    through: str = ""

    def turns(self, cells: Collection[Key]) -> list[Turns]:
        """The headlines that the cells belong to; to both values, where it is not told apart by one."""
        at = [self.dimensions.index(name) for name in HEADLINE]
        return [
            turns for turns in product(*(range(len(self.places[n])) for n in at))
            if any(all(key[n] in (ALL, self.places[n][turn]) for n, turn in zip(at, turns, strict=True))
                   for key in cells)
        ]  # fmt: skip

    def headlines(self) -> list[tuple[Turns, Group]]:
        """The headlines that it is made in."""
        at = [self.dimensions.index(name) for name in HEADLINE]
        return [
            (turns, Group((name, self.places[n][turn])
                          for name, n, turn in zip(HEADLINE, at, turns, strict=True)))
            for turns in product(*(range(len(self.places[n])) for n in at))
        ]  # fmt: skip

    def parts(self, chosen: Sequence[Turns]) -> list["Exchange"]:
        """What is left of it when it is made in these headlines alone: one exchange if they are one together,
        else one for each initiative.
        """
        if len(list(product(*_turned(chosen)))) == len(chosen):
            return [self._only(_turned(chosen))]
        first = HEADLINE.index("initiative")
        of = [[turns for turns in chosen if turns[first] == turn] for turn in (0, 1)]
        return [self._only(_turned(one)) for one in of if one]

    def _only(self, kept: Sequence[Turns]) -> "Exchange":
        names, places, part, when = self.root
        root = (names, _narrowed((*names, *HEADLINE), places, kept), part, when)
        turned = -1 if sum(turns == (1,) for turns in kept) % 2 else 1
        return replace(
            self,
            places=_narrowed(self.dimensions, self.places, kept),
            ways=frozenset(way * turned for way in self.ways),
            root=root,
        )


def _turned(chosen: Sequence[Turns]) -> list[Turns]:
    """For each headline dimension, the values that are turned to."""
    return [tuple(sorted(set(turns))) for turns in zip(*chosen, strict=True)]


def _narrowed(dimensions: Sequence[str], places: Sequence[tuple[Any, ...]], kept: Sequence[Turns]):
    """The places with only these values of the headline dimensions, and those linked to them."""
    turns_of = dict(zip((INITIATIVE, SEX), kept, strict=True))
    values_of = dict(zip(HEADLINE, kept, strict=True))

    def left(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if isinstance(values, Linked):
            turns = turns_of[values.leader]
            return _of_turn(values, turns[0]) if len(turns) == 1 else values
        return tuple(values[turn] for turn in values_of[name]) if name in values_of else values

    return tuple(left(name, values) for name, values in zip(dimensions, places, strict=True))


def turned_by(classes: tuple[Any, ...], pair: tuple[Any, Any]) -> tuple[Any, ...]:
    """The pair, spanned or linked as the classes are that follow from it."""
    return Linked(pair[:1], pair[1:], classes.leader) if isinstance(classes, Linked) else pair


def corners(places: Sequence[tuple[Any, ...]]) -> Iterator[Corner]:
    """Every combination of the values, with its sign."""
    linked = {n: values for n, values in enumerate(places) if isinstance(values, Linked)}
    free = [range(len(values.first)) if isinstance(values, Linked) else values for values in places]
    for corner, sign in zip(product(*free), _signs(tuple(map(len, free))), strict=True):
        key = list(corner)
        for n, values in linked.items():
            key[n] = _of_turn(values, places[values.leader].index(corner[values.leader]))[corner[n]]
        yield tuple(key), sign


def _of_turn(values: Linked, turn: int) -> tuple[Any, ...]:
    return values.second if turn else values.first


@cache
def _signs(sizes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(-1 if sum(chosen) % 2 else 1 for chosen in product(*map(range, sizes)))


def changed(places: Sequence[tuple[Any, ...]], levels: Sequence[tuple[bool, ...]]) -> Iterable[Corner]:
    """The cells that an exchange changes, with signs; ``levels`` says which dimensions each tells apart."""
    if any(isinstance(values, Linked) for values in places):
        return summed(corners(places), levels)
    return _changed(places, levels)


def _changed(places: Sequence[tuple[Any, ...]], levels: Sequence[tuple[bool, ...]]) -> Iterator[Corner]:
    spanned = [n for n, values in enumerate(places) if len(values) == 2]
    signs = _signs(tuple(map(len, (places[n] for n in spanned))))
    everything = (ALL,)
    for level in levels:
        if all(level[n] for n in spanned):  # else what it adds and what it takes away are the same cell
            told = [values if is_told else everything for values, is_told in zip(places, level, strict=True)]
            yield from zip(product(*told), signs, strict=True)


def summed(atoms: Iterable[Corner], levels: Sequence[tuple[bool, ...]]) -> list[Corner]:
    """What small changes come to in each level, where they do not cancel."""
    atoms, found = list(atoms), []
    for level in levels:
        sums: dict[Key, int] = {}
        for atom, sign in atoms:
            key = tuple(value if told else ALL for value, told in zip(atom, level, strict=True))
            sums[key] = sums.get(key, 0) + sign
        found += [(key, sign) for key, sign in sums.items() if sign]
    return found
