"""Disclosure control: which cells are hidden so that nobody outside an
authority learns a count of 1 to limit − 1.

A row of a table is hidden in three parts, each as a whole: its *stock* (those ongoing on a day), its *flow*
over a period (total, new, ended) and its *outcome* (to work or studies). Where a stock at either end of the
period is hidden the flow is too, because total = ended + ongoing = ongoing just before + new. So hidden flows
can move together by any amount that leaves the sums as they are, and each part comes down to one question of
linear algebra: do the sums over the shown rows leave only one solution for a hidden one?

That is decided level by level, always in the same order whatever table was asked for, and each level is
audited (``audit.py``): no hidden row may be determined, and the level may not say more about the hidden rows
of earlier levels than they did already. A stock is decided from its own day's table, so the end of one year
and the start of the next are hidden alike. By these rules all the tables together, for any calendar years,
give away no more than each alone. Tables by two fine dimensions at once are not given: their zeros would tie
the others together.

A row of nothing but zeros is shown. A zero in a hidden part is hidden with
it, for it would give the rest away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from . import audit
from .counting import Counts, Group, Period
from .definitions import is_fine

HEADLINE = (
    "initiative",
    "sex",
)  # by these and by year the four populations are exact, and known to everybody
NOT_STATED = -1  # what a reported count is not broken down by; it was published as it is
PART_OF = {"total": "flow", "new": "flow", "ended": "flow", "ongoing": "stock", "work": "outcome"}
# Which dimensions are judged together. An authority mostly is a municipality's, so it is judged with them.
FAMILY = {
    "municipality": ("municipality",),
    "track": ("track",),
    "controller": ("municipality", "controller"),
}
LARGEST = 4000  # rows of a level beyond which all of it is hidden instead of deciding row by row

When = Period | date


@dataclass
class Control:
    """Decides for one association's counts, which must hold every subset of the dimensions with HEADLINE."""

    counts: Counts
    limit: int
    periods: list[Period]
    hidden: dict[tuple[str, When], set[Group]] = field(default_factory=dict)
    decided: dict[tuple[str, When], list[frozenset]] = field(default_factory=dict)
    done: set[tuple] = field(default_factory=set)

    def is_hidden(self, period: Period, group: Group, column: str) -> bool:
        """Call after ``decide``. ``column``: total, new, ended, ongoing or work."""
        part = PART_OF[column]
        return group in self.hidden.get((part, period.last if part == "stock" else period), ())

    def decide(self, period: Period, dimensions: Iterable[str]) -> None:
        """Hide what must be hidden in the table by these dimensions and in all that are judged with it."""
        fine = frozenset(dimensions) & FAMILY.keys()
        steps: list[tuple[list[frozenset], tuple[str], When]] = [(HEADLINE_LEVELS, ("outcome",), period)]
        if fine:
            levels = fine_levels(fine)
            steps = [(levels, ("stock",), period.before), (levels, ("stock",), period.last),
                     (levels, ("flow",), period), *steps, (levels, ("outcome",), period)]  # fmt: skip
        for levels_, parts, when in steps:
            for part in parts:
                self._decide_all(part, levels_, when)

    def _decide_all(self, part: str, levels: list[frozenset], when: When) -> None:
        if (part, levels[-1], when) in self.done:
            return
        self.done.add((part, levels[-1], when))
        for level in levels:
            self._decide(part, level, when)
        self._make_sure(part, levels, when)

    def _make_sure(self, part: str, levels: list[frozenset], when: When) -> None:
        """Try to work everything out once more, all tables together; if a small count falls,
        hide all there is.
        """
        hidden = self.hidden.get((part, when), set())
        if not hidden:
            return
        everything = {
            group for level in levels for group in self.groups(level, when)
            if self.may_hide(part, group) and self.weight(part, group, when)
        }  # fmt: skip
        sums = self.sums(family(levels[-1]), when)
        fallen = audit.determined(sums, hidden) - audit.determined(sums, hidden | everything)
        if any(self._is_small(part, group, when) for group in fallen):
            hidden |= everything

    # ── One part of one level ─────────────────────────────────────────────────────────────────────────────

    def _decide(self, part: str, level: frozenset, when: When) -> None:
        earlier = self.decided.setdefault((part, when), [])
        if level in earlier:
            return
        earlier.append(level)
        hidden = self.hidden.setdefault((part, when), set())
        candidates = [group for group in self.groups(level, when) if self.may_hide(part, group)]
        primary = {group for group in candidates if self._is_primary(part, group, when)}
        # What tables judged later could tell at most: all of them hidden, but their zeros.
        together = family(level)
        finer = {
            group
            for names in subsets(together)
            if names not in earlier
            for group in self.groups(names, when)
            if self.may_hide(part, group) and self.weight(part, group, when)
        }
        guarded = {group for group in finer if self._is_small(part, group, when)}
        if not (primary or hidden or guarded):
            return
        if len(candidates) > LARGEST:
            hidden |= {group for group in candidates if self.weight(part, group, when)}
            return
        full = self.sums(together, when)
        equations = audit.without(full, finer)
        weights = {group: self.weight(part, group, when) for group in candidates}
        rooms = {group: self._rooms(part, group, when) for group in candidates}
        hidden |= audit.hide(
            primary, equations, weights, rooms, set(hidden), audit.Finer(full, finer, guarded)
        )

    def may_hide(self, part: str, group: Group) -> bool:
        if any(value == NOT_STATED for _name, value in group):
            return False
        names = {name for name, _value in group}
        return is_fine(names) or (part == "outcome" and bool(names))

    def _is_primary(self, part: str, group: Group, when: When) -> bool:
        small = self._is_small(part, group, when)
        if small or part == "stock":
            return small
        if part == "outcome":
            return group in self.hidden.get(("flow", when), ())
        return self._has_hidden_stock(group, when)

    def _has_hidden_stock(self, group: Group, when: When) -> bool:
        """At either end of the period."""
        assert isinstance(when, Period)
        return any(group in self.hidden.get(("stock", day), ()) for day in (when.before, when.last))

    def _is_small(self, part: str, group: Group, when: When) -> bool:
        return any(
            0 < number < self.limit
            for unit in self._units()
            for number in self._numbers(part, unit, group, when)
        )

    def _units(self) -> tuple[str, ...]:
        """Enrolments and, where they are counted, persons: both are hidden alike."""
        return ("enrolments", "persons") if self.counts.persons else ("enrolments",)

    def _numbers(self, part: str, unit: str, group: Group, when: When) -> list[int]:
        period, column = self._where(when)
        of = self.counts.of(unit, period, group)
        if part == "stock":
            return [of[column]]
        if part == "flow":
            return [of["total"], of["new"], of["ended"]]
        return [of["work"], of["ended"] - of["work"]]

    def weight(self, part: str, group: Group, when: When) -> int:
        """How much is lost by hiding it; nothing where there are only zeros."""
        return sum(self._numbers(part, "enrolments", group, when))

    def _rooms(self, part: str, group: Group, when: When) -> tuple[int, ...]:
        """By how much a reader may be wrong about it, given that counts are not negative.

        Where both stocks are shown the difference of new and ended is known, and only what both have in
        common is left open; of an outcome both sides must be.
        """
        numbers = self._numbers(part, "enrolments", group, when)
        if part == "stock":
            return (numbers[0],)
        if part == "outcome":
            return tuple(numbers)
        known = not self._has_hidden_stock(group, when)
        return (min(numbers[1:]) if known else max(numbers[1:]),)

    # ── What is counted, and what ties it together ────────────────────────────────────────────────────────

    def groups(self, level: Iterable[str], when: When) -> list[Group]:
        return sorted(self.counts.groups(self._where(when)[0], level), key=audit.order)

    def _where(self, when: When) -> tuple[Period, str]:
        """The period to look in; for a day also whether it is at its end or just before it."""
        if isinstance(when, Period):
            return when, ""
        for period in self.periods:
            if period.last == when:
                return period, "ongoing"
        return next((period, "before") for period in self.periods if period.before == when)

    def sums(self, dimensions: Iterable[str], when: When) -> list[audit.Row]:
        """Each row is the sum of its parts by each further dimension."""
        found: list[audit.Row] = []
        for level in subsets(dimensions):
            groups = self.groups(level, when)
            for name in sorted(level):
                parts: dict[Group, list[Group]] = {}
                for group in groups:
                    parts.setdefault(Group(pair for pair in group if pair[0] != name), []).append(group)
                found += [{whole: -1} | dict.fromkeys(of, 1) for whole, of in parts.items()]
        return found


def subsets(dimensions: Iterable[str]) -> list[frozenset]:
    names = sorted(set(dimensions))
    return [frozenset(part) for size in range(len(names) + 1) for part in combinations(names, size)]


def family(level: Iterable[str]) -> set[str]:
    """The dimensions whose tables are judged together with this one."""
    return {*HEADLINE, *(name for fine in sorted(set(level) & set(FAMILY)) for name in FAMILY[fine])}


def fine_levels(fine: Iterable[str]) -> list[frozenset]:
    """The tables by these fine dimensions and the headline ones, in the order that is always the same."""
    names = [name for one in sorted(fine) for name in FAMILY[one]]
    return [frozenset({name}) | headline for name in names for headline in subsets(HEADLINE)]


HEADLINE_LEVELS = subsets(HEADLINE)
