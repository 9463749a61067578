"""The spreadsheet: contents, then a sheet for each table and each chart's numbers."""

import io
from typing import Any

import xlsxwriter

from samsyn.figures.reconciliation import declared

from ..tree import declared_of, of_kind


def as_spreadsheet(tree: dict[str, Any]) -> bytes:
    """Text is written as text, so that nothing in a name can become a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": tree["title"], "company": tree["association"]})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "num_format": "#,##0.##"}),
        "plain": book.add_format({"num_format": "#,##0.##", "text_wrap": True, "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "bold_whole": book.add_format({"bold": True, "num_format": "#,##0"}),
    }
    contents = book.add_worksheet("Innehåll")
    contents.set_column(0, 0, 14)
    contents.set_column(1, 1, 70)
    contents.write_string(0, 0, f"{tree['title']}, {tree['association']}", styles["title"])
    contents.write_string(1, 0, f"Uppgifterna hämtade {tree['as_of'].replace('T', ' ')}")
    line = 3
    for kind, word in (("table", "Tabell"), ("chart", "Diagram")):
        for node in of_kind(tree, kind):
            name = f"{word} {node['number']}"
            contents.write_url(line, 0, f"internal:'{name}'!A1", string=name)
            contents.write_string(line, 1, node["caption"])
            line += 1
            sheet = book.add_worksheet(name)
            _table(sheet, node, styles) if kind == "table" else _chart(book, sheet, node, styles)
    book.close()
    return out.getvalue()


def _top(sheet, node, heads: list[str], styles) -> None:
    sheet.write_string(0, 0, node["caption"], styles["title"])
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, styles["head"])
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, max(1, len(heads) - 1), 16)
    sheet.freeze_panes(3, 1)


def _table(sheet, node, styles) -> None:
    """Where rows were reported by others, each says so, and what in it is known not to hold: `samsyn
    reconcile` reads it.
    """
    sources = node.get("sources", [])
    _top(sheet, node, [*node["heads"], *(declared.HEADS if sources else [])], styles)
    for number, row in enumerate(node["rows"]):
        is_bold = number in node["bold"] or number in node["groups"]
        told = declared.cells_of(sources[number], declared_of(node, number)) if sources else []
        for column, cell in enumerate([*row, *told]):
            _write(sheet, 3 + number, column, cell, styles, is_bold)
    if sources:
        sheet.set_column(len(node["heads"]) + 1, len(node["heads"]) + 1, 60)
    _notes(sheet, node, 4 + len(node["rows"]))


def _write(sheet, row: int, column: int, cell, styles, is_bold=False) -> None:
    if isinstance(cell, int | float):
        whole = "whole" if float(cell).is_integer() else "plain"
        style = {"whole": "bold_whole", "plain": "bold"}[whole] if is_bold else whole
        sheet.write_number(row, column, cell, styles[style])
    elif cell is not None:
        sheet.write_string(row, column, str(cell), styles["bold" if is_bold else "plain"])


def _chart(book, sheet, node, styles) -> None:
    """Its title and names are cells: as text, what begins with "=" could point into another file."""
    heads = [node.get("head", ""), *(one["name"] for one in node["series"])]
    _top(sheet, node, heads, styles)
    last = 2 + len(node["categories"])
    for number, name in enumerate(node["categories"], 3):
        sheet.write_string(number, 0, name)
        for column, one in enumerate(node["series"], 1):
            _write(sheet, number, column, one["values"][number - 3], styles)
    chart = book.add_chart({"type": "bar" if node["form"] == "bars" else "column"})
    for column in range(1, len(node["series"]) + 1):
        chart.add_series(
            {
                "name": [sheet.name, 2, column],
                "categories": [sheet.name, 3, 0, last, 0],
                "values": [sheet.name, 3, column, last, column],
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": [sheet.name, 0, 0], "name_font": {"size": 11}})
    sheet.insert_chart(2, len(heads) + 1, chart, {"description": node["alt"], "x_scale": 1.4, "y_scale": 1.3})
    _notes(sheet, node, last + 2)


def _notes(sheet, node, row: int) -> None:
    for place, text in enumerate([*node["notes"], node["source"]]):
        if text:
            sheet.write_string(row + place, 0, text)
