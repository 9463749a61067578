"""What does not hold in a report, found by figures.reconciliation; and what has changed since it was frozen.

The tree is handed over in reconciliation's general shape. What others have reported and contradicts itself is
shown as reported, and handed over with what is known not to hold in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.figures import reconciliation
from samsyn.figures.definitions import FIGURES, is_controlled

from . import statements
from .numbers import in_words
from .statements import NO_SOURCE
from .tree import Node, bare, declared_of, of_kind
from .wording import said

Finding = dict[str, Any]
IDENTITY = {"series": {"by": "year", "carry": ["ongoing", "total - new"]}}


def findings(tree: dict[str, Any]) -> list[Finding]:
    """Each with rule, where, stated, expected, difference, kind and the sentence that tells it."""
    document = document_of(tree)
    held = reconciliation.findings(document) if document["tables"] else []
    found = [one.as_dict() | {"where": one.place} for one in held]
    told = [*unexpected_signs(of_kind(tree, "table")), *_since_start(tree), *_unsourced(tree)]
    return [*found, *told]


def problems(tree: dict[str, Any]) -> list[str]:
    """What could not be filled in, in the report and its appendices."""
    return [*tree["problems"], *(one for appendix in tree["appendices"] for one in appendix["problems"])]


def unwritten(tree: dict[str, Any]) -> list[str]:
    """Headings with nothing under them, those of an appendix with whose it is."""
    parts = [("", tree), *((f"{one['initiative']}: ", one) for one in tree["appendices"])]
    return [
        f"{whose}{part['nodes'][place]['text']}" for whose, part in parts for place in bare(part["nodes"])
    ]


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
    """A table of counts by the names of its measures."""
    labels, sums = node["labels"], set(node["bold"])
    rows = [
        {"label": ", ".join(map(str, row[:labels])), "values": _values(node["columns"], row[labels:])}
        | _as_reported(node, number)
        for number, row in enumerate(node["rows"])
        if number not in sums
    ]
    found: dict[str, Any] = {"name": _name(node), "rows": rows}
    if node["bold"]:
        found["sum"] = _values(node["columns"], node["rows"][node["bold"][-1]][labels:])
    if "percent" in node["columns"]:
        found["shares"] = [{"percent": "percent", "of": ["numerator", "denominator"]}]
    if node.get("by") == ["year"] and {"total", "new", "ongoing"} <= set(node["columns"]):
        found |= IDENTITY
    return found


def _as_reported(node: Node, number: int) -> dict[str, Any]:
    """Of a row that others reported: that it is so, and what is known not to hold in it."""
    if not node.get("sources") or node["sources"][number] != "reported":
        return {}
    return {"reported": True, "declared": declared_of(node, number)}


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


def unexpected_signs(nodes: Iterable[Node]) -> Iterator[Finding]:
    """Amounts with a minus where none is expected, or without one. They may be right: a cost is credited."""
    for node in nodes:
        sheet = statements.SHEETS.get(node.get("sheet", ""))
        if sheet is None:
            continue
        labels, signs = node["labels"], sheet.expected_signs
        columns = node["heads"][labels : -1 if sheet.computed else None]
        for name, row in zip(node["names"], node["rows"], strict=True):
            for column, amount in zip(columns, row[labels:], strict=False):
                sign = signs.get(name, 0)
                if amount and amount * sign < 0:
                    facts = {"line": row[0], "column": column, "amount": said(amount)}
                    yield _finding("sign", node, "unexpected", _unexpected(sign) % facts)


def _unexpected(sign: int) -> str:
    if sign < 0:
        return _("%(line)s, %(column)s: %(amount)s is written without minus; it is expected with a minus.")
    return _("%(line)s, %(column)s: %(amount)s is written with minus; it is expected without a minus.")


SINCE_START = ("total", "new", "ended", "ongoing", "numerator")


def _since_start(tree: dict[str, Any]) -> Iterator[Finding]:
    """What is entered of an initiative from before the register."""
    for node in of_kind(tree, "table"):
        known: Any = node.get("since_start") or {}
        total, new, ended, ongoing, work = (known.get(name) for name in SINCE_START)
        if None not in (total, ended, ongoing) and total != ended + ongoing:
            words = _("Since the start: total %(total)s is not ended and ongoing, %(sum)s.")
            yield _finding("identity", node, "error", words % {"total": total, "sum": ended + ongoing})
        for part, whole, words in (
            (new, total, _("Since the start: more are new, %(part)s, than in all, %(whole)s.")),
            (work, ended, _("Since the start: more went to work, %(part)s, than ended, %(whole)s.")),
        ):
            if None not in (part, whole) and part > whole:
                yield _finding("part", node, "error", words % {"part": part, "whole": whole})
        if any(one is not None for one in known.values()) and not node["has_source"]:
            yield _finding("source", node, "unsourced", _("What is told since the start has no source."))


def _finding(rule: str, table: Node, kind: str, text: str) -> Finding:
    """About a table, told in a sentence."""
    return {
        "rule": rule, "where": _name(table), "stated": None, "expected": None, "difference": None,
        "kind": kind, "text": text,
    }  # fmt: skip


def _unsourced(tree: dict[str, Any]) -> Iterator[Finding]:
    """Numbers in running text and amounts that were typed, and for which no source is given."""
    for sheet in of_kind(tree, "table"):
        if sheet.get("sheet") and sheet["source"] == NO_SOURCE:
            yield _finding("source", sheet, "unsourced", _("The amounts are entered without a source."))
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


def differences(read: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """What would read otherwise if the report were made now: cell by cell, in tables, charts and text.

    Of what is under disclosure control it is told that it is another number, not which: what two moments
    differ by could be a single person.
    """
    before, after = _grids(read), _grids(now)
    found = []
    for key, one in before.items():
        other = after.get(key)
        if other is None or other.heads != one.heads:
            found.append(_difference(one.name, "", "", _("shown"), _("not shown, or otherwise")))
            continue
        for label in {**one.rows, **other.rows}:
            then, since = one.rows.get(label), other.rows.get(label)
            for place, head in enumerate(one.heads):
                cells = [row[place] if row else None for row in (then, since)]
                if cells[0] != cells[1]:
                    cells[1] = _("another") if label in one.untold else cells[1]
                    found.append(_difference(one.name, label, head, *cells))
    found += [
        _difference(other.name, "", "", _("not shown, or otherwise"), _("shown"))
        for key, other in after.items()
        if key not in before
    ]
    return found


def _difference(where: str, row: str, column: str, then, now) -> dict[str, Any]:
    return {"where": where, "row": row, "column": column, "then": then, "now": now}


@dataclass
class _Grid:
    """Numbers with the words that they stand beside: a table, a chart, or the figures of a text."""

    name: str
    heads: list[str]
    rows: dict[str, list[Any]]
    untold: set[str]  # rows of which a difference is not told in numbers


def _grids(tree: dict[str, Any]) -> dict[tuple, _Grid]:
    """By the part of the document that they stand in (0 is the report itself), and what they are called."""
    parts = enumerate([tree, *tree["appendices"]])
    return {(number, *key): one for number, part in parts for key, one in _grids_of(part)}


def _grids_of(part: dict[str, Any]) -> Iterator[tuple[tuple, _Grid]]:
    is_of_all = not part["initiative"]
    for node in part["nodes"]:
        if node["kind"] == "table":
            words = min(node["labels"], 2 if len(node["heads"]) > 2 else 1)
            rows = {", ".join(str(one) for one in row[:words] if one): row[words:] for row in node["rows"]}
            untold = set() if _is_exact(node, is_of_all=is_of_all) else {*rows}
            yield _key(node), _Grid(_name(node), node["heads"][words:], rows, untold)
        elif node["kind"] == "chart":
            columns = zip(*(one["values"] for one in node["series"]), strict=True)
            rows = dict(zip(node["categories"], map(list, columns), strict=True))
            facts = {"number": node["number"], "caption": node["caption"]}
            name = _("Chart %(number)s, %(caption)s") % facts
            untold = set() if _is_exact(node, is_of_all=is_of_all) else {*rows}
            yield _key(node), _Grid(name, [one["name"] for one in node["series"]], rows, untold)
        elif node["kind"] == "text" and node["values"]:
            asked = {_in_words(one["reference"]): one for one in node["values"]}
            rows = {words: [one["value"]] for words, one in asked.items()}
            name = _("The text “%(heading)s”") % {"heading": node["heading"] or node["key"]}
            untold = {
                words
                for words, one in asked.items()
                if not _is_exact(_asked(one["reference"]), is_of_all=is_of_all)
            }
            yield ("text", node["key"], node["heading"]), _Grid(name, [""], rows, untold)


def _is_exact(node: Node, *, is_of_all: bool) -> bool:
    """Amounts, participants by what is known to everybody, and shares of the association as a whole."""
    figure = FIGURES.get(node.get("figure", ""))
    if figure is None:
        return not node.get("figure") and node.get("kind") != "chart"
    is_plain = figure.name == "participants" or (figure.is_share and is_of_all)
    return is_plain and not is_controlled(figure, node["by"])


def _asked(reference: str) -> Node:
    """What a reference in running text asks for: “participants.total sex=woman 2024”."""
    what, *rest = reference.split()
    name = what.partition(".")[0]
    by = [word.partition("=")[0] for word in rest if "=" in word]
    return {} if name == "amount" else {"figure": name, "by": by}


def _in_words(reference: str) -> str:
    """“Till arbete eller studier, procent” rather than the name of it; amounts as they are referred to."""
    what, *rest = reference.split()
    name, _dot, measure = what.partition(".")
    return " ".join([in_words(FIGURES[name], measure), *rest]) if name in FIGURES else reference


def _key(node: Node) -> tuple:
    return node["kind"], node["key"], node["caption"]
