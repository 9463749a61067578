"""A request under /api/ acts as the hat of its token, in one transaction behind the same wall as a page."""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.middleware import in_the_name_of
from samsyn.audit.actions import looked_at
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.problems import PREFIX, problem

from . import actions, queries

BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


class ByToken:
    """Nobody is known here but by a token. Every request with one stands in the access log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        given = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        if given is None:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        token = actions.use_token(secret=given[1], day=today(), minute=now // 60)
        if token is None:
            return problem(401)
        if token.times > settings.API_REQUESTS_A_MINUTE:
            return problem(429, **{"Retry-After": str(60 - now % 60)})
        return self._as_its_hat(request, token)

    def _as_its_hat(self, request, token):
        hat = queries.hat_of(token, today())
        if hat is None and queries.is_waiting(token, today()):
            return problem(403, _("The token waits for the authority to approve it."))
        if hat is None:
            return problem(401)
        request.user, request.hats, request.hat = token.user, [hat], hat

        def logged(request):
            response = self.get_response(request)
            if request.resolver_match and not hasattr(request, "refusal"):
                kind = f"api.{request.resolver_match.url_name}"[:60]
                looked_at(Act.LIST, kind, token, by=token.user)
            return response

        return in_the_name_of(token.user, hat, request, logged)
