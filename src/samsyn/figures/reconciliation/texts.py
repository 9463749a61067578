"""Numbers in running text: "36 av 112 … 32,1 %" against itself, and a stated number against a table."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .quantities import Quantity, Unreadable, quantity
from .relations import Relation
from .tables import Table

COUNT = r"\d{1,3}(?:[ \N{NO-BREAK SPACE}]\d{3})+|\d+"
# Within a sentence: no other count, and no full stop, between the numbers and their share.
SHARE = re.compile(
    rf"(?<![\d,.])({COUNT})\s+(?:av|of)\s+({COUNT})(?![\d,])(?:(?!\d|[.;!?]\s).){{0,160}}?\(?"
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|procent|per cent|percent)",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 500_000


def relations_in(text: str, where: str) -> Iterator[Relation]:
    """A share beside its own numbers."""
    for match in SHARE.finditer(text[:LONGEST]):
        part, whole, percent = (quantity(match[n], (where, match[n])) for n in (1, 2, 3))
        if part and whole and percent:
            shown = quantity(match[3], (where, "share"), "percent") or percent
            yield Relation("share", where, [(1, shown)], [(1, part)], [(1, whole)])


def relations_of(entry: Mapping[str, Any], tables: Mapping[str, Table], place: int) -> Iterator[Relation]:
    """`{"where", "text"}` or `{"where", "value", "is": [table, row, column]}`; row "sum" is the sum row."""
    where = str(entry.get("where") or _("Text %(number)s") % {"number": place})
    if isinstance(entry.get("text"), str):
        yield from relations_in(entry["text"], where)
    if "value" in entry:
        pointed = entry.get("is")
        if not (isinstance(pointed, list) and len(pointed) == 3):
            raise Unreadable(_("“%(where)s” needs “is”: [table, row, column].") % {"where": where[:60]})
        stated = quantity(entry["value"], (where, str(pointed[2])))
        said = pointed_at(tables, pointed)
        if stated is not None and said is not None:
            yield Relation("against text", where, [(1, stated)], [(1, said)])


def pointed_at(tables: Mapping[str, Table], address: list[Any]) -> Quantity | None:
    name, label, column = (str(part) for part in address)
    table = tables.get(name)
    if table is None:
        raise Unreadable(_("There is no table called “%(name)s”.") % {"name": name[:60]})
    rows = [table.sum] if label == "sum" and table.sum else [r for r in table.rows if r.label == label]
    return next((row.values[column] for row in rows if column in row.values), None)
