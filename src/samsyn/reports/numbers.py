"""A report's numbers: figures through the gate and entered amounts, each asked for once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.figures import tables
from samsyn.figures.counting import Period, year
from samsyn.figures.definitions import DIMENSIONS, FIGURES
from samsyn.figures.grounds import Grounds
from samsyn.figures.tables import Ask
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from .statements import Filled
from .tree import HIDDEN, Cell
from .wording import Unknown

SHARES = ("percent", "low", "high")
FIRST_YEAR, LAST_YEAR = 1990, 2099
YEARS = re.compile(r"^(\d{4})(?:[–-](\d{4}))?$")


@dataclass
class Numbers:
    """What one document may refer to. An appendix shares ``asked`` with the report it belongs to."""

    association: Association
    period: Period
    initiative: Initiative | None = None
    sheets: dict[str, Filled] = field(default_factory=dict)
    asked: dict[Ask, tables.Table] = field(default_factory=dict)

    @cached_property
    def grounds(self) -> Grounds:
        """What all the tables stand on, read once."""
        return Grounds(self.association)

    def table(self, name: str, period: Period, by: tuple[str, ...] = (), unit: str = "enrolments"):
        """The association's figure, under disclosure control. Raises Unknown when it is not given."""
        if name not in FIGURES:
            raise Unknown(_("There is no figure called %(name)s.") % {"name": name})
        ask = Ask(name, period, by, unit)
        if ask not in self.asked:
            try:
                self.asked |= tables.tables([ask], self.grounds)
            except ValidationError as rule:
                raise Unknown(" ".join(rule.messages)) from rule
        return self.asked[ask]

    def ask_ahead(self, asks: Iterable[Ask]) -> None:
        """Count what will be asked for, as much as can be in one statement. What is not given waits: whoever
        asks is told why.
        """
        known = [ask for ask in asks if ask.name in FIGURES and tables.is_given(ask, self.grounds)]
        self.asked |= tables.tables(known, self.grounds)

    # ── A reference in running text ───────────────────────────────────────────────────────────────────────

    def look_up(self, reference: str) -> Cell:
        what, *rest = reference.split()
        name, _dot, measure = what.partition(".")
        if name == "amount":
            return self._amount(measure)
        period, keys = self._period(rest), _keys(rest)
        if self.initiative:
            keys.setdefault("initiative", str(self.initiative.pk))
        found = self.table(name, period, tuple(keys))
        row = next((row for row in [*found.rows, found.sum] if _is(row, keys)), None)
        if self.initiative and (row is None or row.keys["initiative"] != self.initiative.pk):
            # Who writes about one initiative need not be allowed to see another's figures.
            raise Unknown(
                _("%(reference)s: a report about %(name)s refers to that initiative's figures alone.")
                % {"reference": reference, "name": self.initiative.name}
            )
        if row is None:
            raise Unknown(_("%(reference)s fits no row.") % {"reference": reference})
        return cell_of(row, measure, reference)

    def _period(self, rest: list[str]) -> Period:
        for word in rest:
            if match := YEARS.match(word):
                first, last = int(match[1]), int(match[2] or match[1])
                if not FIRST_YEAR <= first <= last <= LAST_YEAR:
                    raise Unknown(_("“%(word)s” is not understood.") % {"word": word})
                return Period(year(first).first, year(last).last)
            if word == "start":
                if not (self.initiative and self.initiative.starts_on):
                    raise Unknown(_("It is not known when the initiative started."))
                return self.since_start
        return self.period

    @property
    def since_start(self) -> Period:
        """From the first of January of the year in which the initiative started."""
        assert self.initiative and self.initiative.starts_on
        return Period(date(self.initiative.starts_on.year, 1, 1), self.period.last)

    def _amount(self, path: str) -> Cell:
        sheet, _dot, line = path.partition(".")
        line, _dot, column = line.partition(".")
        if sheet not in self.sheets:
            raise Unknown(_("The report has no amounts called %(name)s.") % {"name": sheet})
        amounts = self.sheets[sheet].amounts
        place = int(column) - 1 if column.isdecimal() else 0
        if line not in amounts or not 0 <= place < len(amounts[line]):
            raise Unknown(_("%(sheet)s has no line called %(name)s.") % {"sheet": sheet, "name": line})
        return amounts[line][place]


def _keys(rest: list[str]) -> dict[str, str]:
    found = {}
    for word in rest:
        name, equals, value = word.partition("=")
        if equals and name in DIMENSIONS:
            found[name] = value.casefold()
        elif not YEARS.match(word) and word != "start":
            raise Unknown(_("“%(word)s” is not understood.") % {"word": word})
    return found


def _is(row, keys: dict[str, str]) -> bool:
    return row.keys.keys() == keys.keys() and all(
        value in (str(row.keys[name]).casefold(), row.labels[name].casefold().replace(" ", "-"))
        for name, value in keys.items()
    )


def cell_of(row, measure: str, reference: str = "") -> Cell:
    """A number of a figure's row: a count, or of a share its per cent and interval."""
    if measure in SHARES and "numerator" in row.values:
        return HIDDEN if row.hidden else getattr(row.share, measure)
    if measure not in row.values:
        there = ", ".join([*row.values, *(SHARES if "numerator" in row.values else ())])
        raise Unknown(
            _("“%(reference)s” has no such number. Choose from: %(all)s.")
            % {"reference": reference or measure, "all": there}
        )
    return HIDDEN if measure in row.hidden else row.values[measure]
