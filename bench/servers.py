"""Starts the product and the yardstick, each under granian with two processes of four threads."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRODUCT = [sys.executable, "-m", "samsyn.project.command", "serve"]
ADMIN = [
    sys.executable, "-m", "granian", "bench.admin_wsgi:application", "--interface", "wsgi", "--workers", "2",
    "--blocking-threads", "4", "--no-ws", "--no-access-log", "--log-level", "warning",
]  # fmt: skip
HERE = Path(__file__).parents[1]


@contextmanager
def both() -> Iterator[dict[str, int]]:
    """The ports of the product and of the admin, both answering."""
    ports = {"product": _free_port(), "admin": _free_port()}
    settings = {"product": "samsyn.project.settings", "admin": "bench.admin_settings"}
    started = [
        subprocess.Popen(  # noqa: S603
            [*command, "--port", str(ports[name])],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings[name], "SAMSYN_LOG_LEVEL": "ERROR"},
            cwd=HERE,
            start_new_session=True,
        )
        for name, command in (("product", PRODUCT), ("admin", ADMIN))
    ]
    try:
        for port in ports.values():
            wait_for(port)
        yield ports
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 60) -> None:
    """Until it answers anything at all over HTTP."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            there = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            there.request("GET", "/health/")
            there.getresponse().read()
            return
        time.sleep(0.2)
    raise RuntimeError(f"Nothing answers on port {port}.")
