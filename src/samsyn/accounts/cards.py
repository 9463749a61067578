"""What accounts puts on start pages: assignments that wait for the one who can approve them."""

from django.urls import reverse
from django.utils.translation import ngettext

from samsyn.base.tabs import Bucket, Card, add_buckets, add_card, shared

from . import queries
from .models import Role

SHOWN = 5


def to_approve(record, user) -> dict | None:
    waiting = shared(user, queries.first_to_approve, SHOWN)
    return {"waiting": waiting, "more": waiting[0].count > SHOWN} if waiting else None


def approvals(user) -> list[Bucket]:
    waiting = shared(user, queries.first_to_approve, SHOWN)
    number = waiting[0].count if waiting else 0
    label = ngettext("assignment to approve", "assignments to approve", number)
    return [Bucket(number, label, f"{reverse('accounts:assignments')}?state=waiting", is_urgent=True)]


def register() -> None:
    for role in (Role.APPROVER, Role.DIRECTOR):
        add_buckets(f"home:{role}", approvals)
        add_card(f"home:{role}", Card("accounts/cards/to_approve.html", to_approve))
