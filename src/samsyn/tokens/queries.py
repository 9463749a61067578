"""Whose token it is and what it reaches; which tokens a person owns, and which wait for them to approve."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samsyn.accounts.acting import Hat
from samsyn.accounts.models import CASE_ROLES, Assignment
from samsyn.accounts.permissions import Permission, controllers_where

from .models import Reach, Token

WITH = ("assignment__controller", "assignment__association", "assignment__area")


def hat_of(token: Token, day: date) -> Hat | None:
    """What the token acts as: those of its assignments that hold today. None: it opens nothing (any more)."""
    live = Reach.objects.filter(token=token, ended_at=None)
    if token.reaches_records:
        live = live.filter(approved_at__isnull=False)
    held = Assignment.objects.filter(user=token.user_id, role=token.role).current_on(day)
    found = list(
        held.filter(pk__in=live.values("assignment")).select_related("controller", "association", "area")
    )
    return Hat(token.role, found) if found else None


def is_waiting(token: Token, day: date) -> bool:
    """Would it open something, had an authority approved it?"""
    held = Assignment.objects.filter(user=token.user_id).current_on(day)
    waiting = Reach.objects.filter(token=token, ended_at=None, approved_at=None, assignment__in=held)
    return token.reaches_records and waiting.exists()


def tokens_of(user) -> QuerySet[Token]:
    """One's own, whatever role is on."""
    reaches = Prefetch("reaches", Reach.objects.select_related("token", *WITH))
    return Token.objects.filter(user=user).prefetch_related(reaches)


def live_tokens_of(user, day: date) -> QuerySet[Token]:
    return tokens_of(user).filter(revoked_at=None, expires_on__gte=day)


def reaches_for(user) -> QuerySet[Reach]:
    """Tokens that reach, did reach or wait to reach the records where the user approves."""
    here = Q(assignment__controller__in=controllers_where(user, Permission.APPROVE_ASSIGNMENTS))
    found = Reach.objects.filter(here, token__role__in=sorted(CASE_ROLES))
    return found.select_related("token__user", "approved_by", "ended_by", *WITH)


def waiting_reaches_for(user, day: date) -> QuerySet[Reach]:
    """What waits for this person: never their own."""
    waiting = reaches_for(user).filter(
        Q(assignment__until=None) | Q(assignment__until__gte=day), approved_at=None, ended_at=None,
        token__revoked_at=None, token__expires_on__gte=day, assignment__revoked_at=None,
    )  # fmt: skip
    return waiting.exclude(token__user=user)
