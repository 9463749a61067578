"""The pages about extracts: propose, decide at the authority, fetch, end; and a check before publishing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, has
from samsyn.accounts.shown import confirming, proof
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.figures.reconciliation import Unreadable

from . import actions, checking, queries
from .alike import COARSE
from .forms import AgreementForm, CheckForm, DecideForm
from .models import State
from .variables import VARIABLES

CONCERNED = (Permission.PROPOSE_EXTRACTS, Permission.FETCH_EXTRACTS, Permission.APPROVE_ASSIGNMENTS)
PAGE = 100


def agreement_list(request):
    _require_any(request.user, *CONCERNED)
    found = queries.agreements_for(request.user)
    if request.GET.get("before", "").isdecimal():
        found = found.filter(pk__lt=int(request.GET["before"][:18]))
    rows = [(one, one.state_on(today())) for one in found.order_by("-pk")[: PAGE + 1]]
    context = {"rows": rows[:PAGE], "last": rows[PAGE - 1][0] if len(rows) > PAGE else None}
    context["associations"] = queries.associations_proposing_for(request.user)
    return render(request, "extracts/list.html", context)


def agreement_new(request, slug):
    association = get_object_or_404(queries.associations_proposing_for(request.user), slug=slug)
    form = AgreementForm(request.POST or None, association=association, day=today())
    then = lambda one: reverse("extracts:detail", args=[one.pk])  # noqa: E731
    done = save(request, form, actions.propose_agreement, then=then, association=association, on=today())
    return done or render(request, "extracts/new.html", {"form": form, "association": association})


def agreement_detail(request, pk):
    return _page(request, get_object_or_404(queries.agreements_for(request.user), pk=pk))


def _page(request, agreement, form=None):
    mine = queries.decided_by(request.user, agreement)
    context = {
        "agreement": agreement,
        "state": agreement.state_on(today()),
        "initiatives": queries.names_of(agreement),
        "variables": [VARIABLES[name].label for name in VARIABLES if name in agreement.variables],
        "approvals": [(one, one in mine) for one in agreement.approvals.all()],
        "alike": _alike(request.user, agreement, mine),
        "coarse": [COARSE[name] for name in COARSE if name in agreement.coarse],
        **confirming(request, reverse("extracts:detail", args=[agreement.pk])),
        "may_fetch": queries.fetchable_agreements_for(request.user, today()).filter(pk=agreement.pk).exists(),
        "may_end": queries.endable_agreements_for(request.user).filter(pk=agreement.pk).exists(),
        "form": form or DecideForm(),
    }
    return render(request, "extracts/detail.html", context)


def _alike(user, agreement, mine) -> list:
    """Of each authority whose decision the user is still to take."""
    waits = [one for one in mine if one.is_agreed is None]
    if agreement.state_on(today()) == State.ENDED:
        return []
    try:
        found = queries.alike_for(user, agreement, waits)
        return [(one.controller, found[one.controller_id]) for one in waits]
    except ValidationError:
        return []  # too many rows: deciding says so


@require_POST
def approval_agree(request, pk):
    return _decide(request, pk, actions.agree)


@require_POST
def approval_refuse(request, pk):
    return _decide(request, pk, actions.refuse)


def _decide(request, pk, action):
    approval = get_object_or_404(queries.approvals_for(request.user), pk=pk)
    form = DecideForm(request.POST)
    here = reverse("extracts:detail", args=[approval.agreement_id])
    done = save(request, form, action, then=here, approval=approval)
    return done or _page(
        request, get_object_or_404(queries.agreements_for(request.user), pk=approval.agreement_id), form
    )


@require_POST
def agreement_end(request, pk):
    agreement = get_object_or_404(queries.endable_agreements_for(request.user), pk=pk)
    form = DecideForm(request.POST)
    here = reverse("extracts:detail", args=[pk])
    return save(request, form, actions.end_agreement, then=here, agreement=agreement) or _page(
        request, agreement, form
    )


@require_POST
def extract_fetch(request, pk):
    """The file is made while one waits and kept nowhere here."""
    agreement = get_object_or_404(queries.fetchable_agreements_for(request.user, today()), pk=pk)
    form = DecideForm(request.POST)
    try:
        content = actions.fetch_extract(agreement=agreement, on=today(), by=request.user, **proof(request))
    except ValidationError as rule:
        form.add_error(None, rule)
        return _page(request, agreement, form)
    name = f"{slugify(agreement.title)[:60] or 'extract'}-{today()}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


def publication_check(request):
    """What is pasted is looked at, answered and not kept."""
    _require_any(request.user, Permission.PROPOSE_EXTRACTS, Permission.FETCH_EXTRACTS)
    form = CheckForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = checking.small_cells(form.cleaned_data["text"], form.cleaned_data["limit"])
        except Unreadable as wrong:
            form.add_error("text", str(wrong))
    return render(request, "extracts/check.html", {"form": form, "found": found})


def _require_any(user, *permissions):
    if not any(has(user, permission) for permission in permissions):
        raise PermissionDenied
