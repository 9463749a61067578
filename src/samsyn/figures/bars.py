"""A table as bars, one for each row: what a figure says at a glance, with the table beside it; and a sentence
where that would be another thing than the table says, since too much of it is not shown.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samsyn.base.templatetags.samsyn import number

from .chart import step_of
from .definitions import MEASURES
from .rows import Row, Table, part_shown

WIDTH, LEFT, RIGHT, TOP, ROW = 720, 210, 90, 8, 26
MOST, LONGEST = 30, 30  # rows, and letters of a name
# What the bars are of; else the first that is no number of people.
SHOWN = {"participants": "total", "consultations": "consultations"}


@dataclass(frozen=True)
class Bar:
    """``low`` and ``high``: the interval of a share, as places; ``text``: the number, if it is shown."""

    label: str
    name: str
    y: int
    width: str
    text: str
    text_x: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Bars:
    """``title`` says which column is drawn and in what unit, ``note`` how much of it is not shown; without
    bars, it is why there are none.
    """

    title: str
    note: str
    text: str = ""  # the same in words, for who does not see it
    bars: list[Bar] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    height: int = 0
    width: int = WIDTH
    left: int = LEFT
    bottom: int = 0


def of_table(table: Table) -> Bars | None:
    """None where bars say nothing: fewer than two rows, too many, or two dimensions across each other."""
    rows = [row for row in table.rows if not (row.is_missing or row.is_before)]
    if table.figure.is_matrix or not 2 <= len(rows) <= MOST or len(table.by) > 2:
        return None
    name = _measure(table)
    values = [_value(table, row, name) for row in rows]
    highest = max((value[2] for value in values if value), default=0)
    if not highest:
        return None
    title, (note, is_drawn) = _title(table, name), _not_shown(table, name)
    if not is_drawn:
        return Bars(title, note)
    step = 20 if table.figure.is_share else step_of(int(highest) + 1)
    top = 100 if table.figure.is_share else max(step, -(-int(highest + 0.999) // step) * step)

    def x(value: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * value / top:.1f}"

    bars = [_bar(table, n, row, value, x) for n, (row, value) in enumerate(zip(rows, values, strict=True))]
    bottom = TOP + ROW * len(bars)
    return Bars(
        title, note, "; ".join(f"{one.name} {one.text}" for one in bars), bars,
        [(x(value), str(value)) for value in range(0, top + 1, step)], bottom + 24, bottom=bottom,
    )  # fmt: skip


def _title(table: Table, name: str) -> str:
    label, figure = str(MEASURES[table.figure.name, name].label), str(table.figure.label)
    unit = _("per cent") if table.figure.is_share else table.unit_of(name)
    return f"{figure if label == figure else f'{figure}: {label}'} ({unit})"


def _not_shown(table: Table, name: str) -> tuple[str, bool]:
    """How many of how many are not shown, in words, and whether the rest is enough of a picture."""
    if not any(name in row.hidden for row in table.rows):
        return "", True
    part = part_shown(table, name)
    if part is None:
        return _("No chart: how much of the whole is shown here is not known."), False
    said = {"hidden": number(part.of - part.shown), "of": number(part.of)}
    if part.is_most:
        return _("%(hidden)s of %(of)s are not shown.") % said, True
    return _(
        "No chart: %(hidden)s of %(of)s are not shown, and the others alone would mislead."
    ) % said, False


def _measure(table: Table) -> str:
    if table.figure.is_share:
        return "numerator"
    others = (one.name for one in table.figure.measures if not one.is_count)
    return SHOWN.get(table.figure.name) or next(others, table.figure.columns[0])


def _value(table: Table, row: Row, name: str) -> tuple[Any, Any, Any] | None:
    """The value, and the interval that it is within; None where it is not shown or not known."""
    if not table.figure.is_share:
        value = row.values[name]
        return None if name in row.hidden or value is None else (value, value, value)
    share = row.share
    return None if row.hidden or not share.is_known else (share.percent, share.low, share.high)


def _bar(table: Table, n: int, row: Row, value, x) -> Bar:
    name = ", ".join(row.labels[one] for one in table.by) or str(table.association)
    label = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    y = TOP + ROW * n
    if value is None:
        return Bar(label, name, y, "0", _("not shown"), str(LEFT + 6))
    middle, low, high = value
    text = (
        f"{number(middle, 1)} %"
        if table.figure.is_share
        else number(middle, 1 if isinstance(middle, float) else None)
    )
    end = float(x(high)) + 6
    width = f"{float(x(middle)) - LEFT:.1f}"
    interval = (x(low), x(high)) if table.figure.is_share else ("", "")
    return Bar(label, name, y, width, text, f"{end:.1f}", *interval)
