"""Checks one row of a register: every cell against what is expected of it,
and the cells against each other.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.participants import identity

from .columns import CODES, FALSE, LIST_OF, TRUE, WORDS, folded

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"\d{1,4}", re.ASCII)
NUMBERLIKE = re.compile(r"\d{6,8}[-+ ]?[0-9A-Za-z]{0,4}")
EARLIEST = date(1990, 1, 1)
MOST_MONTHS = 900
DAYS = ("referred_on", "started_on", "ended_on")


@dataclass(frozen=True)
class Finding:
    """Something wrong in the file: where, what stands there (identity numbers masked),
    and what is expected.
    """

    row: int
    column: str
    value: str
    expected: str
    is_error: bool = True


@dataclass(slots=True)
class Entry:
    """A checked row. ``facts``: what the file says, by column, only the columns that it has."""

    row: int
    facts: dict
    number: identity.Number | None = None
    key: bytes | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return any(finding.is_error for finding in self.findings)


def shown(column: str, value: str) -> str:
    """What stands in the cell, for a message: never an identity number,
    whichever cell it has strayed into.
    """
    if column == "personal_identity_number":
        return f"{value[:6]}••••" if value else ""
    return (
        NUMBERLIKE.sub("••••••-••••", value[:60])
        if NUMBERLIKE.search(value) and not ISO.fullmatch(value)
        else value[:60]
    )


def check_row(row: int, columns: list[str], cells: list[str], on: date) -> Entry:
    """``on``: today. The findings are in the entry."""
    entry = Entry(row, {})

    def wrong(column, expected, *, is_error=True):
        value = texts.get(column, "")
        entry.findings.append(Finding(row, column, shown(column, value), expected, is_error))

    extra = [cell for cell in cells[len(columns) :] if cell]
    texts = dict(zip(columns, cells, strict=False))
    if extra or len(cells) < len(columns):
        expected = _("%(expected)s cells; the row has %(found)s") % {
            "expected": len(columns),
            "found": len(cells),
        }
        entry.findings.append(Finding(row, "", "", expected))
        return entry
    facts = entry.facts
    for column, text in texts.items():
        read = READERS.get(column)
        if read is None:
            facts[column] = text
            continue
        value, expected = read(column, text, on)
        facts[column] = value
        if expected:
            wrong(column, expected)
    if not facts.get("case_number"):
        wrong("case_number", _("a case number"))
    elif len(facts["case_number"]) > 40:
        wrong("case_number", _("at most 40 characters"))
    elif _is_number(facts["case_number"]):
        wrong("case_number", _("something else than an identity number"))
    if not entry.is_wrong:
        _person(entry, wrong)
        _exit(entry, wrong)
        _order(facts, wrong)
    return entry


@lru_cache(4096)
def _is_number(text):
    try:
        identity.parse(text)
    except ValidationError:
        return False
    return True


# ── Cells ──────────────────────────────────────────────────────────────────────────────────────────────────


def _day(column, text, on):
    if not text:
        return None, ""
    if not ISO.fullmatch(text):
        return None, _("a date as YYYY-MM-DD")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("a date that exists")
    if not EARLIEST <= day <= on + timedelta(days=366):
        return None, _("a date from 1990 to a year from now")
    return day, ""


def _code(column, text, on):
    if not text:
        return "", ""
    words = WORDS[LIST_OF[column]]
    code = words.get(folded(text))
    return (code, "") if code else ("", _one_of(column))


def _codes(column, text, on):
    words, found = WORDS[LIST_OF[column]], []
    for part in text.split("|"):
        if not part.strip():
            continue
        code = words.get(folded(part))
        if not code:
            return [], _one_of(column)
        found.append(code)
    return list(dict.fromkeys(found)), ""


def _one_of(column):
    return _("one of: %(codes)s") % {"codes": ", ".join(CODES[LIST_OF[column]])}


def _months(column, text, on):
    if not text:
        return None, ""
    if not WHOLE.fullmatch(text) or int(text) > MOST_MONTHS:
        return None, _("whole months, from 0 to 900")
    return int(text), ""


def _year(column, text, on):
    if not text:
        return None, ""
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not on.year - 110 <= int(text) <= on.year:
        return None, _("a year with four digits")
    return int(text), ""


def _yes_no(column, text, on):
    word = folded(text)
    return word in TRUE, "" if word in TRUE or word in FALSE else _("yes or no (true or false)")


READERS = {
    **dict.fromkeys(DAYS, _day),
    **dict.fromkeys(LIST_OF, _code),
    "income_at_start": _codes,
    "income_at_end": _codes,
    "public_support_months": _months,
    "birth_year": _year,
    "anonymous": _yes_no,
}


# ── Cells against each other ───────────────────────────────────────────────────────────────────────────────


def _person(entry, wrong):
    facts = entry.facts
    typed = facts.pop("personal_identity_number", "")
    if facts.get("anonymous"):
        for column, value in (("personal_identity_number", typed), ("birth_year", facts.get("birth_year"))):
            if value:
                wrong(column, _("nothing, since the row is anonymous"))
        if not facts.get("sex"):
            wrong("sex", _("woman or man"))
        return
    if not typed:
        for column in ("sex", "birth_year"):
            if not facts.get(column):
                wrong(column, _("a value, since the identity number is empty"))
        return
    try:
        entry.number = identity.parse(typed)
    except ValidationError as refused:
        wrong("personal_identity_number", " ".join(refused.messages))
        return
    entry.key = identity.key_of(entry.number.text)
    if facts.get("sex") and facts["sex"] != entry.number.sex:
        wrong("sex", _("the same as the identity number says; the column is followed"), is_error=False)
    if facts.get("birth_year") and facts["birth_year"] != entry.number.birth_date.year:
        wrong("birth_year", _("the same as the identity number says; the number is followed"), is_error=False)


def _exit(entry, wrong):
    """A discharge is whole; an empty occupation after it counts as not known."""
    facts = entry.facts
    is_misregistered = facts.get("exit_reason") == "misregistration"
    if facts.get("ended_on"):
        if not facts.get("exit_reason"):
            wrong("exit_reason", _("a reason, since there is an end date"))
        if not facts.get("occupation_at_end"):
            facts["occupation_at_end"] = "unknown"
        if not facts.get("started_on") and not is_misregistered:
            wrong("started_on", _("a start date, since there is an end date"))
        if (
            facts.get("exit_reason") == "work_studies_jobseeking"
            and facts["occupation_at_end"] not in LED_TO_WORK
        ):
            wrong(
                "occupation_at_end",
                _("work, studies or seeking work, as the exit reason says"),
                is_error=False,
            )
        return
    if facts.get("occupation_at_end") == "unknown":
        facts["occupation_at_end"] = ""
    for column in ("exit_reason", "occupation_at_end", "income_at_end", "destination"):
        if facts.get(column) and not is_misregistered:
            wrong(column, _("nothing, or an end date too"))


LED_TO_WORK = {"employed", "subsidised", "own_business", "studies", "jobseeker"}


def _order(facts, wrong):
    started, ended, referred = facts.get("started_on"), facts.get("ended_on"), facts.get("referred_on")
    if started and ended and ended < started:
        wrong("ended_on", _("a date on or after the start date"))
    if started and referred and referred > started:
        wrong("referred_on", _("a date on or before the start date"), is_error=False)
