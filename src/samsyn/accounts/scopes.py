"""Which initiatives an assignment can be narrowed to: initiatives stand above accounts,
so they tell us here.
"""

from collections.abc import Callable, Iterable

_told: list[Callable[[set[int]], Iterable[tuple[int, str]]]] = []


def initiatives_told_by(tell: Callable[[set[int]], Iterable[tuple[int, str]]]) -> None:
    """``tell(association_ids)`` gives id and name of the associations' initiatives;
    called from apps.ready().
    """
    _told[:] = [tell]


def initiatives_of(association_ids: set[int]) -> list[tuple[int, str]]:
    return [choice for tell in _told for choice in tell(association_ids)]
