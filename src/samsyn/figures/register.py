"""What the register counts, in the way that reconciliation asks: initiative, year or months, measure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from django.utils.translation import gettext as _

from .asks import is_given
from .control import NOT_STATED
from .counting import Period, year
from .dimensions import WORK
from .queries import View
from .reconciliation import Months, Register, Unreadable
from .rows import Row
from .tables import Ask

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
MOST_YEARS = 40
MOST_PERIODS = 40  # of whole months, each of which is counted by itself
# Figures, and what reconciliation calls their measures where that is another name.
NAMES: dict[str, dict[str, str]] = {
    "participants": {},
    "work_or_studies": {"numerator": "work_or_studies"},
}
BYS = (("year",), ("initiative", "year"))
Key = tuple[str, int]  # initiative or nothing for all, and year
Counts = dict[Key, dict[str, int | None]]


def years_in(text: str) -> list[int]:
    """The years that a document speaks of; what lies too far from the first of them is another number."""
    found = sorted({int(one) for one in YEARS.findall(text)})
    return [one for one in found if one - found[0] < MOST_YEARS]


def register_of(view: View, years: list[int]) -> Register:
    """Counts through the gate, all years in one go, and months when they are asked of. None where the
    register has nothing to say: no such initiative, nobody then, a count that is hidden or not given for
    months, or counts that others have not reported.
    """
    all_years = Period(year(years[0]).first, year(years[-1]).last) if years else None
    read: dict[Period, Counts] = {}

    def counts_in(period: Period) -> Counts:
        if period not in read:
            if len(read) > MOST_PERIODS:
                raise Unreadable(_("No more than %(most)s periods at a time.") % {"most": MOST_PERIODS})
            read[period] = _counts_in(view, period)
        return read[period]

    @cache
    def to_work() -> dict[Key, int]:
        return _to_work_in(view, all_years) if all_years else {}

    def register(initiative: str | None, of: int | Months, measure: str) -> int | None:
        of_year, period = (of.year, Period(of.first, of.last)) if isinstance(of, Months) else (of, all_years)
        key = (initiative or "").casefold(), of_year
        found = counts_in(period).get(key, {}) if period else {}
        if not found.get("total"):
            return None
        return to_work().get(key) if measure == "work" and period == all_years else found.get(measure)

    return register


def _counts_in(view: View, period: Period) -> Counts:
    """Of all and by initiative: who took part, and of those who ended, who went to work or studies."""
    found: Counts = {}
    for name, key, row in _rows(view, [Ask(figure, period, by) for figure in NAMES for by in BYS]):
        values = {NAMES[name].get(measure, measure): value for measure, value in row.values.items()}
        found.setdefault(key, {}).update(values)
    return found


def _to_work_in(view: View, period: Period) -> dict[Key, int]:
    """Of those who ended, who went to work of any kind, where each kind is shown and all are told by it."""
    found: dict[Key, dict[str, int | None]] = {}
    for _name, key, row in _rows(view, [Ask("ended", period, (*by, "occupation_at_end")) for by in BYS]):
        found.setdefault(key, {})[row.keys["occupation_at_end"]] = row.values["ended"]
    shown = {
        key: [number for code in WORK if (number := of.get(code)) is not None]
        for key, of in found.items()
        if NOT_STATED not in of
    }
    return {key: sum(numbers) for key, numbers in shown.items() if len(numbers) == len(WORK)}


def _rows(view: View, asks: Sequence[Ask]) -> Iterator[tuple[str, Key, Row]]:
    """What is known, by figure. Of the whole association not the years of which an initiative's counts are
    missing, or others are reported for it: what is counted is then not the whole.
    """
    given = [ask for ask in asks if is_given(ask, view.grounds)]
    tables = list(zip(given, view.tables(*given), strict=True))
    lacking = {(ask.name, row.keys["year"]) for ask, table in tables for row in table.rows if row.is_missing}
    for ask, table in tables:
        beside = table.reported_beside.years if table.reported_beside else ()
        for row in table.rows:
            initiative, of = row.labels.get("initiative", "").casefold(), row.keys["year"]
            is_part = row.source != "reported" and ((ask.name, of) in lacking or of in beside)
            if not row.is_missing and (initiative or not is_part):
                yield ask.name, (initiative, of), row
