"""A report's numbers: figures through the gate and entered amounts, each asked for once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.figures import tables
from samsyn.figures.asks import refuse
from samsyn.figures.counting import Period, year
from samsyn.figures.definitions import DIMENSIONS, FIGURES, Figure
from samsyn.figures.dimensions import SPLITS
from samsyn.figures.grounds import Grounds
from samsyn.figures.reported import broken_identities
from samsyn.figures.shapes import reported_note
from samsyn.figures.tables import Ask
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from . import periods
from .statements import Filled
from .tree import HIDDEN, Cell
from .wording import Unknown

SHARES = ("percent", "low", "high")  # of a share, beside its counts
FIRST_YEAR, LAST_YEAR = 1990, 2099
YEARS = re.compile(r"^(\d{4})(?:[–-](\d{4}))?$")


@dataclass(frozen=True)
class Place:
    """Where a number of running text stands: its table, the row's raw values, and all of it in words."""

    ask: Ask
    keys: dict[str, Any]
    measure: str
    words: str


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
        ask = Ask(_figure(name).name, period, by, unit)
        if ask not in self.asked:
            self._refuse(ask)
            self.asked |= tables.tables([ask], self.grounds)
        return self.asked[ask]

    def _refuse(self, ask: Ask, advice: str = "") -> None:
        """By the rules of the figures themselves, in words for who writes a report. ``advice``: what to do
        where the period is to blame.
        """
        try:
            refuse(ask, self.grounds)
        except ValidationError as rule:
            strange = [name for name in ask.by if name not in (*ask.figure.dimensions, "year")]
            if self.initiative and "initiative" in strange:
                why = _for_all()
            elif strange:
                why = _("Such numbers are not broken down by %(names)s. They can be by: %(all)s.") % {
                    "names": _listed(strange), "all": _listed(ask.figure.dimensions)
                }  # fmt: skip
            elif rule.code == "period":
                why = _(
                    "Such numbers are given for one calendar year at a time, so that small numbers cannot be "
                    "worked out by comparing periods."
                )
                why = f"{why} {advice}".strip()
            else:
                why = " ".join(rule.messages)
            raise Unknown(why) from rule

    def ask_ahead(self, asks: Iterable[Ask]) -> None:
        """Count what will be asked for, as much as can be in one statement. What is not given waits: whoever
        asks is told why.
        """
        known = [ask for ask in asks if ask.name in FIGURES and tables.is_given(ask, self.grounds)]
        self.asked |= tables.tables(known, self.grounds)

    # ── A reference in running text ───────────────────────────────────────────────────────────────────────

    def look_up(self, reference: str) -> Cell:
        name, measure, rest = _parts(reference)
        if name == "amount":
            return self._amount(measure)
        figure = _figure(name)
        about = in_words(figure, measure)
        try:
            ask, keys = self._understood(figure, measure, rest)
            row = self._row(ask, keys)
            return cell_of(row, measure) if row else None
        except Unknown as wrong:
            raise Unknown(wrong.why, about) from wrong

    def remark(self, reference: str) -> str:
        """What the reader is told of a number that ``look_up`` found: that it was reported, or that others
        have been. Nothing where it is from the register and nothing else is known.
        """
        name, measure, rest = _parts(reference)
        if name == "amount":
            return ""
        ask, keys = self._understood(_figure(name), measure, rest)
        row = self._row(ask, keys)
        if row is None or row.source == "records":
            return "" if self.initiative else reported_note(self.table(ask.name, ask.period, ask.by))
        told = _("%(what)s %(period)s: as reported") if row.source == "reported" else _(
            "%(what)s %(period)s: from the register and as reported"
        )  # fmt: skip
        total, new, ended, ongoing = (row.values.get(one) for one in ("total", "new", "ended", "ongoing"))
        is_broken = name == "participants" and bool(broken_identities(total, new, ended, ongoing, None))
        return (told + (_("; the numbers do not add up.") if is_broken else ".")) % {
            "what": _figure(name).label, "period": periods.in_words(ask.period.first, ask.period.last),
        }  # fmt: skip

    def offers(self, reference: str) -> bool:
        """Can the figure be filled in, with more than a dash? By the rules that refuse it; not counted."""
        name, measure, rest = _parts(reference)
        try:
            ask, _keys = self._understood(_figure(name), measure, rest)
        except Unknown:
            return False
        return not self.initiative or self._tells_of(self.initiative, ask)

    def place(self, reference: str) -> Place | None:
        """Where the number can be followed back: not an amount, which stands in the report, nor what is no
        longer given. Nothing is counted.
        """
        name, measure, rest = _parts(reference)
        if name == "amount":
            return None
        try:
            ask, called = self._understood(_figure(name), measure, rest)
        except Unknown:
            return None
        keys, labels = {}, []
        for one, word in called.items():
            keys[one], label = self._known(one, word)
            labels += [] if self.initiative and one == "initiative" else [label]
        of = [] if ask.period == self.period else [periods.in_words(ask.period.first, ask.period.last)]
        return Place(ask, keys, measure, ", ".join([in_words(ask.figure, measure), *labels, *of]))

    def _known(self, name: str, called: str) -> tuple[Any, str]:
        """What a row has for what a reference calls it, and that in words."""
        values = self.grounds.values(name) if name != "year" else ()
        there = ((one, self.grounds.label(name, one)) for one in values)
        return next((one for one in there if called in _names(*one)), (called, called))

    def _tells_of(self, one: Initiative, ask: Ask) -> bool:
        """Has the table anything to say of the initiative?"""
        figure = ask.figure
        if one.source != Initiative.Source.RECORDS and (figure.is_share or figure.base == "durations"):
            return False  # what others report are counts of the four populations
        aims = figure.is_share and "initiative" in SPLITS[figure.split].of
        return self.grounds.ran_during(one, ask.period) and (not aims or bool(one.destinations))

    def _understood(self, figure: Figure, measure: str, rest: list[str]) -> tuple[Ask, dict[str, str]]:
        """The table that a reference is read from, and by what its row is known. Nothing is counted."""
        if measure not in names_of(figure):
            there = ", ".join(names_of(figure).values())
            raise Unknown(
                _("There is no such number of it. Put one in from the list: %(all)s.") % {"all": there}
            )
        period, keys = self._period(rest), _keys(rest)
        if self.initiative:
            keys["initiative"] = self._own(keys.get("initiative"))
        ask = Ask(figure.name, period, tuple(keys))
        self._refuse(ask, _("Write a year after the name, for instance %(year)s.") % {
            "year": self.period.last.year - 1
        })  # fmt: skip
        if keys and set(ask.all_by) != set(keys):
            if self.initiative:
                raise Unknown(_for_all())
            why = _("Such numbers are given in all, or by all of these: %(names)s.")
            raise Unknown(why % {"names": _listed(ask.all_by)})
        return ask, keys

    def _own(self, named: str | None) -> str:
        """Who writes about one initiative need not be allowed to see another's figures."""
        assert self.initiative
        number, name = str(self.initiative.pk), self.initiative.name
        if named not in (None, number, _slug(name)):
            raise Unknown(
                _("In a report about %(name)s stand its own numbers only, no other initiative's.")
                % {"name": name}
            )
        return number

    def _row(self, ask: Ask, keys: dict[str, str]):
        """None where nothing is known of the initiative, such as the waiting times of nobody."""
        made = self.table(ask.name, ask.period, ask.by)
        own = self.initiative and self.initiative.pk
        rows = [row for row in made.rows if row.keys["initiative"] == own] if own else [*made.rows, made.sum]
        row = next((row for row in rows if _is(row, keys)), None)
        if row is None and rows:
            words = " ".join(f"{name}={value}" for name, value in keys.items() if value != str(own))
            raise Unknown(_("“%(words)s” fits no row.") % {"words": words})
        return row

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


def _parts(reference: str) -> tuple[str, str, list[str]]:
    """Of which figure, which number, and what is said further."""
    what, *rest = reference.split()
    name, _dot, measure = what.partition(".")
    return name, measure, rest


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
        called in _names(row.keys[name], row.labels[name]) for name, called in keys.items()
    )


def _names(value: Any, label: str) -> tuple[str, str]:
    """What a reference may call a value."""
    return str(value).casefold(), _slug(label)


def _for_all() -> str:
    return _("Such numbers are given for the association as a whole, not for one initiative.")


def _listed(dimensions: Iterable[str]) -> str:
    return ", ".join(str(DIMENSIONS[name]) for name in dimensions)


def _slug(label: str) -> str:
    return label.casefold().replace(" ", "-")


def _figure(name: str) -> Figure:
    if name not in FIGURES:
        raise Unknown(_("There is no figure called “%(name)s”. Put one in from the list.") % {"name": name})
    return FIGURES[name]


def names_of(figure: Figure) -> dict[str, str]:
    """What can be told of a figure: the names of its numbers, in words."""
    counts = {one.name: str(one.label) for one in figure.measures}
    shares = {"percent": _("per cent"), "low": _("interval from"), "high": _("interval to")}
    return counts | (shares if figure.is_share else {})


def in_words(figure: Figure, measure: str) -> str:
    """A number of a figure as it is called in running text, the figure's name before it."""
    whole, own = str(figure.label), names_of(figure).get(measure, measure)
    return whole if own in ("", whole) else f"{whole}, {own[:1].lower()}{own[1:]}"


def cell_of(row, measure: str) -> Cell:
    """A number of a figure's row: a count, or of a share its per cent and interval."""
    if measure in SHARES and "numerator" in row.values:
        return HIDDEN if row.hidden else getattr(row.share, measure)
    return HIDDEN if measure in row.hidden else row.values[measure]
