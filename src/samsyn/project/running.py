"""The processes of an installation: the web server, the worker, and the demo that looks after both.

Whatever dies in a demo, also by `kill -9`, is started again within a second; all end together.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from samsyn.project import embedded, installation

THREADS = 4  # per web process; measured best with two processes on two cores
GRACE = 10  # seconds that a process gets to finish what it does
LOOK = 0.3  # seconds between two looks at the processes of a demo


# ── The web server and the worker ──────────────────────────────────────────────────────────────────────────


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve pages until told to stop; requests under way are finished first."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if not os.environ.get("SAMSYN_SUPERVISED"):  # the demo has just seen to it
        installation.require_fit()
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    if settings.STATIC_ROOT:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    _let_go_of_connections()
    _end_with_parent()
    Granian(
        "samsyn.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=GRACE,
        websockets=False,
        log_access=False,  # addresses of pages are nobody's reading; the access log is in the database
        log_level=LogLevels.warning,
    ).serve()
    return 0


def work() -> int:
    """Do background work until told to stop; a job under way is finished first."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    if not os.environ.get("SAMSYN_SUPERVISED"):
        installation.require_fit()
    _let_go_of_connections()
    _end_with_parent()
    with app.replace_connector(PsycopgConnector(kwargs=connector_params("default"))) as worker:
        worker.run_worker(shutdown_graceful_timeout=GRACE)
    return 0


def _let_go_of_connections() -> None:
    """Web processes are forks of this one: a connection inherited in its pool would be one for them all."""
    connections.close_all()
    for alias in settings.DATABASES:
        connections[alias].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has one


def _end_with_parent() -> None:
    """A demo that is killed outright cannot stop its processes, so they watch for it."""
    if not os.environ.get("SAMSYN_SUPERVISED"):
        return
    parent = int(os.environ["SAMSYN_SUPERVISED"])

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


# ── The demo ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Kept:
    """A process that is kept alive."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "samsyn.project.command", *self.arguments],
            env=os.environ | {"SAMSYN_SUPERVISED": str(os.getpid())},
            stdout=sys.stderr,
            start_new_session=True,  # so that Ctrl-C reaches the demo alone, and a group can be ended whole
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def end(self, how: signal.Signals) -> None:
        """Signal the process and what it started; those may live on when their parent is gone."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, how)


def demo(*, port: int) -> int:
    """Start everything, say where it is and who to sign in as, and look after it until told to stop."""
    port = _free_port(port)
    installation.prepare(demo=True)
    connections.close_all()
    address = f"http://localhost:{port}"
    everything = [Kept("web", ["serve", "--port", str(port)]), Kept("worker", ["worker"])]
    enough = threading.Event()
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, lambda *_: enough.set())
    try:
        for kept in everything:
            kept.start()
        _wait_until_it_answers(port, enough)
        if not enough.is_set():
            sys.stdout.write(_welcome(address))
            sys.stdout.flush()
        _look_after(everything, enough)
    finally:
        _end(everything)
    return 0


def _look_after(everything: list[Kept], enough: threading.Event) -> None:
    while not enough.wait(LOOK):
        if not settings.DATABASE_URL and not embedded.lives(embedded.cluster(settings.DATA_DIR)):
            sys.stderr.write("samsyn: the database stopped; starting it again.\n")
            embedded.start(settings.DATA_DIR)
        for kept in everything:
            if kept.has_died() and time.monotonic() > kept.started_at + 1:
                sys.stderr.write(f"samsyn: {kept.name} stopped; starting it again.\n")
                kept.end(signal.SIGKILL)
                kept.start()


def _end(everything: list[Kept]) -> None:
    for kept in everything:
        kept.end(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for kept in everything:
        with contextlib.suppress(subprocess.TimeoutExpired):
            if kept.process:
                kept.process.wait(max(0.1, deadline - time.monotonic()))
        kept.end(signal.SIGKILL)


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                if port != wanted:
                    sys.stderr.write(f"samsyn: port {wanted} is busy; using {port}.\n")
                return port
    raise embedded.EmbeddedError(f"No free port from {wanted} on. Choose another with --port.")


def _wait_until_it_answers(port: int, enough: threading.Event) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if enough.wait(0.2):
            return


def _welcome(address: str) -> str:
    lines = [f"\nSamsyn: {address}\n"]
    with contextlib.suppress(ImportError):
        from samsyn.demo.people import PASSWORD, SIGN_IN

        width = [max(len(str(row[column])) for row in SIGN_IN) for column in range(3)]
        lines += [
            "  ".join(str(cell).ljust(size) for cell, size in zip(row, width, strict=True)) for row in SIGN_IN
        ]
        lines.append(f"\nThe password is the same for all: {PASSWORD}")
    lines.append("Stop with Ctrl-C; the data stays. `samsyn demo --reset` starts over.\n")
    return "\n".join(lines) + "\n"
