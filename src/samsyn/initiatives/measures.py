"""Which figures can measure a goal. The apps that count offer theirs when
the program starts (see Goal.figure).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What a figure says of a year. A share brings its numbers and interval (per cent).

    ``value`` is None when there is none to show, and ``why_not`` says why: hidden, missing, nobody to count.
    """

    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    why_not: str = ""


# (association, the last day of the year that is counted, ids of initiatives, None among them for the
# association as a whole) → what it says of each.
Ask = Callable[[Any, date, Collection[int | None]], dict[int | None, Measured]]


@dataclass(frozen=True)
class Measure:
    """``name`` as in `samsyn figures --list`; ``label`` as people read it; ``unit`` is one of Goal.Unit's.

    ``ask`` gives what the association may see: the caller sees to it that the reader may.
    """

    name: str
    label: Any
    unit: str
    ask: Ask


_offered: dict[str, Measure] = {}


def offer(name: str, label: Any, *, unit: str, ask: Ask) -> None:
    _offered[name] = Measure(name, label, unit, ask)


def offered() -> list[tuple[str, Any]]:
    return [(one.name, one.label) for one in _offered.values()]


def measure_of(name: str) -> Measure | None:
    return _offered.get(name)


def label_of(name: str) -> Any:
    found = measure_of(name)
    return found.label if found else name
