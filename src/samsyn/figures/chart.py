"""The lines of a chart over the years, as coordinates: the template draws them,
with shapes that need no colour.
"""

from dataclasses import dataclass, replace
from typing import Any

from .rows import Table

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 300, 44, 14, 116, 34
NARROW, EDGE = 340, 18  # on a phone the names stand above the chart, not at the lines' ends
APART = 18  # between the names at the lines' ends
DASHES = {"total": "", "new": "8 4", "ended": "2 4", "ongoing": "12 4 2 4"}


@dataclass(frozen=True)
class Line:
    name: str
    label: Any
    parts: list[str]  # polylines; a year without a number breaks the line
    points: list[tuple[str, str]]
    dash: str
    end_y: str
    label_y: str = "0"


@dataclass(frozen=True)
class Chart:
    lines: list[Line]
    years: list[tuple[str, int]]
    steps: list[tuple[str, int]]
    width: int
    right: int
    is_narrow: bool
    height: int = HEIGHT
    left: int = LEFT
    year_y: int = HEIGHT - 10
    step_x: int = LEFT - 8

    @property
    def label_x(self) -> int:
        return self.right + 24

    @property
    def leader_x(self) -> int:
        return self.right + 20


def of_years(table: Table, *, is_narrow: bool = False) -> Chart | None:
    """Total, new, ended and ongoing by year; None with fewer than two years."""
    width, right = (NARROW, NARROW - EDGE) if is_narrow else (WIDTH, WIDTH - RIGHT)
    years = [row.keys["year"] for row in table.rows]
    if len(years) < 2:
        return None
    measures = [measure for measure in table.figure.measures if measure.name in DASHES]
    highest = max((row.values[m.name] or 0 for row in table.rows for m in measures), default=0)
    step = step_of(highest)
    top = max(step, -(-highest // step) * step)

    def x(number: int) -> str:
        return f"{LEFT + (right - LEFT) * number / (len(years) - 1):.1f}"

    def y(value: int) -> str:
        return f"{TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top):.1f}"

    lines: list[Line] = []
    for measure in measures:
        values = [row.values[measure.name] for row in table.rows]
        points = [(x(n), y(value)) for n, value in enumerate(values) if value is not None]
        lines.append(
            Line(
                measure.name,
                measure.label,
                _parts(values, x, y),
                points,
                DASHES[measure.name],
                points[-1][1] if points else "0",
            )
        )
    every = -(-len(years) // (6 if is_narrow else 12))
    return Chart(
        _spread(lines),
        [(x(n), number) for n, number in enumerate(years) if n % every == 0],
        [(y(value), value) for value in range(0, top + 1, step)],
        width, right, is_narrow,
    )  # fmt: skip


def _parts(values, x, y) -> list[str]:
    parts: list[list[str]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append(f"{x(number)},{y(value)}")
    return [" ".join(part) for part in parts if len(part) > 1]


def step_of(highest: int) -> int:
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000):
        if highest <= step * 5:
            return step
    return 10 ** (len(str(highest)) - 1)


def _spread(lines: list[Line]) -> list[Line]:
    """Names at the lines' ends keep apart from one another and inside the chart;
    a thin line leads to each.
    """
    order = sorted(range(len(lines)), key=lambda n: float(lines[n].end_y))
    places = [float(lines[number].end_y) for number in order]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + APART)
    over: float = HEIGHT - BOTTOM
    for n in reversed(range(len(places))):
        places[n] = min(places[n], over)
        over = places[n] - APART
    placed = dict(zip(order, places, strict=True))
    return [replace(line, label_y=f"{placed[n]:.1f}") for n, line in enumerate(lines)]
