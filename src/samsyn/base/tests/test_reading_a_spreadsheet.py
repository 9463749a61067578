"""A spreadsheet is read beside the server, so that one made to burst bursts alone."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from samsyn.base.spreadsheets import NoSpreadsheet, rows_in


def book(*rows, sheets=("Ett",)):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as made:
        for name in sheets:
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def with_last_cell(place: str, row: int) -> bytes:
    """A few hundred bytes that say how far away the last cell is."""
    before = zipfile.ZipFile(io.BytesIO(book(["a"], ["b"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in before.namelist():
            text = before.read(name).replace(b'r="A2"', f'r="{place}"'.encode())
            packed.writestr(name, text.replace(b'<row r="2"', f'<row r="{row}"'.encode()))
    return file.getvalue()


def test_cells_keep_their_kind():
    rows = list(rows_in(book(["Ort", "Antal", "Den"], ["Trosa", 2.5, date(2025, 3, 1), ""]), columns=9))
    assert rows == [("Ett", ["Ort", "Antal", "Den"]), ("Ett", ["Trosa", 2.5, date(2025, 3, 1)])]


def test_only_as_many_sheets_and_columns_as_asked_for():
    rows = list(rows_in(book(range(9), sheets=("Ett", "Två", "Tre")), columns=3, sheets=2))
    assert rows == [("Ett", [0, 1, 2, 3]), ("Två", [0, 1, 2, 3])]


@pytest.mark.parametrize("far", [("XFD1048576", 1048576), ("ZZ300000", 300000)])
def test_one_that_would_fill_the_memory_cannot_be_read(far):
    with pytest.raises(NoSpreadsheet):
        list(rows_in(with_last_cell(*far), columns=9))


@pytest.mark.parametrize("content", [b"PK", b"PK" + bytes(3_000_000), b"", book(["a"])[:-200]])
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(NoSpreadsheet):
        list(rows_in(content, columns=9))


def test_who_has_read_enough_may_stop():
    rows = rows_in(book(*([n] for n in range(20_000))), columns=9)
    assert next(rows) == ("Ett", [0])
    rows.close()
