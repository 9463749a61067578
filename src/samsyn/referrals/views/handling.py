"""The coordinator's pages: inbox, one referral, circulation, decision, queue and the team's meeting."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission
from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.disclosures.forms import ConfirmForm
from samsyn.initiatives.models import Initiative

from .. import actions, queries
from ..forms import CirculateForm, DecideForm, InboxFilter, MeetingDecideForm
from ..models import AWAITING_DECISION, Status
from ..snapshot import lines_of
from .moved_on import as_it_stands

PART_NAMES = {
    "new": _("New"),
    "circulating": _("With the team"),
    "queue": _("In the queue"),
    "offered": _("Offered, not started"),
    "incomplete": _("To be completed"),
}
AGENDA_NAMES = {
    "circulated": _("To decide: the parties have been asked"),
    "new": _("New since the last meeting"),
    "queue": _("In the queue"),
}
SHOWN = (
    "controller",
    "sender",
    "initiative",
    "municipality",
    "referrer",
    "consent",
    "wanted_track",
    "came_from",
)


def inbox(request):
    queries.require_any(request.user, Permission.HANDLE_REFERRALS)
    ours = queries.handled_by(request.user)
    initiatives = Initiative.objects.filter(coverage__controller__in=request.hat.controller_ids).distinct()
    form = InboxFilter(request.GET or None, initiatives=initiatives)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows, after = queries.page_of(queries.inbox_for(request.user, **chosen), request.GET.get("after", ""))
    _looked_through(request, "referrals.inbox", rows)
    part = chosen.get("part", "")
    context = {"form": form, "rows": rows, "after": after, "part": part}
    context["parts"] = [(name, PART_NAMES[name], n) for name, n in queries.counts_of(ours).items()]
    return render(request, "referrals/inbox.html", context)


def referral_detail(request, pk, revealed=""):
    """Both sides come here, each to its own view of the referral. The opening is logged."""
    referral = queries.handled_by(request.user).select_related(*SHOWN).filter(pk=pk).first()
    is_receiver = referral is not None
    if not is_receiver:
        referral = get_object_or_404(queries.sent_by(request.user).select_related(*SHOWN), pk=pk)
    at_whom = referral.controller_id if is_receiver else referral.sender_id
    looked_at(Act.OPEN, "referral", referral, by=request.user, controller_id=at_whom)
    context = {
        "referral": referral,
        "is_receiver": is_receiver,
        "revealed": revealed,
        "lines": lines_of(referral),
        "steps": queries.steps_of(referral),
        "form": ConfirmForm(),
    }
    context |= _for_receiver(request.user, referral) if is_receiver else _for_sender(request.user, referral)
    return render(request, "referrals/detail.html", context)


def _for_receiver(user, referral):
    return {
        "rounds": _opened(user, referral),
        "decisions": queries.decisions_of(referral),
        "can_circulate": referral.may_become(Status.CIRCULATED),
        "can_decide": bool(referral.outcomes()),
        "is_told": _is_told(referral),
    }


def _opened(user, referral):
    """The team's answers, each of which is a disclosure whose opening is logged."""
    rounds = queries.circulations_of(referral, timezone.now())
    for answer in (answer for circulation, answers in rounds for answer in answers):
        if answer.reply and not answer.closed:
            looked_at(Act.OPEN, "disclosure", answer.reply, by=user, controller_id=referral.controller_id)
    return rounds


def _is_told(referral):
    """Will the referrer read a decision? In a disclosure,
    or where it stands when it is the same authority.
    """
    return referral.may_tell_sender(today()) or referral.sender_id == referral.controller_id


def _for_sender(user, referral):
    own = referral.sender_id == referral.controller_id
    return {
        "outcomes": queries.outcomes_told_to(user, referral),
        "decisions": queries.decisions_of(referral) if own else [],
        "meeting": queries.meeting_about(referral, timezone.now())
        if referral.status in AWAITING_DECISION
        else None,
        "can_withdraw": referral.may_become(Status.WITHDRAWN),
        "can_turn": referral.is_consultation and referral.sent_at and not referral.led_to.exists(),
    }


@require_POST
def referral_reveal(request, pk):
    """Show the identity number in clear. The asking is logged."""
    referral = queries.handled_by(request.user).filter(pk=pk).first()
    at_whom = referral.controller_id if referral else None
    if referral is None:
        referral = get_object_or_404(queries.sent_by(request.user), pk=pk)
        at_whom = referral.sender_id
    looked_at(Act.REVEAL, "referral", referral, by=request.user, controller_id=at_whom)
    return referral_detail(request, pk, revealed=referral.number)


def _handled(request, pk):
    return get_object_or_404(queries.handled_by(request.user).select_related(*SHOWN), pk=pk)


@require_POST
def referral_receive(request, pk):
    referral = _handled(request, pk)
    form, address = ConfirmForm(request.POST), reverse("referrals:detail", args=[pk])
    if done := save(request, form, actions.receive_referral, then=address, referral=referral):
        return done
    return render(request, "referrals/refused.html", {"referral": referral, "form": form})


def referral_circulate(request, pk):
    referral = _handled(request, pk)
    if not referral.may_become(Status.CIRCULATED):
        return as_it_stands(request, pk)
    looked_at(Act.OPEN, "referral", referral, by=request.user)
    parties = queries.parties_of(referral, today())
    meeting = queries.meeting_about(referral, timezone.now())
    form = CirculateForm(
        request.POST or None, record=referral, parties=parties, told=_allowed(referral), meeting=meeting
    )
    if done := save(request, form, actions.circulate_referral, then=_detail(pk), referral=referral):
        return done
    context = {"referral": referral, "form": form, "parties": parties, "meeting": meeting}
    return render(request, "referrals/circulate.html", context)


def _allowed(referral):
    """The lines that the consent covers."""
    if referral.is_anonymous:
        return lines_of(referral)
    return [line for line in lines_of(referral) if line["category"] in referral.consent.categories]


def _detail(pk):
    return reverse("referrals:detail", args=[pk])


@require_POST
def circulation_remind(request, pk):
    referral = _handled(request, pk)
    circulation = get_object_or_404(referral.circulations, closed_at=None)
    form = ConfirmForm(request.POST)
    if done := save(
        request, form, actions.remind_parties, then=_detail(pk), circulation=circulation, on=today()
    ):
        return done
    return render(request, "referrals/refused.html", {"referral": referral, "form": form})


def referral_decide(request, pk):
    referral = _handled(request, pk)
    if not referral.outcomes():
        return as_it_stands(request, pk)
    looked_at(Act.OPEN, "referral", referral, by=request.user)
    rounds = _opened(request.user, referral)
    at_meeting = request.GET.get("meeting", "")
    start = {"decided_on": today(), "meeting": at_meeting or (rounds[0][0].meeting_id if rounds else None)}
    start |= {"outcome": request.GET.get("outcome", "")}
    meetings = (
        queries.meetings_for(request.user).filter(initiative=referral.initiative_id).order_by("-starts_at")
    )
    form = DecideForm(
        request.POST or None, record=referral, referral=referral, meetings=meetings, initial=start
    )
    if done := save(request, form, actions.decide, then=_after_decision(request, pk), referral=referral):
        return done
    context = {
        "referral": referral,
        "form": form,
        "rounds": rounds,
        "is_told": _is_told(referral),
        "at_meeting": at_meeting,
    }
    return render(request, "referrals/decide.html", context)


def _after_decision(request, pk):
    """Back to the team's agenda when the decision was made there."""
    meeting = request.GET.get("meeting", "")
    return reverse("referrals:meeting", args=[int(meeting)]) if meeting.isdigit() else _detail(pk)


def queue(request):
    """Who waits for a place, how long, and the way to offer the next one."""
    queries.require_any(request.user, Permission.HANDLE_REFERRALS)
    entries = list(queries.queue_for(request.user)[:200])
    _looked_through(request, "referrals.queue", entries)
    waiting = [(entry, (today() - entry.entered_on).days) for entry in entries]
    return render(request, "referrals/queue.html", {"waiting": waiting})


def meeting(request, pk):
    """The team's agenda, which fills itself. Names are hidden until opened, for a shared screen."""
    queries.require_any(request.user, Permission.HANDLE_REFERRALS)
    found = get_object_or_404(queries.meetings_for(request.user), pk=pk)
    agenda = queries.agenda_of(found, request.user)
    shown = [row for rows in agenda.values() for row in rows]
    _looked_through(request, "referrals.meeting", shown)
    parts = [(AGENDA_NAMES[name], rows) for name, rows in agenda.items()]
    return render(request, "referrals/meeting.html", {"meeting": found, "parts": parts, "shown": len(shown)})


def meeting_decide(request, pk, referral):
    """One row of the agenda: choose, confirm, next. Each answer is the row as it is now."""
    found = get_object_or_404(queries.meetings_for(request.user), pk=pk)
    row = get_object_or_404(queries.rows_of(found, request.user), pk=referral)
    sent = request.POST or request.GET
    outcome = sent.get("outcome", "")
    if not request.htmx:
        return redirect(f"{reverse('referrals:decide', args=[row.pk])}?meeting={pk}&outcome={outcome}")
    if sent.get("seen_version") != str(row.version):
        return _agenda_row(request, found, row, note=bool(outcome))
    if outcome not in row.outcomes():
        return _agenda_row(request, found, row)
    form = MeetingDecideForm(request.POST or None, record=row, referral=row, outcome=outcome)
    day = min(timezone.localtime(found.starts_at).date(), today())
    facts = {"referral": row, "meeting": found, "decided_on": day}
    if save(request, form, actions.decide, then=reverse("referrals:meeting", args=[pk]), **facts):
        return _agenda_row(request, found, _as_it_is_now(found, request.user, row), is_decided=True)
    now = _as_it_is_now(found, request.user, row)
    if now.version != row.version:  # somebody was first between the look and the save
        return _agenda_row(request, found, now, note=True)
    return _agenda_row(request, found, row, form=form)


def _as_it_is_now(meeting, user, row):
    return queries.rows_of(meeting, user).get(pk=row.pk)


def _agenda_row(request, meeting, row, **facts):
    context = {"meeting": meeting, "row": row} | facts
    return render(request, "referrals/agenda_row.html", context)


def _looked_through(request, kind, rows):
    """In each authority's own log: how many of its records the list showed."""
    shown = [row.controller_id for row in rows]
    looked_through_each(Act.LIST, kind, shown, by=request.user, asked=request.hat.controller_ids)
