"""A whole document: every shape that is known, read into relations, and the relations that do not hold."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from . import annual_report, appendices, plan, texts
from .findings import Finding
from .laws import relations_of
from .quantities import Path, Quantity, Unreadable
from .registered import MEASURES, Register, held_against, not_held
from .relations import Relation, Untried, findings_of
from .stated import MOST, Stated, stated_in
from .tables import Row, Table, read_table, untried_identities, untried_shares, untried_totals, whole_of
from .words import year_of

GENERAL = ("tables", "appendices", "texts", "same")


def findings(document: Mapping[str, Any], register: Register | None = None) -> list[Finding]:
    """What does not hold in the document; raises Unreadable when there is nothing in it to reconcile."""
    return examined(document, register).findings


class Examined(NamedTuple):
    """``tried``: how many relations; ``declared``: what the document itself says does not hold; ``untried``:
    what could not be tried, which is not to be taken for what holds.
    """

    findings: list[Finding]
    tried: int
    declared: list[Finding]
    untried: list[Untried]


def examined(
    document: Mapping[str, Any], register: Register | None = None, year: int | None = None
) -> Examined:
    """``year``: of the tables that name none, when they are held against the register."""
    said = list(_tried_in(document, register, year))
    relations = [one for one in said if isinstance(one, Relation)]
    if not relations and not any(document.get(name) for name in GENERAL):
        raise Unreadable(
            _(
                "There is nothing here to reconcile. Expected: “tables” with rows and sums, or the tables of "
                "an annual report or a plan under their known names."
            )
        )
    untried = [one for one in said if isinstance(one, Untried)]
    if register and not untried and all(one.rule != "against register" for one in relations):
        untried = [not_held(_("The document"), _("It has no table of participants."))]
    found = findings_of(relations)
    return Examined(
        [one for one in found if not one.is_declared],
        len({(one.rule, one.where) for one in relations}),
        [one for one in found if one.is_declared],
        list(dict.fromkeys(untried)),
    )


def _tried_in(document: Mapping[str, Any], register, year: int | None) -> Iterator[Relation | Untried]:
    if not isinstance(document, Mapping):
        raise Unreadable(_("Expected an object with “tables”, but found something else."))
    yield from _general(document, register, year)
    yield from _known(document, register)


# ── The general shape ─────────────────────────────────────────────────────────────────────────────────────


def _general(document: Mapping[str, Any], register, year: int | None) -> Iterator[Relation | Untried]:
    read = [read_table(raw, n) for n, raw in enumerate(_objects(document, "tables"), 1)]
    if sum(len(row.values) for table in read for row in table.all_rows) > MOST:
        raise Unreadable(_("No more than %(most)s numbers at a time.") % {"most": MOST})
    tables = {table.name: table for table in read}
    said = [one for table in read for one in table.relations()]
    yield from said
    relations = [one for one in said if isinstance(one, Relation)]
    yield from untried_shares(read, relations)
    yield from untried_totals(read, relations)
    yield from untried_identities(read)
    for _name, same in groupby(read, key=lambda table: table.name) if register else ():
        yield from held_against(list(same), register, year)
    for raw in _objects(document, "appendices"):
        yield from _against_table(raw, tables)
    for number, raw in enumerate(_objects(document, "texts"), 1):
        yield from texts.relations_of(raw, tables, number)
    for pair in _list_in(document, "same"):
        yield from _same(pair, tables)


def _objects(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = _list_in(document, name)
    if not all(isinstance(one, Mapping) for one in found):
        raise Unreadable(_("“%(name)s” must be a list of objects.") % {"name": name})
    return found


def _list_in(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name) or []
    if not isinstance(found, list):
        raise Unreadable(_("“%(name)s” must be a list of objects.") % {"name": name})
    return found


def _against_table(raw: Mapping[str, Any], tables: Mapping[str, Table]) -> Iterator[Relation]:
    """`{"name": row, "of": table, "values": {column: number}}`: an appendix in the words of a table."""
    said = read_table({"name": raw.get("name"), "rows": [{"values": raw.get("values")}]}, 1)
    for column, stated in said.rows[0].values.items():
        other = texts.pointed_at(tables, [raw.get("of"), raw.get("row", raw.get("name")), column])
        if other is not None:
            yield Relation(
                "against table", f"{said.name} {column}", [(1, stated)], [(1, other)], otherwise="definition"
            )


def _same(pair: Any, tables: Mapping[str, Table]) -> Iterator[Relation]:
    """`[[table, row, column], [table, row, column]]`: the same quantity in two places."""
    fits = (
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, list) and len(p) == 3 for p in pair)
    )
    if not fits:
        raise Unreadable(_("Write “same” as pairs of [table, row, column]."))
    one, other = (texts.pointed_at(tables, address) for address in pair)
    if one is not None and other is not None:
        where = f"{' '.join(one.path)} against {' '.join(other.path)}"
        yield Relation("same quantity twice", where, [(1, one)], [(1, other)])


# ── Known shapes: annual reports and plans ────────────────────────────────────────────────────────────────


def _known(document: Mapping[str, Any], register: Register | None) -> Iterator[Relation | Untried]:
    rest = {name: value for name, value in document.items() if name not in GENERAL}
    stated = _by_year(stated_in(rest, _unit))
    latest = _latest(stated)
    yield from relations_of([*annual_report.LAWS, *plan.LAWS], stated, latest=latest)
    if isinstance(rest.get("appendix_figures"), Mapping):
        yield from appendices.relations_in(rest["appendix_figures"], stated)
    yield from _population_shares(stated)
    for goal in _list_in(rest, "goals"):
        yield from _goal(goal, stated)
    if register:
        for table in _participants(stated, latest):
            yield from held_against([table], register)


def _unit(path: Path) -> str:
    """Kronor in the accounts; everything else says it in its name, or is counted one by one."""
    return "kr" if path[0] in annual_report.MONEY else ""


def _latest(stated: Mapping[Path, Quantity]) -> str:
    years = [path[1] for path in stated if path[0] in annual_report.YEARLY and len(path) > 1]
    return max((year for year in years if year_of(year)), default="")


def _by_year(stated: Mapping[Path, Quantity]) -> Stated:
    """Tables of costs have this year's column and the one before: they get the years for names."""
    years = sorted({path[1] for path in stated if path[0] == "income_statement"}, reverse=True)
    named = {}
    for path, one in stated.items():
        if path[0] in annual_report.TWO_YEARS and path[-1].isdigit() and int(path[-1]) < len(years):
            path = (*path[:-1], years[int(path[-1])])
            one = Quantity(one.value, path, one.step)
        named[path] = one
    return Stated(named)


def _population_shares(stated: Mapping[Path, Quantity]) -> Iterator[Relation | Untried]:
    for path, whole in stated.items():
        if path[1:] != ("staffing_sum", "population") or not whole.exact:
            continue
        rows = {where[:-1] for where in stated if where[:2] == (path[0], "staffing")}
        pairs = [
            (stated[*row, "population_share_percent"], stated[*row, "population"])
            for row in sorted(rows)
            if (*row, "population_share_percent") in stated and (*row, "population") in stated
        ]
        if pairs and len(pairs) == len(rows):
            shares, bases = (list(column) for column in zip(*pairs, strict=True))
            found = whole_of(shares, bases, whole, (f"{path[0]} staffing", "population_share_percent"))
            yield from [found] if found else []


def _goal(goal: Any, stated: Mapping[Path, Quantity]) -> Iterator[Relation]:
    """A goal that tells its numbers ("36 of 112 discharged") beside its outcome in per cent."""
    if not isinstance(goal, Mapping):
        return
    path = ("goals", str(goal.get("goal")), "outcome_percent")
    numbers = re.search(r"\b(\d+) (?:of|av) (\d+)\b", str(goal.get("measured_by", "")))
    if numbers and path in stated:
        part, whole = (Quantity(Decimal(n), (*path[:2], n)) for n in numbers.groups())
        yield Relation("share", " ".join(path), [(1, stated[path])], [(1, part)], [(1, whole)])


def _participants(stated: Stated, latest: str) -> Iterator[Table]:
    """What the register counts too, as tables."""
    for name in ("participants_by_year", "participants_by_initiative"):
        rows: dict[str, Row] = {}
        for path, one in stated.items():
            if path[0] == name and len(path) == 3 and path[-1] in MEASURES:
                rows.setdefault(path[1], Row(path[1], {})).values[path[-1]] = one
        if rows:
            yield Table(name, list(rows.values()), None, {"year": latest})
