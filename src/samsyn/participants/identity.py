"""Swedish personal identity numbers and coordination numbers: checked, encrypted, hashed and masked.

Sources: population registration act 1991:481 section 18, act 2022:1697 on coordination numbers chapter 2;
check digit by the Luhn rule. No error here ever repeats the number: errors end up in logs and on screens.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from personnummer.personnummer import Personnummer, PersonnummerException

from samsyn.base.days import today

TYPED = re.compile(r"(?P<day>\d{6}|\d{8})(?P<sign>[-+]?)(?P<end>\d{4})", re.ASCII)
INTERIM = re.compile(r"(\d{6}|\d{8})[-+]?[A-Z]\d{3}", re.ASCII)
OLDEST = 130  # years; a date further back is a slip of the pen in the century


@dataclass(frozen=True)
class Number:
    """A checked number. ``text``: YYYYMMDD-NNNN as issued; ``is_coordination``: day of birth + 60."""

    text: str
    birth_date: date
    sex: str
    is_coordination: bool

    def __repr__(self) -> str:
        return "Number(…)"


def parse(typed: str) -> Number:
    """``typed`` with 10 or 12 digits, with or without hyphen. Raises ValidationError saying what is expected.

    With ten digits the sign tells the century: a plus is written from the year somebody turns 100.
    """
    bare = "".join(typed.split()).upper().replace("−", "-").replace("–", "-")
    if INTERIM.fullmatch(bare):
        raise ValidationError(_("Interim numbers with a letter are not kept; register without a number."))
    if not TYPED.fullmatch(bare):
        raise ValidationError(
            _("Write the identity number with 10 or 12 digits, for instance 19810203-4567.")
        )
    born = None
    try:
        number = Personnummer(bare)
        born = number.get_date()
    except (PersonnummerException, ValueError):
        number = None
    if number is None or born is None:
        raise ValidationError(_("The identity number is not right: the date or the last digit does not fit."))
    if born > today():
        raise ValidationError(_("The identity number is for a date that has not come yet."))
    if today().year - born.year > OLDEST:
        raise ValidationError(
            _("The identity number is for somebody more than 130 years old; check the century.")
        )
    digits = number.format(long_format=True)
    return Number(
        text=f"{digits[:8]}-{digits[8:]}",
        birth_date=born,
        sex="woman" if number.is_female() else "man",
        is_coordination=number.is_coordination_number(),
    )


def is_birth_year(year: int) -> bool:
    return today().year - OLDEST <= year <= today().year


def key_of(number: str) -> bytes:
    """32 bytes, the same for the same person wherever they are registered;
    useless without the installation's key.

    ``number``: YYYYMMDD-NNNN with or without hyphen (Number.text).
    """
    digits = number.replace("-", "")
    return hmac.new(settings.IDENTITY_HASH_KEY.encode(), digits.encode(), hashlib.sha256).digest()


def encrypt(number: str) -> bytes:
    return _box().encrypt(number.encode())


def decrypt(box: bytes | memoryview | None) -> str:
    return _box().decrypt(bytes(box)).decode() if box else ""


def masked(number: str) -> str:
    """YYMMDD-•••• of YYYYMMDD-NNNN."""
    return f"{number[2:8]}-••••" if number else ""


_boxes: dict[tuple[str, ...], MultiFernet] = {}


def _box() -> MultiFernet:
    """The newest key locks; every key that is listed opens. Keys are read anew,
    so that rotating bites at once.
    """
    keys = tuple(settings.IDENTITY_KEYS)
    if keys not in _boxes:
        _boxes[keys] = MultiFernet([Fernet(key) for key in keys])
    return _boxes[keys]
