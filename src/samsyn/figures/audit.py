"""What hidden counts can be worked out from shown ones: exact elimination,
and the fact that counts are not negative.

Arithmetic is modulo a large prime: coefficients are small whole numbers, and a rank that is right modulo one
prime of 61 bits and wrong over the fractions has never been seen and would
need a determinant divisible by it.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

PRIME = (1 << 61) - 1
Row = dict[Hashable, int]


def reduced(rows: Iterable[Mapping], first: Collection = (), second: Collection = ()) -> dict[Hashable, Row]:
    """Reduced row echelon form, by pivot. Pivots are taken among ``first``, then ``second``, then the rest.

    So a row whose pivot is among the rest speaks of the rest only, and a row with nothing but its pivot says
    what that unknown is.
    """
    pivots: dict[Hashable, Row] = {}
    holders: defaultdict[Hashable, set] = defaultdict(set)  # in which rows an unknown stands
    for row in rows:
        left = {name: factor % PRIME for name, factor in row.items() if factor % PRIME}
        for name in [name for name in left if name in pivots]:
            _add(left, pivots[name], -left[name])
        if not left:
            continue
        pivot = min(left, key=lambda name: (name not in first, name not in second))
        inverse = pow(left[pivot], -1, PRIME)
        left = {name: factor * inverse % PRIME for name, factor in left.items()}
        for holder in list(holders[pivot]):
            other = pivots[holder]
            before = set(other)
            _add(other, left, -other[pivot])
            for name in before - set(other):
                holders[name].discard(holder)
            for name in set(other) - before:
                holders[name].add(holder)
        pivots[pivot] = left
        for name in left:
            holders[name].add(pivot)
    return _in_order(pivots, first, second)


def _in_order(pivots, first, second) -> dict[Hashable, Row]:
    """Pivots were chosen row by row; a later row may have brought an earlier
    choice out of order. Put it right.
    """
    changed = True
    while changed:
        changed = False
        for pivot, row in list(pivots.items()):
            better = min(row, key=lambda name: (name not in first, name not in second))
            if _rank(better, first, second) < _rank(pivot, first, second):
                inverse = pow(row[better], -1, PRIME)
                moved = {name: factor * inverse % PRIME for name, factor in row.items()}
                del pivots[pivot]
                for other in pivots.values():
                    if better in other:
                        _add(other, moved, -other[better])
                pivots[better] = moved
                changed = True
    return pivots


def _rank(name, first, second) -> int:
    return 0 if name in first else 1 if name in second else 2


def _add(row: Row, other: Row, factor: int) -> None:
    for name, value in other.items():
        total = (row.get(name, 0) + factor * value) % PRIME
        if total:
            row[name] = total
        else:
            row.pop(name, None)


def without(equations: Iterable[Mapping], unknown: Collection) -> list[Row]:
    """The equations that hold among the others whatever the unknown are."""
    rows = reduced([dict(equation) for equation in equations], first=unknown)
    return [_signed(row) for pivot, row in rows.items() if pivot not in unknown]


def _signed(row: Row) -> Row:
    return {name: factor - PRIME if factor > PRIME // 2 else factor for name, factor in row.items()}


def determined(equations: Iterable[Mapping], hidden: Collection) -> set:
    """Hidden unknowns for which the equations, with everything shown filled in, have only one solution."""
    rows = reduced([_only(equation, hidden) for equation in equations])
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _only(equation: Mapping, hidden: Collection) -> Row:
    return {name: factor for name, factor in equation.items() if name in hidden}


@dataclass(frozen=True)
class Finer:
    """What is judged later: every equation there is, all that may yet be hidden,
    and the small counts among it.
    """

    equations: list[Row]
    hidden: set
    guarded: set

    def given_away(self, hidden: set) -> set:
        """Small counts that could no longer be kept, even with all of the finer tables hidden."""
        return determined(self.equations, hidden | self.hidden) & self.guarded if self.guarded else set()


def hide(
    primary: set, equations: list[Row], weights: Mapping, rooms: Mapping, older: set, finer: Finer
) -> set:
    """``primary`` and as many further candidates as it takes, the lightest first.

    ``weights``: every candidate and how much is lost by hiding it; ``rooms``: how wrong a reader may be about
    it;
    ``older``: what coarser levels have hidden already.
    """
    worthwhile = {group for group, weight in weights.items() if weight}
    unavoidable = _says_of(equations, worthwhile | primary, older)
    # What headlines alone give away (one municipality in the whole initiative): only a zero beside it can
    # help.
    lost = determined(equations, worthwhile | primary | older)
    lost_below = finer.given_away(worthwhile | primary | older)
    hidden = set(primary)
    while True:
        covered = hidden | older
        exposed = (determined(equations, covered) | _cornered(equations, covered, rooms)) & hidden
        chosen = set()
        for group in sorted(exposed, key=order):
            free = [
                one for one in weights if one not in hidden and (group not in lost or one not in worthwhile)
            ]
            chosen.add(_companion(group, free, equations, weights, rooms))
        chosen.discard(None)
        if not chosen and (
            exposed - lost
            or finer.given_away(covered) - lost_below
            or _says_of(equations, hidden, older) > unavoidable
        ):
            chosen = {min(worthwhile - hidden, key=lambda one: (weights[one], order(one)), default=None)} - {
                None
            }
        if not chosen:
            return hidden
        hidden |= chosen


def _cornered(equations, hidden, rooms) -> set:
    """Those in a sum of hidden counts that is as small as it can be: then each of them is."""
    found = set()
    for equation in equations:
        there = [one for one in equation if one in hidden]
        same_sign = len({equation[one] for one in there}) == 1 and all(one in rooms for one in there)
        if there and same_sign:
            sums = [sum(room) for room in zip(*(rooms[one] for one in there), strict=True)]
            if min(sums) == 0:
                found |= set(there)
    return found


def _says_of(equations, hidden: set, older: set) -> int:
    """How many independent things the equations say of the older hidden ones alone."""
    rows = reduced([_only(equation, hidden | older) for equation in equations], first=hidden)
    return sum(1 for pivot in rows if pivot not in hidden)


def _companion(exposed, free, equations, weights, rooms):
    """The lightest beside the exposed one that leaves room; a zero only when there is nothing else."""
    beside = {name for equation in equations if exposed in equation for name in equation}
    near = [one for one in free if one in beside]
    return min(
        near, key=lambda one: (not weights[one], not all(rooms[one]), weights[one], order(one)), default=None
    )


def order(group) -> list[tuple[str, str]]:
    """The same choice every time: by dimension and value."""
    return sorted((name, str(value)) for name, value in group)
