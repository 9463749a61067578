"""When saving could not happen (database away, session gone, stale form token): keep what was typed, offer it again."""

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponseForbidden
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

AWAY = (OperationalError, InterfaceError, PoolTimeout, PoolClosed, TooManyRequests)
NEVER_SHOWN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "save_key", "seen_version"}
log = logging.getLogger(__name__)


def typed(request) -> list[tuple[str, str]]:
    """Every posted field but secrets and files, in order, repeated names repeated."""
    never_kept = NEVER_SHOWN - {"save_key", "seen_version"}
    return [(name, value) for name, values in request.POST.lists() if name not in never_kept for value in values]


def retry_page(request, reason: str, status: int):
    fields = typed(request) if request.method == "POST" else []
    response = render(
        request,
        "base/retry.html",
        {
            "reason": reason,
            "action": request.get_full_path(),
            "fields": fields,
            "shown": [(name, value) for name, value in fields if name not in NEVER_SHOWN and value],
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


class KeepWhatWasTyped:
    """The database is away: say so with 503, keep the form, and let the same sending be tried again.

    The form carries its own key (base/forms.py), so trying again never saves twice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except AWAY:
            return database_away(request)

    def process_exception(self, request, exception):
        return database_away(request) if isinstance(exception, AWAY) else None


def database_away(request):
    log.warning("The database did not answer; the user was offered to try again.")
    request.database_is_away = True  # the page must not ask the database who this is
    response = retry_page(request, "database", 503)
    response["Retry-After"] = "5"
    return response


def session_gone(request):
    """Somebody sent a form after the session ended: nothing is saved, nothing is lost."""
    return retry_page(request, "session", 401)


def token_stale(request, reason=""):
    """CSRF failure. The form is offered again only when it came from a page of ours; otherwise it is refused."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    ours = url_has_allowed_host_and_scheme(
        origin, allowed_hosts={request.get_host()}, require_https=settings.CSRF_COOKIE_SECURE
    )
    if not (ours and origin):
        return HttpResponseForbidden(render(request, "403.html").content)
    return retry_page(request, "token", 403)
