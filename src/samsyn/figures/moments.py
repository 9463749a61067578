"""The moments at which the association's numbers became its own: when its reports were approved.

Reports stand above figures and offer theirs here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from samsyn.organisations.models import Association

from .counting import Period


@dataclass(frozen=True)
class Moment:
    """``period``: what the report tells of; ``label``: its name."""

    at: datetime
    period: Period
    label: str


Find = Callable[[Association], list[Moment]]
_sources: list[Find] = []


def offer_moments(find: Find) -> None:
    if find not in _sources:
        _sources.append(find)


def moments(association: Association) -> list[Moment]:
    """Latest first."""
    found = [one for find in _sources for one in find(association)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def latest_of(all_of_them: list[Moment], period: Period) -> Moment | None:
    """The last moment at which something about those days was approved."""
    for one in all_of_them:
        if one.period.first <= period.last and one.period.last >= period.first:
            return one
    return None
