"""What ought to hold between stated quantities, and whether it does: exactly, or within rounding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from .declared import Said
from .findings import Finding
from .quantities import Quantity

Term = tuple[int, Quantity]


@dataclass(frozen=True)
class Relation:
    """``stated`` = ``expected``; with ``per``: = 100 × expected ÷ per; ``at_least``: ≥ (only a fall short
    is wrong, as where some of the parts are not stated); ``at_most``: ≤ (as of a part, where the whole is
    what is expected).

    ``otherwise``: what a difference is that rounding does not explain: an error, or for two counts of the
    same words a definition. ``constant`` is added to what is expected (100 per cent).
    """

    rule: str
    where: str
    stated: Sequence[Term]
    expected: Sequence[Term]
    per: Sequence[Term] = ()
    otherwise: str = "error"
    at_least: bool = False
    at_most: bool = False
    constant: int = 0
    allowed: Fraction | None = None  # what rounding explains, where it is known better than term by term
    declared: frozenset[Said] = frozenset()  # what the document itself says does not hold

    def check(self) -> Finding | None:
        return self._share() if self.per else self._sum()

    def _sum(self) -> Finding | None:
        stated, expected = total(self.stated), total(self.expected) + self.constant
        difference = stated - expected
        if difference == 0 or (self.at_least and difference > 0) or (self.at_most and difference < 0):
            return None
        allowed = slack([*self.stated, *self.expected]) if self.allowed is None else self.allowed
        kind = "rounding" if abs(difference) <= allowed else self.otherwise
        return self._finding(stated, expected, kind)

    def _share(self) -> Finding | None:
        part, whole, stated = total(self.expected), total(self.per), total(self.stated)
        if whole == 0:
            return None
        expected = 100 * part / whole
        half = slack(self.stated) or Fraction(1, 2)
        if abs(stated - expected) <= half:
            return None
        low, high = _quotients(part, slack(self.expected), whole, slack(self.per))
        kind = "rounding" if low - half <= stated <= high + half else self.otherwise
        return self._finding(stated, _rounded(expected, self.stated), kind)

    def _finding(self, stated: Fraction, expected: Fraction, kind: str) -> Finding:
        numbers = as_decimal(stated), as_decimal(expected)
        is_declared = (self.rule, *numbers) in self.declared
        return Finding(
            self.rule, self.where, *numbers, as_decimal(stated - expected), kind, self, is_declared
        )


class Untried(NamedTuple):
    """What could not be tried, and why; told beside the findings, in the language in use."""

    where: str
    why: str


def by_reason(untried: Iterable[Untried]) -> dict[str, list[str]]:
    """Why, and of what, in the order of the document: many tables may have the same reason."""
    found: dict[str, list[str]] = {}
    for one in untried:
        found.setdefault(one.why, []).append(one.where)
    return found


def findings_of(relations: Iterable[Relation]) -> list[Finding]:
    """In the order of the document, each once."""
    found = [finding for relation in relations if (finding := relation.check())]
    return list({(one.rule, one.where, one.stated, one.expected): one for one in found}.values())


def total(terms: Sequence[Term]) -> Fraction:
    return sum((factor * one.exact for factor, one in terms), Fraction(0))


def slack(terms: Sequence[Term]) -> Fraction:
    """As far as rounding can have moved a sum: half a step for each number in it."""
    return sum((abs(factor) * one.half for factor, one in terms), Fraction(0))


def percent_of(part: Quantity, whole: Quantity, like: Quantity) -> Fraction:
    """The share as it would be printed with the decimals of ``like``, half away from zero."""
    step = like.step or Decimal(1)
    return nearest(100 * part.exact / whole.exact, Fraction(step))


def nearest(value: Fraction, step: Fraction) -> Fraction:
    steps = abs(value) / step + Fraction(1, 2)
    return (1 if value >= 0 else -1) * step * (steps.numerator // steps.denominator)


def _quotients(part: Fraction, around: Fraction, whole: Fraction, around_whole: Fraction):
    """The smallest and the largest share, given how far both may have been moved."""
    ends = [100 * (part + a) / w for a in (-around, around)
            for w in (whole - around_whole, whole + around_whole) if w]  # fmt: skip
    return min(ends), max(ends)


def _rounded(value: Fraction, like: Sequence[Term]) -> Fraction:
    """One decimal, or as many as were stated."""
    decimals = max([1, *(one.decimals for _factor, one in like)])
    return nearest(value, Fraction(1, 10**decimals))


def as_decimal(value: Fraction) -> Decimal:
    """Exact, for all that is added here ends within the decimals that a number may have."""
    with localcontext(prec=80):
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
