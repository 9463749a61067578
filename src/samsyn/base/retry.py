"""When saving could not happen (database away, session gone, stale form
token): keep what was typed, offer it again.
"""

import logging
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

AWAY = (OperationalError, InterfaceError, PoolTimeout, PoolClosed, TooManyRequests)
NEVER_SHOWN = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "save_key",
    "seen_version",
}
log = logging.getLogger(__name__)


def typed(request) -> list[tuple[str, str]]:
    """Every posted field but secrets and files, in order, repeated names repeated."""
    never_kept = NEVER_SHOWN - {"save_key", "seen_version"}
    return [
        (name, value) for name, values in request.POST.lists() if name not in never_kept for value in values
    ]


def retry_page(request, reason: str, status: int):
    # What another site has filled in is never offered to be sent in this person's name.
    is_foreign = "Origin" in request.headers and not _from_our_page(request)
    fields = typed(request) if request.method == "POST" and not is_foreign else []
    # Rendered without the request's context: nothing on this page may ask the database, not even who this is.
    page = render_to_string(
        "base/retry.html",
        {
            "csrf_token": get_token(request),
            "reason": reason,
            "action": request.get_full_path(),
            "fields": fields,
            "shown": [(name, value) for name, value in fields if name not in NEVER_SHOWN and value],
        },
    )
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def server_error(request):
    """The last resort (handler500). The database is away: keep the form,
    and let the same sending be tried again.

    The form carries its own key (base/forms.py), so trying again never saves twice.
    """
    if isinstance(sys.exc_info()[1], AWAY):
        return _away(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def _away(request):
    log.warning("The database did not answer; the user was offered to try again.")
    response = retry_page(request, "database", 503)
    response["Retry-After"] = "5"
    return response


def bad_request(request, exception):
    """handler400. A session that could not be kept because the database is
    away is no fault of the request.
    """
    reason = exception
    while reason is not None and not isinstance(reason, AWAY):
        reason = reason.__cause__ or reason.__context__
    if reason is not None:
        return _away(request)
    return HttpResponse(render_to_string("400.html"), status=400)


def session_gone(request):
    """Somebody sent a form after the session ended: nothing is saved, nothing is lost."""
    return retry_page(request, "session", 401)


def token_stale(request, reason=""):
    """CSRF failure. The form is offered again only when it came from a page of ours;
    otherwise it is refused.
    """
    if not _from_our_page(request):
        return HttpResponse(render_to_string("403.html"), status=403)
    return retry_page(request, "token", 403)


def fresh_token(request):
    """A form token for who is signed in now: signing in again has made the one on the retry page stale.

    Only our own pages can read the answer (same origin), as they can read the token in any form.
    """
    return HttpResponse(get_token(request), content_type="text/plain", headers={"Cache-Control": "no-store"})


def _from_our_page(request) -> bool:
    """Does the browser say that one of our pages sent it? "null" is what a page that hides itself sends."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(urlsplit(origin).netloc) and url_has_allowed_host_and_scheme(
        origin, allowed_hosts={request.get_host()}, require_https=settings.CSRF_COOKIE_SECURE
    )
