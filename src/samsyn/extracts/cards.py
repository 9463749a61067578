"""What extracts put on start pages: agreements to decide about, and what an evaluator may fetch."""

from django.urls import reverse
from django.utils.translation import ngettext

from samsyn.accounts.models import Role
from samsyn.base.days import today
from samsyn.base.tabs import Bucket, Card, add_buckets, add_card

from . import queries


def to_decide(user) -> list[Bucket]:
    number = queries.waiting_approvals_for(user, today()).count()
    label = ngettext("evaluation to decide about", "evaluations to decide about", number)
    return [Bucket(number, label, reverse("extracts:list"), is_urgent=True)] if number else []


def to_fetch(_record, user) -> dict:
    found = list(queries.fetchable_agreements_for(user, today())[:20])
    return {"agreements": [(one, one.state_on(today())) for one in found]}


def register() -> None:
    add_buckets(f"home:{Role.APPROVER}", to_decide)
    add_card(f"home:{Role.EVALUATOR}", Card("extracts/cards/to_fetch.html", to_fetch))
