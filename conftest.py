"""What every test stands on: a database behind the wall, and guards that turn quiet faults into failures."""

import contextlib
import fcntl
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

# In this order: settings are read in the mode that stands here.
os.environ["SAMSYN_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.project.settings"

import django
import psutil
import pytest

from samsyn.project import embedded

HERE = Path(__file__).parent
DATA_DIR = embedded.data_dir(os.environ.get("SAMSYN_DATA_DIR", ""))
TOGETHER = ("e2e/", "src/samsyn/demo/")
ASKS = {"db", "transactional_db", "django_db_setup"}
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a real browser (skipped where there is none)")
    config.addinivalue_line("markers", "database: asks a database; set by itself on those that do")
    if not os.environ.get("DATABASE_URL"):
        embedded.start(DATA_DIR, test=True)
    django.setup()


# ── Settings for tests ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session", autouse=True)
def quick_settings(django_test_environment: None) -> None:
    """Passwords are hashed cheaply; everything else is as in the product."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


# ── Database: migrated once, copied for each worker, used in the application's role ───────────────────────


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker, request) -> Iterator[None]:  # type: ignore[no-untyped-def]
    from django.db import connections

    name = f"samsyn_test_{os.getpid()}"  # several runs may go on at once
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock(), (DATA_DIR / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Only the owner may create and migrate; the wall goes up with the last migration.
        _use(connections, "postgres")
        template = _template(connections)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        _use(connections, name)
    yield
    with django_db_blocker.unblock():
        _use(connections, "postgres")
        with connections["owner"].cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connections.close_all()


def _use(connections, name: str) -> None:  # type: ignore[no-untyped-def]
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _template(connections) -> str:  # type: ignore[no-untyped-def]
    """The name of an empty database as exactly this source wants it; made when it is not there.

    Migrating takes long and migrations change seldom, so that half is kept apart: what follows a migration
    (roles, policies, content types) is quick, and depends on all of our source.
    """
    from django.core.management import call_command
    from django.core.management.sql import emit_post_migrate_signal

    migrated = "samsyn_migrated_" + _fingerprint("**/migrations/*.py")
    wanted = "samsyn_template_" + _fingerprint("**/*.py")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^samsyn_(migrated|template|making|test)'"
        )
        found = {row[0] for row in cursor.fetchall()}
        for old in found - {migrated, wanted}:
            if not _is_of_a_living_run(old):
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    if migrated not in found:
        with _making(connections, "template0", migrated):
            call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
    if wanted not in found:
        with _making(connections, migrated, wanted):
            emit_post_migrate_signal(verbosity=0, interactive=False, db="owner")
    return wanted


def _is_of_a_living_run(name: str) -> bool:
    number = name.removeprefix("samsyn_test_")
    return number.isdigit() and psutil.pid_exists(int(number))


@contextlib.contextmanager
def _making(connections, template: str, name: str) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Work in a copy that gets its name only when it is done, so that an interrupted run leaves no half."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS samsyn_making WITH (FORCE)")
        cursor.execute(f'CREATE DATABASE samsyn_making TEMPLATE "{template}"')
    _use(connections, "samsyn_making")
    yield
    _use(connections, "postgres")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'ALTER DATABASE samsyn_making RENAME TO "{name}"')


def _fingerprint(pattern: str) -> str:
    """Of our source that matches, and of the versions that we use."""
    digest = hashlib.sha256()
    sources = [path for path in (HERE / "src").glob(pattern) if "tests" not in path.parts]
    for path in [*sorted(sources), HERE / "requirements.lock"]:
        digest.update(str(path.relative_to(HERE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _past_the_wall() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        before = cursor.fetchone()[0]
        cursor.execute("SET ROLE NONE")
    try:
        yield
    finally:
        # After a database error inside, the transaction is to be rolled back, and the role with it.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, false)", [before])


@pytest.fixture
def as_owner() -> Callable[[], AbstractContextManager[None]]:
    """`with as_owner():` works past the wall, to set up what a test starts from."""
    return _past_the_wall


@pytest.fixture(scope="module")
def however_few() -> Iterator[int]:
    """For modules of registers small enough to be written down: a handful of people is broken down, too.
    Gives the rule as it is.
    """
    from samsyn.organisations.models import Association

    as_it_is = Association.FEW
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Association, "FEW", 0)
        yield as_it_is


@pytest.fixture(scope="session", autouse=True)
def owner_empties_tables() -> None:
    """Tests with transactions of their own are cleaned by TRUNCATE, as the application's role may not."""
    from django.core.management.commands import flush

    ordinary = flush.Command.handle

    def handle(self, **options):  # type: ignore[no-untyped-def]
        with _past_the_wall():
            return ordinary(self, **options)

    flush.Command.handle = handle


# ── Guards (unknown template variables fail through pytest-django, warnings through pytest) ──────────


@pytest.fixture(autouse=True)
def no_outside_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be spoken to."""
    ordinary = socket.socket.connect

    def connect(self: socket.socket, address):  # type: ignore[no-untyped-def]
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address}.")
        return ordinary(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


# ── Browser tests ──────────────────────────────────────────────────────────────────────────────────────────


def chromium() -> str | None:
    """The browser of this machine, if it has one."""
    named = os.environ.get("SAMSYN_CHROMIUM")
    return named or next((path for path in CHROMIUM if Path(path).exists()), None)


@pytest.hookimpl(tryfirst=True)  # before some are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or ASKS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
    if chromium() or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not chromium():
        pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium on this machine.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):  # type: ignore[no-untyped-def]
    """Journeys share an installation, and tests of the demo its data, so one worker takes all of them."""
    from xdist.scheduler import LoadScopeScheduling

    class SomeTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((one for one in TOGETHER if nodeid.startswith(one)), super()._split_scope(nodeid))

    return SomeTogether(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_terminal_summary(terminalreporter) -> None:  # type: ignore[no-untyped-def]
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "no Chromium" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"BROWSER TESTS NOT RUN: {len(skipped)} skipped, because this machine has no Chromium "
            "(install it, or name one in SAMSYN_CHROMIUM).",
            yellow=True,
        )
