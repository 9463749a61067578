"""No row stands out: those too few of a kind are made coarser step by step, and left out in the end.

That is k-anonymity, by local recoding.

A *group* is the rows that are alike in everything that others may know of a person (``KNOWN``). It must hold
as many persons as the agreement says. Rows of smaller groups lose the first thing in ``STEPS``, are grouped
anew with all others, and so on; those that are too few still at the end are left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# What somebody outside may know of a person; what they lived on and how it went is what the rows tell.
KNOWN = (
    "initiative", "track", "municipality", "authority", "sex", "born", "referrer", "referred", "approved",
    "started", "ended",
)  # fmt: skip
LEFT_OUT = "*"
Written = dict[str, Any]
Coarser = Callable[[str], str]


def quarter(text: str) -> str:
    year, _dash, month = text.partition("-")
    return f"{year}-Q{(int(month) + 2) // 3}" if month.isdecimal() else text


def year(text: str) -> str:
    return text.partition("-")[0]


def ten_years(text: str) -> str:
    first = text.partition("-")[0]
    decade = int(first) // 10 * 10 if first.isdecimal() else 0
    return f"{decade}-{decade + 9}" if decade else text


def nothing(_text: str) -> str:
    return LEFT_OUT


DATES = ("referred", "approved", "started", "ended")


def steps(counties: Mapping[str, str]) -> list[dict[str, Coarser]]:
    """What is made coarser in which order. ``counties``: by municipality."""

    def county(text: str) -> str:
        return counties.get(text, text)

    return [
        dict.fromkeys(DATES, quarter),
        {"born": ten_years},
        {"municipality": county, "authority": nothing, "track": nothing, "referrer": nothing},
        dict.fromkeys(DATES, year),
        dict.fromkeys((*DATES, "born"), nothing),
        {"municipality": nothing},
    ]


# What an agreement may ask to have coarser in every row, from the start.
COARSE = {
    "quarter": _("Quarters instead of months"),
    "ten_years": _("Born in bands of ten years"),
    "county": _("County instead of municipality"),
}


@dataclass
class Alike:
    """``smallest`` and ``alone`` (per cent of rows that are the only person of their kind): as they were
    before anything but what the agreement asks for was made coarser.
    """

    rows: list[Written]
    number: int
    smallest: int
    alone: float
    coarser: int
    left_out: int


def made_alike(
    rows: list[Written], counties: Mapping[str, str], coarse: Iterable[str], at_least: int
) -> Alike:
    """Changes the rows that it is given."""
    ladder = steps(counties)
    chosen = {
        "quarter": ladder[0],
        "ten_years": ladder[1],
        "county": {"municipality": ladder[2]["municipality"]},
    }
    for name in coarse:
        _make_coarser(rows, chosen[name])
    sizes = _sizes(rows)
    few = [row for row, size in zip(rows, sizes, strict=True) if size < at_least]
    found = Alike(
        rows, len(rows), min(sizes, default=0),
        round(100 * sizes.count(1) / len(sizes), 1) if sizes else 0.0, len(few), 0,
    )  # fmt: skip
    for step in ladder:
        if not few:
            break
        _make_coarser(few, step)
        few = [row for row, size in zip(rows, _sizes(rows), strict=True) if size < at_least]
    lost = {id(row) for row in few}
    found.rows = [row for row in rows if id(row) not in lost]
    found.left_out, found.coarser = len(few), found.coarser - len(few)
    return found


def _make_coarser(rows: list[Written], step: Mapping[str, Coarser]) -> None:
    for name, coarser in step.items():
        known: dict[str, str] = {}
        for row in rows:
            text = row.get(name, LEFT_OUT)
            if text != LEFT_OUT:
                row[name] = known.get(text) or known.setdefault(text, coarser(text))


def _sizes(rows: list[Written]) -> list[int]:
    """For each row, how many persons there are of its kind."""
    kinds = [tuple(row.get(name) for name in KNOWN) for row in rows]
    persons: dict[tuple, set[str]] = defaultdict(set)
    for kind, row in zip(kinds, rows, strict=True):
        persons[kind].add(row["person"])
    return [len(persons[kind]) for kind in kinds]
