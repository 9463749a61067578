"""A whole document: every shape that is known, read into relations, and the relations that do not hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from . import annual_report, appendices, plan, texts
from .findings import Finding
from .laws import relations_of
from .quantities import Path, Quantity, Unreadable
from .relations import Relation, findings_of
from .stated import MOST, Stated, stated_in
from .tables import Table, read_table, whole_of

# What the register counts: initiative (None: all), year, measure; None where it cannot say.
Register = Callable[[str | None, int, str], int | None]
MEASURES = ("total", "new", "ended", "ongoing", "budgeted")
GENERAL = ("tables", "appendices", "texts", "same")


def findings(document: Mapping[str, Any], register: Register | None = None) -> list[Finding]:
    """What does not hold in the document; raises Unreadable when there is nothing in it to reconcile."""
    return examined(document, register).findings


class Examined(NamedTuple):
    """``tried``: how many relations; ``declared``: what the document itself says does not hold."""

    findings: list[Finding]
    tried: int
    declared: list[Finding]


def examined(document: Mapping[str, Any], register: Register | None = None) -> Examined:
    relations = list(relations_in(document, register))
    if not relations and not any(document.get(name) for name in GENERAL):
        raise Unreadable(
            _(
                "There is nothing here to reconcile. Expected: “tables” with rows and sums, or the tables of "
                "an annual report or a plan under their known names."
            )
        )
    found = findings_of(relations)
    return Examined(
        [one for one in found if not one.is_declared],
        len({(one.rule, one.where) for one in relations}),
        [one for one in found if one.is_declared],
    )


def relations_in(document: Mapping[str, Any], register: Register | None = None) -> Iterator[Relation]:
    if not isinstance(document, Mapping):
        raise Unreadable(_("Expected an object with “tables”, but found something else."))
    yield from _general(document, register)
    yield from _known(document, register)


# ── The general shape ─────────────────────────────────────────────────────────────────────────────────────


def _general(document: Mapping[str, Any], register: Register | None) -> Iterator[Relation]:
    read = [read_table(raw, n) for n, raw in enumerate(_objects(document, "tables"), 1)]
    if sum(len(row.values) for table in read for row in table.all_rows) > MOST:
        raise Unreadable(_("No more than %(most)s numbers at a time.") % {"most": MOST})
    tables = {table.name: table for table in read}
    for table in read:
        yield from table.relations()
        if register:
            yield from _table_against_register(table, register)
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


def _table_against_register(table: Table, register: Register) -> Iterator[Relation]:
    """A table of years, of all or of the initiative that it is called by; or one of initiatives for its
    `year`.
    """
    knows_rows = False
    for row in table.all_rows:
        year = _year_of(row.label) or _year_of(table.declared.get("year"))
        if year is None or (row is table.sum and not knows_rows):
            continue  # the sum of rows that the register does not know is no sum of the association's
        initiative = None if row is table.sum else row.label
        if initiative and _year_of(initiative):
            initiative = _initiative_in(table.name, year, register)
        for measure, stated in row.values.items():
            if measure in MEASURES:
                found = list(_against_register(stated, initiative, year, measure, register))
                knows_rows = knows_rows or bool(found)
                yield from found


def _initiative_in(name: str, year: int, register: Register) -> str | None:
    """“Tabell 16, Knutpunkten: deltagare 2022” is about Knutpunkten, where the register knows it."""
    called, colon, _rest = name.rpartition(":")
    called = called.rpartition(",")[2].strip()
    return called if colon and register(called, year, "total") is not None else None


def _against_register(stated: Quantity, initiative, year, measure, register) -> Iterator[Relation]:
    counted = register(initiative, year, measure)
    if counted is not None:
        said = Quantity(Decimal(counted), ("register", measure))
        yield Relation("against register", " ".join(stated.path), [(1, stated)], [(1, said)])


def _year_of(value: Any) -> int | None:
    return int(value) if re.fullmatch(r"(19|20)\d\d", str(value)) else None


# ── Known shapes: annual reports and plans ────────────────────────────────────────────────────────────────


def _known(document: Mapping[str, Any], register: Register | None) -> Iterator[Relation]:
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
        yield from _known_against_register(stated, latest, register)


def _unit(path: Path) -> str:
    """Kronor in the accounts; everything else says it in its name, or is counted one by one."""
    return "kr" if path[0] in annual_report.MONEY else ""


def _latest(stated: Mapping[Path, Quantity]) -> str:
    years = [path[1] for path in stated if path[0] in annual_report.YEARLY and len(path) > 1]
    return max((year for year in years if _year_of(year)), default="")


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


def _population_shares(stated: Mapping[Path, Quantity]) -> Iterator[Relation]:
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
            found = whole_of(shares, bases, whole, f"{path[0]} staffing population_share_percent")
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


def _known_against_register(stated, latest: str, register: Register) -> Iterator[Relation]:
    for path, one in stated.items():
        if path[-1] not in MEASURES:
            continue
        if path[0] == "participants_by_year" and len(path) == 3 and _year_of(path[1]):
            yield from _against_register(one, None, int(path[1]), path[-1], register)
        if path[0] == "participants_by_initiative" and len(path) == 3 and latest:
            yield from _against_register(one, path[1], int(latest), path[-1], register)
