"""Tables as pages show them: cells with the address of where they come from, and the card that tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samsyn.base.templatetags.samsyn import number

from . import queries
from .counting import Period, enrolments_counted, year
from .definitions import MEASURES, PARTY, SOURCES, Measure
from .dimensions import YES, fine, label_of
from .reported import row_contradictions
from .rows import Row, Table
from .shapes import before_note, few_note, hidden_note, reported_note
from .shares import Share, can_be_told_apart
from .tables import Ask

SUM = "sum"


@dataclass
class CellShown:
    """``url``: the card that says where the number comes from; empty where there is no number."""

    value: Any
    text: str = ""
    url: str = ""
    is_hidden: bool = False
    is_chosen: bool = False
    contradictions: list[str] = field(default_factory=list)  # of a row without a label, on its total
    label: str = ""
    head: str = ""


@dataclass
class RowShown:
    heads: list[str]
    labels: list[str]
    cells: list[CellShown]
    share: Share | None
    source: str
    missing: str  # why it has no numbers
    contradictions: list[str]  # what does not add up in it, in words

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """What the row is broken down by beside the first: pairs of head and label."""
        return list(zip(self.heads, self.labels, strict=False))[1:]


@dataclass
class Matrix:
    """Two dimensions across each other: the values of the second, and a row of cells for each of those."""

    corner: str
    heads: list[str]
    rows: list[tuple[str, list[CellShown]]]


@dataclass
class TableShown:
    """What the template needs, flat."""

    heads: list[str]
    measures: list[str]
    rows: list[RowShown]
    sum: RowShown
    is_share: bool
    hidden_note: str
    missing: list[str]
    reported_note: str
    before_note: str
    unit: str
    has_sum: bool  # over several years nothing adds up: who goes on is counted in each of them
    shows_nothing: bool = False  # then the rows are left out, and why is said instead
    instead: list[tuple[str, str]] = field(default_factory=list)  # by one thing: what, and its address
    apart: "list[tuple[str, TableShown]]" = field(
        default_factory=list
    )  # the tables by one thing, where they fit
    matrix: "Matrix | None" = None

    @property
    def is_empty(self) -> bool:
        """Nobody to tell of, so that only heads would stand there."""
        return not (self.shows_nothing or (self.matrix.rows if self.matrix else self.rows))

    @property
    def contradicting(self) -> list[RowShown]:
        return [row for row in [*self.rows, *([self.sum] if self.has_sum else [])] if row.contradictions]


def shown(table: Table, chosen: tuple[str, str] = ("", "")) -> TableShown:
    """``chosen``: row and measure of the card that is open."""
    url, wrong = address(table), row_contradictions(table, contradiction_in_words)
    has_dots = table.sum.hidden if table.shows_nothing else table.has_hidden
    without_dots = few_note(table) if table.shows_nothing else ""
    return TableShown(
        heads=_heads(table),
        measures=[table.head_of(measure) for measure in table.figure.measures],
        rows=[]
        if table.shows_nothing
        else [_row(table, row, url, chosen, wrong.get(place)) for place, row in enumerate(table.rows)],
        sum=_row(table, table.sum, url, chosen, wrong.get(len(table.rows))),
        is_share=table.figure.is_share,
        hidden_note=hidden_note(table) if has_dots else without_dots,
        missing=table.missing,
        reported_note=reported_note(table),
        before_note=before_note(table),
        unit=table.unit_in_words,
        has_sum=bool(table.by) and "year" not in table.by,
        shows_nothing=table.shows_nothing,
        instead=_by_one_thing(table) if table.shows_nothing else [],
        matrix=None if table.shows_nothing else _matrix(table, url, chosen),
    )


def told_apart(view: queries.View, table: Table, chosen: tuple[str, str]) -> TableShown:
    """As ``shown``; where nothing can be told of two things across each other, each of them by itself."""
    found = shown(table, chosen)
    if not (table.figure.is_matrix and table.shows_nothing and table.period.is_whole_year):
        return found
    by = table.figure.always
    each = [
        shown(one) for one in view.tables(*(Ask("ended", table.period, (one,), table.unit) for one in by))
    ]
    notes = [one.hidden_note for one in each if one.hidden_note]
    return replace(
        found, instead=[], hidden_note=next(iter(notes), ""),
        apart=[
            (_head(name), replace(one, hidden_note="", reported_note="", before_note=""))
            for name, one in zip(by, each, strict=True)
        ],
    )  # fmt: skip


def _heads(table: Table) -> list[str]:
    return [_head(name) for name in table.by]


def _head(name: str) -> str:
    return str(PARTY.get(name) or label_of(name))


def address(table: Table, *, name: str = "", by: Sequence[str] | None = None) -> str:
    """Of the page where the table stands and its numbers are followed back; or of another figure's, or by
    other things.
    """
    period, always = table.period, table.figure.always
    days: dict[str, Any] = {"year": period.first.year}
    if not period.is_whole_year:
        days = {"first": period.first, "last": period.last}
    by = [one for one in table.by if one not in always] if by is None else by
    page = reverse("figures:figure", args=[table.association.slug, name or table.figure.name])
    return f"{page}?{urlencode(days | {'by': by, 'unit': table.unit}, doseq=True)}"


def _by_one_thing(table: Table) -> list[tuple[str, str]]:
    """What is too little to tell apart at once may be enough for one thing at a time."""
    if len(table.by) < 2:
        return []
    name = "ended" if table.figure.is_matrix else table.figure.name
    return [(_head(one), address(table, name=name, by=[one])) for one in table.by if one in fine(table.by)]


def _matrix(table: Table, url: str, chosen) -> Matrix | None:
    """Only for figures that are one, with nothing else to break down by. What is empty is left out."""
    if not table.figure.is_matrix or set(table.by) != set(table.figure.always):
        return None
    first, second = table.figure.always
    there = [row for row in table.rows if row.hidden or any(row.values.values())]
    names: dict[str, dict[Any, str]] = {one: {} for one in (first, second)}
    for row in table.rows:
        for one in names:
            if any(other.keys[one] == row.keys[one] for other in there):
                names[one][row.keys[one]] = row.labels[one]
    cells = {
        (row.keys[first], row.keys[second]): _row(table, row, url, chosen).cells[0] for row in table.rows
    }
    rows = [
        (words, [cells.get((code, other), CellShown(0)) for other in names[second]])
        for code, words in names[first].items()
    ]
    return Matrix(str(label_of(first)), list(names[second].values()), rows)


def _row(table: Table, row: Row, url: str, chosen, wrong: list[str] | None = None) -> RowShown:
    labels = [row.labels[name] for name in table.by] if row.keys or not table.by else [table.sum_label]
    name = row_name(table.by, row.keys)
    cells = []
    for measure in table.figure.measures:
        value = row.values[measure.name]
        cell = CellShown(
            value, is_hidden=measure.name in row.hidden, is_chosen=chosen == (name, measure.name),
            head=table.head_of(measure),
        )  # fmt: skip
        cell.label = f"{measure.label}, {', '.join(labels)}" if labels else str(measure.label)
        cell.text = _text(value)
        if wrong and not labels and measure.name == "total":
            cell.contradictions = wrong
        if value is not None and measure.name != "budgeted":
            cell.url = f"{url}&{urlencode({'row': name, 'cell': measure.name})}#cell"
        cells.append(cell)
    share = row.share if table.figure.is_share and not row.hidden else None
    return RowShown(_heads(table), labels, cells, share, str(SOURCES[row.source]), _missing(row), wrong or [])


def _missing(row: Row) -> str:
    if row.is_before:
        return _("nothing registered")
    return _("no counts reported") if row.is_missing else ""


def _text(value: Any) -> str:
    """As the number filter, which need not be asked about small whole numbers."""
    small = isinstance(value, int) and value < 1000
    return str(value) if small else number(value, 1 if isinstance(value, float) else None)


def row_name(by: Sequence[str], keys: dict[str, Any]) -> str:
    """What a row is called in an address: its raw values, in the table's order."""
    return ".".join("none" if keys[name] is None else str(keys[name]) for name in by) if keys else SUM


# ── Following a number back ───────────────────────────────────────────────────────────────────────────────


@dataclass
class Provenance:
    """Where one number comes from. ``enrolments`` for those with the right,
    ``authorities`` for the others.
    """

    measure: Measure
    value: Any
    of: str
    period: Period
    figure: Any
    unit: str
    source: str
    as_of: Any
    share: Share | None = None
    authorities: TableShown | None = None
    place: int = 0  # of the measure among the table's columns
    why_not: str = ""
    enrolments: list = field(default_factory=list)
    counted: int = 0


def provenance(view: queries.View, table: Table, row_name_: str, measure: str, user) -> Provenance | None:
    """None when the table holds no such number."""
    row = next((one for one in [*table.rows, table.sum] if row_name(table.by, one.keys) == row_name_), None)
    if (
        row is None
        or measure not in table.figure.columns
        or measure == "budgeted"
        or row.values[measure] is None
    ):
        return None
    period = year(row.keys["year"]) if "year" in row.keys else table.period
    period = Period(max(period.first, table.period.first), min(period.last, table.period.last))
    found = Provenance(
        MEASURES[table.figure.name, measure], row.values[measure] or 0,
        ", ".join(row.labels.values()) or view.association.name,
        period,
        table.figure, table.unit_of(measure), str(SOURCES[row.source]), table.as_of,
        share=row.share if table.figure.is_share and not row.hidden else None,
        place=table.figure.columns.index(measure),
    )  # fmt: skip
    keys = {name: value for name, value in row.keys.items() if name != "year"}
    if view.is_own and table.figure.base == "enrolments":
        if table.figure.split:
            keys |= {table.figure.split: YES} if measure == "numerator" else {}
        of = found.measure.population
        ids = enrolments_counted(period, of, keys, view.grounds.initiatives, view.grounds.destinations)
        found.enrolments, found.counted = list(queries.enrolments_behind(user, ids)), len(ids)
    elif table.figure.base != "enrolments":
        found.why_not = _("A middle value or a consultation is not followed back to single records.")
    elif row.source == "reported":
        found.why_not = _(
            "The party that keeps the records has reported this count. The records are not here."
        )
    else:
        _per_authority(found, view, table, keys)
    return found


def _per_authority(found: Provenance, view, table: Table, keys: dict) -> None:
    try:
        finer = view.table(table.figure.name, found.period, by=[*keys, "controller"], unit=table.unit)
    except ValidationError as rule:
        found.why_not = " ".join(rule.messages)
        return
    finer.rows = [row for row in finer.rows if all(row.keys[name] == value for name, value in keys.items())]
    finer.by = ("controller",)
    found.authorities = shown(finer) if finer.rows else None  # nobody is counted, so nobody keeps a record


def against_the_year_before(view: queries.View, name: str, this: int, unit: str = "enrolments", *, day: date):
    """This year's share, and whether it can be told from last year's; "" when there is nothing to compare.
    What is counted from the register is a part of a year that is reported as a whole, and says nothing of it.
    """
    both = view.table(name, Period(year(this - 1).first, year(this).last), by=["year"], unit=unit)
    shares = {row.keys["year"]: row.share for row in both.rows if not row.hidden}
    nothing = Share(None, None)
    now, before = shares.get(this, nothing), shares.get(this - 1, nothing)
    words = difference_in_words(now, before, this - 1, is_so_far=year(this).is_begun_on(day))
    if words and (beside := both.reported_beside):
        words = _(
            "Not compared with %(year)s: the association has reported other counts for %(years)s than those "
            "in the register."
        ) % {"year": this - 1, "years": beside.years_in_words}
    return now, words


def difference_in_words(now: Share, before: Share, before_year: int, *, is_so_far: bool = False) -> str:
    """Whether this year's share can be told from last year's, or nothing when there is nothing to compare."""
    if not (now.is_known and before.is_known):
        return ""
    said = {"percent": f"{before.percent}".replace(".", ","), "year": before_year}
    if is_so_far and can_be_told_apart(now, before):
        return _("So far it differs from the whole of %(year)s (%(percent)s %%) by more than chance.") % said
    if is_so_far:
        text = _("So far it cannot be told from the whole of %(year)s (%(percent)s %%): it may be chance.")
        return text % said
    if can_be_told_apart(now, before):
        return _("Differs from %(year)s (%(percent)s %%) by more than chance.") % said
    return _("Cannot be told from %(year)s (%(percent)s %%): the difference may be chance.") % said


def contradiction_in_words(kind: str, **numbers) -> str:
    """How a reported count contradicts itself."""
    if kind == "identity":
        return _("Total %(total)s is not ended and ongoing: %(ended)s + %(ongoing)s = %(sum)s.") % numbers
    return _("Total %(total)s is not ongoing before and new: %(before)s + %(new)s = %(sum)s.") % numbers
