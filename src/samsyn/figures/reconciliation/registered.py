"""A document held against the register: what both count, and what could not be held against it, and why."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from .quantities import Quantity
from .relations import Relation, Untried
from .tables import Row, Table
from .words import in_words, inline, some_of, year_of

# What the register counts: initiative (None: all), year, measure; None where it cannot say.
Register = Callable[[str | None, int, str], int | None]
MEASURES = ("total", "new", "ended", "ongoing", "budgeted", "work_or_studies")
Counted = dict[tuple[str, str], int]  # of the initiatives that rows are called by: label, measure


def held_against(
    tables: Sequence[Table], register: Register, year: int | None = None
) -> Iterator[Relation | Untried]:
    """Tables of one name, as one pasted table may be read into several. They are tables of years, of all or
    of the initiative that they are called by; or of initiatives for their year, else for ``year``.
    """
    name = tables[0].name
    asked = [
        (row, year_of(row.label) or table.year or year)
        for table in tables
        for row in table.rows
        if _measures(row)
    ]
    if not asked:
        yield not_held(name, _("No column is one that the register counts, such as total, new or ended."))
    elif any(table.is_of_part_of_year for table in tables):
        yield not_held(name, _("The table is of a part of a year, and the register is asked by whole years."))
    elif not any(of for _row, of in asked):
        yield not_held(name, _("The table names no year. Write it in its title, or state the year."))
    else:
        yield from _rows_and_sums(tables, asked, register, year)


def _rows_and_sums(tables, asked, register: Register, year: int | None) -> Iterator[Relation | Untried]:
    name, is_any = tables[0].name, False
    counted: Counted = {}
    gaps: dict[str, list[str]] = {}
    for row, of in asked:
        initiative = _initiative_in(name, of, register) if year_of(row.label) else row.label
        for measure, stated in _measures(row).items():
            number = register(initiative, of, measure) if of else None
            if number is None:
                gaps.setdefault(row.label, []).append(measure)
                continue
            is_any = True
            yield _relation(stated, number)
            if not year_of(row.label):
                counted[row.label, measure] = number
    if not is_any:
        yield not_held(name, _why_nothing({of for _row, of in asked if of}, register))
        return
    if gaps:
        why = _("Not compared, as the register does not know it or does not show the number: %(rows)s.")
        yield Untried(in_words(name), why % {"rows": _gaps(gaps, asked)})
    if others := [one for one in _columns(tables) if one not in (*MEASURES, "year")]:
        why = _("Not compared with the register, which is not asked for it: %(columns)s.")
        yield Untried(in_words(name), why % {"columns": some_of(list(map(inline, others)))})
    yield from _sums(tables, counted, register, year)


def _sums(tables, counted: Counted, register: Register, year: int | None) -> Iterator[Relation | Untried]:
    """The sum of a table is the whole association's where the register's own rows come to the whole: not
    of some of the initiatives, and not of rows that it does not know.
    """
    held, short = set(), {}
    for table in tables:
        of = table.year or year
        if table.sum is None or of is None:
            continue
        for measure, stated in _measures(table.sum).items():
            rows = {row.label: row.values[measure] for row in table.rows if measure in row.values}
            known = [counted[label, measure] for label in rows if (label, measure) in counted]
            whole = register(None, of, measure) if known else None
            if whole is None:
                continue
            if sum(known) == whole:
                held.add(measure)
                others = [one for label, one in rows.items() if (label, measure) not in counted]
                yield from [] if any(one.value for one in others) else [_relation(stated, whole)]
            else:
                short[measure] = {"rows": sum(known), "whole": whole, "measure": inline(measure)}
    for words in [words for measure, words in short.items() if measure not in held][:1]:
        why = _(
            "The sum was not compared with the register: the rows that it knows come to %(rows)s there "
            "(%(measure)s), and the whole association to %(whole)s."
        )
        yield Untried(in_words(tables[0].name), why % words)


def _measures(row: Row) -> dict[str, Quantity]:
    return {measure: stated for measure, stated in row.values.items() if measure in MEASURES}


def _columns(tables: Sequence[Table]) -> list[str]:
    return list(dict.fromkeys(one for table in tables for row in table.rows for one in row.values))


def _relation(stated: Quantity, counted: int) -> Relation:
    said = Quantity(Decimal(counted), ("register", stated.path[-1]))
    return Relation("against register", " ".join(stated.path), [(1, stated)], [(1, said)])


def _initiative_in(name: str, year: int | None, register: Register) -> str | None:
    """“Tabell 16, Knutpunkten: deltagare 2022” is about Knutpunkten, where the register knows it."""
    called, colon, _rest = name.rpartition(":")
    called = called.rpartition(",")[2].strip()
    return called if colon and year and register(called, year, "total") is not None else None


def not_held(name: str, why: str) -> Untried:
    return Untried(in_words(name), _("Not compared with the register. %(why)s") % {"why": why})


def _why_nothing(years: set[int], register: Register) -> str:
    if all(register(None, year, "total") is None for year in years):
        return _("It has no participants to count in %(years)s.") % {
            "years": some_of([str(year) for year in sorted(years)])
        }
    return _("No row is called as an initiative is in it.")


def _gaps(gaps: dict[str, list[str]], asked: list[tuple[Row, int | None]]) -> str:
    """Rows of which nothing is held by their names, others with what is not held: KRUS (budgeted)."""
    all_of = {row.label: len(_measures(row)) for row, _of in asked}
    said = []
    for label, measures in gaps.items():
        missing = dict.fromkeys(measures)
        some = f" ({', '.join(map(inline, missing))})" if len(missing) < all_of[label] else ""
        said.append(f"{label}{some}")
    return some_of(said)
