"""Keeps out of free text what would tell who an anonymous consultation is about."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])[-–/. ]?(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])"
NUMBER = re.compile(rf"(?<!\d)(?:19|20)?\d{{2}}{MONTH_AND_DAY}[-+–− ]?(?:\d{{4}}|[xX*•]{{4}})(?!\d)")
FULL_DATE = re.compile(rf"(?<!\d)((?:19|20)\d{{2}})[-–/. ]?{MONTH_AND_DAY}(?!\d)")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
YOUNGEST = 15  # a full date at least this many years back reads as a date of birth


def tells_who(text: str, on: date) -> bool:
    """Does the text hold something like an identity number, a date of birth or an e-mail address?"""
    born = any(int(found[1]) <= on.year - YOUNGEST for found in FULL_DATE.finditer(text))
    return born or bool(NUMBER.search(text) or ADDRESS.search(text))


def refuse_identity(texts: dict[str, str], on: date) -> None:
    """Raise ValidationError on each field whose text tells who it is about. ``texts``: field name to text."""
    wrong = {
        name: _(
            "This looks like an identity number, a date of birth or an e-mail address. An anonymous "
            "consultation "
            "must not show who it is about: take it out, or note the person's consent and send it with "
            "identity."
        )
        for name, text in texts.items()
        if text and tells_who(text, on)
    }
    if wrong:
        raise ValidationError(wrong)
