"""A tree made ready to be shown: numbers as Swedish text, Markdown parsed, charts drawn, widths chosen."""

from collections.abc import Callable
from typing import Any

from .. import charts
from ..tree import Cell, Node, bare
from ..wording import html, nodes, notes, said

NOT_WRITTEN: Node = {"kind": "text", "markdown": "*Här står ännu ingenting.*", "values": [], "typed": []}


def prepared(tree: dict[str, Any], *, number: int = 0, is_draft: bool | None = None) -> dict[str, Any]:
    """``number``: an appendix's, or 0 for the report itself. In a draft, what has no standing yet, it is said
    where nothing is written.
    """
    is_draft = not tree.get("standing") if is_draft is None else is_draft
    unwritten = bare(tree["nodes"]) if is_draft else []
    every = [
        one
        for place, node in enumerate(tree["nodes"])
        for one in ([node, NOT_WRITTEN] if place in unwritten else [node])
    ]
    return {"standing": "", "digest": ""} | tree | {
        "nodes": [SHOWN.get(node["kind"], dict)(node) | {"id": _id(number, place)}
                  for place, node in enumerate(every)],
        "appendices": [prepared(one, number=n, is_draft=is_draft)
                       for n, one in enumerate(tree["appendices"], 1)],
        "number": number,
        "id": f"bilaga-{number}",
        "adjusters": [one for one in tree["signatures"] if one["is_adjuster"]],
    }  # fmt: skip


def _id(appendix: int, place: int) -> str:
    return f"a{appendix}-{place}" if appendix else f"n{place}"


def _text(node) -> dict[str, Any]:
    return node | {
        "html": html(node["markdown"]), "parsed": nodes(node["markdown"]),
        "notes": notes(node["values"], node["typed"]),
    }  # fmt: skip


def _table(node) -> dict[str, Any]:
    decimals = set(node.get("decimals", ()))
    rows: list[dict[str, Any]] = [
        {
            "cells": [
                {"head": node["heads"][place]} | _cell(cell, place >= node["labels"], number in decimals)
                for place, cell in enumerate(row)
            ],
            "is_bold": number in node["bold"],
            "is_group": number in node["groups"],
        }
        for number, row in enumerate(node["rows"])
    ]
    cells = [[one["s"] for one in row["cells"]] for row in rows if not row["is_group"]]
    return node | {"shown": rows, "width": len(node["heads"]), "widths": _widths(node),
                   "is_words": node["labels"] == len(node["heads"]),
                   "is_broad": _is_broad(node["heads"], cells, node["labels"])}  # fmt: skip


def _cell(cell: Cell, is_number: bool, has_decimals: bool) -> dict[str, Any]:
    if cell is None:
        return {"s": "", "n": is_number}
    if has_decimals and isinstance(cell, int):
        cell = float(cell)
    return {"s": said(cell), "n": is_number}


LINE = 100  # signs beside one another over the width of a page, about


def _widths(node) -> list[float]:
    """How much room each column of words wants, its longest word whole; 0 for numbers and short words, which
    take what they need.
    """
    widths: list[float] = []
    words: list[int] = []
    for place, head in enumerate(node["heads"]):
        cells = [str(row[place] or "") for row in node["rows"] if place < len(row)]
        longest = max([len(cell) for cell in cells] + [4])
        is_short = place >= node["labels"] or (place > 0 and longest <= 4)
        widths.append(0 if is_short else min(160, max(8, longest)) ** 0.5)
        words.append(max(len(word) for cell in [head, "-", *cells] for word in cell.split()))
    share = sum(widths) / LINE
    return [
        width and max(width, (min(word, 14) + 2) * share) for width, word in zip(widths, words, strict=True)
    ]


PHONE = 36  # signs beside one another over the width of a phone, about


def _is_broad(heads: list[str], rows: list[list[str]], labels: int) -> bool:
    """Has a phone no room for the columns, words and numbers whole?"""
    words = [head.split() for head in heads]
    for row in rows:
        for place, cell in enumerate(row):
            words[place] += [cell] if place >= labels else cell.split()
    return sum(max(map(len, column), default=0) + 2 for column in words) > PHONE


def _files(node) -> dict[str, Any]:
    files = [
        one | {"size_said": size_said(one["size"]), "path": path_of(one), "href": ""} for one in node["files"]
    ]
    return node | {"files": files}


def path_of(one) -> str:
    """What a file is called inside the PDF: plain letters, as not all readers take others."""
    return f"handling-{one['number']}.{one['name'].rpartition('.')[2]}"


def size_said(size: int) -> str:
    """As people say it: 812 kB, 1,4 MB."""
    return f"{size / 1e6:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def linked(tree: dict[str, Any], address: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    """The prepared tree with an address for each file that belongs to it."""
    for part in (tree, *tree["appendices"]):
        for node in part["nodes"]:
            for one in node.get("files", ()):
                one["href"] = address(one)
    return tree


def _chart(node) -> dict[str, Any]:
    rows = [
        {"name": name, "values": [(one["name"], said(one["values"][place])) for one in node["series"]]}
        for place, name in enumerate(node["categories"])
    ]
    heads = [node["head"], *(one["name"] for one in node["series"])]
    cells = [[row["name"], *(value for _head, value in row["values"])] for row in rows]
    return node | {"svg": charts.svg(node), "narrow": charts.svg(node, is_narrow=True), "shown": rows,
                   "is_broad": _is_broad(heads, cells, 1)}  # fmt: skip


SHOWN = {"text": _text, "table": _table, "chart": _chart, "files": _files}
