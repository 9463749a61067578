"""Before something is published: which cells of a table are too small, or can be worked out."""

from dataclasses import dataclass

from samsyn.figures.reconciliation.grids import grids_of
from samsyn.figures.reconciliation.quantities import as_number

HIDDEN = {"•", "..", "…", "x", "X", "*"}


@dataclass(frozen=True)
class Cell:
    """``row`` and ``column`` in words; ``is_alone``: hidden, but the only one in a line that has a sum."""

    row: str
    column: str
    value: str
    is_alone: bool = False


def small_cells(text: str, limit: int) -> list[Cell]:
    """Counts from 1 to one less than the limit, and hidden counts that a sum gives away."""
    found: list[Cell] = []
    for grid in grids_of(text):
        if len(grid) < 2:
            continue
        heads, *lines = grid
        width = max(map(len, grid))
        body = [line + [""] * (width - len(line)) for line in lines]
        heads = heads + [""] * (width - len(heads))
        found += [
            Cell(line[0], heads[place], cell)
            for line in body
            for place, cell in enumerate(line[1:], 1)
            if _is_small(cell, limit)
        ]
        found += _alone(heads, body)
    return found


def _is_small(cell: str, limit: int) -> bool:
    if "%" in cell:
        return False
    number = as_number(cell)
    return number is not None and number == int(number) and 1 <= number < limit


def _alone(heads: list[str], body: list[list[str]]) -> list[Cell]:
    """With two or more numbers beside it one may be their sum, and then one hidden cell is no secret."""
    found = {}
    lines = [[(r, c) for c in range(1, len(heads))] for r in range(len(body))]
    lines += [[(r, c) for r in range(len(body))] for c in range(1, len(heads))]
    for places in lines:
        hidden = [(r, c) for r, c in places if body[r][c].strip() in HIDDEN]
        shown = [(r, c) for r, c in places if as_number(body[r][c]) is not None]
        if len(hidden) == 1 and len(shown) >= 2:
            r, c = hidden[0]
            found[r, c] = Cell(body[r][0], heads[c], body[r][c], is_alone=True)
    return list(found.values())
