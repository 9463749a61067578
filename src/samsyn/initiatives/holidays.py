"""Sweden's public holidays (Act 1989:253), and the eves on which no team meets."""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Days off in a year: those of the act, and Midsummer, Christmas and New Year's Eve,
    which are kept as such.
    """
    easter = easter_sunday(year)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
    movable = [easter + timedelta(days) for days in (-2, 0, 1, 39, 49)]
    midsummer_eve = _first(date(year, 6, 19), weekday=4)
    all_saints = _first(date(year, 10, 31), weekday=SATURDAY)
    return frozenset(
        [date(year, *day) for day in fixed]
        + movable
        + [midsummer_eve, midsummer_eve + timedelta(1), all_saints]
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def next_working_day(day: date) -> date:
    """The day itself when it is one."""
    while not is_working_day(day):
        day += timedelta(1)
    return day


def easter_sunday(year: int) -> date:
    """The Gregorian Easter (the anonymous algorithm of 1876, as Meeus gives it)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _first(day: date, *, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % 7)
