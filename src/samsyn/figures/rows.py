"""A table and its rows, as everything that shows figures gets them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.organisations.models import Association

from .counting import Period
from .definitions import MEASURES, UNITS, Figure, Measure
from .dimensions import ALL
from .shares import Share

FLOWS = ("new", "ended", "consultations")  # within a period; those of several years add up, unlike a stock


@dataclass
class Row:
    """``keys``: raw values by dimension; ``labels``: the same in words; ``hidden``:
    names of suppressed measures.

    ``is_missing``: counts are reported by somebody else, and none are for this period. ``is_before``: it is
    of the register, and the period was over before anybody in that began.
    """

    keys: dict[str, Any]
    labels: dict[str, str]
    values: dict[str, Any]
    source: str
    hidden: set[str] = field(default_factory=set)
    is_missing: bool = False
    is_before: bool = False

    @property
    def share(self) -> Share:
        return Share(self.values.get("numerator"), self.values.get("denominator"))


@dataclass(frozen=True)
class ReportedBeside:
    """What the association has reported for all of itself, beside a table of other counts.

    ``years`` of the period that it is about; the populations, where it covers the whole period.
    """

    years: tuple[int, ...]
    total: int | None = None
    new: int | None = None
    ended: int | None = None

    @property
    def years_in_words(self) -> str:
        return ", ".join(str(year) for year in self.years)


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
    reported_beside: ReportedBeside | None = None  # other numbers of the same thing
    begins: int | None = None  # the year in which the register does, where some rows are of before

    @property
    def has_hidden(self) -> bool:
        return any(row.hidden for row in [*self.rows, self.sum])

    @property
    def shows_nothing(self) -> bool:
        """There is something to tell apart, and no number of it is shown."""
        return bool(self.rows) and all(
            row.hidden and not any(value is not None for value in row.values.values()) for row in self.rows
        )

    @property
    def has_flow(self) -> bool:
        """Did anybody begin, end or ask for advice within the period, as far as is shown?"""
        flows = [one.name for one in self.figure.measures if one.population in FLOWS]
        return any(self.sum.values[name] or name in self.sum.hidden for name in flows)

    @property
    def sum_label(self) -> str:
        """Of what does not add up, such as middle values, it is no sum."""
        return _("Sum") if self.adds_up else pgettext("of a table", "All")

    def head_of(self, measure: Measure) -> str:
        """A budget is of years, whatever part of one the rest is of."""
        if measure.name == "budgeted" and not self.period.is_whole_years:
            return _("%(label)s, whole year") % {"label": measure.label}
        return str(measure.label)

    def unit_of(self, name: str) -> str:
        """What a column is given in."""
        if MEASURES[self.figure.name, name].is_count:
            return str(UNITS[self.unit])
        return _("years") if self.figure.name == "age_at_start" else _("days")

    @property
    def unit_in_words(self) -> str:
        return ", ".join(dict.fromkeys(self.unit_of(name) for name in self.figure.columns))

    def row_with(self, keys: dict[str, Any]) -> Row | None:
        return next((row for row in [*self.rows, self.sum] if row.keys == keys), None)


# ── How much of a sum is shown ────────────────────────────────────────────────────────────────────────────

MOST_HIDDEN = 0.25  # of a sum: a picture of the rest alone could say the opposite


@dataclass(frozen=True)
class Part:
    """``shown`` of the sum ``of`` stand in rows that are shown."""

    shown: int
    of: int

    @property
    def is_most(self) -> bool:
        return self.of - self.shown <= MOST_HIDDEN * self.of


def part_shown(table: Table, name: str) -> Part | None:
    """How many of the sum stand in rows where the measure ``name`` is shown: of a share or a middle value,
    those whom it is of. None where the sum is not known, or is not what the rows add up to.
    """
    if table.figure.is_share:
        of = "denominator"
    else:
        of = name if MEASURES[table.figure.name, name].is_count else "counted"
    whole = table.sum.values[of]
    several = table.unit == "persons" or any(one in ALL and ALL[one].is_several for one in table.by)
    is_flow = MEASURES[table.figure.name, of].population in FLOWS
    if whole is None or several or ("year" in table.by and not is_flow):
        return None
    hides = "numerator" if table.figure.is_share else name
    shown = sum(row.values[of] or 0 for row in table.rows if hides not in row.hidden)
    return Part(shown, whole) if shown <= whole else None
