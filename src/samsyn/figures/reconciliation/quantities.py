"""A stated quantity: a number as somebody wrote it, where it stands, and how finely it was written."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 15  # digits before the point; more is no number of an association
FINEST = 20  # decimals, as programs may write them
MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
SPACES = r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}']"
AMOUNT = {"kr", "tkr", "mkr", "sek", "kronor", "belopp", "amount", "amounts", "cost", "costs", "kostnad"}
PERCENT = {"percent", "procent", "%", "andel", "share", "pct"}
UNKNOWN = re.compile(
    r"•.*|[-–—−]|\.{2,}|…|<.*|(visas|redovisas) (inte|ej)|not shown", re.IGNORECASE | re.DOTALL
)
NUMBER = re.compile(rf"[{MINUS}]?\d+(?:[.,]\d+)?$")
NOTE = re.compile(r"(?:\s*[*†‡¹²³⁴-⁹⁰]+|\s+\d{1,2}\)|\s*\[\d{1,2}\])$")  # a mark that leads to a note

Path = tuple[str, ...]


class Unreadable(ValueError):
    """What was handed in cannot be read; the message says what was wrong and what is expected."""


@dataclass(frozen=True)
class Quantity:
    """``step``: the unit that the number is rounded to; 0 for what is counted one by one.

    Whole numbers are counts and so exact, unless their name or unit says that they are money or per cent.
    Numbers with decimals are rounded to the last of them.
    """

    value: Decimal
    path: Path
    step: Decimal = Decimal(0)

    @property
    def exact(self) -> Fraction:
        return Fraction(self.value)

    @property
    def half(self) -> Fraction:
        """As far as rounding can have moved it."""
        return Fraction(self.step) / 2

    @property
    def decimals(self) -> int:
        return max(0, -int(self.value.as_tuple().exponent))


def quantity(value: Any, path: Path, unit: str = "") -> Quantity | None:
    """None for what is no number. ``unit``: count, kr, tkr or percent; else told from the name."""
    number = as_number(value)
    if number is None:
        return None
    decimals = max(0, -int(number.as_tuple().exponent))
    is_rounded = decimals or is_rounded_by_name(unit or " ".join(path[-2:]), value)
    return Quantity(number, path, Decimal(1).scaleb(-decimals) if is_rounded else Decimal(0))


def is_rounded_by_name(name: str, value: Any = None) -> bool:
    words = set(re.split(r"[\s_()/.,:;-]+", name.casefold()))
    return bool(words & AMOUNT) or is_percent(name) or (isinstance(value, str) and "%" in value)


def is_percent(name: str) -> bool:
    return "%" in name or bool(set(re.split(r"[\s_()/.,:;-]+", name.casefold())) & PERCENT)


def is_unknown(cell: str) -> bool:
    """A number that is not shown or not known stands in the cell, and is not nought."""
    return bool(UNKNOWN.fullmatch(cell.strip()))


def as_number(value: Any) -> Decimal | None:
    """Numbers, and numbers as they are written in Swedish and English: 1 234,5 · 12,3 % · (204 793) · –5."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return _written(value)
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return _of_fair_size(number)


def _written(text: str) -> Decimal | None:
    bare = re.sub(rf"{SPACES}|%|kr$|tkr$|SEK$", "", _without_note(text.strip())).removeprefix("+")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    for mark in ",.":  # 1,234,567 and 1.234.567
        if bare.count(mark) > 1 and re.fullmatch(rf"[{MINUS}]?\d{{1,3}}(\{mark}\d{{3}})+", bare):
            bare = bare.replace(mark, "")
    if len(bare) > LONGEST + 8 or not NUMBER.match(bare):
        return None
    sign = -1 if bare[0] in MINUS else 1
    return _of_fair_size(sign * Decimal(bare.lstrip(MINUS).replace(",", ".")))


def _without_note(text: str) -> str:
    return text if text.startswith("(") else NOTE.sub("", text)


def _of_fair_size(number: Decimal) -> Decimal | None:
    if not number.is_finite():
        return None
    exponent = int(number.as_tuple().exponent)
    if number.adjusted() >= LONGEST or exponent < -FINEST:
        raise Unreadable(_("“%(number)s” has too many digits.") % {"number": str(number)[:30]})
    return number if exponent <= 0 else number.quantize(Decimal(1))
