"""The resolved tree: a report in which every reference has become a number. Every output is made from it.

It is plain JSON, so that freezing a report is keeping its tree, and its hash is the hash of that JSON.
A cell is a number, a text, None (nothing is known) or HIDDEN (disclosure control does not show it).
"""

import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NotRequired, TypedDict

HIDDEN = "•"
Cell = int | float | str | None


class Heading(TypedDict):
    kind: str  # "heading"
    level: int
    number: str
    text: str
    id: str


class Text(TypedDict):
    """``values``: the figures that stand in it; ``typed``: numbers typed with a source;
    ``bare``: without one.
    """

    kind: str  # "text"
    key: str
    markdown: str
    values: list[dict[str, Any]]
    typed: list[dict[str, str]]
    bare: list[str]


class Table(TypedDict):
    """``bold``: rows that are sums; ``groups``: rows that are only a heading. ``sources``: of each row, where
    some were reported by others, and ``declared``: what is known not to hold in those (row, rule, stated,
    expected).
    """

    kind: str  # "table"
    key: str
    number: int
    caption: str
    heads: list[str]
    labels: int  # how many of the first columns are words
    rows: list[list[Cell]]
    bold: list[int]
    groups: list[int]
    notes: list[str]
    source: str
    decimals: NotRequired[dict[str, int]]
    sources: NotRequired[list[str]]
    declared: NotRequired[list[dict[str, Any]]]


class Chart(TypedDict):
    """``beside``: what the second of two series is by, where they are not by the same."""

    kind: str  # "chart"
    key: str
    number: int
    caption: str
    form: str
    categories: list[str]
    series: list[dict[str, Any]]  # name, values
    alt: str
    notes: list[str]
    source: str
    beside: NotRequired[str]


class Attached(TypedDict):
    """A file that belongs to the document. ``digest``: of the file; ``id``: where its content is kept."""

    id: int
    number: int
    title: str
    name: str
    type: str
    size: int
    digest: str


Node = dict[str, Any]


class Tree(TypedDict):
    title: str
    kind: str
    association: str
    initiative: str
    period: str
    year: int
    as_of: str
    nodes: list[Node]
    appendices: list["Tree"]
    signatures: list[dict[str, str]]
    attachments: list[Attached]
    problems: list[str]


def digest(tree: Any) -> str:
    """The same tree gives the same hash, whatever order its keys were put in.
    Signatures are about the hash, not in it; nor is the approval, as what is approved has been read before.
    """
    facts = {name: value for name, value in tree.items() if name != "signatures"}
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def attached_to(tree: Any) -> list[Attached]:
    """All files of a document, the appendices' among them, by their numbers."""
    return [*tree["attachments"], *(one for part in tree["appendices"] for one in attached_to(part))]


def declared_of(table: Node, row: int) -> list[dict[str, Any]]:
    """What is known not to hold in a row that others reported: rule, stated, expected."""
    found = [one for one in table.get("declared", ()) if one["row"] == row]
    return [{name: one[name] for name in ("rule", "stated", "expected")} for one in found]


def of_kind(tree: Any, kind: str) -> list[Node]:
    """All nodes of a kind, the appendices' among them, in reading order."""
    found = [node for node in tree["nodes"] if node["kind"] == kind]
    for appendix in tree["appendices"]:
        found += of_kind(appendix, kind)
    return found


END: Node = {"kind": "heading", "level": 0}


def bare(nodes: Sequence[Node]) -> list[int]:
    """The places of headings with nothing under them, not even a heading of their own."""
    return [
        place
        for place, (node, after) in enumerate(pairwise([*nodes, END]))
        if node["kind"] == after["kind"] == "heading" and after["level"] <= node["level"]
    ]
