"""Every request in one transaction, in the name of the hat that its user has on."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.defaults import page_not_found

from samsyn.audit.actions import refused
from samsyn.base.retry import session_gone

from .acting import HAT, acting_as, hats_of
from .signin import has_second_factor

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = 60  # seconds; a session is kept alive by the minute, not by writing at every look at a page

# allauth's own pages look after themselves; the choice of language belongs to all; machines have tokens.
OPEN_PATHS = ("/accounts/", "/static/", "/language/", "/api/")


class Undo(Exception):
    """Leaves the request's transaction without keeping anything of it; the answer has already been made."""


class Acting:
    """Signed-in people's requests: one transaction each, behind the wall of their authorities.

    What ends in an error or a refusal is rolled back whole. A refusal is answered as if nothing were there
    (404), and remembered in the access log after the rollback.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._answer(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request):
        if request.user.is_authenticated and _too_long_signed_in(request):
            logout(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.hats = hats_of(request.user)
        chosen = request.session.get(HAT)
        request.hat = next(
            (hat for hat in request.hats if hat.value == chosen), next(iter(request.hats), None)
        )
        _keep_alive(request)
        # Signing out during the request puts somebody else in the user's place.
        return in_the_name_of(request.user, request.hat, request, self.get_response)

    def process_view(self, request, view, args, kwargs):
        """Pages are for those who are signed in, unless they say otherwise with @open_to_all."""
        if getattr(view, "open_to_all", False) or request.path.startswith(OPEN_PATHS):
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if settings.SECOND_FACTOR_REQUIRED and not has_second_factor(request):
            return redirect("mfa_index")
        return None

    def process_exception(self, request, exception):
        """Whoever may not do a thing is not told whether it exists."""
        if not isinstance(exception, PermissionDenied) or not request.user.is_authenticated:
            return None
        request.refusal = request.resolver_match.view_name or "unknown page"
        return page_not_found(request, exception)


def in_the_name_of(user, hat, request, get_response):
    """Answer the request in one transaction as the user in that hat; see Acting for what remains of it."""
    try:
        with acting_as(user, hat):
            response = get_response(request)
            if response.status_code >= 500 or hasattr(request, "refusal"):
                raise Undo
    except Undo:
        pass
    if hasattr(request, "refusal"):
        with transaction.atomic():
            refused(request.refusal, by=user)
    return response


def _sign_in_first(request):
    if request.htmx:  # a part of a page must not become a sign-in page: the whole page goes there
        here = request.htmx.current_url_abs_path or "/"
        address = redirect_to_login(here, resolve_url(settings.LOGIN_URL)).url
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if request.method == "POST":
        return session_gone(request)
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def _keep_alive(request):
    now = timezone.now().timestamp()
    if now - request.session.get(SEEN_AT, 0) > SEEN_EVERY:
        request.session[SEEN_AT] = now


def _too_long_signed_in(request):
    now = timezone.now().timestamp()
    return now - request.session.setdefault(SIGNED_IN_AT, now) > settings.SESSION_ABSOLUTE_AGE
