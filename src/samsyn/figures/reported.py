"""Counts that others report: which of them tile a period, and what they come to together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from .counting import Period
from .rows import Table

NUMBERS = ("budgeted", "total", "new", "ended", "ongoing", "work")


@dataclass(frozen=True)
class Piece:
    """The populations over a period, as somebody reported them or as counted; None: not known."""

    period: Period
    budgeted: int | None
    total: int | None
    new: int | None
    ended: int | None
    ongoing: int | None
    work: int | None
    is_reported: bool = True

    @classmethod
    def of(cls, count) -> "Piece":
        return cls(
            Period(count.first_day, count.last_day), count.budgeted, count.total, count.new, count.ended,
            count.ongoing, count.to_work_or_studies,
        )  # fmt: skip


def tiles(counts: Iterable, period: Period) -> list[Piece]:
    """The fewest reported counts that follow one another through the whole period; empty when none do."""
    by_start: dict = {}
    for count in counts:
        by_start.setdefault(count.first_day, []).append(count)

    def from_day(day) -> list | None:
        if day > period.last:
            return []
        for count in sorted(by_start.get(day, []), key=lambda one: one.last_day, reverse=True):
            if count.last_day <= period.last:
                rest = from_day(count.last_day + timedelta(days=1))
                if rest is not None:
                    return [count, *rest]
        return None

    return [Piece.of(count) for count in from_day(period.first) or []]


def together(pieces: Sequence[Piece]) -> Piece | None:
    """Several periods in a row as one: new and ended are sums, ongoing is the last,
    total the first and later new.
    """
    if not pieces:
        return None
    first, last = pieces[0], pieces[-1]
    later_new = _sum([piece.new for piece in pieces[1:]])
    return Piece(
        period=Period(first.period.first, last.period.last),
        budgeted=_sum([piece.budgeted for piece in pieces]),
        total=None if first.total is None or later_new is None else first.total + later_new,
        new=_sum([piece.new for piece in pieces]),
        ended=_sum([piece.ended for piece in pieces]),
        ongoing=last.ongoing,
        work=_sum([piece.work for piece in pieces]),
        is_reported=any(piece.is_reported for piece in pieces),
    )


def side_by_side(pieces: Sequence[Piece | None]) -> Piece | None:
    """Several groups of the same period, such as women and men, as one."""
    known = [piece for piece in pieces if piece]
    if not known or len(known) < len(pieces):
        return None
    sums = [_sum([getattr(piece, name) for piece in known]) for name in NUMBERS]
    return Piece(known[0].period, *sums)  # type: ignore[arg-type]  # the numbers end before is_reported


def all_of(counts: Sequence, period: Period) -> Piece | None:
    """As reported for all, else for women and men together."""
    return together(tiles(_by_sex(counts, ""), period)) or side_by_side(
        [together(tiles(_by_sex(counts, sex), period)) for sex in ("woman", "man")]
    )


def per_sex(counts: Sequence, period: Period) -> dict[str, Piece] | None:
    pieces = {sex: together(tiles(_by_sex(counts, sex), period)) for sex in ("woman", "man")}
    found = {sex: piece for sex, piece in pieces.items() if piece}
    return found if len(found) == len(pieces) else None


def _by_sex(counts, sex: str) -> list:
    return [count for count in counts if count.sex == sex]


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


# ── What does not hold in what was reported ───────────────────────────────────────────────────────────────


def contradictions(counts: Sequence, say: Callable[..., str]) -> dict[int, list[str]]:
    """By id of the count: the identities that it breaks, in words. ``say(kind, **numbers)`` words them."""
    ends = {(one.association_id, one.initiative_id, one.sex, one.last_day): one for one in counts}
    found = {}
    for one in counts:
        before = ends.get((one.association_id, one.initiative_id, one.sex, one.first_day - timedelta(days=1)))
        broken = broken_identities(one.total, one.new, one.ended, one.ongoing, before and before.ongoing)
        if broken:
            found[one.pk] = [say(kind, **numbers) for kind, numbers in broken]
    return found


def row_contradictions(table: Table, say: Callable[..., str]) -> dict[int, list[str]]:
    """By place among the rows, the sum after the last: as ``contradictions``, of participants in enrolments.
    (A person may both end and go on.)
    """
    if table.figure.name != "participants" or table.unit != "enrolments":
        return {}
    rows = [*table.rows, table.sum]
    keys = [frozenset(row.keys.items()) for row in rows]
    at_end = {key: row.values["ongoing"] for key, row in zip(keys, rows, strict=True)}
    found = {}
    for place, (key, row) in enumerate(zip(keys, rows, strict=True)):
        year = row.keys.get("year")
        before = year and at_end.get(key - {("year", year)} | {("year", year - 1)})
        total, new, ended, ongoing = (row.values[name] for name in ("total", "new", "ended", "ongoing"))
        if broken := broken_identities(total, new, ended, ongoing, before):
            found[place] = [say(kind, **numbers) for kind, numbers in broken]
    return found


def broken_identities(total, new, ended, ongoing, before) -> list[tuple[str, dict[str, int]]]:
    """The identities that do not hold, where the numbers are known; ``before``: ongoing when it began."""
    found: list[tuple[str, dict[str, int]]] = []
    if None not in (total, ended, ongoing) and total != ended + ongoing:
        numbers = {"total": total, "ended": ended, "ongoing": ongoing, "sum": ended + ongoing}
        found.append(("identity", numbers))
    if None not in (total, before, new) and total != before + new:
        found.append(("carry", {"total": total, "before": before, "new": new, "sum": before + new}))
    return found
