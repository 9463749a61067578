"""Everything that can happen to a token: made, approved by an authority, used, ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.acting import hats_of
from samsyn.accounts.models import User
from samsyn.accounts.permissions import Permission, require
from samsyn.accounts.shown import refuse_unless_fresh
from samsyn.audit.actions import record

from .models import Reach, Token

BEGINS = "samsyn_"  # so that a token that has got astray is recognised for what it is
MOST = 10  # living tokens of one person


@dataclass(frozen=True)
class Made:
    """``secret`` is nowhere else: whoever does not keep it makes another token."""

    token: Token
    secret: str

    def __repr__(self) -> str:
        return f"Made({self.token.pk})"


@transaction.atomic
def make_token(
    *, name: str, hat: str, expires_on: date, on: date, shown_at: datetime | None, now: datetime, by
) -> Made:
    """For one's own role, as it is today: assignments that come later are not in it. ``shown_at``: when the
    person showed a second factor.
    """
    refuse_unless_fresh(shown_at, now)
    worn = next((one for one in hats_of(by, on) if one.value == hat), None)
    if worn is None:
        raise PermissionDenied(_("You do not hold this assignment."))
    User.objects.select_for_update().get(pk=by.pk)  # two at once are counted one after the other
    if Token.objects.filter(user=by, revoked_at=None, expires_on__gte=on).count() >= MOST:
        raise ValidationError(_("You have %(most)s tokens already. Revoke one first.") % {"most": MOST})
    secret = BEGINS + secrets.token_urlsafe(32)
    token = Token(user=by, name=name, role=hat, digest=_digest(secret), made_on=on, expires_on=expires_on)
    token.full_clean()
    token.save()
    for assignment in worn.assignments:
        reach = Reach(token=token, assignment=assignment)
        reach.full_clean()
        reach.save()
    record("token.made", token, by=by)
    return Made(token, secret)


@transaction.atomic
def revoke_token(*, token: Token, by) -> Token:
    """The owner's own. It ends at once."""
    if token.user_id != by.pk:
        raise PermissionDenied
    token.refresh_from_db()
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.full_clean()
        token.save()
        record("token.revoked", token, by=by)
    return token


@transaction.atomic
def approve_reach(*, reach: Reach, by) -> Reach:
    """The authority lets the token read in its records what the owner may see there."""
    reach = _at_the_authority(reach, by)
    if reach.token.user_id == by.pk:
        raise ValidationError(_("You cannot approve a token of your own."))
    if reach.approved_at or reach.ended_at:
        raise ValidationError(_("This has already been decided."))
    reach.approved_by, reach.approved_at = by, timezone.now()
    reach.full_clean()
    reach.save()
    record("token.approved", reach.token, by=by, controller_id=reach.assignment.controller_id)
    return reach


@transaction.atomic
def end_reach(*, reach: Reach, by) -> Reach:
    """The authority ends it at its own records, or turns it down."""
    reach = _at_the_authority(reach, by)
    if reach.ended_at:
        raise ValidationError(_("This has already been decided."))
    reach.ended_by, reach.ended_at = by, timezone.now()
    reach.full_clean()
    reach.save()
    record("token.ended", reach.token, by=by, controller_id=reach.assignment.controller_id)
    return reach


def _at_the_authority(reach: Reach, by) -> Reach:
    require(by, Permission.APPROVE_ASSIGNMENTS, controller=reach.assignment.controller_id)
    locked = Reach.objects.select_for_update(of=["self"])
    return locked.select_related("token", "assignment").get(pk=reach.pk)


def use_token(*, secret: str, day: date, minute: int) -> Token | None:
    """The living token that the secret belongs to, with the use of it counted; None when there is none.

    The count is kept before the request's own transaction begins, so that requests at once do not wait for
    each other, and one that fails is counted all the same.
    """
    if not secret.startswith(BEGINS):
        return None
    living = Token.objects.filter(digest=_digest(secret), revoked_at=None, expires_on__gte=day)
    count = Case(When(minute=minute, then=F("times") + 1), default=1)
    if not living.update(times=count, minute=minute, last_used_on=day):
        return None
    user = {"user__is_active": True, "user__is_machine": False}
    return living.filter(**user).select_related("user").first()


def _digest(secret: str) -> str:
    # 256 bits by chance need no slow hash: there is nothing to guess from.
    return hashlib.sha256(secret.encode()).hexdigest()
