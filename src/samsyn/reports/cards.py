"""What reports lend to start pages: reports that wait for somebody, counted and listed."""

from django.db.models import Case, F, When
from django.urls import reverse
from django.utils.translation import ngettext

from samsyn.base.days import today
from samsyn.base.tabs import Bucket

from . import queries
from .models import State

WAITING = (State.REVIEW, State.APPROVED, State.SIGNED)  # in this order: for approval, signatures, publishing


def mine(_record, user) -> dict | None:
    """Reports that are not published yet, those that wait for a decision or a signature first, and each
    before its appendices; None when there are none.
    """
    unfinished = queries.reports_for(user).exclude(state__in=[State.PUBLISHED, State.HANDED_IN])
    turn = Case(*(When(state=state, then=place) for place, state in enumerate(WAITING)), default=len(WAITING))
    reports = list(unfinished.order_by(turn, F("parent").asc(nulls_first=True), "due_on", "pk")[:6])
    return {"reports": reports, "day": today()} if reports else None


def to_sign(user) -> list[Bucket]:
    """For the board: what waits for one's own signature."""
    count = queries.unsigned_of(user).count()
    return [
        Bucket(
            count,
            ngettext("report to sign", "reports to sign", count),
            reverse("reports:list"),
            is_urgent=count > 0,
        )
    ]
