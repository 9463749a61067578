"""Which figures can measure a goal. The apps that count offer theirs when
the program starts (see Goal.figure).
"""

from typing import Any

_offered: dict[str, Any] = {}


def offer(name: str, label: Any) -> None:
    """``name`` as in `samsyn figures --list`; ``label`` as people read it."""
    _offered[name] = label


def offered() -> list[tuple[str, Any]]:
    return list(_offered.items())


def label_of(name: str) -> Any:
    return _offered.get(name, name)
