"""What the register counts, in the way that reconciliation asks: initiative, year, measure."""

import re

from .counting import Period, year
from .queries import View
from .reconciliation import Register
from .tables import Ask

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
MOST_YEARS = 40
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
    """Counts through the gate, all years in one go. None where the register has nothing to say: no such
    initiative, nobody that year, a count that is hidden, or counts that others have not reported.
    """
    counts = _counts_in(view, Period(year(years[0]).first, year(years[-1]).last)) if years else {}

    def register(initiative: str | None, of: int, measure: str) -> int | None:
        found = counts.get(((initiative or "").casefold(), of), {})
        return found.get(measure) if found.get("total") else None

    return register


def _counts_in(view: View, period: Period) -> Counts:
    """Of all and by initiative: who took part, and of those who ended, who went to work or studies."""
    asks = [Ask(figure, period, by) for figure in NAMES for by in (("year",), ("initiative", "year"))]
    found: Counts = {}
    for ask, table in zip(asks, view.tables(*asks), strict=True):
        for row in table.rows:
            if not row.is_missing:
                key = row.labels.get("initiative", "").casefold(), row.keys["year"]
                values = {NAMES[ask.name].get(name, name): value for name, value in row.values.items()}
                found.setdefault(key, {}).update(values)
    return found
