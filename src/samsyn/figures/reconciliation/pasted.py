"""What a table of cells means: its heading, rows, sums, and the relations that it is plainly meant to keep.

What is not declared is told from the words (Totalt, Nya, Avslutade, Pågående, Kvinnor, Män, Summa, years)
or from the numbers: a relation that most rows keep is meant, and the rows that do not keep it are findings.
One row proves nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import islice, permutations, takewhile
from typing import Any

from django.utils.translation import gettext as _

from .declared import taken_out
from .grids import Grid
from .months import is_time, makes_up, overlap
from .quantities import as_number, is_percent, is_unknown, quantity
from .words import (
    bounds_in,
    happens,
    is_average,
    is_by_sex,
    is_count,
    is_difference,
    is_named,
    is_of_which,
    is_result,
    is_row_of_means,
    is_sum,
    is_total,
    is_unique,
    is_whole_or_sex,
    is_whole_year,
    may_be_mean,
    may_be_sum,
    meaning_of,
    without_marks,
)

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MOST_SUMS = 50  # in one table, beyond which a sum is taken to be of the rows since the one before
PERIOD = re.compile(r"kvartal|tertial|halvår|quarter", re.IGNORECASE)
INTERVAL = re.compile(r"\d+\s*[-–]\s*\d+|\d+\s*år")
LARGE = 1_000  # from here on, two numbers that come to a third are no chance
NEAR = 6  # columns on either side where the numbers of a share may stand
DASHES = set("-–—−")
MONEY = re.compile(r"\b[tm]?kr\b|belopp|kronor", re.IGNORECASE)


@dataclass
class Line:
    label: str
    values: dict[str, str]
    mark: dict[str, Any] = field(default_factory=dict)  # what the row says of itself
    unknown: frozenset[str] = frozenset()  # columns whose number is hidden
    is_found_sum: bool = False  # as one of its names says, or its numbers or months

    @cached_property
    def numbers(self) -> dict[str, Fraction]:
        return {column: Fraction(as_number(cell) or 0) for column, cell in self.values.items()}

    @cached_property
    def steps(self) -> dict[str, Fraction]:
        """What each number is rounded to, if it is a percentage."""
        read = {column: quantity(cell, (column,), "percent") for column, cell in self.values.items()}
        return {column: Fraction((one and one.step) or 1) for column, one in read.items()}

    @property
    def is_sum(self) -> bool:
        return self.is_found_sum or is_whole_year(self.label)

    @property
    def is_added(self) -> bool:
        """Is it no part of another row, nor a mean of them?"""
        return "of" not in self.mark and not is_row_of_means(self.label)


def tables_of(grid: Grid, place: int) -> list[dict[str, Any]]:
    """In the general shape; one for the rows and one for each sum with the rows that it adds up."""
    title, heading, body = _divided(grid)
    heading, body, marks = taken_out(heading, body)
    if _is_on_its_side(body):
        heading, body = _turned(heading, body)
        marks = [{} for _row in body]
    corner = heading[0] if heading and not (YEAR.search(heading[0]) or meaning_of(heading[0])) else ""
    is_money = bool(MONEY.search(f"{title} {corner}"))
    if is_money:  # in accounts a dash is nought
        body = [["" if cell in DASHES else cell for cell in row] for row in body]
    labels = _label_columns(body)
    body = _thousands_read(body, labels)
    columns = _columns(heading, max(map(len, body), default=0), labels)
    bounds = bounds_in(columns)
    held = [place for place in range(labels, len(columns)) if place not in bounds]
    body = [[_with_kind(corner, row[0]), *row[1:]] for row in body]
    counted = {n for n in held if any(n < len(row) and as_number(row[n]) is not None for row in body)}
    lines = [_line(row, columns, labels, held, counted, mark) for row, mark in zip(body, marks, strict=True)]
    _mark_parts(lines)
    _find_sums([line for line in lines if line.is_added])
    rows = [line for line in lines if not line.is_sum]
    if not any(line.values for line in lines):
        return []
    common = {"name": title or corner or _("Table %(number)s") % {"number": place}}
    if heading and not YEAR.search(title) and YEAR.search(heading[0]):
        common["year"] = heading[0]  # “Insats 2022” above the names of the rows
    if is_money:
        common["unit"] = "kr"
    meant = _meant(rows, [columns[place] for place in held], lines, title)
    doubtful = [line.label for line in rows if may_be_sum(line.label)]
    found = [common | meant | {"rows": [_raw(line) for line in rows], "doubtful": doubtful}]
    sums = _sums([line for line in lines if line.is_added])
    # Where the rows are intervals of age or time, these words are of the rows and not of the numbers.
    totals = [*meant.get("identities", ()), *meant.get("differences", ())]
    about = "" if any(INTERVAL.search(line.label) for line in rows) else f"{title} {corner}"
    for added, line in sums:
        # A share of the whole is one of the last sum, not of those on the way.
        shares = [one for one in meant.get("shares", ()) if one["of"][1] != "sum" or line is sums[-1][1]]
        found.append(
            common
            | {name: meant[name] for name in ("identities", "differences") if name in meant}
            | {
                "rows": [_raw(row) for row in added],
                "sum": _stated(line),
                "sum_label": line.label,
                "shares": shares,
                "means": _means(added, line, about, totals),
                "stocks": [] if is_money else _stocks(added, line, title),
            }
        )
    return found


def _divided(grid: Grid) -> tuple[str, list[str], Grid]:
    """Title, heading and rows. Lines alone above are the title; a heading holds words or years, no other
    numbers, and has a word for each column of numbers, where any line does.
    """
    alone = list(takewhile(lambda row: len(row) == 1, grid[:-1]))
    title, rows = ", ".join(dict.fromkeys(row[0] for row in alone)), grid[len(alone) :]
    words = list(takewhile(_is_of_words, rows))
    numbers = rows[len(words)] if len(words) < len(rows) else []
    places = [place for place, cell in enumerate(numbers) if place and as_number(cell) is not None]
    full = (n for n, row in enumerate(words) if all(place < len(row) and row[place] for place in places))
    heading = next(full, 0)
    return (title, rows[heading], rows[heading + 1 :]) if words else (title, [], rows)


def _is_of_words(row: list[str]) -> bool:
    return len(row) > 1 and all(as_number(cell) is None or YEAR.fullmatch(cell) for cell in row[1:])


def _is_on_its_side(body: Grid) -> bool:
    """New, ended and so on stand below one another and not beside: "Antal nya deltagare: 12"."""
    return len({meaning_of(row[0]) for row in body if row} & {"new", "ended", "ongoing", "budgeted"}) > 1


def _turned(heading: list[str], body: Grid) -> tuple[list[str], Grid]:
    width = max(map(len, body))
    whole = [
        [*heading, *[""] * (width - len(heading))],
        *([*row, *[""] * (width - len(row))] for row in body),
    ]
    turned = [list(column) for column in zip(*whole, strict=True)]
    return turned[0], [[row[0] or _("the column"), *row[1:]] for row in turned[1:]]


def _label_columns(body: Grid) -> int:
    """How many of the first columns hold words only; the first always names the row."""
    widths = max(map(len, body), default=1)
    return next((n for n in range(1, widths) if _has_numbers([row[n] for row in body if n < len(row)])), 1)


def _has_numbers(cells: list[str]) -> bool:
    """Shown, or all of them hidden."""
    said = [cell for cell in cells if cell]
    return any(as_number(cell) is not None for cell in said) or (bool(said) and all(map(is_unknown, said)))


def _columns(heading: list[str], width: int, labels: int) -> list[str]:
    """The names of the columns, each once: what the heading means, or the heading itself."""
    names: list[str] = []
    for place in range(max(width, len(heading))):
        said = heading[place] if place < len(heading) else ""
        name = (meaning_of(said) if place >= labels else "") or said
        name = said if name in names else name
        names.append(name if name and name not in names else _("column %(number)s") % {"number": place + 1})
    return names


def _line(
    row: list[str], columns: list[str], labels: int, held: list[int], counted: set[int], mark: dict[str, Any]
) -> Line:
    """What stands in a cell of a column of numbers, and is none, is a number that is not known."""
    cells = {place: row[place] for place in held if place < len(row)}
    values = {columns[place]: cell for place, cell in cells.items() if as_number(cell) is not None}
    unknown = frozenset(
        columns[place]
        for place, cell in cells.items()
        if columns[place] not in values and cell and (place in counted or is_unknown(cell))
    )
    label = " ".join(without_marks(cell) for cell in row[:labels] if cell)
    return Line(label, values, mark, unknown, any(map(is_sum, row[:labels])))


def _with_kind(corner: str, label: str) -> str:
    """“1” below “Kvartal” is “Kvartal 1”."""
    kind = PERIOD.match(corner)
    return f"{kind[0]} {label}" if kind and re.fullmatch(r"[1-4]", label) else label


def _thousands_read(body: Grid, labels: int) -> Grid:
    """“1.200” is 1 200 where every number of the column that has such a mark could be written so."""
    marks = {
        (place, mark)
        for place in range(labels, max(map(len, body), default=0))
        for mark in ".,"
        if _are_thousands([row[place] for row in body if place < len(row) and mark in row[place]], mark)
    }
    read = [list(row) for row in body]
    for place, mark in marks:
        for row in read:
            row[place : place + 1] = [cell.replace(mark, "") for cell in row[place : place + 1]]
    return read


def _are_thousands(cells: list[str], mark: str) -> bool:
    return bool(cells) and all(re.fullmatch(rf"[-–−]?[1-9]\d{{0,2}}\{mark}\d{{3}}", cell) for cell in cells)


def _raw(line: Line) -> dict[str, Any]:
    return {"label": line.label, "values": _stated(line)} | line.mark


def _stated(line: Line) -> dict[str, str | None]:
    return line.values | dict.fromkeys(line.unknown)


# ── Sums ──────────────────────────────────────────────────────────────────────────────────────────────────


def _mark_parts(lines: list[Line]) -> None:
    """“Varav kvinnor” is of the row before; of a sum it is said of none."""
    whole = None
    for line in lines:
        if not is_of_which(line.label):
            whole = line
        elif whole:
            line.mark["of"] = "" if whole.is_sum else whole.label


def _find_sums(lines: list[Line]) -> None:
    """“Kvartal 1” below its months; and “Totalt 2022” where most of its numbers are what the rows come to."""
    called = 0
    for place, line in enumerate(lines):
        called += may_be_sum(line.label)
        if is_time(line.label):
            months = takewhile(lambda one: not one.is_sum and is_time(one.label), reversed(lines[:place]))
            line.is_found_sum = makes_up([one.label for one in months], line.label)
        elif may_be_sum(line.label) and called < MOST_SUMS and (added := _added(lines, place)):
            line.is_found_sum = 2 * _misfit(added, line) < len(line.values)


def _sums(lines: list[Line]) -> list[tuple[list[Line], Line]]:
    """Each sum with what it adds up."""
    found = [(_added(lines, place), line) for place, line in enumerate(lines) if line.is_sum and line.values]
    return [(added, line) for added, line in found if added]


def _added(lines: list[Line], place: int) -> list[Line]:
    """The rows since the sum before, all rows above, the sums above, or when it stands first the rows below;
    of these what fits best. A row that is what the rows before it come to stands for them, whatever it is
    called.
    """
    line, above = lines[place], lines[:place]
    last = max((n for n, one in enumerate(above) if one.is_sum), default=-1)
    since, rows = above[last + 1 :], [one for one in above if not one.is_sum]
    sums = [one for one in above if one.is_sum]
    choices = [since, rows, [*sums, *since]] if len(sums) < MOST_SUMS else [since]
    choices += [_told_once(since), _heads(rows)]
    if not rows:
        choices = [[one for one in lines[place + 1 :] if not one.is_sum]]
    return min(filter(None, choices), key=lambda choice: _misfit(choice, line), default=[])


def _heads(rows: list[Line]) -> list[Line]:
    """Where all rows are parts of some row before them, as initiatives below their areas: those rows."""
    heads: list[Line] = []
    place = 0
    while place < len(rows):
        ends = range(place + 3, min(len(rows), place + MOST_SUMS) + 1)
        end = next((end for end in ends if not _misfit(rows[place + 1 : end], rows[place])), None)
        if end is None:
            return []
        heads, place = [*heads, rows[place]], end
    return heads if len(heads) > 1 else []


def _told_once(rows: list[Line]) -> list[Line]:
    """Opening equity and the year's result come to the closing equity: then only that is left. Small numbers
    come to one another by chance.
    """
    kept: list[Line] = []
    for row in rows[:MOST_SUMS]:
        is_large = bool(row.numbers) and min(map(abs, row.numbers.values())) >= LARGE
        known = range(len(kept) - 1 if is_large else 0)
        kept = [*kept[: next((n for n in known if not _misfit(kept[n:], row)), len(kept))], row]
    return [*kept, *rows[MOST_SUMS:]]


def _misfit(rows: list[Line], line: Line) -> int:
    unknown = {column for row in rows for column in row.unknown}
    return sum(1 for column in line.values.keys() - unknown if not _comes_to(rows, line, column))


def _comes_to(rows: list[Line], line: Line, column: str) -> bool:
    told = (_number(row, column) for row in rows if column in row.values)
    return _number(line, column) == sum(told, Fraction(0))


def _means(rows: list[Line], line: Line, about: str, totals: list[list[Any]]) -> list[str]:
    """The columns where the row of sums may hold means."""
    fitting = {column for column in line.values if len(rows) > 1 and _comes_to(rows, line, column)}
    added = {column for total, parts in totals for column in (total, *_columns_in(parts))}
    return [
        column
        for column in line.values.keys() - fitting
        if may_be_mean(
            column,
            about,
            is_among=_is_among(rows, line, column),
            is_counted=column in added or (is_whole_or_sex(column) and bool(fitting)),
        )
    ]


def _stocks(rows: list[Line], line: Line, title: str) -> list[str]:
    """The columns of who is there, where the rows are years or months, and of who is counted once."""
    labels = [row.label for row in rows]
    if len(rows) < 2 or not all(map(is_time, labels)):
        return list(filter(is_unique, line.values))
    are_apart = not overlap(labels)
    return [one for one in line.values if not (are_apart and happens(one if is_named(one) else title))]


def _columns_in(parts: str | list[str]) -> list[str]:
    return parts.split(" + ") if isinstance(parts, str) else parts


def _is_among(rows: list[Line], line: Line, column: str) -> bool:
    """Does it lie between the least and the largest of the rows? It may, where some are hidden."""
    each = [_number(row, column) for row in rows if column in row.values]
    is_hidden = any(column in row.unknown for row in rows)
    return is_hidden or (len(each) > 1 and min(each) >= 0 and min(each) <= _number(line, column) <= max(each))


# ── What is plainly meant ─────────────────────────────────────────────────────────────────────────────────


def _meant(rows: list[Line], columns: list[str], lines: list[Line], title: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if {"total", "ended", "ongoing"} <= set(columns):
        identities = [["total", "ended + ongoing"]]
    else:
        identities = _row_total(rows, columns)
    identities += [one for one in _total_by_sex(lines, columns, title) if one not in identities]
    if identities:
        found["identities"] = identities
    if differences := _differences(rows, columns):
        found["differences"] = differences
    if parts := _parts(columns, lines):
        found["parts"] = parts
    years = [line for line in rows if YEAR.fullmatch(line.label)]
    if len(years) > 1 and {"total", "new", "ongoing"} <= set(columns):
        found["series"] = {"by": "year", "carry": ["ongoing", "total - new"]}
    if shares := [share for column in columns if (share := _share(column, rows, columns, lines))]:
        found["shares"] = shares
    return found


def _parts(columns: list[str], lines: list[Line]) -> list[list[str]]:
    """“Varav kvinnor” is of the column before that is no such part itself, nor a mean or a share."""
    found, whole = [], ""
    for column in columns:
        if _is_percent(column, lines) or is_average(column):
            continue
        if not is_of_which(column):
            whole = column
        elif whole:
            found.append([whole, column])
    return found


def _differences(rows: list[Line], columns: list[str]) -> list[list[Any]]:
    """A column called a deviation that in most rows is what two columns near it differ by."""
    found = []
    for column in (one for one in columns if is_difference(one) or is_result(one)):
        place = columns.index(column)
        near = [one for one in columns[max(0, place - NEAR) : place + NEAR + 1] if one != column]
        pairs = (list(pair) for pair in permutations(near, 2))
        fitting = (pair for pair in pairs if _most(rows, [column, *pair], _is_difference_of(column, *pair)))
        found += [[column, pair] for pair in islice(fitting, 1)]
    return found


def _is_difference_of(column: str, one: str, other: str) -> Callable[[Line], bool]:
    return lambda row: _number(row, column) == _number(row, one) - _number(row, other)


def _row_total(rows: list[Line], columns: list[str]) -> list[list[Any]]:
    """A column called Totalt or Summa that in most rows is what the columns beside it add up to."""
    fitting = (
        [column, parts]
        for column, parts in _totals(columns)
        if _most(rows, [column, *parts], lambda row, c=column, p=parts: _adds_up(row, c, p))
    )
    return list(islice(fitting, 1))


def _total_by_sex(lines: list[Line], columns: list[str], title: str) -> list[list[Any]]:
    """Women and men beside Totalt: the headings say it, whatever the numbers do. Not where they are means or
    shares.
    """
    words = [title, *columns, *(line.label for line in lines)]
    return [
        [column, parts]
        for column, parts in _totals(columns)
        if is_by_sex(column, parts)
        and not any(_is_percent(one, lines) for one in (column, *parts))
        and not any(_is_mean_or_share(line, column, parts) for line in lines)
        and (
            _are_counts(lines, column, parts, words) or not any(_is_less(one, column, parts) for one in lines)
        )
    ]


def _are_counts(lines: list[Line], column: str, parts: list[str], words: list[str]) -> bool:
    """As the words say, else a row that adds up. Where numbers are hidden nothing else tells a mean."""
    if any(map(is_average, words)):
        return False
    whole = [line for line in lines if line.values.keys() >= {column, *parts}]
    return any(map(is_count, words)) or any(_adds_up(line, column, parts) for line in whole)


def _is_less(row: Line, column: str, parts: list[str]) -> bool:
    """Is the total less than one of its parts, and another hidden?"""
    shown = [_number(row, part) for part in parts if part in row.values]
    return column in row.values and 0 < len(shown) < len(parts) and max(shown) > _number(row, column)


def _totals(columns: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each column called a total, and those on one side of it that may be its parts."""
    for place, column in enumerate(columns):
        for beside in (columns[:place], columns[place + 1 :]) if is_total(column) else ():
            parts = [one for one in beside if not is_percent(one) and one not in ("budgeted", "year")]
            if len(parts) > 1:
                yield column, parts


def _is_mean_or_share(row: Line, column: str, parts: list[str]) -> bool:
    """What all have in the middle lies among what each has; shares come to 100, whatever the total."""
    if not row.values.keys() >= {column, *parts} or _adds_up(row, column, parts):
        return False
    each = [_number(row, part) for part in parts]
    return min(each) <= _number(row, column) <= max(each) or abs(sum(each, Fraction(-100))) <= 1


def _adds_up(row: Line, column: str, parts: list[str]) -> bool:
    return _number(row, column) == sum(_number(row, part) for part in parts)


def _share(column: str, rows: list[Line], columns: list[str], lines: list[Line]) -> dict[str, Any] | None:
    """Of what a column of percentages is the share: of two columns, or of one and its sum, as most rows say;
    else as the headings say. Where several would fit as well, none is taken.
    """
    if not _is_percent(column, rows):
        return None
    place = columns.index(column)
    near = [one for one in columns[max(0, place - NEAR) : place + NEAR + 1] if one != column]
    numbers = [one for one in near if one != "year" and not _is_percent(one, lines)]
    sums = next((line for line in reversed(lines) if line.is_sum), None)
    choices = [_Share(column, part, "sum", rows, sums) for part in numbers if sums and part in sums.values]
    choices += [_Share(column, part, whole, lines) for part, whole in permutations(numbers, 2)]
    fitting = [one for one in choices if one.is_meant(chance=len(numbers) > 2)]
    fewest = min((one.misses for one in fitting), default=0)
    best = [one for one in fitting if one.misses == fewest]
    if best and (len(best) == 1 or not fewest):
        return best[0].declared
    told = _told(column, numbers)
    plain = [one for one in choices if [one.part, one.whole] == told and one.is_possible]
    return plain[0].declared if plain and not best else None


@dataclass
class _Share:
    """What a column may be the share of, and how many rows say so."""

    percent: str
    part: str
    whole: str
    lines: list[Line]
    sum: Line | None = None

    @property
    def declared(self) -> dict[str, Any]:
        return {"percent": self.percent, "of": [self.part, self.whole]}

    @cached_property
    def answers(self) -> list[bool]:
        """Of each row that has all three numbers: whether its share is the one that they give."""
        needed = {self.percent, self.part} | (set() if self.sum else {self.whole})
        told = [line for line in self.lines if needed <= line.values.keys() and line.numbers[self.percent]]
        return [self._gives(line) for line in told]

    @property
    def hits(self) -> int:
        return sum(self.answers)

    @property
    def misses(self) -> int:
        return len(self.answers) - self.hits

    def is_meant(self, *, chance: bool) -> bool:
        """At least two rows say so, and more than half. Whole per cents come out right now and then by
        ``chance`` where there are many columns to choose from: then three rows, when not all do.
        """
        is_whole = all(line.steps.get(self.percent, 1) >= 1 for line in self.lines)
        needed = 3 if chance and is_whole and self.misses else 2
        return self.hits >= needed and self.hits > self.misses

    @property
    def is_possible(self) -> bool:
        """Not denied by the rows: one of them says so, or there is only one to say anything."""
        return self.hits > 0 or len(self.answers) == 1

    def _gives(self, line: Line) -> bool:
        over = _number(self.sum, self.part) if self.sum else _number(line, self.whole)
        given = 100 * _number(line, self.part) / over if over else None
        return given is not None and abs(line.numbers[self.percent] - given) <= line.steps[self.percent] / 2


def _told(column: str, numbers: list[str]) -> list[str]:
    """Part and whole by the headings, of two columns: “andel av avslutade”, or “varav till arbete”."""
    if len(numbers) != 2:
        return []
    bare = " ".join(re.sub(r"[(),%]", " ", column).split())
    after = re.search(r"\b(?:av|of) (.+)$", bare, re.IGNORECASE)
    of = (meaning_of(after[1]) or after[1]).casefold() if after else ""
    wholes = [one for one in numbers if one.casefold() == of]
    parts = [one for one in numbers if one == "work" or is_of_which(one)]
    if len(wholes) == 1 or len(parts) == 1:
        part = parts[0] if parts else next(one for one in numbers if one not in wholes)
        whole = next(one for one in numbers if one != part)
        return [part, whole] if not wholes or wholes == [whole] else []
    return []


def _is_percent(column: str, lines: list[Line]) -> bool:
    return is_percent(column) or any("%" in line.values.get(column, "") for line in lines)


def _most(rows: list[Line], columns: list[str], holds) -> bool:
    """At least two rows that say it all, and more than half of them, with something in them."""
    whole = [
        row for row in rows if all(column in row.values for column in columns) and _number(row, columns[0])
    ]
    return (
        len(whole) > 1
        and 2 * sum(1 for row in whole if holds(row)) > len(whole)
        and sum(map(holds, whole)) > 1
    )


def _number(line: Line, column: str) -> Fraction:
    return line.numbers.get(column, Fraction(0))
