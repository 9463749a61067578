"""One demo for all journeys, started as anybody starts it, and people who sign in to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from samsyn.demo.people import KALMAR, PASSWORD, SORMLAND

from .person import DESKTOP, PICTURES, Person

STARTS_WITHIN = 600  # seconds; a busy machine needs two minutes for the demo data
ARGUMENTS = [
    "--lang=sv-SE",  # date fields speak the browser's language, where it has been installed
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EMAIL = {person.key: person.email for person in SORMLAND + KALMAR}


@pytest.hookimpl(
    tryfirst=True
)  # before the hook above us, which skips what is marked where there is no browser
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# ── The installation ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the demo answers. SAMSYN_E2E_ADDRESS names one that already runs, to write journeys quickly."""
    if running := os.environ.get("SAMSYN_E2E_ADDRESS"):
        yield running
        return
    port = _free_port()
    # Not pytest's own folder: its next run shuts that to the user whom the database runs as.
    with tempfile.TemporaryDirectory(prefix="samsyn-e2e-") as name, _own_database() as url:
        folder = Path(name)
        environment = {**os.environ, **url, "SAMSYN_MODE": "local", "SAMSYN_DATA_DIR": name}
        with (folder / "demo.log").open("w") as log:
            demo = subprocess.Popen(
                [sys.executable, "-m", "samsyn.project.command", "demo", "--port", str(port)],
                env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            try:
                _wait_until_healthy(f"http://localhost:{port}", demo, folder / "demo.log")
                yield f"http://localhost:{port}"
            finally:
                demo.send_signal(signal.SIGTERM)
                ended = demo.wait(60)
        said = (folder / "demo.log").read_text()
        assert ended == 0 and "Traceback" not in said, said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def _own_database() -> Iterator[dict[str, str]]:
    """A database of its own where DATABASE_URL names a server; else the demo brings its embedded one."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {}
        return
    name = f"samsyn_e2e_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {"DATABASE_URL": server.rpartition("/")[0] + f"/{name}"}
        finally:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait_until_healthy(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up_at and demo.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.5)
    pytest.fail(f"The demo did not start:\n{log.read_text()}")


# ── People at browsers ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(
    scope="package"
)  # no longer: while Playwright's loop runs, Django refuses its database to other tests
def browser() -> Iterator[Browser]:
    from conftest import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def signed_in() -> dict[str, dict]:
    """The cookies of those who have signed in: each does it once, on the page for it."""
    return {}


@pytest.fixture
def sign_in(browser: Browser, address: str, signed_in: dict) -> Iterator[Callable[..., Person]]:
    """`sign_in("coach")` is that person of the demo (demo/people.py) at a browser of their own."""
    people: list[Person] = []

    def sign_in(key: str, viewport: dict = DESKTOP, *, anew: bool = False) -> Person:
        known = None if anew else signed_in.get(key)
        context = browser.new_context(
            viewport=viewport, storage_state=known, locale="sv-SE", timezone_id="Europe/Stockholm"
        )
        context.set_default_timeout(15_000)
        people.append(person := Person(context, address))
        if known is None:
            person.goes_to("/accounts/login/")
            types_password(person, key)
            person.page.wait_for_url(f"{address}/")
            if not anew:
                signed_in[key] = context.storage_state()
        else:
            person.goes_to("/")
        return person

    yield sign_in
    for person in people:
        person.context.close()
    assert not [fault for person in people for fault in person.faults]


def types_password(person: Person, key: str) -> None:
    person.types(login=EMAIL[key], password=PASSWORD)
    person.presses("Logga in")


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Person]:
    """Somebody who has not signed in."""
    context = browser.new_context(viewport=DESKTOP, locale="sv-SE", timezone_id="Europe/Stockholm")
    yield Person(context, address)
    context.close()


@pytest.fixture(scope="package", autouse=True)
def pictures() -> None:
    PICTURES.mkdir(exist_ok=True)
