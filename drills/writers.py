"""Eight people who save, and who send the same form again until it is acknowledged."""

import http.client
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.asked import TOKEN
from bench.forms import Forms

PAUSE = 0.1  # seconds before the same form is sent again


@dataclass
class Save:
    """One sending of a form: what was typed, and whether it was acknowledged (302)."""

    participant: int
    key: str
    typed: str
    is_acknowledged: bool = False


@dataclass
class Writer:
    """Saves one participant after the other, over and over. ``people``: id and the address of the form."""

    number: int
    port: int
    cookie: str
    people: list[tuple[int, str]]
    street: str  # of this run alone, in a folder that is used again
    sorry: str  # what the page says while the database is away
    saves: list[Save] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    again: int = 0  # sendings after the first of the same form
    polite: int = 0  # of them answered by the page that keeps what was typed
    longest: float = 0.0  # seconds from the first sending to the acknowledgement

    def work(self, enough: threading.Event) -> None:
        forms: dict[int, dict] = {}
        versions: dict[int, int] = {}
        for turn, (participant, address) in enumerate(self._people()):
            if enough.is_set():
                return
            if participant not in forms:
                forms[participant] = self._form(address, enough)
                if enough.is_set():
                    return
                versions[participant] = int(forms[participant]["seen_version"][0])
            save = Save(participant, str(uuid.uuid4()), f"{self.street} {self.number}-{turn}")
            self.saves.append(save)
            facts = {"save_key": save.key, "seen_version": versions[participant], "address": save.typed}
            if self._send(address, forms[participant] | facts, save, enough):
                versions[participant] += 1

    def _people(self) -> Iterator[tuple[int, str]]:
        while True:
            yield from self.people

    def _form(self, address: str, enough: threading.Event) -> dict:
        while not enough.is_set():
            status, body = self._ask("GET", address, b"")
            if status == 200:
                return Forms(body).with_field("save_key")
            time.sleep(PAUSE)
        return {}

    def _send(self, address: str, form: dict, save: Save, enough: threading.Event) -> bool:
        """True when acknowledged. Goes on a good while after ``enough``: nobody leaves a form unsaved."""
        body = urlencode(form | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        began = time.monotonic()
        while time.monotonic() < began + 120:
            status, answer = self._ask("POST", address, body)
            if status == 302:
                save.is_acknowledged = True
                self.longest = max(self.longest, time.monotonic() - began)
                return True
            if status == 503:
                if self.sorry in answer and save.typed in answer:
                    self.polite += 1
                elif "<html" in answer:
                    self.faults.append("A 503 page that does not keep what was typed.")
            elif status:
                self.faults.append(f"Answered {status} to a form: {answer[:2000]}")
                return False
            self.again += 1
            time.sleep(PAUSE)
        self.faults.append("A form was not acknowledged within two minutes.")
        return False

    def _ask(self, method: str, address: str, body: bytes) -> tuple[int, str]:
        """Status 0: no answer at all."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
