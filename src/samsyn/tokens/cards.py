"""What tokens put on pages: one's own on My page, and those that wait for an authority's approver."""

from django.urls import reverse
from django.utils.translation import ngettext

from samsyn.accounts.models import Role
from samsyn.base.days import today
from samsyn.base.tabs import Bucket, Card, add_buckets, add_card

from . import queries


def own_tokens(_record, user) -> dict:
    day = today()
    living = list(queries.live_tokens_of(user, day))
    return {"tokens": [(token, token.state_on(day)) for token in living]}


def to_approve(user) -> list[Bucket]:
    number = queries.waiting_reaches_for(user, today()).count()
    label = ngettext("token to approve", "tokens to approve", number)
    return [Bucket(number, label, reverse("tokens:list"), is_urgent=True)] if number else []


def register() -> None:
    add_card("accounts:profile", Card("tokens/cards/own.html", own_tokens))
    add_buckets(f"home:{Role.APPROVER}", to_approve)
