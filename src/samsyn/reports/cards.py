"""What reports lend to start pages: reports that wait for somebody, counted and listed."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.base.tabs import Bucket

from . import queries
from .models import State


def mine(_record, user) -> dict | None:
    """Reports that are being written or signed, before their appendices; None when there are none."""
    unfinished = queries.reports_for(user).exclude(state__in=[State.PUBLISHED, State.HANDED_IN])
    reports = list(unfinished.order_by(F("parent").asc(nulls_first=True), "due_on", "pk")[:6])
    return {"reports": reports} if reports else None


def to_sign(user) -> list[Bucket]:
    """For the board: what waits for one's own signature."""
    count = queries.unsigned_of(user).count()
    return [Bucket(count, _("reports to sign"), reverse("reports:list"), is_urgent=count > 0)]
