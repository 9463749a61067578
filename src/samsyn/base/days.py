"""The one place that asks what day it is (views, tasks and commands pass dates on to everything else)."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The date in Sweden now."""
    return timezone.localdate()
