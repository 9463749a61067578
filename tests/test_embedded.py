"""The embedded PostgreSQL: side by side, shared, and up again after whatever was killed."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from samsyn.project import embedded

HOLD = (
    "import sys, pathlib; from samsyn.project import embedded;"
    "embedded.start(pathlib.Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()"
)


def new_folder() -> Path:
    """A data folder of its own. Not tmp_path: nobody but its owner may pass through that."""
    made = Path(tempfile.mkdtemp(prefix="samsyn-data-"))
    made.chmod(0o711)
    return made


@pytest.fixture(scope="module")
def kept_folder() -> Iterator[Path]:
    made = new_folder()
    yield made
    shutil.rmtree(made)


@pytest.fixture
def folder(kept_folder: Path) -> Iterator[Path]:
    """One folder for all, because making a cluster takes the most time; each test finds it stopped."""
    yield kept_folder
    embedded.leave(kept_folder)
    embedded.stop(embedded.cluster(kept_folder))


def connect(folder: Path) -> psycopg.Connection:
    place = embedded.database(folder)
    return psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"], autocommit=True)


def server_of(folder: Path) -> int:
    process = embedded._postmaster(embedded.cluster(folder))
    assert process is not None
    return process.pid


def is_running(folder: Path) -> bool:
    return embedded.is_running(embedded.cluster(folder))


def another_user(folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


def finish(process: subprocess.Popen[bytes]) -> None:
    process.communicate(timeout=30)


def test_two_installations_run_side_by_side_and_listen_to_this_machine_only(folder):
    beside = new_folder()
    try:
        embedded.start(folder)
        embedded.start(beside)
        with connect(folder) as one, connect(beside) as other:
            one.execute("CREATE TABLE mark ()")
            assert other.execute("SELECT to_regclass('mark')").fetchone() == (None,)
            assert one.execute("SHOW listen_addresses").fetchone() == ("",)
            assert one.execute("SHOW fsync").fetchone() == ("on",)
            assert one.execute("SHOW data_checksums").fetchone() == ("on",)
        sockets = embedded.socket_dir(embedded.cluster(folder))
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    finally:
        embedded.leave(beside)
        shutil.rmtree(beside)


def test_starting_again_is_the_same_server_and_the_last_to_leave_stops_it(folder):
    embedded.start(folder)
    first = server_of(folder)
    embedded.start(folder)
    other = another_user(folder)
    assert server_of(folder) == first

    embedded.leave(folder)
    assert is_running(folder)
    finish(other)
    assert not is_running(folder)


def test_it_is_up_again_with_everything_after_kill_9(folder):
    embedded.start(folder)
    with connect(folder) as database:
        database.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server_of(folder), signal.SIGKILL)

    started = time.monotonic()
    embedded.start(folder)
    assert time.monotonic() - started < 30  # half a second where nothing else runs; it must not wait for ever
    with connect(folder) as database:
        assert database.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_killed_starter_leaves_a_server_that_others_use_and_stop(folder):
    starter = another_user(folder)
    server = server_of(folder)
    starter.kill()
    finish(starter)

    embedded.start(folder)
    assert server_of(folder) == server
    embedded.leave(folder)
    assert not is_running(folder)


def test_a_stale_note_of_a_process_that_is_now_something_else_is_no_hindrance(folder):
    embedded.start(folder)
    embedded.leave(folder)
    (embedded.cluster(folder) / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n1\n5432\n")
    embedded.start(folder)
    assert is_running(folder)


def test_a_swept_away_socket_folder_is_made_anew(folder):
    embedded.start(folder)
    shutil.rmtree(embedded.socket_dir(embedded.cluster(folder)))
    embedded.start(folder)
    assert is_running(folder)


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(folder, monkeypatch):
    monkeypatch.setenv("SAMSYN_DATA_DIR", str(folder))
    first = embedded.local_secret("secret_key")
    assert len(first) >= 64
    assert embedded.local_secret("secret_key") == first
    assert embedded.local_secret("identity_hash_key") != first
    assert len(embedded.local_secret("identity_key")) == 44
    assert stat.S_IMODE((folder / "secrets" / "secret_key").stat().st_mode) == 0o600
