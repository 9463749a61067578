"""A document held against the register: what both count, and what could not be held against it, and why."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from .months import Months, is_time
from .quantities import Quantity
from .relations import Relation, Untried
from .tables import Row, Table, When
from .words import in_words, inline, some_of

# What the register counts: initiative (None: all), year or months, measure; None where it cannot say.
Register = Callable[[str | None, When, str], int | None]
OF_MONTHS = ("total", "new", "ended", "ongoing")
OF_YEARS = ("budgeted", "work_or_studies", "work")  # counted, or decided, for whole years only
MEASURES = (*OF_MONTHS, *OF_YEARS)
Asked = tuple[Row, When | None]
Counted = dict[tuple[str, str], int]  # of the initiatives that rows are called by: label, measure


def held_against(
    tables: Sequence[Table], register: Register, year: int | None = None
) -> Iterator[Relation | Untried]:
    """Tables of one name, as one pasted table may be read into several. They are tables of years or months,
    of all or of the initiative that they are called by; or of initiatives for their year, or months, else for
    ``year``.
    """
    name = tables[0].name
    rows = [(row, table.when(row, year)) for table in tables for row in table.rows]
    asked = [(row, of) for row, of in rows if _measures(row, of)]
    are_months = any(isinstance(of, Months) for _row, of in rows)
    if yearly := [one for one in _columns(tables) if are_months and one in OF_YEARS]:
        why = _("Not compared with the register, which gives it for whole years only: %(columns)s.")
        yield Untried(in_words(name), why % {"columns": some_of(list(map(inline, yearly)))})
    if not asked and not yearly:
        yield not_held(name, _("No column is one that the register counts, such as total, new or ended."))
    elif asked and not any(of for _row, of in asked):
        yield not_held(name, _why_no_time(tables, [row for row, _of in asked]))
    elif asked:
        yield from _rows_and_sums(tables, asked, register, year)


def _why_no_time(tables: Sequence[Table], rows: Sequence[Row]) -> str:
    if all(is_time(row.label) for row in rows):
        return _(
            "Its rows are of months. The title should plainly name their year, and no plan or running totals."
        )
    if any(table.is_of_part_of_year for table in tables):
        return _(
            "The table is of a part of a year. Write in its title which whole months, as in "
            "“January–June 2022”."
        )
    return _("The table names no year. Write it in its title, or state the year.")


def _rows_and_sums(tables, asked, register: Register, year: int | None) -> Iterator[Relation | Untried]:
    name, is_any = tables[0].name, False
    counted: Counted = {}
    gaps: dict[str, list[str]] = {}
    for row, of in asked:
        initiative = _initiative_in(name, of, register) if is_time(row.label) else row.label
        for measure, stated in _measures(row, of).items():
            number = register(initiative, of, measure) if of else None
            held = _relation(stated, number) if number is not None else None
            if number is None:
                gaps.setdefault(row.label, []).append(measure)
                held = _at_most(stated, initiative, of, register) if of and measure == "work" else None
            elif not is_time(row.label):
                counted[row.label, measure] = number
            is_any = is_any or held is not None
            yield from [held] if held else []
    if not is_any:
        yield not_held(name, _why_nothing(_times(asked), register))
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
    unknown: dict[str, None] = {}
    for table in tables:
        of = table.when(table.sum, year) if table.sum else None
        if table.sum is None or of is None:
            continue
        for measure, stated in _measures(table.sum, of).items():
            rows = {row.label: row.values[measure] for row in table.rows if measure in row.values}
            known = [counted[label, measure] for label in rows if (label, measure) in counted]
            whole = register(None, of, measure) if known else None
            if whole is None:
                unknown |= {inline(measure): None} if known else {}
            elif sum(known) == whole:
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
    if unknown:
        why = _("The sum was not compared with the register, which does not know it of all: %(columns)s.")
        yield Untried(in_words(tables[0].name), why % {"columns": some_of(list(unknown))})


def _measures(row: Row, of: When | None) -> dict[str, Quantity]:
    held = OF_MONTHS if isinstance(of, Months) else MEASURES
    return {measure: stated for measure, stated in row.values.items() if measure in held}


def _columns(tables: Sequence[Table]) -> list[str]:
    return list(dict.fromkeys(one for table in tables for row in table.rows for one in row.values))


def _relation(stated: Quantity, counted: int) -> Relation:
    said = Quantity(Decimal(counted), ("register", stated.path[-1]))
    otherwise = (
        "definition" if stated.path[-1] == "work" else "error"
    )  # others may count subsidised work apart
    return Relation(
        "against register", " ".join(stated.path), [(1, stated)], [(1, said)], otherwise=otherwise
    )


def _at_most(stated: Quantity, initiative: str | None, of: When, register: Register) -> Relation | None:
    """Where the register does not show those who went to work, they are some of those whom it shows."""
    for whole in ("work_or_studies", "ended"):
        number = register(initiative, of, whole)
        if number is not None:
            said = Quantity(Decimal(number), ("register", whole))
            where = " ".join(stated.path)
            return Relation("against register", where, [(1, stated)], [(1, said)], at_most=True)
    return None


def _initiative_in(name: str, of: When | None, register: Register) -> str | None:
    """“Tabell 16, Knutpunkten: deltagare 2022” is about Knutpunkten, where the register knows it."""
    called, colon, _rest = name.rpartition(":")
    called = called.rpartition(",")[2].strip()
    return called if colon and of and register(called, of, "total") is not None else None


def not_held(name: str, why: str) -> Untried:
    return Untried(in_words(name), _("Not compared with the register. %(why)s") % {"why": why})


def _why_nothing(times: Sequence[When], register: Register) -> str:
    if all(register(None, of, "total") is None for of in times):
        return _("It has no participants to count in %(years)s, or not all of them.") % {
            "years": some_of(list(map(str, times)))
        }
    return _("No row is called as an initiative is in it.")


def _times(asked: list[Asked]) -> list[When]:
    return sorted({of for _row, of in asked if of}, key=str)


def _gaps(gaps: dict[str, list[str]], asked: list[Asked]) -> str:
    """Rows of which nothing is held by their names, others with what is not held: KRUS (budgeted)."""
    all_of = {row.label: len(_measures(row, of)) for row, of in asked}
    said = []
    for label, measures in gaps.items():
        missing = dict.fromkeys(measures)
        some = f" ({', '.join(map(inline, missing))})" if len(missing) < all_of[label] else ""
        said.append(f"{label}{some}")
    return some_of(said)
