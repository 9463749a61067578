"""The year that a day ends: what its stock, beside the year's flows, gives away about them.

Whoever was there when the year began, or began in it, ended in it or goes on. Where the headlines say that
nobody began, the stock before and after tell how many ended in each part of it, and the other way round.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from .counting import Counts, Group, Numbers, Period, count, ties_stock_to_flow, year
from .dimensions import HEADLINE
from .exchange import ALL, Key

LOOKED_BACK = 10  # years that follow one another, and are tied, beyond which what was hidden is not followed
FLOWS = (("new", "ended"), ("ended", "new"))
OTHER_END = {"before": ("ended", "ongoing"), "ongoing": ("new", "before")}


def tied_back_from(last: int, initiatives: Iterable[int]) -> list[Period]:
    """The year, if it is tied, and those before it as long as they are, the last first."""
    if not ties_stock_to_flow(year(last), initiatives):
        return []
    years = [year(last - n) for n in range(LOOKED_BACK)]
    headlines = count(years, [HEADLINE], initiatives)
    return list(takewhile(lambda one: is_tied(headlines.level(one, HEADLINE).values()), years))


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

    def allows(self, key: Key, sign: int, at: str) -> bool:
        """May one more (or, at −1, one less) of this cell be there ``before`` the year, or ``ongoing`` after
        it, while those at its other end stay as they are? Not where nobody came or went. And where nobody
        began, nobody is there after who was not before; where nobody ended, nobody before who is not after.
        """
        headline, of = self._of(key, only=HEADLINE), self._of(key)
        if not (headline["new"] or headline["ended"]):
            return False
        if sign < 0 and at == "ongoing":  # one less began, or one more ended
            return bool(of["new"] or headline["ended"])
        came_or_went, other_end = OTHER_END[at]
        return bool(sign < 0 or headline[came_or_went] or of[other_end])

    def _of(self, key: Key, only: tuple[str, ...] | None = None) -> Numbers:
        known = zip(self.dimensions, key, strict=True)
        group = Group(pair for pair in known if pair[1] is not ALL and (only is None or pair[0] in only))
        return self.counts.of("enrolments", self.period, group)
