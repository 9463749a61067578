"""Tables as cells: out of what was pasted from Word or Excel, a CSV file or a spreadsheet."""

import csv
import io
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _

from samsyn.base.spreadsheets import NoSpreadsheet, rows_in

from .quantities import Unreadable

Grid = list[list[str]]
LARGEST = 2_000_000  # bytes of a file, and characters of what is pasted
LARGEST_UNPACKED = 50_000_000  # bytes inside an xlsx; more is a mistake or an attack
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2_000, 60, 30
LONGEST = 10 * MOST_ROWS  # with empty rows


def grids_of(text: str) -> list[Grid]:
    """One grid per table; an empty line parts them. Tabs or semicolons part the cells, else commas."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    mark = next((one for one in "\t;" if any(one in line for line in lines)), ",")
    try:
        csv.field_size_limit(10_000)
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark, quoting=csv.QUOTE_MINIMAL))
    except csv.Error:
        # A lone quotation mark in a pasted table is a mark and not the beginning of a cell.
        rows = [line.split(mark) for line in lines]
    return _parted([[cell.strip() for cell in row] for row in rows])


def sheets_of(content: bytes) -> list[Grid]:
    """The same of an xlsx file, sheet by sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable(_("The spreadsheet is too large."))
        sheets: dict[str, Grid] = {}
        for number, (name, cells) in enumerate(rows_in(content, columns=MOST_COLUMNS, sheets=MOST_SHEETS)):
            if number > LONGEST:
                raise _too_many_rows()
            sheets.setdefault(name, [[name]]).append(list(map(_text, cells)))
    except (zipfile.BadZipFile, NoSpreadsheet):
        raise Unreadable(_("The spreadsheet cannot be read. Save it as xlsx or CSV and try again.")) from None
    return [grid for sheet in sheets.values() for grid in _parted(sheet)]


def as_text(grids: list[Grid]) -> str:
    """As it would have been pasted, so that it can be shown and corrected."""
    return "\n\n".join("\n".join("\t".join(row) for row in grid) for grid in grids)


def _parted(rows: Grid) -> list[Grid]:
    found: list[Grid] = [[]]
    for row in rows:
        while row and not row[-1]:
            row.pop()
        if row:
            found[-1].append(row)
        elif found[-1]:
            found.append([])
    grids = [grid for grid in found if grid]
    if sum(map(len, grids)) > MOST_ROWS:
        raise _too_many_rows()
    if any(len(row) > MOST_COLUMNS for grid in grids for row in grid):
        raise Unreadable(_("No more than %(most)s columns at a time.") % {"most": MOST_COLUMNS})
    return _with_titles(grids)


def _too_many_rows() -> Unreadable:
    return Unreadable(_("No more than %(most)s rows at a time.") % {"most": MOST_ROWS})


def _with_titles(grids: list[Grid]) -> list[Grid]:
    """A line alone above an empty line is the title of the table that follows; two: a number and a name."""
    found: list[Grid] = []
    title: Grid = []
    for grid in grids:
        if len(grid) <= 2 and all(len(row) == 1 and row[0][-1:] != "." for row in grid):
            title = [[", ".join(row[0] for row in grid)]]
            continue
        found.append([*title, *grid])
        title = []
    return found


def _text(cell) -> str:
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, float):
        # A spreadsheet computes in floats: 0.1 + 0.2 is meant as 0.3.
        return format(round(cell, 9), ".15g")
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split())[:500]
