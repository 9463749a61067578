"""The command line as others script against it, and the list of what make can do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from samsyn.project import command

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["demo", "--nonsense"],
        ["demo", "--port", "many"],
        ["import"],
        ["import", "cats"],
        ["init", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_so_on_standard_error(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.out == ""
    assert "usage: samsyn" in said.err


def test_a_reader_who_has_had_enough_is_no_error():
    command = f"{sys.executable} -m samsyn.project.command manage help --commands | true"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert ended.stderr == ""


def test_what_follows_a_passed_on_command_is_left_unread(monkeypatch):
    seen = []
    monkeypatch.setattr(command, "_start_database", lambda chosen: None)
    monkeypatch.setattr(command, "_django", lambda arguments: seen.append(arguments) or 0)
    command.main(["import", "enrolments", "a.csv", "--association", "kalmar", "--dry-run"])
    command.main(["figures", "--list"])
    assert seen == [
        ["import_enrolments", "a.csv", "--association", "kalmar", "--dry-run"],
        ["figures", "--list"],
    ]


def test_make_alone_lists_every_target_with_a_line():
    said = subprocess.run(["make"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"^  make (\S+)\s+\S", said, re.MULTILINE))
    public = set(re.findall(r"^([a-z][a-z0-9-]*):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    assert listed == public
    assert {"setup", "demo", "test", "check", "fix", "bench", "e2e", "lock", "messages", "clean"} <= listed


def test_the_lock_files_pin_by_hash_and_name_no_host():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (CHECKOUT / name).read_text()
        assert "://" not in text
        pins = re.findall(r"^\w\S*==", text, re.MULTILINE)
        assert len(pins) > 30
        assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:])
