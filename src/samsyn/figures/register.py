"""What the register counts, in the way that reconciliation asks: initiative, year, measure."""

import re

from .counting import Period, year
from .queries import View
from .reconciliation import Register
from .tables import Ask, Table

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
MOST_YEARS = 40


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


def _counts_in(view: View, period: Period) -> dict[tuple[str, int], dict[str, int | None]]:
    whole, by_initiative = view.tables(
        Ask("participants", period, ("year",)), Ask("participants", period, ("initiative", "year"))
    )
    return _counts(whole) | _counts(by_initiative)


def _counts(table: Table) -> dict[tuple[str, int], dict[str, int | None]]:
    return {
        (row.labels.get("initiative", "").casefold(), row.keys["year"]): row.values
        for row in table.rows
        if not row.is_missing
    }
