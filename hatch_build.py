"""Sees to it that a wheel carries what is not in the source: compiled translations and the pages' parts."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Carry(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout makes them by `make setup`
        source = Path(self.root) / "src"
        if not (source / "samsyn/base/static/vendor").is_dir():
            raise RuntimeError("src/samsyn/base/static/vendor is missing: run `make setup` before building.")
        sys.path.insert(0, str(source))
        from samsyn.project import messages

        messages.compile_all()
