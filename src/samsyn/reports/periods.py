"""A report's period: in the words of the document, and what each kind of report may be of."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Span:
    """So many months, the first of them one of those that a year is divided into."""

    months: int
    must_be: Any

    def around(self, day: date) -> tuple[date, date]:
        """The one that the day falls in."""
        first = date(day.year, (day.month - 1) // self.months * self.months + 1, 1)
        return first, _last_of(day.year, first.month + self.months - 1)


YEAR = Span(12, _("It is of a calendar year: from %(first)s to %(last)s, for instance."))
QUARTER = Span(3, _("It is of a quarter: from %(first)s to %(last)s, for instance."))


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(day: date) -> str:
    with translation.override("sv"):  # a Swedish document, whoever asks for it
        return date_format(day, "F")


def in_words(first: date, last: date) -> str:
    """“2025”, “2023–2025”, “kvartal 4 2025”, “mars 2025”, “januari–juni 2025”; otherwise the days."""
    year = f"{last.year}"
    if first.day > 1 or last != _last_of(last.year, last.month):
        return f"{first}–{last}"
    if (first.month, last.month) == (1, 12):
        return year if first.year == last.year else f"{first.year}–{year}"
    if first.year != last.year:
        return f"{_month(first)} {first.year}–{_month(last)} {year}"
    if (first, last) == QUARTER.around(last):
        return f"kvartal {last.month // 3} {year}"
    months = dict.fromkeys((_month(first), _month(last)))
    return f"{'–'.join(months)} {year}"


def a_year_before(day: date) -> date:
    """The same day, or the last of the month for the last."""
    last, before = (monthrange(year, day.month)[1] for year in (day.year, day.year - 1))
    return date(day.year - 1, day.month, before if day.day == last else min(day.day, before))
