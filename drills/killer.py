"""Kills outright (kill -9): web processes, the background worker, and the whole database server."""

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil


class Killer:
    """``demo``: the process that looks after the others; ``files``: the database's."""

    def __init__(self, demo: int, files: Path):
        self.demo, self.files = psutil.Process(demo), files
        self.killed = {"web": 0, "worker": 0, "database": 0}

    def kill(self, what: str) -> None:
        victims = {"web": self.web_processes, "worker": self.workers, "database": self.database}[what]()
        if what == "web":
            victims = victims[:1]  # the other one goes on
        for victim in victims:
            with contextlib.suppress(psutil.Error):
                victim.send_signal(signal.SIGKILL)
        self.killed[what] += bool(victims)

    def web_processes(self) -> list[psutil.Process]:
        return [one for server in self._kept("serve") for one in server.children() if _is_python(one)]

    def workers(self) -> list[psutil.Process]:
        return self._kept("worker")

    def database(self) -> list[psutil.Process]:
        """The server before its children, so that it cannot put them back."""
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            server = psutil.Process(int((self.files / "postmaster.pid").read_text().split()[0]))
            return [server, *server.children(recursive=True)]
        return []

    @contextlib.contextmanager
    def nobody_restarts(self):
        """The supervisor stands still meanwhile: what is killed stays away."""
        self.demo.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.demo.send_signal(signal.SIGCONT)

    def _kept(self, command: str) -> list[psutil.Process]:
        found = []
        for child in self.demo.children():
            with contextlib.suppress(psutil.Error):
                if command in child.cmdline():
                    found.append(child)
        return found


def _is_python(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return "resource_tracker" not in " ".join(process.cmdline())
    return False


def wait_until(happens, seconds: float, what: str) -> float:
    """Seconds until it happens; an error when it does not."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        with contextlib.suppress(Exception):
            if happens():
                return time.monotonic() - began
        time.sleep(0.1)
    raise RuntimeError(f"Not within {seconds} s: {what}")


def end(process, seconds: float = 30) -> None:
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(Exception):
        process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
