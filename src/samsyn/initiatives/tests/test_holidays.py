"""No team meets on a Swedish public holiday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.initiatives.holidays import easter_sunday, holidays_of, is_working_day, next_working_day


@pytest.mark.parametrize(
    "easter",
    ["1961-04-02", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"],
)
def test_easter(easter):
    day = date.fromisoformat(easter)
    assert easter_sunday(day.year) == day


def test_the_holidays_of_2026():
    assert {f"{day:%m-%d}" for day in holidays_of(2026)} == {
        "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24", "06-06", "06-19", "06-20",
        "10-31", "12-24", "12-25", "12-26", "12-31",
    }  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_next_working_day_is_near_and_a_working_day(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert 0 <= (found - day).days <= 5
    assert found == day or not is_working_day(day)
