"""Other days: what the demo did last month is done as it would have been done then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def moment(today: date, days: int, minutes: int = 0) -> datetime:
    """A moment of work ``days`` before today: from nine, on the Friday before when it was a weekend."""
    day = today - timedelta(days)
    day -= timedelta(max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(9))) + timedelta(minutes=minutes)


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Have Django's clock show ``when``, in a command that runs by itself. The database's clock goes on."""
    ordinary = timezone.now
    timezone.now = lambda: when
    try:
        yield
    finally:
        timezone.now = ordinary
