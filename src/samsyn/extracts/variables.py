"""What an agreement may hold about each enrolment, how coarse, and the code book made from the same lists."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.initiatives.models import Destination
from samsyn.organisations.models import PartyKind
from samsyn.participants.codes import Education, ExitReason, IncomeSource, Occupation, Sex

from .alike import KNOWN, LEFT_OUT

Row = Mapping[str, Any]  # a row of the view gate_extract, by column
BAND = 5  # years of birth in one band
# Months in public support before the start: up to and with, and what the band is called.
SUPPORT = {11: "0-11", 35: "12-35", 59: "36-59"}
LONGER = "60-"
UNKNOWN = ""


@dataclass(frozen=True)
class Variable:
    """``of`` gives the value as text from a row; ``codes`` are all the values that a coded one may have."""

    label: Any
    text: Any
    of: Callable[[Row], str]
    codes: tuple[tuple[str, Any], ...] = ()


def born(row: Row) -> str:
    """The five years in which the person was born: never a date, never one year."""
    year = row["birth_year"]
    return f"{year - year % BAND}-{year - year % BAND + BAND - 1}" if year else UNKNOWN


def support(row: Row) -> str:
    months = row["public_support_months"]
    if months is None:
        return UNKNOWN
    return next((band for most, band in SUPPORT.items() if months <= most), LONGER)


def _month(column: str) -> Callable[[Row], str]:
    def of(row: Row) -> str:
        day: date | None = row[column]
        return day.isoformat()[:7] if day else UNKNOWN

    return of


def _code(column: str) -> Callable[[Row], str]:
    return lambda row: row[column] or UNKNOWN


def _codes(column: str) -> Callable[[Row], str]:
    return lambda row: "|".join(sorted(row[column] or ()))


def _coded(label, column: str, choices, text: Any = "") -> Variable:
    return Variable(label, text, _code(column), tuple(choices.choices))


def _sources(label, column: str) -> Variable:
    text = _("Several at once are usual; they are parted by |.")
    return Variable(label, text, _codes(column), tuple(IncomeSource.choices))


MONTH = _("Year and month, never the day; a quarter or a year where too few are alike.")
VARIABLES: dict[str, Variable] = {
    "initiative": Variable(_("Initiative"), "", _code("initiative")),
    "track": Variable(_("Track"), "", _code("track")),
    "municipality": Variable(
        _("Municipality"), _("The county where too few are alike."), _code("municipality")
    ),
    "authority": Variable(_("Authority that keeps the record"), "", _code("authority")),
    "sex": _coded(_("Sex"), "sex", Sex),
    "born": Variable(
        _("Born"), _("The five or ten years in which the person was born."), born
    ),
    "referrer": _coded(_("Referred by"), "referrer", PartyKind),
    "referred": Variable(_("Referred"), MONTH, _month("referred_on")),
    "approved": Variable(_("Approved"), MONTH, _month("approved_on")),
    "started": Variable(_("Started"), MONTH, _month("started_on")),
    "education": _coded(_("Education"), "education", Education),
    "support": Variable(
        _("Months in public support before the start"), _("In bands."), support,
        tuple((band, band) for band in (*SUPPORT.values(), LONGER)),
    ),
    "income_at_start": _sources(_("Income at the start"), "income_at_start"),
    "occupation_at_start": _coded(_("Occupation at the start"), "occupation_at_start", Occupation),
    "ended": Variable(_("Ended on"), MONTH, _month("ended_on")),
    "exit_reason": _coded(_("Exit reason"), "exit_reason", ExitReason),
    "occupation_at_end": _coded(_("Occupation at the end"), "occupation_at_end", Occupation),
    "income_at_end": _sources(_("Income at the end"), "income_at_end"),
    "destination": _coded(_("Goes on to"), "destination", Destination),
}  # fmt: skip
# Always there: without them rows could not be held together, and with them they say nothing of who it is.
PSEUDONYMS = {
    "person": _("A pseudonym: the same person in all of this agreement's extracts, and in no other's."),
    "enrolment": _("A pseudonym of the enrolment, in the same way."),
}
CHOICES = [(name, one.label) for name, one in VARIABLES.items()]


def code_book(chosen: list[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Lines of variable, label, what it is, code, what the code means: every code there is."""
    for name, text in PSEUDONYMS.items():
        yield name, name, str(text), "", ""
    for name in chosen:
        one = VARIABLES[name]
        yield name, str(one.label), str(one.text), "", ""
        for code, label in one.codes:
            yield name, str(one.label), "", str(code), str(label)
        yield name, str(one.label), "", UNKNOWN, str(_("Not stated"))
        if name in KNOWN:
            yield name, str(one.label), "", LEFT_OUT, str(_("Left out, because too few are alike"))
