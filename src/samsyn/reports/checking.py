"""What does not hold in a report, found by figures.reconciliation; and what has changed since it was frozen.

The tree is handed over in reconciliation's general shape. What others have reported and contradicts itself is
shown as reported and declared in a note; it is left out.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.figures import reconciliation

from . import statements
from .tree import Node, of_kind

Finding = dict[str, Any]
IDENTITY = {"series": {"by": "year", "carry": ["ongoing", "total - new"]}}


def findings(tree: dict[str, Any]) -> list[Finding]:
    """Each with rule, where, stated, expected, difference, kind and the sentence that tells it."""
    document = document_of(tree)
    found = [one.as_dict() for one in reconciliation.findings(document)] if document["tables"] else []
    return [*found, *_unsourced(tree)]


def document_of(tree: dict[str, Any]) -> dict[str, Any]:
    nodes = of_kind(tree, "table")
    sheets = {node["sheet"]: node for node in nodes if node.get("sheet")}
    counted = [node for node in nodes if node.get("columns")]
    whole = next((node for node in counted if node["key"] == "by_initiative"), None)
    return {
        "tables": [*(_counted(node) for node in counted), *(_sheet(node) for node in sheets.values())],
        "appendices": [
            {"name": node["initiative"], "of": _name(whole), "values": node["stated"]}
            for node in nodes
            if whole and node.get("figure") == "result" and tree["kind"] == "annual"
        ],
        "texts": [
            {"where": text["heading"] or text["key"], "text": text["markdown"]}
            for text in of_kind(tree, "text")
        ],
        "same": [
            [_line(sheets[one[0]], one, 1), _line(sheets[other[0]], other, sign)]
            for one, other, sign in statements.SAME
            if one[0] in sheets and other[0] in sheets
        ],
    }


def _name(node: Node) -> str:
    return _("Table %(number)s, %(caption)s") % {"number": node["number"], "caption": node["caption"]}


def _counted(node: Node) -> dict[str, Any]:
    """A table of counts by the names of its measures, without the rows that are declared not to hold."""
    labels, sums = node["labels"], set(node["bold"])
    rows = [
        {"label": ", ".join(map(str, row[:labels])), "values": _values(node["columns"], row[labels:])}
        for number, row in enumerate(node["rows"])
        if number not in sums and number not in node.get("declared", ())
    ]
    found: dict[str, Any] = {"name": _name(node), "rows": rows}
    if node["bold"]:
        found["sum"] = _values(node["columns"], node["rows"][node["bold"][-1]][labels:])
    if "percent" in node["columns"]:
        found["shares"] = [{"percent": "percent", "of": ["numerator", "denominator"]}]
    if node.get("by") == ["year"] and {"total", "new", "ongoing"} <= set(node["columns"]):
        found |= IDENTITY
    return found


def _values(columns: list[str], cells: list) -> dict[str, Any]:
    shown = {name: cell for name, cell in zip(columns, cells, strict=True) if name not in ("low", "high")}
    return {name: cell if isinstance(cell, int | float) else None for name, cell in shown.items()}


def _sheet(node: Node) -> dict[str, Any]:
    """Amounts by column; those of several years with the years as rows, so that one follows on another."""
    columns = node["heads"][node["labels"] :]
    lines = {name: row for name, row in zip(node["names"], node["rows"], strict=True) if name}
    if node["sheet"] == "multi_year":
        rows = [
            {"label": year, "values": {name: row[node["labels"] + place] for name, row in lines.items()}}
            for place, year in enumerate(columns)
        ]
        return {
            "name": _name(node), "rows": rows, "unit": {name: "kr" for name in lines if name != "employees"},
            "identities": [["result", "income - costs"]],
            "series": {"by": "year", "carry": ["equity", "equity - result"]},
        }  # fmt: skip
    is_free = statements.SHEETS[node["sheet"]].is_free
    rows = [
        {"label": str(row[0]), "values": _values(columns, row[node["labels"] :])}
        for name, row in zip(node["names"], node["rows"], strict=True)
        if len(row) == len(node["heads"]) and not (is_free and name)
    ]
    turned = [
        {"label": f"−{row['label']}", "values": {c: -v for c, v in row["values"].items() if v is not None}}
        for row in rows
    ]
    found: dict[str, Any] = {"name": _name(node), "rows": rows if is_free else rows + turned, "unit": "kr"}
    if is_free and "sum" in lines:
        found["sum"] = _values(columns, lines["sum"][node["labels"] :])
    return found


def _line(node: Node, key: tuple[str, str, int], sign: int) -> list[str]:
    """Table, row and column of a line of a statement, as the document has them."""
    name, line, place = key
    if name == "multi_year":
        return [_name(node), node["heads"][node["labels"] + place], line]
    label = next((one.label for one in statements.SHEETS[name].lines if one.name == line), "sum")
    return [_name(node), f"−{label}" if sign < 0 else label, node["heads"][node["labels"] + place]]


def _unsourced(tree: dict[str, Any]) -> Iterator[Finding]:
    """Numbers in running text that were typed, and for which no source is given."""
    for text in of_kind(tree, "text"):
        for number in [*text["bare"], *(one["value"] for one in text["typed"] if not one["source"])]:
            where = text["heading"] or text["key"]
            yield {
                "rule": "source", "where": where, "stated": number, "expected": None, "difference": None,
                "kind": "unsourced",
                "text": _("%(number)s is typed in “%(where)s” without a source.")
                % {"number": number, "where": where},
            }  # fmt: skip


# ── Since the approval ─────────────────────────────────────────────────────────────────────────────────────


def differences(frozen: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """Cell by cell, what would read otherwise if the report were made now."""
    after = {_key(table): table for table in of_kind(now, "table")}
    found = []
    for table in of_kind(frozen, "table"):
        other = after.get(_key(table))
        if other is None or other["heads"] != table["heads"]:
            continue
        rows = {_label(row, table): row for row in other["rows"]}
        for row in table["rows"]:
            new = rows.get(_label(row, table), [None] * len(row))
            for head, one, two in list(zip(table["heads"], row, new, strict=False))[table["labels"] :]:
                if one != two:
                    found.append(
                        {
                            "table": _name(table),
                            "row": _label(row, table),
                            "column": head,
                            "then": one,
                            "now": two,
                        }
                    )
    return found


def _key(table: Node) -> tuple:
    return table["key"], table.get("initiative", ""), table["caption"]


def _label(row, table: Node) -> str:
    return ", ".join(str(one) for one in row[: max(1, min(table["labels"], 2))] if one not in (None, ""))
