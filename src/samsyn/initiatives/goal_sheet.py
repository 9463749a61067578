"""The table of goals as a spreadsheet and as CSV."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from .goal_table import PlainRow

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"level": 14, "goal": 44, "measure": 28, "target": 16, "value": 30, "verdict": 22, "why": 60}


def heads() -> dict[str, str]:
    return {
        "initiative": _("Initiative"),
        "level": _("Level"),
        "goal": _("Goal"),
        "measure": _("Measured by"),
        "target": _("Target"),
        "value": _("Outcome"),
        "verdict": _("verdict").capitalize(),
        "why": _("Why"),
        "rule": _("Rule of the verdict"),
        "source": _("Source"),
    }


def as_csv(rows: Sequence[PlainRow]) -> str:
    """A text that a spreadsheet would take for a formula is kept from being one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads().values())
    for row in rows:
        cells = [getattr(row, name) for name in heads()]
        writer.writerow([f"'{one}" if one.startswith(FORMULA_STARTS) else one for one in cells])
    return out.getvalue()


def as_spreadsheet(rows: Sequence[PlainRow], title: str) -> bytes:
    """One sheet. Text is written as text, so that nothing in a name can become a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(_("Goals"))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet.write_string(0, 0, title, bold)
    for column, (name, text) in enumerate(heads().items()):
        sheet.set_column(column, column, WIDTHS.get(name, 20))
        sheet.write_string(2, column, text, head)
        for line, row in enumerate(rows):
            sheet.write_string(3 + line, column, getattr(row, name), wrapped)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()
