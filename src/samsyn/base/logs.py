"""Keeps what identifies a person out of the log, whatever a library or a fault tries to write there."""

import logging
import re
import traceback

# Ten or twelve digits with a month in their place; coordination numbers have sixty added to the day, and
# reserve numbers may have a letter after the dash.
IDENTITY_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{2})?\d{2}(?:0[1-9]|1[0-2])\d{2}[-+ ]?[0-9A-Za-z]\d{3}(?![0-9A-Za-z])"
)
MASK = "########-####"


def masked(text: str) -> str:
    return IDENTITY_NUMBER.sub(MASK, text)


class NothingPersonal(logging.Filter):
    """Masks identity numbers in message and traceback, and takes the request, with what was posted, away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = masked("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = masked(record.exc_text)
        record.__dict__.pop("request", None)
        return True
