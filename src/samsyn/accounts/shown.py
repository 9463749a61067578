"""It is still you: what only the person may do, however long a browser has been left open."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .signin import second_factor_shown

FRESH = timedelta(minutes=5)  # how old the proof of a second factor may be


def refuse_unless_fresh(shown_at: datetime | None, now: datetime) -> None:
    if shown_at is None or not timedelta(0) <= now - shown_at <= FRESH:
        raise ValidationError(_("Confirm with your second factor first; that holds for five minutes."))


def proof(request) -> dict[str, datetime | None]:
    """What an action asks for: when a second factor was shown, and what time it is now."""
    shown = second_factor_shown(request)
    return {"shown_at": shown[1] if shown else None, "now": timezone.now()}


def confirming(request, back: str) -> dict[str, Any]:
    """For accounts/confirm.html: whether it was a moment ago, and the way to show it and come ``back``."""
    shown = second_factor_shown(request)
    return {
        "is_fresh": bool(shown and timezone.now() - shown[1] <= FRESH),
        "has_factor": bool(shown or getattr(request.user, "has_own_factor", False)),
        "confirm": f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}",
    }
