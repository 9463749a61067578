"""One request, and how a right answer is known. It needs no Django, so any process may read it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TOKEN = "b" * 32  # a CSRF secret of the right shape, both in the cookie and in the form


@dataclass
class Asked:
    """One request, and what its answer must be: one of these statuses, with this in it."""

    path: str
    cookie: str
    method: str = "GET"
    form: dict[str, Any] | None = None
    statuses: tuple[int, ...] = (200,)
    marker: str = ""

    @property
    def body(self) -> bytes:
        if self.form is None:
            return b""
        return urlencode(self.form | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode()

    @property
    def headers(self) -> dict[str, str]:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if self.form is not None else {}
        return {"Cookie": self.cookie, **form}


def is_right(asked: Asked, status: int, body: str) -> bool:
    if status not in asked.statuses:
        return False
    return status == 302 or not asked.marker or bool(re.search(re.escape(asked.marker), body))
