"""A document out of a file or of pasted text: JSON, CSV, a spreadsheet, or tables from a text document."""

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .grids import LARGEST, as_text, grids_of, sheets_of
from .pasted import tables_of
from .quantities import Unreadable
from .statements import statements_of


def text_of(content: bytes) -> str:
    """What a file says, as text that can be shown, corrected and read by `document_of`."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file is too large: at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    if content[:2] == b"PK":
        return as_text(sheets_of(content))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable(_("This is no text, spreadsheet or JSON file."))
    return text


def document_of(text: str) -> dict[str, Any]:
    """In the general shape, with the statements that were recognised under their known names."""
    if len(text) > LARGEST:
        raise Unreadable(_("The text is too long: at most %(most)s characters.") % {"most": LARGEST})
    if not text.strip():
        raise Unreadable(_("There is nothing here: paste a table or choose a file."))
    if text.lstrip()[0] in "{[":
        return _json(text)
    grids = grids_of(text)
    tables = _each_by_its_name([tables_of(grid, n) for n, grid in enumerate(grids, 1)])
    if not tables:
        raise Unreadable(
            _("No table with numbers was found. Cells are parted by tabs, as when copied from Word or Excel, "
              "or by semicolons; the first column names the rows.")
        )  # fmt: skip
    return {"tables": tables} | statements_of(grids)


def _each_by_its_name(read: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What one grid is read into has one name, and no other grid has it."""
    names: dict[str, int] = {}
    for tables in read:
        for name in {table["name"] for table in tables}:
            names[name] = names.get(name, 0) + 1
            for table in tables if names[name] > 1 else ():
                table["name"] = f"{name} ({names[name]})"
    return [table for tables in read for table in tables]


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        raise Unreadable(
            _("This is not JSON: row %(row)s, character %(place)s.")
            % {"row": wrong.lineno, "place": wrong.colno}
        ) from None
    except (ValueError, RecursionError):
        raise Unreadable(_("This JSON holds numbers or levels that cannot be read.")) from None
    if isinstance(found, list):
        found = {"tables": found}
    return found


def _no_number(name: str):
    raise ValueError(name)
