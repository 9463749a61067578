"""Every request in one transaction, in the name of the hat that its user has on."""

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone

from samsyn.audit.actions import refused
from samsyn.base.retry import session_gone

from .acting import acting_as, hats_of

HAT = "hat"
SIGNED_IN_AT = "signed_in_at"


class Acting:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        if self._too_long_signed_in(request):
            logout(request)
            return self.get_response(request)
        hats = hats_of(request.user)
        chosen = request.session.get(HAT)
        request.hats = hats
        request.hat = next((hat for hat in hats if hat.value == chosen), hats[0] if hats else None)
        with acting_as(request.user, request.hat):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if response.status_code in (403, 404) and getattr(request, "was_refused", False):
            with transaction.atomic():
                refused(getattr(request.resolver_match, "view_name", "") or "unknown page", by=request.user)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        """Pages are for those who are signed in, unless they say otherwise with @open_to_all."""
        open_page = getattr(view, "open_to_all", False) or (request.resolver_match.app_name or "") in OPEN_APPS
        if request.user.is_authenticated:
            if not open_page and second_factor_missing(request):
                return redirect("mfa_index")
            return None
        if open_page or request.path.startswith(("/accounts/", "/static/")):
            return None
        if request.method == "POST":
            return session_gone(request)
        return redirect(f"{settings.LOGIN_URL_PATH}?next={request.path}")

    def process_exception(self, request, exception):
        """Nothing of a request that went wrong remains; refusals are remembered afterwards."""
        if request.user.is_authenticated and transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        request.was_refused = isinstance(exception, PermissionDenied)

    def _too_long_signed_in(self, request):
        since = request.session.setdefault(SIGNED_IN_AT, timezone.now().timestamp())
        return timezone.now().timestamp() - since > settings.SESSION_ABSOLUTE_AGE
