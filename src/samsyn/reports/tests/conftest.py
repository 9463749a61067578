"""What the reports' tests stand on: their world (world.py), with a data folder of its own for the seal."""

import pytest


@pytest.fixture
def world(db, as_owner, settings, tmp_path_factory):
    from .world import make_world

    settings.SECOND_FACTOR_REQUIRED = False
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    return make_world(as_owner)
