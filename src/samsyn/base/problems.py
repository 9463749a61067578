"""Answers for machines under /api/: no cookies in or out, and every error in one shape (RFC 9457)."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
# What a status is called in ``type``, and what it says when there is nothing more to say.
KINDS = {
    400: ("bad-request", gettext_noop("The request cannot be read.")),
    401: (
        "no-token",
        gettext_noop("Send a token that is valid in the header Authorization: Bearer. Make one on My page."),
    ),
    403: ("not-allowed", gettext_noop("The token may not be used for this.")),
    404: ("not-found", gettext_noop("There is nothing here that you may see.")),
    405: ("not-offered", gettext_noop("This cannot be done here. The header Allow says what can.")),
    409: (
        "against-a-rule",
        gettext_noop("The request is as described, but a rule stands in the way; errors says which."),
    ),
    422: ("not-valid", gettext_noop("Something in the request is not as expected; errors says what.")),
    429: ("too-many", gettext_noop("Too many requests. Wait as long as the header Retry-After says.")),
    500: ("fault", gettext_noop("Something went wrong here. Nothing was changed.")),
    503: ("away", gettext_noop("The service is away for a moment. Try again.")),
}


class Wrong(Schema):
    """One thing that is not as expected: which parameter, and what was wrong with it."""

    where: str
    message: str


class Problem(Schema):
    """Every error, whatever it is (RFC 9457). ``type`` is stable; ``detail`` is for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []


def problem(
    status: int, detail: str = "", *, errors: Iterable[dict[str, Any]] = (), **headers
) -> JsonResponse:
    name, usual = KINDS.get(status, KINDS[500 if status >= 500 else 400])
    told = Problem(
        type=f"{PREFIX}#{name}", title=HTTPStatus(status).phrase, status=status, detail=detail or _(usual),
        errors=[Wrong(**one) for one in errors],
    )  # fmt: skip
    response = JsonResponse(
        told.model_dump(), status=status, content_type=MEDIA_TYPE, headers=headers or None,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


class OnlyTokens:
    """Under /api/ a browser's cookies open nothing and nothing is left in it, so no other site can borrow
    anybody's session; an error page is an answer in the shape that machines expect.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES.clear()
        request._dont_enforce_csrf_checks = True  # without cookies there is nothing to forge
        response = self.get_response(request)
        response.cookies.clear()
        if response.status_code >= 400 and response.get("Content-Type") != MEDIA_TYPE:
            kept = {
                name: response[name] for name in ("Allow", "Retry-After", "Cache-Control") if name in response
            }
            return problem(response.status_code, **kept)
        return response
