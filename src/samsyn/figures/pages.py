"""Tables as pages show them: cells with the address of where they come from, and the card that tells it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import queries
from .counting import Period, enrolments_counted, year
from .definitions import CONTROLLER, DIMENSIONS, MEASURES, SOURCES, UNITS, Measure
from .shapes import hidden_note
from .shares import Share, can_be_told_apart
from .tables import OF_MEASURE, Row, Table

SUM = "sum"


@dataclass
class CellShown:
    """``url``: the card that says where the number comes from; empty where there is no number."""

    value: int | None
    url: str = ""
    is_hidden: bool = False
    is_chosen: bool = False
    label: str = ""


@dataclass
class RowShown:
    labels: list[str]
    cells: list[CellShown]
    share: Share | None
    source: str
    is_missing: bool


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
    unit: str
    has_sum: bool  # over several years nothing adds up: who goes on is counted in each of them


def shown(table: Table, query: dict[str, Any], chosen: tuple[str, str] = ("", "")) -> TableShown:
    """``query``: the address of the table itself; ``chosen``: row and measure of the card that is open."""
    return TableShown(
        heads=[str((DIMENSIONS | CONTROLLER)[name]) for name in table.by],
        measures=[str(measure.label) for measure in table.figure.measures],
        rows=[_row(table, row, query, chosen) for row in table.rows],
        sum=_row(table, table.sum, query, chosen),
        is_share=table.figure.is_share,
        hidden_note=hidden_note(table) if table.has_hidden else "",
        missing=table.missing,
        unit=str(UNITS[table.unit]),
        has_sum=bool(table.by) and "year" not in table.by,
    )


def _row(table: Table, row: Row, query, chosen) -> RowShown:
    labels = [row.labels[name] for name in table.by] if row.keys or not table.by else [_("Sum")]
    name = row_name(table, row)
    cells = []
    for measure in table.figure.measures:
        value = row.values[measure.name]
        cell = CellShown(
            value, is_hidden=measure.name in row.hidden, is_chosen=chosen == (name, measure.name)
        )
        cell.label = f"{measure.label}, {', '.join(labels)}" if labels else str(measure.label)
        if value is not None and measure.name != "budgeted":
            cell.url = f"?{urlencode(query | {'row': name, 'cell': measure.name}, doseq=True)}#cell"
        cells.append(cell)
    share = row.share if table.figure.is_share and not row.hidden else None
    return RowShown(labels, cells, share, str(SOURCES[row.source]), row.is_missing)


def row_name(table: Table, row: Row) -> str:
    """What a row is called in an address: its raw values, in the table's order."""
    return (
        ".".join("none" if row.keys[name] is None else str(row.keys[name]) for name in table.by)
        if row.keys
        else SUM
    )


# ── Following a number back ───────────────────────────────────────────────────────────────────────────────


@dataclass
class Provenance:
    """Where one number comes from. ``enrolments`` for those with the right,
    ``authorities`` for the others.
    """

    measure: Measure
    value: int
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
    row = next((one for one in [*table.rows, table.sum] if row_name(table, one) == row_name_), None)
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
        MEASURES[measure], row.values[measure] or 0, ", ".join(row.labels.values()) or view.association.name,
        period,
        table.figure, str(UNITS[table.unit]), str(SOURCES[row.source]), table.as_of,
        share=row.share if table.figure.is_share and not row.hidden else None,
        place=table.figure.columns.index(measure),
    )  # fmt: skip
    keys = {name: value for name, value in row.keys.items() if name != "year"}
    if view.is_own:
        ids = enrolments_counted(period, OF_MEASURE.get(measure, measure), keys, view.own_initiatives or ())
        found.enrolments, found.counted = list(queries.enrolments_behind(user, ids)), len(ids)
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
    found.authorities = shown(finer, {})


def difference_in_words(now: Table, before: Table) -> str:
    """Whether this year's share can be told from last year's, or nothing when there is nothing to compare."""
    if not (now.sum.share.is_known and before.sum.share.is_known):
        return ""
    said = {"percent": f"{before.sum.share.percent}".replace(".", ","), "year": before.period.first.year}
    if can_be_told_apart(now.sum.share, before.sum.share):
        return _("Differs from %(year)s (%(percent)s %%) by more than chance.") % said
    return _("Cannot be told from %(year)s (%(percent)s %%): the difference may be chance.") % said
