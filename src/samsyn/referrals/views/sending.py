"""The referrer's pages: a referral in short steps, kept as a draft all the way, and what has become of it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission
from samsyn.audit.actions import looked_through_each
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.disclosures.forms import ConfirmForm
from samsyn.disclosures.models import Category

from .. import actions, queries
from ..forms import (
    AnonymousForm,
    ConsultationForm,
    MoveForm,
    PersonForm,
    QuestionForm,
    ReferralConsentForm,
    SituationForm,
    WhereForm,
)
from ..models import Kind, Referral, Status
from ..snapshot import lines_of
from .moved_on import as_it_stands

STEP_NAMES = {
    "where": _("Where"),
    "person": _("The person"),
    "question": _("The question"),
    "situation": _("The situation"),
    "consent": _("Consent"),
}


LIST_NAMES = {
    Status.DRAFT: _("Drafts"),
    Status.INCOMPLETE: _("To be completed"),
    Status.SENT: Status.SENT.label,
    Status.CIRCULATED: _("With the team"),
    Status.QUEUED: _("In the queue"),
    Status.OFFERED: _("Offered, not started"),
    "closed": _("Closed"),
}


def sent_list(request):
    queries.require_any(request.user, Permission.FOLLOW_OWN_REFERRALS)
    status = request.GET.get("status", "")
    rows, after = queries.page_of(queries.sent_list(request.user, status), request.GET.get("after", ""))
    shown = [row.sender_id for row in rows]
    looked_through_each(Act.LIST, "referrals.sent", shown, by=request.user, asked=request.hat.controller_ids)
    context = {"rows": rows, "after": after, "status": status, "statuses": LIST_NAMES.items()}
    return render(request, "referrals/sent.html", context)


def referral_new(request):
    """The first step: saving it makes the draft. ?kind=consultation for a consultation."""
    kind = Kind.CONSULTATION if request.GET.get("kind") == Kind.CONSULTATION else Kind.REFERRAL
    form_class = ConsultationForm if kind == Kind.CONSULTATION else WhereForm
    senders = queries.senders_of(request.user)
    initiatives = queries.initiatives_to_refer_to([sender.pk for sender in senders])
    form = form_class(
        request.POST or None, senders=senders, initiatives=initiatives, initial=_as_last_time(request.user)
    )
    if done := save(
        request, form, actions.draft_referral, then=lambda draft: next_step(draft, "where"), kind=kind
    ):
        return done
    context = {"form": form, "kind": kind, "is_consultation": kind == Kind.CONSULTATION}
    return render(request, "referrals/new.html", context)


def _as_last_time(user) -> dict:
    """Most people refer from the same unit to the same initiative, so that is what the form starts with."""
    last = queries.last_of(user)
    if last is None:
        return {"referrer_phone": user.phone}
    return {
        "sender": last.sender_id, "initiative": last.initiative, "municipality": last.municipality,
        "unit": last.unit, "referrer_phone": last.referrer_phone or user.phone,
    }  # fmt: skip


def steps_of(draft: Referral) -> list[str]:
    """The steps that this draft has: what is sent for completion stays where it was sent,
    anonymous has no consent.
    """
    skipped = {"where"} if draft.status != Status.DRAFT else set()
    skipped |= {"consent", "situation"} if draft.is_anonymous else set()
    return [step for step in STEP_NAMES if step not in skipped]


def next_step(draft: Referral, step: str, chosen: str = "") -> str:
    """The address after a step: the one that was chosen, else the next, and at last the summary."""
    steps = steps_of(draft)
    later = steps[steps.index(step) + 1 :] if step in steps else steps
    wanted = chosen if chosen in steps else (later[0] if later and chosen != "check" else "")
    return (
        reverse("referrals:edit", args=[draft.pk, wanted])
        if wanted
        else reverse("referrals:check", args=[draft.pk])
    )


def referral_edit(request, pk, step):
    """One step of a draft. Leaving it by any button saves it first."""
    draft = _own(request, pk)
    if not draft.is_with_sender:
        return as_it_stands(request, pk)
    if step not in steps_of(draft):
        raise Http404
    form, action = FORMS[step](request, draft)
    then = lambda saved: next_step(saved, step, request.POST.get("go", ""))  # noqa: E731
    if done := save(request, form, action, then=then, referral=draft):
        return done
    return render(
        request, "referrals/edit.html", _around(request, draft, step) | {"form": form, "step": step}
    )


def _own(request, pk):
    shown = ("initiative", "municipality", "controller", "sender", "consent")
    return get_object_or_404(queries.sent_by(request.user).select_related(*shown), pk=pk)


def _around(request, draft, step):
    missing = draft.missing()
    steps = [(name, STEP_NAMES[name], name in missing, name == step) for name in steps_of(draft)]
    same = _same_person(request.user, draft)
    return {"referral": draft, "steps": steps, "missing": missing, "same_person": same}


def _same_person(user, draft):
    """Looked up by number, and so logged, hit or miss."""
    same = list(queries.same_person(draft, user))
    if draft.person_key:
        shown = [draft.sender_id] * len(same)
        looked_through_each(Act.SEARCH, "referrals.same", shown, by=user, asked=[draft.sender_id])
    return same


def _where(request, draft):
    initiatives = queries.initiatives_to_refer_to([draft.sender_id])
    form = MoveForm(request.POST or None, record=draft, senders=[], initiatives=initiatives)
    return form, actions.move_draft


def _person(request, draft):
    form_class = AnonymousForm if draft.is_anonymous else PersonForm
    return form_class(request.POST or None, record=draft), actions.change_draft


def _question(request, draft):
    return QuestionForm(request.POST or None, record=draft), actions.change_draft


def _situation(request, draft):
    authorities = queries.authorities_around(draft)
    form = SituationForm(request.POST or None, record=draft, authorities=authorities)
    return form, actions.change_draft


def _consent(request, draft):
    """Twelve months, the authorities involved, and the categories that the
    draft already holds something of.
    """
    start = {
        "valid_from": today(), "valid_until": today() + timedelta(days=365),
        "between": [draft.sender_id, draft.controller_id, *draft.involved], "language": draft.language,
        "categories": sorted({line["category"] for line in lines_of(draft)} | {Category.IDENTITY,
                                                                               Category.PLANNING}),
    }  # fmt: skip
    if consent := draft.consent:
        names = ("between", "categories", "valid_from", "valid_until", "how_given", "exceptions", "language")
        start |= {name: getattr(consent, name) for name in names}
    authorities = queries.authorities_around(draft)
    form = ReferralConsentForm(request.POST or None, authorities=authorities, initial=start)
    return form, actions.note_consent


FORMS = {
    "where": _where,
    "person": _person,
    "question": _question,
    "situation": _situation,
    "consent": _consent,
}


def referral_check(request, pk):
    """All of it on one page before it is sent: what is missing,
    and whether the person is already referred.
    """
    draft = _own(request, pk)
    if not draft.is_with_sender:
        return as_it_stands(request, pk)
    form = ConfirmForm(request.POST or None, record=draft)
    detail = reverse("referrals:detail", args=[pk])
    if done := save(request, form, actions.send_referral, then=detail, referral=draft):
        return done
    return render(
        request,
        "referrals/check.html",
        _around(request, draft, "check") | {"form": form, "lines": lines_of(draft)},
    )


def referral_withdraw(request, pk):
    referral = get_object_or_404(queries.sent_by(request.user).select_related("initiative"), pk=pk)
    if not referral.may_become(Status.WITHDRAWN):
        return as_it_stands(request, pk)
    form = ConfirmForm(request.POST or None, record=referral)
    if done := save(request, form, actions.withdraw_referral, then="referrals:sent", referral=referral):
        return done
    return render(request, "referrals/withdraw.html", {"referral": referral, "form": form})


@require_POST
def referral_turn(request, pk):
    """A consultation becomes a referral in one step."""
    consultation = get_object_or_404(queries.sent_by(request.user), pk=pk)
    form = ConfirmForm(request.POST)
    then = lambda draft: next_step(draft, "where")  # noqa: E731
    if done := save(request, form, actions.turn_into_referral, then=then, consultation=consultation):
        return done
    return render(request, "referrals/refused.html", {"referral": consultation, "form": form})
