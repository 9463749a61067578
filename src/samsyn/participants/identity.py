"""Swedish personal identity numbers and coordination numbers: checked, encrypted, hashed and masked.

Sources: population registration act 1991:481 section 18 and 18 a; check digit by the Luhn rule.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from personnummer.personnummer import Personnummer, PersonnummerException


@dataclass(frozen=True)
class Number:
    """A checked number. ``text``: YYYYMMDD-NNNN as issued; ``is_coordination``: day of birth + 60."""

    text: str
    birth_date: date
    sex: str
    is_coordination: bool


def parse(typed: str) -> Number:
    """``typed`` with or without century and hyphen. Raises ValidationError saying what is wrong and expected."""
    bare = "".join(typed.split()).replace("−", "-").replace("–", "-")
    if len(bare.replace("-", "").replace("+", "")) not in (10, 12) or not bare.replace("-", "").replace("+", "").isdigit():
        raise ValidationError(_("Write the identity number with 10 or 12 digits, for instance 19810203-4567."))
    try:
        number = Personnummer(bare)
        born = number.get_date().date() if hasattr(number.get_date(), "date") else number.get_date()
    except (PersonnummerException, ValueError) as wrong:
        raise ValidationError(_("The identity number is not right: the date or the last digit does not fit.")) from wrong
    if born > date.today():  # noqa: DTZ011
        raise ValidationError(_("The identity number is for a date that has not come yet."))
    return Number(
        text=number.format(long_format=True)[:8] + "-" + number.format(long_format=True)[-4:],
        birth_date=born,
        sex="woman" if number.is_female() else "man",
        is_coordination=number.is_coordination_number(),
    )


def key_of(number: str) -> bytes:
    """32 bytes, the same for the same person wherever they are registered; useless without the installation's key."""
    digits = number.replace("-", "")
    return hmac.new(settings.IDENTITY_HASH_KEY.encode(), digits.encode(), hashlib.sha256).digest()


def encrypt(number: str) -> bytes:
    return _box().encrypt(number.encode())


def decrypt(box: bytes | memoryview | None) -> str:
    return _box().decrypt(bytes(box)).decode() if box else ""


def masked(number: str) -> str:
    """YYMMDD-•••• of YYYYMMDD-NNNN."""
    return f"{number[2:8]}-••••" if number else ""


@lru_cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])
