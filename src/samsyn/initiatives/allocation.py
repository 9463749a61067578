"""The allocation planner: a fair share of full-time posts for each municipality,
from figures and chosen weights.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)


def shares(
    needs: Mapping[str, Mapping[Place, Fraction]], weights: Mapping[str, int]
) -> dict[Place, Fraction]:
    """Each place's part of the whole, 0 to 1: the weighted mean of its parts of each need.

    ``needs``: for each measure, a count per place. ``weights``: how much each measure weighs; those of 0 are
    left out. Empty when nothing weighs anything or all counts are 0.
    """
    counted = {
        name: weight for name, weight in weights.items() if weight and sum(needs[name].values(), Fraction(0))
    }
    whole = sum(counted.values())
    places = list(dict.fromkeys(place for name in counted for place in needs[name]))
    return {
        place: sum(
            (
                Fraction(weight, whole)
                * needs[name].get(place, Fraction(0))
                / sum(needs[name].values(), Fraction(0))
                for name, weight in counted.items()
            ),
            Fraction(0),
        )
        for place in places
    }


def allocate(parts: Mapping[Place, Fraction], total: int, step: int) -> dict[Place, int]:
    """Per cent of full time for each place, in steps, adding up to ``total`` (rounded down to whole steps).

    Largest remainder: whole steps first, then one more each to those who lost most by the rounding.
    """
    steps = total // step
    exact = {place: part * steps for place, part in parts.items()}
    given = {place: int(value) for place, value in exact.items()}
    left = steps - sum(given.values()) if given else 0
    # Python sorts stably, so equal remainders are settled by the order of the places and never by chance.
    for place in sorted(exact, key=lambda one: exact[one] - given[one], reverse=True)[:left]:
        given[place] += 1
    return {place: count * step for place, count in given.items()}
