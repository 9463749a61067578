"""A table as JSON, as CSV, as text and as a spreadsheet: the shapes that others script against."""

import csv
import io
from dataclasses import asdict
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.base.templatetags.samsyn import number

from .control import NOT_STATED
from .definitions import PARTY, SOURCES
from .dimensions import ALL, label_of
from .rows import Row, Table

HIDDEN = "•"
# Given as the codes of imports; everything else by name.
CODED = {name for name, one in ALL.items() if one.choices} | {"party"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_json(table: Table) -> dict[str, Any]:
    return {
        "figure": table.figure.name,
        "association": table.association.slug,
        "from": table.period.first.isoformat(),
        "to": table.period.last.isoformat(),
        "unit": table.unit,
        "rows": [_row(table, row) for row in table.rows],
        "sum": _row(table, table.sum),
        "by": list(table.by),
        "definition": str(table.figure.text),
        "version": table.figure.version,
        "as_of": table.as_of.isoformat(timespec="seconds") if table.as_of else None,
        "missing": table.missing,
        "reported_beside": asdict(table.reported_beside) if table.reported_beside else None,
    }


def _row(table: Table, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {name: _key(row, name) for name in table.by if name in row.keys}
    found |= row.values
    if table.figure.is_share:
        found |= {"percent": row.share.percent, "low": row.share.low, "high": row.share.high}
    found["source"] = row.source
    if row.hidden:
        found |= {
            "suppressed": True,
            "suppressed_cells": [name for name in table.figure.columns if name in row.hidden],
        }
    if row.is_missing or row.is_before:
        found["missing"] = True
    return found


def _key(row: Row, name: str) -> Any:
    value = row.keys[name]
    if value in (None, NOT_STATED):
        return None
    return value if name == "year" or name in CODED else row.labels[name]


# ── Tables of cells: heads and lines, for text, CSV and spreadsheet ───────────────────────────────────────


def heads(table: Table) -> list[str]:
    found = [str(PARTY.get(name) or label_of(name)) for name in table.by]
    found += [table.head_of(measure) for measure in table.figure.measures]
    if table.figure.is_share:
        found += [_("Per cent"), _("Interval from"), _("to")]
    return [*found, _("Source")]


def line(table: Table, row: Row) -> list[Any]:
    found: list[Any] = [row.labels[name] for name in table.by] if row.keys else _sum_label(table)
    found += [HIDDEN if name in row.hidden else row.values[name] for name in table.figure.columns]
    if table.figure.is_share:
        share = row.share
        found += [HIDDEN] * 3 if row.hidden else [share.percent, share.low, share.high]
    return [*found, str(SOURCES[row.source])]


def _sum_label(table: Table) -> list[str]:
    return [table.sum_label, *[""] * (len(table.by) - 1)] if table.by else []


def lines(table: Table) -> list[list[Any]]:
    """Every row, and the sum where there is anything to sum: over several years there is not."""
    has_sum = table.by and "year" not in table.by
    return [line(table, row) for row in table.rows] + ([line(table, table.sum)] if has_sum else [])


def as_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads(table))
    writer.writerows([["" if cell is None else _harmless(cell) for cell in one] for one in lines(table)])
    return out.getvalue()


def as_text(table: Table) -> str:
    cells = [heads(table), *[["–" if cell is None else _said(cell) for cell in one] for one in lines(table)]]
    widths = [max(len(str(one[place])) for one in cells) for place in range(len(cells[0]))]
    named = len(table.by)
    rows = [
        "  ".join(
            str(c).ljust(w) if n < named else str(c).rjust(w)
            for n, (c, w) in enumerate(zip(one, widths, strict=True))
        )
        for one in cells
    ]
    return "\n".join([title(table), "", *(row.rstrip() for row in rows), *("" for _n in [0]), *notes(table)])


def _said(cell: Any) -> str:
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _harmless(cell: Any) -> Any:
    """A name that a spreadsheet would take for a formula is kept from being one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def title(table: Table) -> str:
    return f"{table.figure.label}, {table.association.name}, {table.period.first}–{table.period.last}"


def notes(table: Table) -> list[str]:
    """What must stand with the numbers wherever they go."""
    found = [f"{table.figure.text} {table.figure.population}"]
    found.append(_("Unit: %(unit)s.") % {"unit": table.unit_in_words})
    if table.as_of:
        found.append(_("Counted %(moment)s.") % {"moment": table.as_of.strftime("%Y-%m-%d %H:%M")})
    if table.has_hidden:
        found.append(hidden_note(table))
    found += [note for note in (before_note(table), reported_note(table)) if note]
    if table.missing:
        found.append(
            _("No counts are reported for the period by: %(names)s.") % {"names": ", ".join(table.missing)}
        )
    return found


REPORTED: dict[str, Any] = {
    "total": gettext_lazy("The association has reported %(n)s participants for the period as a whole"),
    "new": gettext_lazy("The association has reported %(n)s new participants for the period as a whole"),
    "ended": gettext_lazy("The association has reported %(n)s who ended for the period as a whole"),
}


def reported_note(table: Table) -> str:
    """One sentence, where the association has reported other numbers of the same thing than these: of those
    whom the table is about. A share may be of some of them only, so that their number is not held against it.
    """
    beside, whole = table.reported_beside, table.figure.whole
    if beside is None:
        return ""
    is_all = table.unit != "persons" and not table.figure.is_share
    counted = table.sum.values.get(whole.name) if is_all else None
    n = getattr(beside, whole.population)
    if counted is not None and counted == n:
        return ""
    if n is None:
        reported = _("The association has reported counts as a whole for %(years)s") % {
            "years": beside.years_in_words
        }
    else:
        reported = str(REPORTED[whole.population]) % {"n": number(n)}
    if table.sum.source != "records":
        here = _("here what is in the register and what the initiatives have reported is counted")
    elif counted is not None:
        here = _("here the %(n)s that are in the register are counted") % {"n": number(counted)}
    else:
        here = _("here only what is in the register is counted")
    return f"{reported}; {here}."


def before_note(table: Table) -> str:
    """Where some of it is from before the register, which is why there is no number."""
    if not any(row.is_before for row in [*table.rows, table.sum]):
        return ""
    if table.begins is None:
        return _("Nothing is registered yet.")
    return _("Nothing was registered before %(year)s.") % {"year": table.begins}


def hidden_note(table: Table) -> str:
    note = _(
        "• stands for a number that is not shown, because it is from 1 to %(most)s or could reveal one that "
        "is. "
        "Zero is always shown, unless it would reveal a small number."
    ) % {"most": table.association.suppress_below - 1}
    return " ".join(filter(None, [note, few_note(table)]))


def few_note(table: Table) -> str:
    """Where it is about so few."""
    few, names = table.association.broken_down_from, {one.name for one in table.figure.measures}
    judged = {"total", "ongoing"} & names or {"ended", "denominator"} & names
    if not any(0 < (table.sum.values.get(name) or 0) < few for name in judged):
        return ""
    return _("Fewer than %(few)s enrolments are not broken down at all.") % {"few": few}


def as_spreadsheet(table: Table) -> bytes:
    """One sheet. Text is written as text, so that nothing in a name can become a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(str(table.figure.label)[:31])
    bold, head = (
        book.add_format({"bold": True}),
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
    )
    sheet.write_string(0, 0, title(table), bold)
    for column, text in enumerate(heads(table)):
        sheet.write_string(2, column, text, head)
        sheet.set_column(column, column, 26 if column < len(table.by) else 13)
    all_lines = lines(table)
    for place, cells in enumerate(all_lines, start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(place, column, cell)
            elif cell is not None:
                sheet.write_string(place, column, str(cell))
    for place, text in enumerate(notes(table), start=4 + len(all_lines)):
        sheet.write_string(place, 0, text)
    sheet.freeze_panes(3, len(table.by))
    book.close()
    return out.getvalue()
