"""Reads a register file (CSV or xlsx) into rows of text, or says in plain words why it cannot be read."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from samsyn.base.spreadsheets import NoSpreadsheet, rows_in

from .columns import COLUMNS, HEADINGS, NEEDED, folded

MOST_COLUMNS = 100
MOST_ROWS = 500_000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes inside an xlsx; more is a mistake or an attack
LONGEST_CELL = 1000


class Unreadable(Exception):
    """The file as a whole cannot be taken in; the message is for the user."""


@dataclass(frozen=True)
class Table:
    """``columns``: the known columns in the file's order; ``rows``: (row
    number as in a spreadsheet, cells).
    """

    columns: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(content: bytes) -> Table:
    """``content``: the whole file. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    lines = _spreadsheet(content) if content[:2] == b"PK" else _csv(content)
    header = next(lines, None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    columns = _columns(header)
    rows: list[tuple[int, list]] = []
    for place, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise Unreadable(_("The file has more than %(most)s rows; divide it.") % {"most": MOST_ROWS})
        rows.append((place, cells))
    if not rows:
        raise Unreadable(_("The file has a header but no rows."))
    return Table(columns, rows)


def _columns(header):
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    names = [HEADINGS.get(folded(heading)) for heading in header]
    if not any(names):
        raise Unreadable(
            _("The first row must be a header with the names of the columns: %(names)s.")
            % {"names": ", ".join(COLUMNS)}
        )
    unknown = [heading[:40] for heading, name in zip(header, names, strict=True) if not name]
    if unknown:
        raise Unreadable(
            _("Unknown columns: %(names)s. The columns are: %(known)s.")
            % {"names": ", ".join(f"“{name}”" for name in unknown), "known": ", ".join(COLUMNS)}
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(_("These columns stand more than once: %(names)s.") % {"names": ", ".join(twice)})
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Unreadable(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return names


def _csv(content):
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(_("The file is saved as UTF-16. Save it as “CSV UTF-8” and try again."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise Unreadable(
            _("The file is not UTF-8 (row %(row)s). Save it as “CSV UTF-8” and try again.") % {"row": line}
        ) from None
    if "\0" in text:
        raise Unreadable(_("The file is not a text file. Save it as “CSV UTF-8” or xlsx and try again."))
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(LONGEST_CELL)
    return _lines(text, separator)


def _lines(text, separator):
    place = 0
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for place, cells in enumerate(rows, 1):  # noqa: B007 (said when the next row cannot be read)
            yield [cell.strip() for cell in cells]
    except csv.Error:
        raise Unreadable(
            _("Row %(row)s cannot be read: a quotation mark is missing or a cell is far too long.")
            % {"row": place + 1}
        ) from None


def _spreadsheet(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise Unreadable(_("The spreadsheet is too large."))
        width = 0
        for _sheet, cells in rows_in(content, columns=MOST_COLUMNS):
            width = width or len(cells)
            yield [*map(_text, cells), *[""] * (width - len(cells))]
    except (zipfile.BadZipFile, NoSpreadsheet):
        raise Unreadable(
            _("The spreadsheet cannot be read. Save it as xlsx or “CSV UTF-8” and try again.")
        ) from None


def _text(cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()[:LONGEST_CELL]
