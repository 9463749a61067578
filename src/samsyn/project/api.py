"""What each app offers machines, put together under /api/; the description of it, and errors in one shape."""

from functools import cache, wraps

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as Unreadable
from ninja.security import HttpBearer

from samsyn.base.problems import KINDS, MEDIA_TYPE, Problem, problem
from samsyn.enrolments.api import router as enrolments
from samsyn.figures.api import router as figures
from samsyn.initiatives.api import router as initiatives
from samsyn.organisations.api import router as organisations
from samsyn.referrals.api import router as referrals
from samsyn.reports.api import router as reports

# An app with an api.py of its own adds its router here, and its endpoints to tests/test_api_access.py.
ROUTERS = (organisations, initiatives, figures, reports, referrals, enrolments)
TITLES = {
    "organisations": gettext_noop("Associations"),
    "initiatives": gettext_noop("Initiatives"),
    "figures": gettext_noop("Figures"),
    "reports": gettext_noop("Reports"),
    "referrals": gettext_noop("Referrals"),
    "enrolments": gettext_noop("Enrolments"),
}


class Token(HttpBearer):
    """The token itself has been looked up before the request came here (tokens.middleware)."""

    def authenticate(self, request, token):
        return request.user if request.user.is_authenticated else None


class Api(NinjaAPI):
    """Every operation may also answer with a problem, and the description says so."""

    def get_openapi_schema(self, **how):
        described = super().get_openapi_schema(**how)
        described["components"]["schemas"] |= _problem_schemas()
        shape = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for path in described["paths"].values():
            for operation in path.values():
                for status in (401, 403, 404, 409, 422, 429, 500, 503):
                    operation["responses"][status] = {"description": KINDS[status][1]} | shape
        return described


def _problem_schemas():
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema.pop("$defs") | {"Problem": schema}


API = Api(
    title="Samsyn", version="1", auth=Token(), urls_namespace="api",
    openapi_url="openapi.json", docs_url=None, docs_decorator=require_GET,
    description="Reads what the owner of the token may see in one role. Nothing can be changed here.",
)  # fmt: skip


@cache
def _parameters() -> dict[str, set[str]]:
    """By address, as Django writes it: the names that a request may have behind the question mark."""
    described = API.get_openapi_schema()["paths"].items()
    return {
        path.replace("{", "<").replace("}", ">"): {
            one["name"] for one in operations["get"]["parameters"] if one["in"] == "query"
        }
        for path, operations in described
    }


def only_described(operation):
    """Decorator: a parameter that is not described is refused. What is misspelled would narrow nothing."""

    @wraps(operation)
    def answer(request, *args, **kwargs):
        unknown = sorted(set(request.GET) - _parameters()[f"/{request.resolver_match.route}"])
        if unknown and request.user.is_authenticated:
            told = _("There is no such parameter.")
            return problem(422, errors=[{"where": f"query.{name}", "message": told} for name in unknown])
        return operation(request, *args, **kwargs)

    return answer


API.add_decorator(only_described, mode="view")
for router in ROUTERS:
    API.add_router("", router)


# ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────


@API.exception_handler(PermissionDenied)
def refused(request, exception):
    """As on pages: not told whether it is there, and remembered in the access log."""
    request.refusal = f"api.{request.resolver_match.url_name}"
    return problem(404)


@API.exception_handler(Http404)
def missing(request, exception):
    return problem(404)


@API.exception_handler(AuthenticationError)
def unknown(request, exception):
    return problem(401)


@API.exception_handler(Unreadable)
def unreadable(request, exception):
    return problem(422, errors=[_said(one) for one in exception.errors])


def _said(error) -> dict[str, str]:
    where = ".".join(str(part) for part in error["loc"] if part not in ("place", "asked"))
    return {"where": where, "message": error["msg"]}


@API.exception_handler(ValidationError)
def broken_rule(request, exception):
    rules = (
        exception.message_dict if hasattr(exception, "error_dict") else {NON_FIELD_ERRORS: exception.messages}
    )
    errors = [
        {"where": "" if field == NON_FIELD_ERRORS else f"query.{field}", "message": message}
        for field, messages in rules.items()
        for message in messages
    ]
    return problem(409, errors=errors)


def nothing(request):
    """Any other address: 404, with or without a token."""
    return problem(404)


# ── The page ───────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def description(request):
    """For those who write the other system: every endpoint, its parameters and the errors, without script."""
    schema = API.get_openapi_schema()
    parts: dict[str, list] = {}
    for path, operations in schema["paths"].items():
        for method, one in operations.items():
            summary, parameters = one["summary"], [_described(parameter) for parameter in one["parameters"]]
            described = {"method": method.upper(), "path": path, "summary": _(summary)}
            parts.setdefault(one["tags"][0], []).append(described | {"parameters": parameters})
    problems = [(status, name, _(usual)) for status, (name, usual) in KINDS.items()]
    context = {"parts": [(_(TITLES[tag]), found) for tag, found in parts.items()], "problems": problems}
    return render(
        request, "tokens/api.html", context | {"origin": f"{request.scheme}://{request.get_host()}"}
    )


def _described(parameter):
    schema = parameter["schema"]
    choices = (schema.get("items") or schema).get("enum", [])
    choices = [str(one) for one in choices if one != ""]
    return {"name": parameter["name"], "is_needed": parameter["required"], "choices": choices,
            "is_in_path": parameter["in"] == "path"}  # fmt: skip
