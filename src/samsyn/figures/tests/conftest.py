"""Registers in these tests are small enough to be written down, and broken down all the same."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def are_broken_down(however_few):
    pass


@pytest.fixture
def with_all_rules(monkeypatch, however_few):
    from samsyn.organisations.models import Association

    monkeypatch.setattr(Association, "FEW", however_few)
