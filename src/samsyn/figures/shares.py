"""Shares with their uncertainty, and whether two of them can be told from chance."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

Z = 1.959963984540054  # 95 per cent of a normal distribution lie within this


def rounded(percent: float | Decimal) -> float:
    """One decimal, half away from zero."""
    return float(Decimal(percent).quantize(Decimal("0.1"), ROUND_HALF_UP))


@dataclass(frozen=True)
class Share:
    """``numerator`` of ``denominator`` in per cent, with a 95 per cent Wilson interval;
    all None over zero.
    """

    numerator: int | None
    denominator: int | None

    @property
    def is_known(self) -> bool:
        return self.numerator is not None and bool(self.denominator)

    @property
    def percent(self) -> float | None:
        # Rounded from the exact quotient: 1 of 16 is 6.25 and so 6.3, whatever a float would make of it.
        if self.numerator is None or not self.denominator:
            return None
        return rounded(Decimal(self.numerator * 100) / self.denominator)

    @property
    def proportion(self) -> float | None:
        return None if self.numerator is None or not self.denominator else self.numerator / self.denominator

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson score interval (Wilson 1927), as proportions."""
        n, p = self.denominator, self.proportion
        if not n or p is None:
            return None
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def low(self) -> float | None:
        return rounded(self.interval[0] * 100) if self.interval else None

    @property
    def high(self) -> float | None:
        return rounded(self.interval[1] * 100) if self.interval else None


def can_be_told_apart(one: Share, other: Share) -> bool:
    """Does the 95 per cent interval of the difference leave zero out? (Newcombe 1998, method 10.)"""
    p, q = one.proportion, other.proportion
    if p is None or q is None or one.interval is None or other.interval is None:
        return False
    (low_p, high_p), (low_q, high_q) = one.interval, other.interval
    difference = p - q
    low = difference - sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
    high = difference + sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
    return low > 0 or high < 0
