"""What the page shell shows: who you are, in whose name you act, and where you can go in that role."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import Role


@dataclass(frozen=True)
class Entry:
    """A line of the main menu. The first four of a role are the bottom bar on a phone."""

    label: Any
    url_name: str
    icon: str


TODAY = Entry(_("Today"), "home:start", "house")
OVERVIEW = Entry(_("Overview"), "home:start", "layout-dashboard")
MY_REFERRALS = Entry(_("My referrals"), "referrals:sent", "send")
NEW_REFERRAL = Entry(_("New referral"), "referrals:new", "square-pen")
TO_ANSWER = Entry(_("To answer"), "referrals:circulations", "messages-square")
INBOX = Entry(_("Inbox"), "referrals:inbox", "inbox")
PARTICIPANTS = Entry(_("Participants"), "participants:list", "users")
MY_PARTICIPANTS = Entry(_("My participants"), "participants:list", "users")
ENROLMENTS = Entry(_("Enrolments"), "enrolments:list", "clipboard-list")
DISCLOSURES = Entry(_("Disclosures"), "disclosures:register", "share-2")
IMPORT = Entry(_("Import"), "enrolments:import", "upload")
FIGURES = Entry(_("Figures"), "figures:index", "chart-column")
INITIATIVES = Entry(_("Initiatives"), "initiatives:list", "layers")
ASSOCIATION = Entry(_("Association"), "organisations:list", "building-2")
RECONCILE = Entry(_("Reconciliation"), "figures:reconcile", "list-checks")
REPORTED = Entry(_("Reported counts"), "figures:reported", "table-2")
REPORTS = Entry(_("Reports"), "reports:list", "file-text")
TOKENS = Entry(_("Tokens"), "tokens:list", "key-round")
EVALUATIONS = Entry(_("Evaluations"), "extracts:list", "flask-conical")
CHECK = Entry(_("Check a table"), "extracts:check", "list-checks")
ASSIGNMENTS = Entry(_("Assignments"), "accounts:assignments", "user-check")

MENUS: dict[str, list[Entry]] = {
    Role.REFERRER: [TODAY, NEW_REFERRAL, MY_REFERRALS, DISCLOSURES, INITIATIVES],
    Role.TEAM_MEMBER: [TODAY, TO_ANSWER, MY_REFERRALS, NEW_REFERRAL, DISCLOSURES, INITIATIVES],
    Role.COORDINATOR: [
        TODAY, INBOX, PARTICIPANTS, ENROLMENTS, FIGURES, INITIATIVES, DISCLOSURES, IMPORT, ASSIGNMENTS,
    ],
    Role.COACH: [TODAY, MY_PARTICIPANTS, ENROLMENTS, FIGURES, INITIATIVES, DISCLOSURES],
    Role.PRIVACY_OFFICER: [TODAY, DISCLOSURES],
    Role.APPROVER: [TODAY, ASSIGNMENTS, TOKENS, EVALUATIONS, INITIATIVES],
    Role.INITIATIVE_MANAGER: [OVERVIEW, FIGURES, INITIATIVES, REPORTS, REPORTED, RECONCILE, ASSOCIATION],
    Role.DIRECTOR: [
        OVERVIEW, FIGURES, INITIATIVES, REPORTS, ASSOCIATION, REPORTED, RECONCILE, EVALUATIONS,
        ASSIGNMENTS,
    ],
    Role.OFFICE: [
        OVERVIEW, FIGURES, INITIATIVES, REPORTS, ASSOCIATION, REPORTED, RECONCILE, EVALUATIONS, ASSIGNMENTS,
    ],
    Role.BOARD_MEMBER: [OVERVIEW, REPORTS, FIGURES, INITIATIVES],
    Role.ADJUSTER: [OVERVIEW, REPORTS],
    Role.EVALUATOR: [OVERVIEW, EVALUATIONS, CHECK],
}  # fmt: skip


def shell(request) -> dict[str, Any]:
    """``nav`` and ``who`` for base/page.html; both None for those who are not signed in.

    Put together when a template first asks: the cards of a page, each a template, need neither.
    """
    hat = getattr(request, "hat", None)
    if hat is None:
        return {"nav": None, "who": _nobody(request)}
    return {"nav": _when_asked(_menu, request, hat), "who": _when_asked(_who, request, hat)}


def _when_asked(make, *facts):
    return SimpleLazyObject(partial(make, *facts))


def _menu(request, hat):
    items = [
        {"label": entry.label, "url": url, "icon": entry.icon, "count": None}
        for entry, url in zip(MENUS[hat.role], _addresses(hat.role), strict=True)
    ]
    here = max((item["url"] for item in items if request.path.startswith(item["url"])), key=len, default="")
    return [
        item | {"is_current": item["url"] == here and (here != "/" or request.path == "/")} for item in items
    ]


@cache
def _addresses(role: str) -> list[str]:
    return [reverse(entry.url_name) for entry in MENUS[role]]


def _who(request, hat):
    hats = [{"label": one.label, "value": one.value, "is_current": one is hat} for one in request.hats]
    return {"name": request.user.name, "role": hat.title, "acting_for": hat.acting_for, "hats": hats}


def _nobody(request):
    """Signed in without any assignment: a name, and the way out."""
    if getattr(request, "hats", None) != []:
        return None
    return {"name": request.user.name, "role": "", "acting_for": "", "hats": []}
