"""Attackers: ordinary algebra apart from the product, to work out what tables hide."""

from collections import defaultdict
from fractions import Fraction

PRIME = 2**61 - 1  # counted modulo it: exact enough to tell what has one solution, and far faster


def solved(equations, hidden):
    """Hidden cells with only one solution."""
    done: dict = {}
    within = defaultdict(set)  # the rows that a cell is in
    for equation in {frozenset(one.items()) for one in equations}:
        row = {cell: factor % PRIME for cell, factor in equation if cell in hidden}
        for cell in [cell for cell in row if cell in done]:
            _subtract(row, done[cell], row[cell])
        if row:
            pivot, factor = next(iter(row.items()))
            inverse = pow(factor, -1, PRIME)
            row = {cell: factor * inverse % PRIME for cell, factor in row.items()}
            for other in list(within[pivot]):
                _subtract(done[other], row, done[other][pivot])
                for cell in row:
                    (within[cell].add if cell in done[other] else within[cell].discard)(other)
            done[pivot] = row
            for cell in row:
                within[cell].add(pivot)
    return {pivot for pivot, row in done.items() if len(row) == 1}


def _subtract(row, other, times):
    for cell, factor in other.items():
        if left := (row.get(cell, 0) - times * factor) % PRIME:
            row[cell] = left
        else:
            row.pop(cell, None)


def solved_by_sums(equations, hidden):
    within = [{cell: n for cell, n in one.items() if cell in hidden} for one in equations]
    return solved([one for one in within if one], hidden)


def solved_knowing_zeros(equations, hidden, truth):
    """As ``solved``, by somebody who also knows that the parts of nothing are nothing.

    Each equation says that one count (−1) is the sum of others (+1); none is below zero.
    """
    nothing: set = set()
    while True:
        parts = {
            cell for one in equations if not _whole_of(one, hidden - nothing, truth)
            for cell, factor in one.items() if factor > 0 and cell in hidden
        }  # fmt: skip
        if parts <= nothing:
            left = hidden - nothing
            known = solved_by_sums(equations, left)
            parts = {cell for cell in known if not truth.get(cell, 0)}
            if not parts:
                return known | nothing
        nothing |= parts


def _whole_of(equation, unknown, truth):
    """The count that is a sum of others, as far as it is known; something, where it is not."""
    whole = next(cell for cell, factor in equation.items() if factor < 0)
    return whole in unknown or truth.get(whole, 0)


def _take(row, other, times):
    for cell, factor in other.items():
        row[cell] = row.get(cell, Fraction(0)) - times * factor
        if not row[cell]:
            del row[cell]


def spread(equations, hidden, known, cell):
    """The least and the most that a hidden cell can be, when none is below zero: an exact simplex.

    It starts from the true register, which is one solution, and walks along the edges (Bland's rule).
    """
    rows = []
    for equation in equations:
        row = {c: Fraction(f) for c, f in equation.items() if c in hidden}
        if row:
            rows.append((row, -sum(f * known[c] for c, f in equation.items() if c not in hidden)))
    basis = _independent(rows)
    return _extreme(basis, cell, -1), _extreme(basis, cell, 1)


def _independent(rows):
    done: dict = {}
    for row_, right in rows:
        row, right = dict(row_), Fraction(right)
        for pivot, (other, other_right) in done.items():
            if pivot in row:
                right -= row[pivot] * other_right
                _take(row, other, row[pivot])
        if row:
            pivot = min(row, key=str)
            factor = row[pivot]
            row, right = {c: f / factor for c, f in row.items()}, right / factor
            for name, (other, other_right) in list(done.items()):
                if pivot in other:
                    times = other[pivot]
                    _take(other, row, times)
                    done[name] = other, other_right - times * right
            done[pivot] = row, right
    return done


def _extreme(basis, cell, sign):
    """Two phases in one: artificial amounts are driven out by a far greater price."""
    names = sorted({c for row, _r in basis.values() for c in row}, key=str)
    if cell not in names:
        return None
    rows = []
    for n, (row, right) in enumerate(basis.values()):
        factor = -1 if right < 0 else 1
        rows.append(
            [{c: f * factor for c, f in row.items()} | {("artificial", n): Fraction(1)}, right * factor]
        )
    inside = [("artificial", n) for n in range(len(rows))]
    price = {name: (Fraction(0), Fraction(0)) for name in names}
    price[cell] = (Fraction(0), Fraction(sign))
    prices = price | {one: (Fraction(-1), Fraction(0)) for one in inside}
    while True:

        def gain(name):
            parts = [(prices[at], row.get(name, 0)) for at, (row, _r) in zip(inside, rows, strict=True)]
            return tuple(prices[name][k] - sum(p[k] * f for p, f in parts) for k in (0, 1))

        entering = next((name for name in names if name not in inside and gain(name) > (0, 0)), None)
        if entering is None:
            break
        ratios = [(right / row[entering], str(inside[n]), n) for n, (row, right) in enumerate(rows)
                  if row.get(entering, 0) > 0]  # fmt: skip
        if not ratios:
            return None  # without bound
        _least, _name, at = min(ratios)
        factor = rows[at][0][entering]
        rows[at] = [{c: f / factor for c, f in rows[at][0].items()}, rows[at][1] / factor]
        for n, (row, right) in enumerate(rows):
            if n != at and row.get(entering):
                times = row[entering]
                _take(row, rows[at][0], times)
                rows[n] = [row, right - times * rows[at][1]]
        inside[at] = entering
    return next((right for at, (_row, right) in zip(inside, rows, strict=True) if at == cell), Fraction(0))
