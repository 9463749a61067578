"""Production fails closed: what is missing is named, what is weak is refused, and the rest is clean."""

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

ENOUGH = {
    "SAMSYN_SECRET_KEY": "k3Jx" * 16 + "abcdefghi",
    "SAMSYN_IDENTITY_KEYS": Fernet.generate_key().decode(),
    "SAMSYN_IDENTITY_HASH_KEY": "h4Ky" * 12,
    "SAMSYN_ALLOWED_HOSTS": "samsyn.example.se",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/samsyn",
}


def samsyn(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "samsyn.project.command", *arguments],
        env=kept | environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_settings_nothing_is_served_and_what_is_missing_is_named(command):
    ended = samsyn(command)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert all(name in ended.stderr for name in ENOUGH)
    assert "Traceback" not in ended.stderr


def test_a_weak_key_is_refused():
    ended = samsyn("serve", **ENOUGH | {"SAMSYN_SECRET_KEY": "short"})
    assert ended.returncode == 1
    assert "at least 50" in ended.stderr


def test_with_everything_set_django_has_nothing_to_remark():
    ended = samsyn("manage", "check", "--deploy", "--fail-level", "WARNING", **ENOUGH)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "no issues" in ended.stdout


def test_a_database_that_is_away_is_a_finding_not_a_crash():
    ended = samsyn("check", **ENOUGH)
    assert ended.returncode == 1
    assert ended.stdout.startswith("The database cannot be reached")
    assert "Traceback" not in ended.stderr


def test_the_demo_never_runs_as_production():
    ended = samsyn("demo", SAMSYN_MODE="production", **ENOUGH)
    assert ended.returncode == 1
    assert "never runs" in ended.stderr
