"""A data folder of its own with a durable PostgreSQL: nobody's own data is touched."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samsyn.project import embedded


@contextmanager
def own_folder(kept: str = "") -> Iterator[Path]:
    """A folder with a running server, and Django set up in it. ``kept``: one to use again, and to leave."""
    folder = Path(kept).resolve() if kept else Path(tempfile.mkdtemp(prefix="samsyn-bench-"))
    os.environ |= {"SAMSYN_MODE": "local", "SAMSYN_DATA_DIR": str(folder)}
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.project.settings"
    embedded.start(folder)
    import django

    django.setup()
    try:
        yield folder
    finally:
        from django.db import connections

        connections.close_all()
        embedded.leave(folder)
        if not kept:
            embedded.reset(folder)
            shutil.rmtree(folder, ignore_errors=True)
