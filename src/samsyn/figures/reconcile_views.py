"""The page where published figures are reconciled. What is pasted is read, answered and not kept."""

from django.shortcuts import render

from samsyn.accounts.permissions import Permission, require

from . import queries
from .reconcile_forms import ReconcileForm
from .reconciliation import Examined, Unreadable, by_reason, document_of, examined
from .register import register_of, years_in

MOST_SHOWN = 200


def reconcile(request):
    require(request.user, Permission.RECONCILE)
    views = [view for view in queries.views_for(request.user) if not view.is_own]
    form = ReconcileForm(request.POST or None, request.FILES or None, views=views)
    context = {"form": form, "findings": None, "more": 0, "tried": 0, "declared": [], "untried": []}
    if request.method == "POST" and form.is_valid():
        try:
            found, tried, declared, untried = _examined(form)
            context |= {"findings": found[:MOST_SHOWN], "more": max(0, len(found) - MOST_SHOWN)}
            context |= {"tried": tried, "declared": declared[:MOST_SHOWN], "untried": by_reason(untried)}
        except Unreadable as wrong:
            form.add_error(None, str(wrong))
        if form.cleaned_data.get("file"):
            context["form"] = _with_what_was_read(form, views)
    return render(request, "figures/reconcile.html", context)


def _examined(form: ReconcileForm) -> Examined:
    text, year = form.cleaned_data["text"], form.cleaned_data["year"]
    years = sorted({*years_in(text), *([year] if year else [])})
    return examined(document_of(text), register_of(form.view, years) if form.view else None, year)


def _with_what_was_read(form: ReconcileForm, views) -> ReconcileForm:
    """A browser never sends a file twice, so what it said stands in the box, to be corrected."""
    read = ReconcileForm(dict(form.data.items()) | {"text": form.cleaned_data["text"]}, views=views)
    read.full_clean()
    for wrong in form.non_field_errors():
        read.add_error(None, wrong)
    return read
