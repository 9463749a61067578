"""Everything a person can do with a referral or consultation,
from the first line of a draft to the decision.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import Role, User
from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record
from samsyn.disclosures import actions as disclosures
from samsyn.disclosures.models import Category, Disclosure, Purpose
from samsyn.initiatives.models import Coverage, Initiative, TeamMeeting, Track
from samsyn.organisations.models import Controller, Municipality
from samsyn.participants import identity
from samsyn.participants.models import Protection

from . import events, team
from .anonymity import refuse_identity
from .models import (
    BECOMES,
    ENDED,
    STEPS,
    WITH_SENDER,
    Addressee,
    Circulation,
    Decision,
    Kind,
    Outcome,
    QueueEntry,
    Referral,
    Status,
)  # fmt: skip
from .snapshot import lines_of

TEXTS = ("question", "own_words", "background", "done_so_far", "considerations")
FILLED_IN = {
    "unit", "referrer_phone", "protection", "given_name", "family_name", "sex", "birth_year", "phone",
    "email",
    "language", "needs_interpreter", *TEXTS, "hours_per_week", "income_sources", "public_support_months",
    "involved", "wanted_track",
}  # fmt: skip
A_DAY = timedelta(days=1)


# ── The referrer ───────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def draft_referral(
    *,
    sender: Controller,
    initiative: Initiative,
    municipality: Municipality,
    kind: str = Kind.REFERRAL,
    is_anonymous: bool = False,
    by: User,
    **facts,
) -> Referral:
    """Begin a referral or consultation. Who receives it follows from the initiative and the municipality."""
    require(by, Permission.REFER, controller=sender)
    referral = Referral(
        sender=sender, controller=_receiver(initiative, municipality), initiative=initiative,
        municipality=municipality, kind=kind, is_anonymous=is_anonymous, referrer=by,
    )  # fmt: skip
    _fill_in(referral, facts)
    referral.save()
    record("referral.drafted", referral, by=by, controller_id=sender.pk)
    return referral


@transaction.atomic
def change_draft(*, referral: Referral, by: User, **facts) -> Referral:
    """Fill in or change what is still, or again, with the referrer.
    ``number`` "" leaves the number as it is.
    """
    _require_referrer(by, referral)
    _lock(referral)
    if referral.status not in WITH_SENDER:
        raise ValidationError(_("What has been sent cannot be changed."))
    _fill_in(referral, facts)
    referral.save()
    record("referral.changed", referral, by=by, controller_id=referral.sender_id)
    return referral


@transaction.atomic
def move_draft(
    *, referral: Referral, initiative: Initiative, municipality: Municipality, by: User, **facts
) -> Referral:
    """Another initiative or municipality, and so perhaps another receiver;
    a consent noted for the former goes.
    """
    _require_referrer(by, referral)
    _lock(referral)
    if referral.status != Status.DRAFT:
        raise ValidationError(_("What has been sent cannot be changed."))
    receiver = _receiver(initiative, municipality)
    if receiver.pk != referral.controller_id:
        referral.consent = None
    if initiative.pk != referral.initiative_id:
        referral.wanted_track = None
    referral.initiative, referral.municipality, referral.controller = initiative, municipality, receiver
    _fill_in(referral, facts)
    referral.save()
    record("referral.moved", referral, by=by, controller_id=referral.sender_id)
    return referral


@transaction.atomic
def note_consent(*, referral: Referral, between: Iterable[int], by: User, **facts) -> Referral:
    """Note the participant's consent for this referral;
    sender and receiver are always among the authorities.
    """
    _require_referrer(by, referral)
    _lock(referral)
    if referral.is_anonymous or referral.status not in WITH_SENDER:
        raise ValidationError(_("No consent is noted here."))
    referral.consent = disclosures.note_consent(
        controller=referral.controller, noted_at=referral.sender, purpose=Purpose.COLLABORATION,
        between={*between, referral.sender_id, referral.controller_id},
        about=f"referrals.referral:{referral.pk}", by=by, **facts,
    )  # fmt: skip
    referral.full_clean()
    referral.save()
    record("referral.consent_noted", referral, by=by, controller_id=referral.sender_id)
    return referral


@transaction.atomic
def send_referral(*, referral: Referral, at: datetime | None = None, by: User) -> Referral:
    """Send it, or send it again when completed. The snapshot of what was sent
    stands in both sides' registers.
    """
    _require_referrer(by, referral)
    _lock(referral)
    at = at or timezone.now()
    on = _day_of(at)
    if missing := [str(label) for labels in referral.missing().values() for label in labels]:
        raise ValidationError(_("Before you send, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    if referral.is_anonymous:
        refuse_identity({name: getattr(referral, name) for name in TEXTS}, on)
    elif referral.consent is None or not referral.consent.covers(
        referral.sender_id, referral.controller_id, on
    ):
        raise ValidationError(_("The consent does not hold between these authorities today."))
    _step(referral, Status.SENT)
    referral.sent_at = referral.sent_at or at
    referral.case_number = referral.case_number or _next_number(referral, on.year)
    referral.full_clean()
    referral.save()
    if referral.sender_id != referral.controller_id:
        _tell(
            referral, giver=referral.sender, to=referral.controller,
            recipients=team.coordinators(referral, on),
            told=lines_of(referral), by=by, on=on,
        )  # fmt: skip
    record("referral.sent", referral, by=by, controller_id=referral.sender_id)
    events.referral_sent.send(Referral, referral=referral, by=by)
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, at: datetime | None = None, by: User) -> Referral:
    """The referrer takes it back: a draft is thrown away, what was sent is closed."""
    _require_referrer(by, referral)
    _lock(referral)
    _step(referral, Status.WITHDRAWN)
    referral.closed_at = at or timezone.now()
    referral.full_clean()
    referral.save()
    record("referral.withdrawn", referral, by=by, controller_id=referral.sender_id)
    events.withdrawn.send(Referral, referral=referral, by=by)
    return referral


@transaction.atomic
def turn_into_referral(*, consultation: Referral, by: User) -> Referral:
    """A referral draft that begins where the consultation ended; both are counted, each as what it is."""
    _require_referrer(by, consultation)
    if not consultation.is_consultation or consultation.sent_at is None:
        raise ValidationError(_("Only a consultation that has been sent can become a referral."))
    if consultation.led_to.exclude(status=Status.WITHDRAWN).exists():
        raise ValidationError(_("The consultation has already become a referral."))
    facts = {name: getattr(consultation, name) for name in FILLED_IN - {"birth_year"}}
    referral = Referral(
        sender=consultation.sender, controller=_receiver(consultation.initiative, consultation.municipality),
        initiative=consultation.initiative, municipality=consultation.municipality, referrer=by,
        came_from=consultation, person_key=consultation.person_key,
        number_encrypted=consultation.number_encrypted,
        birth_year=consultation.birth_year,
        # The consent was given for this very exchange; whether it still holds is checked when sending.
        consent=consultation.consent,
    )  # fmt: skip
    _fill_in(referral, facts)
    referral.save()
    record("referral.came_from_consultation", referral, by=by, controller_id=referral.sender_id)
    return referral


# ── The receiver ───────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def receive_referral(*, referral: Referral, at: datetime | None = None, by: User) -> Referral:
    """Tell the referrer that somebody has it in hand."""
    _require_handler(by, referral)
    _lock(referral)
    _received(referral, at or timezone.now())
    referral.full_clean()
    referral.save()
    record("referral.received", referral, by=by)
    return referral


@transaction.atomic
def circulate_referral(
    *,
    referral: Referral,
    parties: Iterable[Controller],
    told: list[dict],
    answer_by: datetime,
    meeting: TeamMeeting | None = None,
    at: datetime | None = None,
    by: User,
) -> Circulation:
    """Ask the parties of the team what they know, to be answered before the meeting. One disclosure each."""
    _require_handler(by, referral)
    _lock(referral)
    at, parties = at or timezone.now(), list(parties)
    if not parties:
        raise ValidationError({"parties": _("Choose at least one authority to ask.")})
    if answer_by <= at:
        raise ValidationError({"answer_by": _("The time to answer has already passed.")})
    _received(referral, at)
    _step(referral, Status.CIRCULATED)
    referral.full_clean()
    referral.save()
    circulation = Circulation(
        controller=referral.controller, referral=referral, meeting=meeting, answer_by=answer_by, sent_by=by
    )
    circulation.full_clean()
    circulation.save()
    area = team.area_of(referral.initiative, referral.municipality)
    members = team.people(Role.TEAM_MEMBER, [p.pk for p in parties], referral.initiative, area, _day_of(at))
    for party in parties:
        if party.pk not in members:
            raise ValidationError(
                {"parties": _("%(party)s has nobody in the team.") % {"party": party.short_name}}
            )
        disclosure = _tell(
            referral, giver=referral.controller, to=party, recipients=members[party.pk], told=told, by=by,
            on=_day_of(at), answer_by=answer_by, open_until=answer_by + A_DAY,
        )  # fmt: skip
        addressee = Addressee(
            controller=referral.controller, circulation=circulation, party=party, disclosure=disclosure
        )
        addressee.full_clean()
        addressee.save()
    record("referral.circulated", referral, by=by)
    events.circulated.send(Circulation, circulation=circulation, by=by)
    return circulation


@transaction.atomic
def answer_circulation(
    *,
    disclosure: Disclosure,
    is_known: bool,
    facts: str = "",
    planned: str = "",
    need: str = "",
    objection: str = "",
    by: User,
) -> Disclosure:
    """A party's answer: is the person known there, what is known and planned,
    and what it thinks of the need.
    """
    require(by, Permission.ANSWER_CIRCULATION, controller=disclosure.to_id)
    if disclosure.is_anonymous:
        texts = {"facts": facts, "planned": planned, "need": need, "objection": objection}
        refuse_identity(texts, _day_of(timezone.now()))
    if not is_known:
        facts = planned = ""
    known = _("Yes") if is_known else _("No")
    said = [
        ("is_known", _("Known at the authority"), known),
        ("facts", _("What we know"), facts),
        ("planned", _("Planned with us"), planned),
        ("need", _("Our view on the need"), need),
        ("objection", _("Objection"), objection),
    ]
    told = [
        {"category": str(Category.PLANNING), "field": field, "label": label, "text": text}
        for field, label, text in said
    ]
    told[0]["value"] = "yes" if is_known else "no"
    asked_by, consent = [disclosure.made_by_id], disclosure.consent
    until = _end_of(consent.valid_until) if consent else timezone.now() + 365 * A_DAY
    given = disclosures.answer(
        disclosure=disclosure,
        told=told,
        recipients=asked_by,
        open_until=until,
        by=by,
    )
    record("referral.answered", given, by=by)
    events.answered.send(Disclosure, disclosure=given, by=by)
    return given


@transaction.atomic
def remind_parties(*, circulation: Circulation, on: date, by: User) -> Circulation:
    """Ask those who have not answered once more; at most one reminder a day goes out."""
    _require_handler(by, circulation.referral)
    if circulation.closed_at:
        raise ValidationError(_("The circulation is over."))
    record("circulation.reminded", circulation, by=by)
    events.reminded.send(Circulation, circulation=circulation, on=on, by=by)
    return circulation


@transaction.atomic
def decide(
    *,
    referral: Referral,
    outcome: str,
    decided_on: date,
    track: Track | None = None,
    reason: str = "",
    text: str = "",
    meeting: TeamMeeting | None = None,
    queue_reason: str = "",
    priority: int = QueueEntry.Priority.ORDINARY,
    by: User,
) -> Decision:
    """Record what the team or the coordinator (the initiative's rule) decided, and tell the referrer.

    Where the team decides, its say must be on record: a circulation to it, or
    the meeting at which it decided.
    """
    _require_handler(by, referral)
    _lock(referral)
    now = timezone.now()
    circulation = Circulation.objects.filter(referral=referral).first()
    is_by_team = _is_by_team(referral, outcome)
    if is_by_team and circulation is None and meeting is None:
        raise ValidationError(
            {"meeting": _("The team decides here. Circulate first, or say at which meeting it decided.")}
        )
    if decided_on > _day_of(now):
        raise ValidationError({"decided_on": _("A decision cannot be dated in the future.")})
    if not referral.may_end_in(outcome):
        raise ValidationError(
            {"outcome": _("A consultation ends in a recommendation; a referral never does.")}
        )
    if track and track.initiative_id != referral.initiative_id:
        raise ValidationError({"track": _("That track belongs to another initiative.")})
    if referral.is_anonymous:
        refuse_identity({"text": text}, decided_on)
    decision = Decision(
        controller=referral.controller, referral=referral, outcome=outcome, track=track, reason=reason,
        text=text,
        decided_by_team=is_by_team, decided_on=decided_on, made_by=by,
        meeting=meeting or (circulation.meeting if circulation and is_by_team else None),
    )  # fmt: skip
    decision.full_clean()
    _received(referral, now)
    _step(referral, BECOMES[Outcome(outcome)])
    referral.decided_at = None if outcome == Outcome.COMPLETE else now
    referral.closed_at = now if referral.status in ENDED else None
    referral.full_clean()
    referral.save()
    decision.save()
    _close_circulations(referral, now, by)
    _keep_queue(referral, decision, queue_reason, priority)
    _tell_outcome(referral, decision, by)
    record("referral.decided", referral, by=by)
    events.decided.send(Decision, referral=referral, decision=decision, by=by)
    if outcome == Outcome.OFFER:
        events.place_offered.send(Decision, referral=referral, decision=decision, by=by)
    return decision


@transaction.atomic
def mark_started(*, referral: Referral, at: datetime | None = None, by: User) -> Referral:
    """The enrolment that the place was offered for has started: the coach says so, or the coordinator."""
    require(by, Permission.DISCHARGE, controller=referral.controller_id, initiative=referral.initiative_id)
    _lock(referral)
    _step(referral, Status.STARTED)
    referral.closed_at = at or timezone.now()
    referral.full_clean()
    referral.save()
    record("referral.started", referral, by=by)
    return referral


@transaction.atomic
def mark_not_started(*, referral: Referral, by: User) -> Referral:
    """The enrolment was a misregistration: the place is again offered, not started."""
    require(by, Permission.ENROL, controller=referral.controller_id, initiative=referral.initiative_id)
    _lock(referral)
    if referral.status != Status.STARTED:  # elsewhere a place is offered by a decision
        raise ValidationError(_("Only what has started can be taken back to not started."))
    _step(referral, Status.OFFERED)
    referral.closed_at = None
    referral.full_clean()
    referral.save()
    record("referral.not_started", referral, by=by)
    return referral


@transaction.atomic
def tidy_withdrawn(*, referral: Referral, by: User) -> Referral:
    """After the referrer took it back: nobody is asked any more, and it waits in no queue."""
    require(
        by, Permission.HANDLE_REFERRALS, controller=referral.controller_id, initiative=referral.initiative_id
    )
    if referral.status == Status.WITHDRAWN:
        now = timezone.now()
        _close_circulations(referral, now, by)
        _leave_queue(referral, _day_of(now))
        record("referral.tidied", referral, by=by)
    return referral


# ── What they share ────────────────────────────────────────────────────────────────────────────────────────


def _require_referrer(by, referral):
    require(by, Permission.REFER, controller=referral.sender_id)
    if referral.referrer_id != by.pk and not by.is_machine:
        raise PermissionDenied(_("Only the referrer may do this."))


def _require_handler(by, referral):
    require(
        by, Permission.HANDLE_REFERRALS, controller=referral.controller_id, initiative=referral.initiative_id
    )


def _lock(referral):
    """Take hold of the row, so that of two who act at once the second sees what the first did."""
    if not Referral.objects.select_for_update().filter(pk=referral.pk).exists():
        raise ValidationError(_("This referral can no longer be changed from here."))
    referral.refresh_from_db()


def _step(referral, to):
    if to not in STEPS[referral.status]:
        raise ValidationError(
            _("It cannot go from “%(before)s” to “%(after)s”.")
            % {"before": referral.get_status_display(), "after": Status(to).label}
        )
    referral.status = to


def _receiver(initiative, municipality) -> Controller:
    coverage = (
        Coverage.objects.filter(initiative=initiative, municipality=municipality)
        .select_related("controller")
        .first()
    )
    if coverage is None:
        raise ValidationError({"municipality": _("The initiative does not cover that municipality.")})
    return coverage.controller


def _fill_in(referral, facts):
    number = facts.pop("number", "")
    if unknown := facts.keys() - FILLED_IN:
        raise TypeError(f"not in the form: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(referral, name, value)
    if number:
        try:
            checked = identity.parse(number)
        except ValidationError as wrong:
            raise ValidationError({"number": wrong.messages}) from wrong
        referral.set_number(checked.text)
        referral.sex, referral.birth_year = checked.sex, checked.birth_date.year
    if referral.protection != Protection.NONE:
        referral.phone = referral.email = ""
    if referral.is_anonymous:
        refuse_identity({name: getattr(referral, name) for name in TEXTS}, _day_of(timezone.now()))
    referral.full_clean()


def _next_number(referral, year) -> str:
    """R-2026-0007 or K-2026-0007. The row stays locked until the sending is saved, so no two get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO referrals_caseseries (controller_id, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (controller_id, kind, year) DO UPDATE SET last = referrals_caseseries.last + 1 "
            "RETURNING last",
            [referral.controller_id, referral.kind, year],
        )
        (number,) = cursor.fetchone()
    return f"{'K' if referral.is_consultation else 'R'}-{year}-{number:04d}"


def _tell(referral, *, giver, to, recipients, told, by, on, answer_by=None, open_until=None):
    until = referral.consent.valid_until if referral.consent_id else on + timedelta(days=365)
    return disclosures.disclose(
        giver=giver, to=to, recipients=recipients, title=referral.case_number, told=told,
        consent=referral.consent,
        about=f"referrals.referral:{referral.pk}", purpose=Purpose.COLLABORATION,
        is_anonymous=referral.is_anonymous,
        answer_by=answer_by, open_until=open_until or _end_of(until), by=by,
    )  # fmt: skip


def _day_of(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _received(referral, at):
    referral.opened_at = referral.opened_at or at


def _is_by_team(referral, outcome) -> bool:
    return referral.initiative.decision_rule == Initiative.DecisionRule.TEAM and outcome != Outcome.COMPLETE


def _close_circulations(referral, now, by):
    for circulation in Circulation.objects.filter(referral=referral, closed_at=None):
        circulation.closed_at = now
        circulation.full_clean()
        circulation.save()
        for addressee in circulation.addressees.select_related("disclosure"):
            disclosures.close_disclosure(disclosure=addressee.disclosure, at=now, by=by)


def _leave_queue(referral, on):
    for entry in QueueEntry.objects.filter(referral=referral, left_on=None):
        entry.left_on = max(on, entry.entered_on)
        entry.full_clean()
        entry.save()


def _keep_queue(referral, decision, reason, priority):
    _leave_queue(referral, decision.decided_on)
    if decision.outcome == Outcome.QUEUE:
        entry = QueueEntry(
            controller=referral.controller, referral=referral, track=decision.track, reason=reason,
            priority=priority, entered_on=decision.decided_on,
        )  # fmt: skip
        entry.full_clean()
        entry.save()


def _tell_outcome(referral, decision, by):
    """The referrer is told in a disclosure, when a consent allows it; the status alone is always seen."""
    if referral.may_tell_sender(_day_of(timezone.now())):
        planning = str(Category.PLANNING)
        told = [
            {"category": planning, "label": _("Decision"), "text": str(decision.get_outcome_display())},
            {
                "category": planning,
                "label": _("Track"),
                "text": decision.track.name if decision.track else "",
            },
            {"category": planning, "label": _("Reason"), "text": str(decision.get_reason_display())},
            {"category": planning, "label": _("In words"), "text": decision.text},
        ]
        _tell(
            referral, giver=referral.controller, to=referral.sender, recipients=[referral.referrer_id],
            told=told,
            by=by, on=decision.decided_on,
        )  # fmt: skip
