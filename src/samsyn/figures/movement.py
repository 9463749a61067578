"""The year that a day ends: what its stock, beside the year's flows, gives away about them.

Whoever was there when the year began, or began in it, ended in it or goes on. Where the headlines say that
nobody began, the stock before and after tell how many ended in each part of it, and the other way round.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .counting import Counts, Group, Numbers, Period
from .dimensions import HEADLINE
from .exchange import ALL, NOT, Corner, Key

FLOWS = (("new", "ended"), ("ended", "new"))


def is_tied(headlines: Iterable[Numbers]) -> bool:
    """Whether the numbers of a year by initiative and sex say somewhere that nobody began, or that nobody
    ended, where somebody was both before and after. Else stock and flow are one and the same.
    """
    return any(of["before"] and of["ongoing"] and not (of["new"] and of["ended"]) for of in headlines)


@dataclass(frozen=True)
class Movement:
    """``dimensions``: what the keys of the cells stand for."""

    counts: Counts
    period: Period
    dimensions: tuple[str, ...]

    def tells(self, key: Key, limit: int) -> bool:
        """Would the stock of this cell tell a small number of those who began or ended?"""
        of, headline = self._of(key), self._of(key, only=HEADLINE)
        return any(not headline[none] and 0 < of[other] < limit for none, other in FLOWS)

    def makes_up_for(self, cells: Iterable[Corner]) -> bool:
        """May the stock be so changed at one end of the year, while it stays as it is at the other? Then
        others began, or others ended, than did; and there are some of either in every headline touched.
        """
        headlines = [self._of(key, only=HEADLINE) for key, _sign in cells if NOT not in key]
        return any(all(of[flow] for of in headlines) for flow, _other in FLOWS)

    def _of(self, key: Key, only: tuple[str, ...] | None = None) -> Numbers:
        known = zip(self.dimensions, key, strict=True)
        group = Group(pair for pair in known if pair[1] is not ALL and (only is None or pair[0] in only))
        return self.counts.of("enrolments", self.period, group)
