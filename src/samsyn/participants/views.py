"""The participant's pages: the list, the one page per participant, and what can be changed there."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, controllers_where, has
from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.history import changes_of
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.base.tabs import cards_for, tabs_for

from . import actions, forms, queries
from .models import Protection

PAGE = "participants:detail"


def participant_list(request):
    controllers = sorted(controllers_where(request.user, Permission.SEE_OWN_PARTICIPANTS))
    is_own = queries.sees_only_own(request.user)
    form = forms.ParticipantFilter(request.GET or None, controllers=controllers, is_own=is_own)
    mine = queries.participants_for(request.user)
    if form.is_bound and form.is_valid():
        mine = queries.filtered(mine, **form.cleaned_data, on=today())
    after = mine.filter(pk=request.GET["after"]).first() if request.GET.get("after", "").isdigit() else None
    rows, has_more = queries.page_of(mine, after)
    shown = [row.controller_id for row in rows]
    looked_through_each(Act.LIST, "participants:list", shown, by=request.user, asked=controllers)
    context = {"form": form, "rows": rows, "has_more": has_more, "today": today()}
    return render(request, "participants/list.html", context)


def participant_detail(request, pk):
    participant = _participant(request, pk)
    looked_at(Act.OPEN, "participant", participant, by=request.user)
    cards = {
        side: [
            render_to_string(template, context, request)
            for template, context in cards_for(PAGE, participant, request.user, aside=side == "aside")
        ]
        for side in ("main", "aside")
    }
    return _page(request, participant, "detail", cards)


def participant_history(request, pk):
    participant = _participant(request, pk)
    looked_at(Act.OPEN, "participant history", participant, by=request.user)
    hidden = {"number_encrypted", "person_key"}
    if participant.history.exclude(protection=Protection.NONE).exists():
        hidden |= set(actions.CONTACT)  # what was erased when the identity became protected stays erased
    changes = changes_of(participant, hidden=hidden)
    return _page(request, participant, "history", {"changes": changes})


@require_POST
def participant_reveal(request, pk):
    """The whole number, once it is asked for; the asking is logged. A POST, so that it is never a link."""
    participant = _participant(request, pk)
    looked_at(Act.REVEAL, "participant", participant, by=request.user)
    template = "participants/number.html" if request.htmx else "participants/reveal.html"
    return render(request, template, {"participant": participant, "number": participant.number})


def participant_edit(request, pk):
    participant = _found(queries.changeable_for(request.user, pk))
    looked_at(Act.OPEN, "participant form", participant, by=request.user)
    form = forms.ParticipantForm(request.POST or None, record=participant)
    back = reverse(PAGE, args=[pk])
    done = save(request, form, actions.change_participant, then=back, participant=participant)
    return done or _form(request, participant, form, _("Change name and contact details"), back)


def participant_protect(request, pk):
    participant = get_object_or_404(queries.protectable_for(request.user), pk=pk)
    looked_at(Act.OPEN, "participant form", participant, by=request.user)
    chosen = {"readers": [reader.user_id for reader in participant.readers.all()]}
    form = forms.ProtectForm(request.POST or None, record=participant, initial=chosen)
    back = reverse(PAGE, args=[pk])
    done = save(request, form, actions.protect_identity, then=back, participant=participant)
    return done or _form(request, participant, form, _("Protected identity"), back)


def _participant(request, pk):
    return _found(queries.participant_for(request.user, pk))


def _found(participant):
    if participant is None:
        raise Http404
    return participant


def _page(request, participant, here, facts):
    addresses = [(_("Overview"), "detail", None), (_("Changes"), "history", None)]
    tabs = [
        {"label": label, "url": reverse(f"participants:{name}", args=[participant.pk]),
         "is_current": name == here, "count": count}
        for label, name, count in addresses
    ] + [
        {"label": tab.label, "url": reverse(tab.url_name, args=[participant.pk]), "is_current": False,
         "count": tab.count(participant, request.user)}
        for tab in tabs_for(PAGE)
        if tab.may_see(participant, request.user)
    ]  # fmt: skip
    current = participant.latest_enrolments[0] if participant.latest_enrolments else None
    context = {
        "participant": participant, "current": current, "tabs": tabs, "today": today(),
        "weeks": (today() - current.started_on).days // 7 + 1 if current and current.started_on else None,
        "may_protect": has(request.user, Permission.ENROL, controller=participant.controller_id),
    }  # fmt: skip
    return render(request, f"participants/{here}.html", context | facts)


def _form(request, participant, form, heading, back):
    context = {"participant": participant, "form": form, "heading": heading, "back": back}
    return render(request, "participants/form.html", context)
