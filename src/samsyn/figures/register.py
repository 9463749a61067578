"""What the register counts, in the way that reconciliation asks: initiative, year or months, measure."""

import re

from django.utils.translation import gettext as _

from .asks import is_given
from .counting import Period, year
from .queries import View
from .reconciliation import Months, Register, Unreadable
from .tables import Ask

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
MOST_YEARS = 40
MOST_PERIODS = 40  # of whole months, each of which is counted by itself
# Figures, and what reconciliation calls their measures where that is another name.
NAMES: dict[str, dict[str, str]] = {
    "participants": {},
    "work_or_studies": {"numerator": "work_or_studies"},
}
Counts = dict[tuple[str, int], dict[str, int | None]]  # initiative or nothing for all, and year


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

    def register(initiative: str | None, of: int | Months, measure: str) -> int | None:
        of_year, period = (of.year, Period(of.first, of.last)) if isinstance(of, Months) else (of, all_years)
        found = counts_in(period).get(((initiative or "").casefold(), of_year), {}) if period else {}
        return found.get(measure) if found.get("total") else None

    return register


def _counts_in(view: View, period: Period) -> Counts:
    """Of all and by initiative: who took part, and of those who ended, who went to work or studies."""
    asks = [Ask(figure, period, by) for figure in NAMES for by in (("year",), ("initiative", "year"))]
    asks = [ask for ask in asks if is_given(ask, view.grounds)]
    tables = list(zip(asks, view.tables(*asks), strict=True))
    # Years of which an initiative's counts are missing: what is counted is not the whole association.
    lacking = {(ask.name, row.keys["year"]) for ask, table in tables for row in table.rows if row.is_missing}
    found: Counts = {}
    for ask, table in tables:
        for row in table.rows:
            initiative, of = row.labels.get("initiative", "").casefold(), row.keys["year"]
            is_part = not initiative and row.source != "reported" and (ask.name, of) in lacking
            if not row.is_missing and not is_part:
                values = {NAMES[ask.name].get(name, name): value for name, value in row.values.items()}
                found.setdefault((initiative, of), {}).update(values)
    return found
