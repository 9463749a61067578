"""What an initiative's pages share: the tabs, and the page that holds a form."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import changes_of
from samsyn.base.tabs import tabs_for

from .. import queries
from ..models import Initiative

OWN_TABS = [
    ("detail", _("Overview")),
    ("plan", _("Plan")),
    ("goals", _("Goals")),
    ("staffing", _("Staffing")),
    ("meetings", _("Meetings")),
    ("history", _("History")),
]


def seen(request, pk) -> Initiative:
    return get_object_or_404(queries.initiatives_for(request.user), pk=pk)


def changeable(request, pk) -> Initiative:
    return get_object_or_404(queries.changeable_initiatives_for(request.user), pk=pk)


def part(request, model, pk):
    """A track, meeting, plan ... of an initiative that the user may change."""
    return get_object_or_404(queries.parts_of(model, request.user), pk=pk)


def address(initiative, tab="detail") -> str:
    return reverse(f"initiatives:{tab}", args=[initiative.pk])


def tab_page(request, initiative, tab, facts):
    """One of the initiative's tabs; higher apps may have added more of them ("initiatives:detail")."""
    tabs = [
        {"label": label, "url": address(initiative, name), "is_current": name == tab}
        for name, label in OWN_TABS
    ]
    tabs[-1:-1] = [
        {"label": one.label, "url": reverse(one.url_name, args=[initiative.pk]), "is_current": False}
        for one in tabs_for("initiatives:detail")
        if one.may_see(initiative, request.user)
    ]
    may_change = queries.may_change(request.user, initiative)
    shown = {"initiative": initiative, "tabs": tabs, "may_change": may_change, **facts}
    return render(request, f"initiatives/{tab}.html", shown)


def form_page(request, form, heading, up, back, *, submit="", danger=False, text="", record=None):
    """A form with its way back, and the history of the record that it changes."""
    facts = {"form": form, "heading": heading, "up": up, "back": back, "submit": submit}
    facts |= {"danger": danger, "text": text, "changes": changes_of(record) if record else []}
    return render(request, "initiatives/form.html", facts)
