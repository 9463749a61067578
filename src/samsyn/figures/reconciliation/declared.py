"""What a document itself says does not hold in counts that it shows as others reported them.

A row is marked as reported, and each contradiction is told with both its numbers. Only that very
contradiction is taken as said: another in the same row is found, and so is this one when either number is
another. It is said of counts of participants alone, never of sums, shares or amounts: nobody can declare
their own figures right. What is taken as said is still told, beside the findings.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from .grids import Grid
from .quantities import as_number

Said = tuple[str, Decimal, Decimal]  # rule, stated, expected
COUNTS = {"total", "new", "ended", "ongoing"}
# In a spreadsheet: two columns beside the numbers, in the document's own language.
HEADS = ["Uppgifterna är", "Går inte ihop, som de rapporterades"]
SOURCES = {"reported": "rapporterade", "records": "räknade", "mixed": "räknade och rapporterade"}
WORDS = {"identity": "avslutade och pågående", "carry": "pågående året innan och nya"}
NUMBER = r"(\d[\d \N{NO-BREAK SPACE}]*)"


def is_declaration(found: Any) -> bool:
    """`[{"rule": "identity", "stated": 178, "expected": 132}]`"""
    return isinstance(found, list) and all(
        isinstance(one, Mapping)
        and one.get("rule") in WORDS
        and as_number(one.get("stated")) is not None
        and as_number(one.get("expected")) is not None
        for one in found
    )


def said_of(row: Mapping[str, Any]) -> frozenset[Said]:
    """By a row that is marked as reported; of any other row nothing can be said."""
    if row.get("reported") is not True:
        return frozenset()
    return frozenset(
        (one["rule"], as_number(one["stated"]) or Decimal(0), as_number(one["expected"]) or Decimal(0))
        for one in row.get("declared") or ()
    )


def cells_of(source: str, declared: Iterable[Mapping[str, Any]]) -> list[str]:
    """The two columns of a row: “rapporterade” and “totalt 178, men avslutade och pågående är 132”."""
    told = [f"totalt {one['stated']}, men {WORDS[one['rule']]} är {one['expected']}" for one in declared]
    return [SOURCES[source], "; ".join(told)]


def taken_out(heading: Sequence[str], body: Grid) -> tuple[list[str], Grid, list[dict[str, Any]]]:
    """Heading and rows without the two columns, and what they say of each row."""
    places = [heading.index(head) for head in HEADS if head in heading]
    if len(places) < len(HEADS):
        return list(heading), body, [{} for _row in body]
    marks = [_mark(*(row[place] if place < len(row) else "" for place in places)) for row in body]
    return _without(heading, places), [_without(row, places) for row in body], marks


def _without(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cell for place, cell in enumerate(cells) if place not in places]


def _mark(source: str, told: str) -> dict[str, Any]:
    if source != SOURCES["reported"]:
        return {}
    declared = [
        {"rule": rule, "stated": match[1], "expected": match[2]}
        for rule, words in WORDS.items()
        for match in re.finditer(rf"totalt {NUMBER}, men {words} är {NUMBER}(?=;|$)", told)
    ]
    return {"reported": True, "declared": declared}
