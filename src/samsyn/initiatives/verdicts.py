"""The rule of the verdict: how much of a target must be reached for it to count as reached, and how far."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """From best to worst; the words of the annual reports."""

    REACHED = "reached", _("Reached")
    IN_THE_MAIN = "in_the_main", _("Reached in the main")
    TO_SOME_EXTENT = "to_some_extent", _("Reached to some extent")
    NOT_REACHED = "not_reached", _("Not reached")


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("At least")
    AT_MOST = "at_most", _("At most")


@dataclass(frozen=True)
class Rule:
    """``main_from`` and ``some_from``: from how many per cent of the target it is reached in the main and to
    some extent, 0 ≤ some ≤ main ≤ 100; two 100s mean reached or not. Where less is better the same per cents
    tell how far the outcome may go beyond: 90 per cent of "at most 50" is at most 10 per cent more, 55.
    """

    direction: str
    main_from: int
    some_from: int

    def limit(self, target: Decimal, part: int) -> Decimal:
        """The value that reaches ``part`` per cent of the target."""
        return target * (part if self.direction == Direction.AT_LEAST else 200 - part) / 100

    def meets(self, value: Decimal, limit: Decimal) -> bool:
        return value >= limit if self.direction == Direction.AT_LEAST else value <= limit

    def verdict(self, value: Decimal, target: Decimal) -> Verdict:
        for part, found in (
            (100, Verdict.REACHED),
            (self.main_from, Verdict.IN_THE_MAIN),
            (self.some_from, Verdict.TO_SOME_EXTENT),
        ):
            if self.meets(value, self.limit(target, part)):
                return found
        return Verdict.NOT_REACHED
