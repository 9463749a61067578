"""A report from hand to hand: started, collected, reviewed, approved, published."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samsyn.accounts.models import Assignment, Role
from samsyn.accounts.permissions import require
from samsyn.audit.actions import record
from samsyn.organisations.models import Association

from .. import drafts, life
from ..checking import findings, problems
from ..models import Edition, Kind, Report, Signature, State
from ..outlines import Outline, outline_of
from .editions import make_again, make_edition_for_review, make_edition_handed_in


def _saved(report: Report, kind: str, by) -> Report:
    report.full_clean()
    report.save()
    record(f"report.{kind}", report, by=by)
    return report


@transaction.atomic
def start_report(
    *,
    association: Association,
    kind: str,
    first_day: date,
    last_day: date,
    by,
    initiative=None,
    parent: Report | None = None,
    due_on: date | None = None,
) -> Report:
    outline = outline_of(kind)
    if outline.of_initiative and initiative is None:
        raise ValidationError({"initiative": _("Choose the initiative that the report is about.")})
    _refuse_another_span(outline, first_day, last_day)
    initiative = initiative if outline.of_initiative else None
    name = initiative.name if initiative else ""
    report = Report(
        association=association,
        initiative=initiative,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        parent=parent,
        due_on=due_on,
        started_by=by,
        title=outline.title_of(name, first_day, last_day),
    )
    require(by, **life.leave(report))
    _refuse_a_second(report)
    _saved(report, "started", by)
    for block in outline.blocks(report):
        block.save()
    return report


def _refuse_a_second(report: Report) -> None:
    """What is there already is named, with its state; the database refuses a second one anyhow."""
    once = ("association", "initiative", "kind", "first_day", "last_day")
    if there := Report.objects.filter(**{name: getattr(report, name) for name in once}).first():
        raise ValidationError(
            _("“%(report)s” exists already, in the state “%(state)s”."),
            code="exists",
            params={"report": there, "state": there.get_state_display()},
        )


@transaction.atomic
def discard(*, report: Report, by) -> None:
    """What was started by mistake can go, with all that is written in it. The history keeps it."""
    require(by, **life.leave(report))
    if not life.may_be_discarded(life.locked(report)):
        raise ValidationError(
            _("Only a draft can be thrown away, and not one that has or is an appendix: take it back first.")
        )
    record("report.discarded", report, by=by)
    report.delete()


def _refuse_another_span(outline: Outline, first_day: date, last_day: date) -> None:
    if outline.span and first_day <= last_day and not outline.may_be_of(first_day, last_day):
        first, last = (date_format(day, "j F Y") for day in outline.span.around(last_day))
        raise ValidationError({"last_day": outline.span.must_be % {"first": first, "last": last}})


# ── Appendices ─────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def collect_appendices(*, report: Report, due_on: date, by) -> list[Report]:
    """Each initiative gets its appendix to write, to be handed in by a day."""
    require(by, **life.leave(report, leads=True))
    life.take(report, "collect")
    if due_on <= report.last_day:
        raise ValidationError({"due_on": _("The day comes after the end of the period.")})
    report.due_on = due_on
    _saved(report, "collecting", by)
    known = {one.initiative_id: one for one in _begun_already(report)}
    found = []
    for initiative in drafts.initiatives_writing(report.association, report.first_day, report.last_day):
        if appendix := known.get(initiative.pk):
            found.append(_taken_in(appendix, report, by))
        else:
            found.append(
                start_report(
                    association=report.association,
                    kind=Kind.APPENDIX,
                    first_day=report.first_day,
                    last_day=report.last_day,
                    initiative=initiative,
                    parent=report,
                    due_on=due_on,
                    by=by,
                )
            )
    return found


def _begun_already(report: Report) -> list[Report]:
    """Those that were asked for before, and those that somebody has begun unasked."""
    period = {"first_day": report.first_day, "last_day": report.last_day}
    same = Report.objects.filter(association=report.association, kind=Kind.APPENDIX, **period)
    return list(same.select_for_update(of=["self"]).order_by("pk"))


def _taken_in(appendix: Report, report: Report, by) -> Report:
    """What was begun unasked goes on under the report; if it lay for review of its own, it is written again
    until it is handed in. What has been approved by itself counts as handed in, and stays as it is.
    """
    appendix.parent = report
    if not appendix.is_frozen:
        appendix.due_on = report.due_on
    if appendix.state == State.REVIEW:
        appendix.state = State.DRAFT
        appendix.editions.filter(is_for_review=True).update(is_for_review=False)
    return _saved(appendix, "asked_for", by)


@transaction.atomic
def note_reminder(*, report: Report, on: date, by) -> Report:
    require(by, **life.leave(report))
    life.locked(report).reminded_on = on
    return _saved(report, "reminded", by)


@transaction.atomic
def hand_in(*, report: Report, by) -> Report:
    require(by, **life.leave(report))
    life.take(report, "hand_in")
    report.wanted = ""
    _saved(report, "handed_in", by)
    make_edition_handed_in(report=report, by=by)
    return report


@transaction.atomic
def give_back(*, report: Report, wanted: str, by) -> Report:
    """To be written in again; whoever's task it is gets a letter, and reads there what is wanted."""
    require(by, **life.leave(report))
    life.take(report, "give_back")
    report.wanted = wanted
    _saved(report, "given_back", by)
    job = app.configure_task("tell_of_given_back", queue="reports")
    job.defer(report_id=report.pk, user_id=by.pk)  # by its name: tasks stand above actions
    return report


# ── Review and approval ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def send_to_review(*, report: Report, on: date, by) -> Report:
    """From now on nothing is written: what the board reads is made, and that is what it approves.

    Whoever is to sign is named now: the board's members and adjusters, as they are today.
    """
    require(by, **life.leave(report))
    life.take(report, "review")
    _refuse_while_waiting(report)
    _saved(report, "sent_to_review", by)
    if report.outline.is_signed:
        _name_signatories(report, on)
    make_edition_for_review(report=report, by=by)
    return report


def _refuse_while_waiting(report: Report) -> None:
    """Locks the appendices too: none is given back while the report is sent on."""
    appendices = report.appendices.select_for_update(of=["self"]).select_related("initiative")
    names = [one.about for one in appendices if one.state != State.HANDED_IN and not one.is_frozen]
    if names:
        raise ValidationError(_("Not handed in yet: %(names)s.") % {"names": ", ".join(names)})


def _name_signatories(report: Report, on: date) -> None:
    report.signatures.all().delete()
    held = (
        Assignment.objects.filter(association=report.association, role__in=[Role.BOARD_MEMBER, Role.ADJUSTER])
        .current_on(on)
        .select_related("user")
    )
    seen: dict[int, Signature] = {}
    for one in held:
        function = Signature.Function.ADJUSTER if one.role == Role.ADJUSTER else _function(one.title)
        if one.user_id not in seen or function == Signature.Function.ADJUSTER:
            seen[one.user_id] = Signature(report=report, user=one.user, name=one.user.name, function=function)
    order = list(Signature.Function.values)
    for place, one in enumerate(
        sorted(seen.values(), key=lambda one: (order.index(one.function), one.name)), 1
    ):
        one.place = place
        one.save()


def _function(title: str) -> str:
    """By the title at work that the assignment bears: Ordförande, Vice ordförande, 2:e vice ordförande."""
    words = title.casefold()
    if "ordförande" not in words:
        return Signature.Function.MEMBER
    if "vice" not in words:
        return Signature.Function.CHAIR
    return (
        Signature.Function.SECOND_VICE_CHAIR
        if "2" in words or "andre" in words
        else Signature.Function.VICE_CHAIR
    )


@transaction.atomic
def take_back(*, report: Report, by) -> Report:
    """To be written in again: what was made for review stays as a draft, and another will be made."""
    require(by, **life.leave(report))
    life.take(report, "back")
    report.editions.filter(is_for_review=True).update(is_for_review=False)
    return _saved(report, "taken_back", by)


@transaction.atomic
def approve(
    *, report: Report, decided_by: str, decided_on: date, on: date, by, has_read: bool = False
) -> Edition:
    """What the board has read is what it approves: the edition made for review is frozen as it is.

    ``on``: today; the day of the decision is no later, and no earlier than the edition was made.
    ``has_read``: whoever notes the approval has seen what the reconciliation found.
    """
    require(by, **life.leave(report, leads=True))
    life.take(report, "approve")
    read = report.editions.select_for_update().defer("pdf").filter(is_for_review=True).first()
    if read is None or not read.is_done:
        raise ValidationError(_("What is to be approved has not been made yet. Wait until it can be read."))
    if report.outline.is_signed and not report.signatures.exists():
        raise ValidationError(
            _("Nobody is named to sign. Give board members and adjusters their assignments first.")
        )
    _refuse_another_day(read, decided_on, on)
    _refuse_what_is_wrong(read.tree, has_read)
    report.decided_by, report.decided_on = decided_by, decided_on
    _saved(report, "approved", by)
    report.editions.filter(is_for_review=False).delete()  # drafts say nothing any more
    read.is_frozen, read.pdf = True, None
    read.save(update_fields=["is_frozen", "pdf"])
    return make_again(edition=read, by=by)


def _refuse_another_day(read: Edition, decided_on: date, on: date) -> None:
    assert read.as_of
    made_on = timezone.localtime(read.as_of).date()
    if decided_on < made_on:
        raise ValidationError(
            {"decided_on": _("What is approved was made on %(day)s, so it cannot have been approved before.")
             % {"day": date_format(made_on, "j F Y")}}
        )  # fmt: skip
    if decided_on > on:
        raise ValidationError({"decided_on": _("That day has not come yet. Note the approval when it has.")})


def _refuse_what_is_wrong(tree, has_read: bool) -> None:
    if wrong := problems(tree):
        raise ValidationError([_("Something in the report cannot be filled in:"), *wrong])
    if not has_read and findings(tree):
        raise ValidationError({"has_read": _("Read what the reconciliation found, and tick that you have.")})


@transaction.atomic
def publish(*, report: Report, by) -> Report:
    require(by, **life.leave(report, leads=True))
    life.take(report, "publish")
    if not report.editions.get(is_frozen=True).is_done:
        raise ValidationError(_("The approved document is still being made. Wait until it is there."))
    report.published_at = timezone.now()
    return _saved(report, "published", by)
