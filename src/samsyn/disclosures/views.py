"""The pages of consents and disclosures: the register, what was told, and a consent noted,
explained and withdrawn.
"""

import base64
from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.participants import identity
from samsyn.participants.queries import participants_for

from . import actions, queries
from .forms import ConsentForm, RegisterFilter, WithdrawForm


def register(request):
    place = queries.place_of(request.user)
    form = RegisterFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.register_for(request.user, place, **chosen)
    rows, after = queries.page_of(found, request.GET.get("after", ""))
    shown = [side for row in rows for side in {row.controller_id, row.to_id} & place.own]
    looked_through_each(Act.LIST, "disclosures", shown, by=request.user, asked=place.own)
    context = {"form": form, "rows": rows, "after": after, "own": place.own, "now": timezone.now()}
    return render(request, "disclosures/register.html", context)


def disclosure_detail(request, pk, revealed=""):
    disclosure = get_object_or_404(queries.disclosures_for(request.user), pk=pk)
    is_party = request.user.pk in {disclosure.made_by_id, *disclosure.recipients}
    is_giver = disclosure.made_by_id == request.user.pk
    closed = "" if is_giver else disclosure.why_closed(timezone.now())
    told = None
    if is_party and not closed:
        told = actions.open_disclosure(disclosure=disclosure, by=request.user)
    context = {
        "disclosure": disclosure,
        "told": told,
        "closed": closed,
        "revealed": revealed,
        "is_party": is_party,
    }
    return render(request, "disclosures/detail.html", context)


@require_POST
def disclosure_reveal(request, pk):
    """Show the identity number in clear; the asking is logged beside the opening."""
    disclosure = get_object_or_404(queries.disclosures_for(request.user), pk=pk)
    told = actions.open_disclosure(disclosure=disclosure, by=request.user)
    sealed = next((line["sealed"] for line in told if "sealed" in line), "")
    place = queries.place_of(request.user)
    at_whom = next(side for side in (disclosure.to_id, disclosure.controller_id) if side in place.own)
    looked_at(Act.REVEAL, "disclosure", disclosure, by=request.user, controller_id=at_whom)
    number = identity.decrypt(base64.b64decode(sealed)) if sealed else ""
    return disclosure_detail(request, pk, revealed=number)


def consent_detail(request, pk):
    consent = get_object_or_404(queries.consents_for(request.user), pk=pk)
    context = {
        "consent": consent,
        "between": queries.authorities(consent.between),
        "is_valid": consent.is_valid_on(today()),
        "disclosures": queries.disclosures_for(request.user).filter(consent=consent).order_by("-pk")[:50],
    }
    return render(request, "disclosures/consent.html", context)


def consent_withdraw(request, pk):
    consent = get_object_or_404(queries.consents_for(request.user), pk=pk)
    address = reverse("disclosures:consent", args=[pk])
    form = WithdrawForm(request.POST or None, record=consent)
    if done := save(request, form, actions.withdraw_consent, then=address, consent=consent):
        return done
    return render(request, "disclosures/withdraw.html", {"consent": consent, "form": form, "back": address})


def consent_explained(request, pk):
    """What the participant said yes to, in simple words, to print and hand over."""
    consent = get_object_or_404(queries.consents_for(request.user), pk=pk)
    context = {"consent": consent, "between": queries.authorities(consent.between)}
    return render(request, "disclosures/explained.html", context)


def consent_new(request, pk):
    """A consent about a participant, for one purpose."""
    participant = get_object_or_404(participants_for(request.user), pk=pk)
    start = {
        "valid_from": today(),
        "valid_until": today() + timedelta(days=365),
        "between": [participant.controller_id],
    }
    authorities = queries.authorities_around(participant.controller_id)
    form = ConsentForm(request.POST or None, authorities=authorities, initial=start)
    back = reverse("participants:detail", args=[pk])
    facts = {
        "controller": participant.controller,
        "noted_at": participant.controller,
        "about": f"participants.participant:{participant.pk}",
    }
    if done := save(request, form, actions.note_consent, then=back, **facts):
        return done
    return render(
        request, "disclosures/consent_new.html", {"participant": participant, "form": form, "back": back}
    )
