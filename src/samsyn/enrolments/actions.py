"""Everything a person can do to an enrolment, from the offered place to the discharge."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.accounts.permissions import Permission, has, require
from samsyn.audit.actions import record
from samsyn.base.days import today
from samsyn.initiatives.models import Initiative, Track
from samsyn.organisations.models import Municipality
from samsyn.participants import actions as participant_actions
from samsyn.participants.codes import Education, ExitReason, Occupation
from samsyn.participants.models import Participant
from samsyn.participants.queries import find_same
from samsyn.referrals.models import Decision, Referral

from .events import enrolment_ended, enrolment_started
from .models import Enrolment, Extension
from .rules import case_number_prefix, check_bounds, check_exit, planned_end

LONGEST_EXTENSION = timedelta(days=2 * 365)
AHEAD = timedelta(days=31)  # a start or discharge may be recorded at most a month before it happens


# ── A place is given ───────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def approve_place(*, referral: Referral, decision: Decision, by: User) -> Enrolment:
    """A place was offered: the person is found at the authority, or registered, and waits to start."""
    require(by, Permission.ENROL, controller=referral.controller_id, initiative=referral.initiative_id)
    waiting = Enrolment.objects.not_started().filter(referral=referral).first()
    if waiting:
        return waiting
    enrolment = Enrolment(
        controller=referral.controller, participant=_person_of(referral, by), initiative=referral.initiative,
        track=decision.track, municipality=referral.municipality, referral=referral,
        referrer=referral.sender.kind, referred_on=timezone.localdate(referral.sent_at),
        approved_on=decision.decided_on, public_support_months=referral.public_support_months,
        income_at_start=list(referral.income_sources),
    )  # fmt: skip
    _give_case_number(enrolment, decision.decided_on)
    _save(enrolment)
    record("enrolment.approved", enrolment, by=by)
    return enrolment


@transaction.atomic
def enrol_directly(
    *,
    participant: Participant,
    initiative: Initiative,
    municipality: Municipality,
    approved_on: date,
    track: Track | None = None,
    referrer: str = "",
    referred_on: date | None = None,
    coach: User | None = None,
    by: User,
) -> Enrolment:
    """A place without a referral in the product: it came on paper,
    or the register starts with those inside.
    """
    require(by, Permission.ENROL, controller=participant.controller_id, initiative=initiative)
    _check_coverage(participant, initiative, municipality)
    check_bounds(by, Permission.ENROL, controller=participant.controller_id, initiative=initiative,
                municipality=municipality)  # fmt: skip
    _check_track(initiative, track)
    enrolment = Enrolment(
        controller_id=participant.controller_id, participant=participant, initiative=initiative, track=track,
        municipality=municipality, approved_on=approved_on, referrer=referrer, referred_on=referred_on,
    )  # fmt: skip
    _check_coach(enrolment, coach)
    enrolment.coach = coach
    _give_case_number(enrolment, approved_on)
    _save(enrolment)
    record("enrolment.approved", enrolment, by=by)
    return enrolment


@transaction.atomic
def enrol_new(
    *,
    initiative: Initiative,
    municipality: Municipality,
    approved_on: date,
    number: str = "",
    referrer: str = "",
    referred_on: date | None = None,
    by: User,
    **person,
) -> Enrolment:
    """Register somebody and give them a place in one go; the person the number belongs to is used when known.

    ``person``: given_name, family_name, sex, birth_year.
    """
    covered = initiative.coverage.filter(municipality=municipality).select_related("controller").first()
    if not covered:
        raise ValidationError({"municipality": _("The initiative does not cover that municipality.")})
    require(by, Permission.ENROL, controller=covered.controller, initiative=initiative)
    check_bounds(by, Permission.ENROL, controller=covered.controller_id, initiative=initiative,
                municipality=municipality)  # fmt: skip
    participant = find_same(covered.controller, number) if number else None
    if participant is None:
        participant = participant_actions.register_participant(
            controller=covered.controller, municipality=municipality, number=number, by=by, **person
        )
    enrolment = enrol_directly(
        participant=participant, initiative=initiative, municipality=municipality, approved_on=approved_on,
        referrer=referrer, referred_on=referred_on, by=by,
    )  # fmt: skip
    record("enrolment.enrolled_new", enrolment, by=by)
    return enrolment


@transaction.atomic
def withdraw_place(*, referral: Referral, by: User) -> None:
    """The offer no longer stands (queued, declined, withdrawn): a place that nobody has taken is undone."""
    waiting = Enrolment.objects.not_started().filter(referral=referral).first()
    if not waiting:
        return
    require(by, Permission.ENROL, controller=waiting.controller_id, initiative=waiting.initiative_id)
    _misregister(waiting, _("The offered place was withdrawn."))
    record("enrolment.withdrawn", waiting, by=by)


@transaction.atomic
def allocate(*, enrolment: Enrolment, coach: User | None, by: User) -> Enrolment:
    """Give the participant a coach (or none). A coach of somebody protected is named to see them."""
    require(by, Permission.ENROL, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    _check_is_open(enrolment)
    _check_coach(enrolment, coach)
    enrolment.coach = coach
    _save(enrolment)
    record("enrolment.allocated", enrolment, by=by)
    person = enrolment.participant
    if coach and person.is_protected and person.readers.filter(user=by).exists():
        participant_actions.name_reader(participant=person, user=coach, by=by)
    return enrolment


@transaction.atomic
def move_track(*, enrolment: Enrolment, track: Track | None, by: User) -> Enrolment:
    require(by, Permission.ENROL, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    _check_is_open(enrolment)
    _check_track(enrolment.initiative, track)
    enrolment.track = track
    _save(enrolment)
    record("enrolment.moved_track", enrolment, by=by)
    return enrolment


# ── Start ──────────────────────────────────────────────────────────────────────────────────────────────────
# Starting, correcting and discharging are daily work with a participant: the coach's as much as the
# coordinator's. One permission, DISCHARGE, stands for that work; giving and taking places is ENROL.


@transaction.atomic
def start(
    *,
    enrolment: Enrolment,
    started_on: date,
    education: str = Education.UNKNOWN,
    public_support_months: int | None = None,
    income_at_start=(),
    occupation_at_start: str = Occupation.UNKNOWN,
    by: User,
) -> Enrolment:
    """The participant begins. Facts not known yet can be filled in later (correct_start_facts)."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if not enrolment.is_waiting:
        raise ValidationError(_("The enrolment has already started."))
    _check_start(enrolment, started_on)
    enrolment.started_on = started_on
    _set_start_facts(enrolment, education, public_support_months, income_at_start, occupation_at_start)
    _save(enrolment)
    record("enrolment.started", enrolment, by=by)
    if enrolment.referral_id:
        _referral_actions().mark_started(referral=enrolment.referral, by=by)
    enrolment_started.send(Enrolment, enrolment=enrolment, by=by)
    return enrolment


@transaction.atomic
def correct_start_facts(
    *,
    enrolment: Enrolment,
    started_on: date,
    education: str,
    public_support_months: int | None,
    income_at_start,
    occupation_at_start: str,
    by: User,
) -> Enrolment:
    """Fill in or correct what was so at the start."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if not enrolment.is_started:
        raise ValidationError(_("The enrolment has not started."))
    if started_on != enrolment.started_on:
        _check_start(enrolment, started_on)
    enrolment.started_on = started_on
    _set_start_facts(enrolment, education, public_support_months, income_at_start, occupation_at_start)
    _save(enrolment)
    record("enrolment.start_corrected", enrolment, by=by)
    return enrolment


@transaction.atomic
def correct_referrer(*, enrolment: Enrolment, referrer: str, referred_on: date | None = None, by: User):
    """Say who referred, where no referral made here says it."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if enrolment.referral_id:
        raise ValidationError(_("The referral says who referred, and when."))
    if not referrer:
        raise ValidationError({"referrer": _("Say who referred.")})
    enrolment.referrer, enrolment.referred_on = referrer, referred_on
    _save(enrolment)
    record("enrolment.referrer_corrected", enrolment, by=by)
    return enrolment


# ── Longer ─────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def extend(*, enrolment: Enrolment, until: date, because: str, by: User) -> Extension:
    """It may last longer than planned: the benchmark length, or what it was extended to before."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    # Locked, so that of two who extend at once the second is measured against what the first decided.
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not enrolment.is_started or enrolment.ended_on:
        raise ValidationError(_("Only an ongoing enrolment can be extended."))
    planned = planned_end(enrolment)
    if planned and until <= planned:
        raise ValidationError(
            {"until": _("The planned end is %(day)s already. Choose a later day.") % {"day": planned}}
        )
    if not today() < until <= today() + LONGEST_EXTENSION:
        raise ValidationError({"until": _("Choose a day after today, at most two years ahead.")})
    extension = Extension(
        controller_id=enrolment.controller_id, enrolment=enrolment, until=until, because=because.strip(),
        decided_on=today(), made_by=by,
    )  # fmt: skip
    extension.full_clean()
    extension.save()
    record("enrolment.extended", enrolment, by=by)
    return extension


@transaction.atomic
def undo_extension(*, extension: Extension, because: str, by: User) -> Extension:
    """It was a mistake: what was planned before is planned again, and the mistake stays to be seen."""
    enrolment = extension.enrolment
    require(by, Permission.ENROL, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if extension != enrolment.extensions.filter(undone_because="").last():
        raise ValidationError(_("Only the latest extension can be undone."))
    if not because.strip():
        raise ValidationError({"because": _("Say what was wrong with the registration.")})
    extension.undone_because = because.strip()
    extension.full_clean()
    extension.save()
    record("enrolment.extension_undone", enrolment, by=by)
    return extension


# ── End ────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def discharge(
    *,
    enrolment: Enrolment,
    ended_on: date,
    exit_reason: str,
    occupation_at_end: str,
    income_at_end=(),
    destination: str = "",
    by: User,
) -> Enrolment:
    """The participant leaves. ``destination``: one of the initiative's own, or other."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if not enrolment.is_started or enrolment.ended_on:
        raise ValidationError(_("Only an ongoing enrolment can be discharged."))
    _set_end_facts(enrolment, ended_on, exit_reason, occupation_at_end, income_at_end, destination)
    enrolment.ended_recorded_at = timezone.now()
    _save(enrolment)
    record("enrolment.ended", enrolment, by=by)
    enrolment_ended.send(Enrolment, enrolment=enrolment, by=by)
    return enrolment


@transaction.atomic
def correct_end_facts(
    *,
    enrolment: Enrolment,
    ended_on: date,
    exit_reason: str,
    occupation_at_end: str,
    income_at_end=(),
    destination: str = "",
    by: User,
) -> Enrolment:
    """Fill in or correct what was so at the end. When the discharge was entered stays as it was."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if not enrolment.is_started or not enrolment.ended_on:
        raise ValidationError(_("The enrolment has not ended."))
    _set_end_facts(enrolment, ended_on, exit_reason, occupation_at_end, income_at_end, destination)
    _save(enrolment)
    record("enrolment.end_corrected", enrolment, by=by)
    return enrolment


def _set_end_facts(enrolment, ended_on, exit_reason, occupation_at_end, income_at_end, destination):
    check_exit(enrolment.initiative, exit_reason, occupation_at_end, destination)
    if ended_on > today() + AHEAD:
        raise ValidationError({"ended_on": _("A discharge is recorded at most a month ahead.")})
    if enrolment.started_on and ended_on < enrolment.started_on:
        raise ValidationError({"ended_on": _("An enrolment cannot end before it started.")})
    enrolment.ended_on, enrolment.exit_reason, enrolment.destination = ended_on, exit_reason, destination
    enrolment.occupation_at_end, enrolment.income_at_end = (
        occupation_at_end,
        _whole(income_at_end, "income_at_end"),
    )


@transaction.atomic
def reopen(*, enrolment: Enrolment, by: User) -> Enrolment:
    """The discharge was a mistake: the participant is still there."""
    require(by, Permission.DISCHARGE, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if not enrolment.is_started or not enrolment.ended_on:
        raise ValidationError(_("Only a discharged enrolment can be opened again."))
    enrolment.ended_on = enrolment.ended_recorded_at = None
    enrolment.exit_reason = enrolment.occupation_at_end = enrolment.destination = ""
    enrolment.income_at_end = []
    _save(enrolment)
    record("enrolment.reopened", enrolment, by=by)
    return enrolment


@transaction.atomic
def undo(*, enrolment: Enrolment, because: str, by: User) -> Enrolment:
    """A misregistration: it never happened, and is counted nowhere, but stays in the history.

    When it came from a referral and had started, the referral is back at "offered, not started" and the
    person has that place again, waiting.
    """
    require(by, Permission.ENROL, controller=enrolment.controller_id, initiative=enrolment.initiative_id)
    if enrolment.is_misregistered:
        raise ValidationError(_("The enrolment has already been undone."))
    if not because.strip():
        raise ValidationError({"because": _("Say what was wrong with the registration.")})
    had_started = enrolment.is_started
    _misregister(enrolment, because.strip())
    record("enrolment.undone", enrolment, by=by)
    if enrolment.referral_id and had_started:
        _referral_actions().mark_not_started(referral=enrolment.referral, by=by)
        _wait_again(enrolment, by)
    return enrolment


def _wait_again(undone, by):
    kept = ("controller_id", "participant_id", "initiative_id", "track_id", "municipality_id", "referral_id",
            "referrer", "referred_on", "approved_on", "coach_id", "public_support_months",
            "income_at_start")  # fmt: skip
    enrolment = Enrolment(**{name: getattr(undone, name) for name in kept})
    _give_case_number(enrolment, enrolment.approved_on or today())
    _save(enrolment)
    record("enrolment.approved", enrolment, by=by)


# ── Rules ──────────────────────────────────────────────────────────────────────────────────────────────────


def _check_start(enrolment, started_on):
    initiative = enrolment.initiative
    if started_on > today() + AHEAD:
        raise ValidationError({"started_on": _("A start is recorded at most a month ahead.")})
    if initiative.starts_on and started_on < initiative.starts_on:
        raise ValidationError({"started_on": _("The initiative itself starts later than that.")})
    if initiative.ends_on and started_on > initiative.ends_on:
        raise ValidationError({"started_on": _("The initiative has ended by then.")})


def _check_is_open(enrolment):
    if not enrolment.is_open:
        raise ValidationError(_("The enrolment has ended."))


def _check_coverage(participant, initiative, municipality):
    coverage = {row.municipality_id: row.controller_id for row in initiative.coverage.all()}
    if not coverage:
        return
    if municipality.pk not in coverage:
        raise ValidationError({"municipality": _("The initiative does not cover that municipality.")})
    if coverage[municipality.pk] != participant.controller_id:
        raise ValidationError(
            {"municipality": _("Another authority keeps the records of that municipality.")}
        )


def _check_track(initiative, track):
    if track and track.initiative_id != initiative.pk:
        raise ValidationError({"track": _("The track belongs to another initiative.")})


def _check_coach(enrolment, coach):
    if coach and not has(
        coach,
        Permission.SEE_OWN_PARTICIPANTS,
        controller=enrolment.controller_id,
        initiative=enrolment.initiative_id,
    ):
        raise ValidationError(
            {"coach": _("%(name)s has no assignment in this initiative.") % {"name": coach}}
        )


def _whole(sources, field):
    """Income sources as a list; "no public support" stands alone or beside the person's own income."""
    chosen = list(dict.fromkeys(sources))
    if "none" in chosen and set(chosen) - {"none", "salary"}:
        raise ValidationError({field: _("No public support cannot be combined with a benefit.")})
    return chosen


def _set_start_facts(enrolment, education, public_support_months, income_at_start, occupation_at_start):
    enrolment.education = education or Education.UNKNOWN
    enrolment.public_support_months = public_support_months
    enrolment.income_at_start = _whole(income_at_start, "income_at_start")
    enrolment.occupation_at_start = occupation_at_start or Occupation.UNKNOWN


def _misregister(enrolment, because):
    enrolment.exit_reason = ExitReason.MISREGISTRATION
    enrolment.misregistered_because = because
    _save(enrolment)


# ── Records ────────────────────────────────────────────────────────────────────────────────────────────────


def _person_of(referral, by):
    """The participant at the receiving authority whom the referral is about."""
    earlier = Enrolment.objects.filter(referral=referral).select_related("participant").first()
    if earlier:
        return earlier.participant
    if referral.person_key:
        found = Participant.objects.filter(
            controller=referral.controller_id, person_key=referral.person_key
        ).first()
        if found:
            return found
    return participant_actions.register_participant(
        controller=referral.controller, municipality=referral.municipality, number=referral.number,
        given_name=referral.given_name, family_name=referral.family_name, sex=referral.sex,
        birth_year=referral.birth_year, phone=referral.phone, email=referral.email,
        language=referral.language,
        needs_interpreter=referral.needs_interpreter, protection=referral.protection, by=by,
    )  # fmt: skip


def _give_case_number(enrolment, day):
    """The next in the initiative's series of the year: SIK-2026-0114."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enrolments_casenumberseries (initiative_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (initiative_id, year) DO UPDATE SET last = enrolments_casenumberseries.last + 1"
            " RETURNING last",
            [enrolment.initiative_id, day.year],
        )
        last = cursor.fetchone()[0]
    enrolment.case_number = f"{case_number_prefix(enrolment.initiative)}-{day.year}-{last:04d}"


def _save(enrolment):
    """Check and save. Two at once meet at the database's constraints; the second is told in words."""
    enrolment.full_clean()
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError:
        enrolment.version -= 1
        enrolment.full_clean()
        raise


def _referral_actions():
    from samsyn.referrals import actions

    return actions
