"""What has changed since: the same table at two moments, and what explains each number that is another.

Whoever works inside an authority sees every kind of change, and which enrolments. The association sees of
how many and by what only where nobody can be told from it: see ``judged``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import tables
from .counting import POPULATION_NAMES, Group, Period, year
from .definitions import FIGURES, Figure
from .durations import one_decimal
from .grounds import Grounds
from .models import ReportedCount
from .movements import CORRECTED, ENDED, ENTERED, REOPENED, UNDONE, Moved, Movements, movements
from .rows import Row, Table
from .shares import Share

WORDS: dict[tuple[str, bool], Any] = {
    (ENTERED, True): _("entered later"), (ENDED, True): _("end entered later"),
    (ENDED, False): _("end entered later"), (REOPENED, True): _("end taken back"),
    (REOPENED, False): _("end taken back"), (CORRECTED, True): _("corrected into it"),
    (CORRECTED, False): _("corrected out of it"), (UNDONE, False): _("undone as misregistered"),
}  # fmt: skip
FACT_WORDS: dict[str, Any] = {
    "initiative_id": _("initiative"), "municipality_id": _("municipality"), "track_id": _("track"),
    "sex": _("sex"), "birth_date": _("date of birth"), "birth_year": _("year of birth"),
    "started_on": _("start"), "education": _("education"),
    "public_support_months": _("time in public support"),
    "referrer": _("referrer"), "occupation_at_start": _("occupation at the start"),
    "income_at_start": _("income at the start"), "ended_on": _("end"), "exit_reason": _("exit reason"),
    "occupation_at_end": _("occupation at the end"), "income_at_end": _("income at the end"),
    "destination": _("goes on to"),
}  # fmt: skip
NUMBERS = ("budgeted", "total", "new", "ended", "ongoing", "to_work_or_studies")


@dataclass
class CellCompared:
    """``moved``: what explains it; empty with ``is_few``, where it is not told. ``rest``: of the difference,
    what comes from reported counts and facts of the initiative. ``is_count``: not so for days and ages, where
    none is not nought.
    """

    label: Any
    then: float | None
    now: float | None
    moved: list[Moved]
    rest: float = 0
    is_few: bool = False
    is_count: bool = True

    @property
    def difference(self) -> float | None:
        if not self.is_count and (self.then is None or self.now is None):
            return None
        return one_decimal((self.now or 0) - (self.then or 0))

    @property
    def is_changed(self) -> bool:
        return bool(self.moved or self.difference or (not self.is_count and self.then != self.now))


@dataclass
class RowCompared:
    labels: list[str]
    cells: list[CellCompared]
    shares: tuple[Share, Share] | None = None  # then and now, of a figure that is a share

    @property
    def changed(self) -> list[CellCompared]:
        return [cell for cell in self.cells if cell.is_changed]


@dataclass
class Compared:
    """``is_told``: what explains the differences is here at all, in full or as "few"."""

    figure: Figure
    period: Period
    by: tuple[str, ...]
    then: datetime
    now: datetime | None
    rows: list[RowCompared]
    sum: RowCompared
    reported: list["CountChanged"]
    is_told: bool = True
    ids: set[int] = field(default_factory=set)
    unit: str = "enrolments"

    @property
    def changed(self) -> list[RowCompared]:
        """Rows with something to tell. A table without breakdown is its sum."""
        return [row for row in [*self.rows, *([self.sum] if "year" not in self.by else [])] if row.changed]

    @property
    def has_few(self) -> bool:
        return any(cell.is_few for row in self.changed for cell in row.changed)


@dataclass(frozen=True)
class CountChanged:
    """A reported count that was stated, changed or taken away; ``numbers``: label, before and after."""

    of: str
    period: Period
    sex: str
    numbers: list[tuple[Any, int | None, int | None]]


def compared(
    name: str, grounds: Grounds, period: Period, by: Iterable[str], then: datetime,
    now: datetime | None = None, *, unit: str = "enrolments", is_told: bool = True,
) -> Compared:  # fmt: skip
    """In a fixed number of questions. ``grounds``: as of ``now``. Raises as ``tables.table`` does.

    ``is_told``: by what, too. To the association only of participants by initiative: by anything else, too,
    the two could be subtracted from one another. Of persons, days and consultations nobody is told by what:
    what moves is enrolments, and they do not add up to those.
    """
    figure, by = FIGURES[name], tuple(by)
    is_told &= unit == "enrolments" and figure.base == "enrolments"
    is_told &= grounds.own is not None or (name == "participants" and by == ("initiative",))
    past = Grounds(grounds.association, grounds.own, at=then)
    before, after = (
        tables.table(name, one.association, period, by=by, unit=unit, grounds=one) for one in (past, grounds)
    )
    by = after.by
    periods = list(dict.fromkeys([period, *(period.by_year() if "year" in by else ())]))
    found: Movements = movements(figure, grounds, periods, by, then, now) if is_told else {}
    if is_told and grounds.own is None:
        hide = hidden_rows(found, grounds.association.suppress_below)
    else:
        hide = set()
    pairs = _pairs(before, after) if by else []
    rows = [_row(figure, found, hide, pair, period, by) for pair in pairs]
    whole = _row(figure, found, hide, (before.sum, after.sum), period, ())
    return Compared(
        figure, period, by, then, now, rows, whole,
        _reported(past, grounds, period) if unit == "enrolments" else [], is_told,
        {one for moved in found.values() for each in moved for one in each.ids}, unit,
    )  # fmt: skip


def _pairs(before: Table, after: Table) -> list[tuple[Row | None, Row | None]]:
    """The rows of both moments side by side: those of now, and then those that are no longer there."""

    def key(row):
        return Group(row.keys.items())

    old = {key(row): row for row in before.rows}
    pairs: list[tuple[Row | None, Row | None]] = [(old.pop(key(row), None), row) for row in after.rows]
    return [*pairs, *((row, None) for row in old.values())]


def _row(figure: Figure, found: Movements, hide: set[Group], pair, period: Period, by) -> RowCompared:
    then, now = pair
    row = now or then
    group = Group((name, value) for name, value in row.keys.items() if name != "year")
    when = year(row.keys["year"]) if "year" in row.keys else period
    when = Period(max(when.first, period.first), min(when.last, period.last))
    cells = []
    for measure in figure.measures:
        moved = found.get((when, group, measure.name), [])
        net = sum(one.count if one.came else -one.count for one in moved)
        was, is_ = (one.values[measure.name] if one else None for one in pair)
        cell = CellCompared(measure.label, was, is_, moved, is_count=measure.is_count)
        if group in hide:
            cell.moved, cell.is_few = [], bool(cell.difference)
        elif measure.name != "budgeted" and cell.difference is not None:
            cell.rest = cell.difference - net
        cells.append(cell)
    nothing = Share(None, None)
    shares = (then.share if then else nothing, now.share if now else nothing) if figure.is_share else None
    return RowCompared([row.labels[name] for name in by] if row.keys else [], cells, shares)


# ── What the association is told ──────────────────────────────────────────────────────────────────────────


def hidden_rows(found: Movements, limit: int) -> set[Group]:
    """The rows of which is not told by what they changed, the sum as Group().

    A row is told as a whole or not at all, for its populations can be subtracted from one another: only when
    each kind of change, into and out of each population, counts nobody or no fewer than the limit. The sum
    is told only when every row is, and when those who moved from one row to another are not few either.
    """
    counts: dict[Group, dict[tuple[str, str, bool], int]] = {}
    for (_period, group, measure), moved in found.items():
        if measure in POPULATION_NAMES:
            of = counts.setdefault(group, {})
            of |= {(measure, one.kind, one.came): one.count for one in moved}
    hide = {group for group, of in counts.items() if any(0 < count < limit for count in of.values())}
    rows = [of for group, of in counts.items() if group]
    whole = counts.get(Group(), {})
    between = (
        sum(of.get(which, 0) for of in rows) - whole.get(which, 0) for which in {w for of in rows for w in of}
    )
    if hide or any(0 < count < limit for count in between):
        hide.add(Group())
    return hide


# ── Reported counts ───────────────────────────────────────────────────────────────────────────────────────


def _reported(past: Grounds, grounds: Grounds, period: Period) -> list[CountChanged]:
    """Those within the period that read otherwise at the two moments. They are the association's own."""
    if grounds.own is not None:
        return []
    before, after = ({one.pk: one for of in each.reported.values() for one in of} for each in (past, grounds))
    found = []
    for number in sorted({*before, *after}):
        old, new = before.get(number), after.get(number)
        one = new or old
        read = ((name, getattr(old, name, None), getattr(new, name, None)) for name in NUMBERS)
        changed = [(_label(name), was, is_) for name, was, is_ in read if was != is_]
        assert one is not None
        if changed and period.first <= one.first_day and one.last_day <= period.last:
            where = grounds.initiatives.get(one.initiative_id or 0)
            found.append(CountChanged(
                where.name if where else grounds.association.name, Period(one.first_day, one.last_day),
                one.get_sex_display(), changed,
            ))  # fmt: skip
    return found


def _label(name: str):
    return getattr(ReportedCount._meta.get_field(name), "verbose_name", name)


__all__ = ["Compared", "compared", "hidden_rows"]
