"""What the tests of accounts share."""

import uuid

import pytest


@pytest.fixture
def key():
    """A new key for every form that a test sends."""
    return lambda: str(uuid.uuid4())
