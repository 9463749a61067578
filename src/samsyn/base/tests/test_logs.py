"""What identifies a person never reaches the log."""

import logging

import pytest

from samsyn.base.logs import MASK, NothingPersonal, masked


def written(record: logging.LogRecord) -> str:
    assert NothingPersonal().filter(record)
    return logging.Formatter("%(message)s").format(record)


def record(message: str, *arguments: object, exc_info=None) -> logging.LogRecord:
    return logging.LogRecord("samsyn", logging.ERROR, "", 1, message, arguments, exc_info)


@pytest.mark.parametrize(
    "number",
    [
        "19811218-9876",
        "198112189876",
        "811218-9876",
        "8112189876",
        "811218+9876",
        "19701063-2391",
        "811218-T123",
    ],
)
def test_an_identity_number_is_masked_however_it_is_written(number):
    assert masked(f"The number {number} is taken") == f"The number {MASK} is taken"


@pytest.mark.parametrize(
    "text", ["case 2024-117", "at 2026-01-31 12:30:00", "1700000000", "/static/9f86d081884c7d65"]
)
def test_other_numbers_stay(text):
    assert masked(text) == text


def test_arguments_and_tracebacks_are_masked():
    assert written(record("Not found: %s", "198112189876")) == f"Not found: {MASK}"
    try:
        raise ValueError("198112189876 has a wrong check digit")
    except ValueError as error:
        text = written(record("Failed", exc_info=(type(error), error, error.__traceback__)))
    assert "9876" not in text
    assert "ValueError" in text


def test_the_request_with_what_was_posted_is_taken_away():
    entry = record("Internal Server Error")
    entry.request = object()
    written(entry)
    assert not hasattr(entry, "request")
