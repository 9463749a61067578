"""Data quality as the association sees it: what is not known, initiative by initiative and year by year, how
long entering takes, and reported counts that contradict themselves.

Everything here is read from tables under disclosure control, so it tells nothing that they do not tell.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.initiatives.models import Coverage

from . import pages
from .counting import Period, year
from .dimensions import UNKNOWN
from .models import ReportedCount
from .queries import View
from .reported import contradictions
from .rows import Table
from .tables import Ask

YEARS = 3


@dataclass(frozen=True)
class Rule:
    """``dimension``: what may not be known; ``figure`` and ``measure``: of whom."""

    label: Any
    figure: str
    dimension: str
    measure: str
    of: Any


RULES = (
    Rule(_("Occupation at the end not known"), "ended", "occupation_at_end", "ended", _("of the ended")),
    Rule(_("Income at the end not known"), "ended", "income_at_end", "ended", _("of the ended")),
    Rule(_("Education not known"), "participants", "education", "new", _("of the new")),
    Rule(_("Without referrer"), "participants", "referrer", "new", _("of the new")),
)


@dataclass(frozen=True)
class Count:
    """``count`` None: not shown; ``of``: how many there are in all."""

    count: int | None
    of: int


@dataclass(frozen=True)
class RuleShown:
    """``rows``: initiative, who puts it right, and a count for each year."""

    rule: Rule
    rows: list[tuple[str, str, list[Count]]]

    @property
    def latest(self) -> list[Count]:
        return [counts[-1] for _name, _owner, counts in self.rows]

    @property
    def shown(self) -> int:
        """Of the last year, those whose number is shown."""
        return sum(one.count for one in self.latest if one.count is not None)


def years_until(this: int) -> list[int]:
    return list(range(this - YEARS + 1, this + 1))


def rules_shown(view: View, years: list[int]) -> list[RuleShown]:
    """One table for each rule, and one for how many there are."""
    period, rows = Period(year(years[0]).first, year(years[-1]).last), ("initiative", "year")
    counted, *by_rule = view.tables(
        Ask("participants", period, rows),
        *(Ask(rule.figure, period, (*rows, rule.dimension)) for rule in RULES),
    )
    whole = {(row.keys["initiative"], row.keys["year"]): row.values for row in counted.rows}
    owners = _owners(view)
    return [
        RuleShown(rule, _rows(view, rule, table, years, whole, owners))
        for rule, table in zip(RULES, by_rule, strict=True)
    ]


def _rows(view: View, rule: Rule, table: Table, years, whole, owners):
    unknown = {
        (row.keys["initiative"], row.keys["year"]): row
        for row in table.rows if row.keys[rule.dimension] == UNKNOWN
    }  # fmt: skip
    found = []
    for number, initiative in view.grounds.initiatives.items():
        counts = []
        for one in years:
            row = unknown.get((number, one))
            is_hidden = row is not None and rule.measure in row.hidden
            count = (row.values[rule.measure] or 0) if row and not is_hidden else 0
            of = whole.get((number, one), {}).get(rule.measure) or 0
            counts.append(Count(None if is_hidden and of else count, of))
        if any(one.count is None or one.count for one in counts):
            found.append((initiative.name, owners.get(number, ""), counts))
    return found


def _owners(view: View) -> dict[int, str]:
    """The authorities that keep each initiative's records: their coordinators put it right."""
    covered = Coverage.objects.filter(initiative__in=list(view.grounds.initiatives)).order_by(
        "controller__name"
    )
    found: dict[int, list[str]] = {}
    rows = covered.order_by("controller__name").values_list("initiative", "controller__name").distinct()
    for number, name in rows:
        found.setdefault(number, []).append(name)
    return {number: ", ".join(names) for number, names in found.items()}


def entry_delay(view: View, this: int) -> Table:
    return view.table("entry_delay", year(this), by=["initiative"])


def entry_over_years(view: View, years: list[int]) -> Table:
    period = Period(year(years[0]).first, year(years[-1]).last)
    return view.table("entry_delay", period, by=["year"])


def contradicting(view: View) -> list[ReportedCount]:
    """Reported counts that break an identity, each with what it breaks in words."""
    counts = [one for of in view.grounds.reported.values() for one in of]
    wrong = contradictions(counts, pages.contradiction_in_words)
    found = [one for one in counts if one.pk in wrong]
    for one in found:
        one.contradictions = wrong[one.pk]  # type: ignore[attr-defined]
        one.of = view.grounds.initiatives.get(one.initiative_id or 0)  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (one.first_day, one.pk), reverse=True)
