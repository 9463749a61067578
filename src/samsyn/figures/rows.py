"""A table and its rows, as everything that shows figures gets them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samsyn.organisations.models import Association

from .counting import Period
from .definitions import Figure
from .shares import Share


@dataclass
class Row:
    """``keys``: raw values by dimension; ``labels``: the same in words; ``hidden``:
    names of suppressed measures.

    ``is_missing``: counts are reported by somebody else, and none are for this period.
    """

    keys: dict[str, Any]
    labels: dict[str, str]
    values: dict[str, Any]
    source: str
    hidden: set[str] = field(default_factory=set)
    is_missing: bool = False

    @property
    def share(self) -> Share:
        return Share(self.values.get("numerator"), self.values.get("denominator"))


@dataclass
class Table:
    figure: Figure
    association: Association
    period: Period
    by: tuple[str, ...]
    unit: str
    rows: list[Row]
    sum: Row
    as_of: datetime | None = None
    is_own: bool = False  # exact counts of the reader's own authorities, not the association's
    missing: list[str] = field(default_factory=list)  # initiatives without reported counts for the period
    adds_up: bool = True  # rows are parts of the sum

    @property
    def has_hidden(self) -> bool:
        return any(row.hidden for row in [*self.rows, self.sum])

    @property
    def shows_nothing(self) -> bool:
        """There is something to tell apart, and no number of it is shown."""
        return bool(self.rows) and all(
            row.hidden and not any(value is not None for value in row.values.values()) for row in self.rows
        )

    def row_with(self, keys: dict[str, Any]) -> Row | None:
        return next((row for row in [*self.rows, self.sum] if row.keys == keys), None)
