"""Everything that can be done with a report, from starting it to publishing it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samsyn.accounts.models import Assignment, Role
from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record
from samsyn.organisations.models import Association

from . import drafts, life, seal
from .checking import findings
from .models import Block, Edition, Kind, Report, Signature, State
from .outlines import outline_of
from .output.pdf import as_pdf
from .resolving import resolve, signature_node
from .tree import digest

FRESH = timedelta(minutes=5)  # how old the proof of a second factor may be
NONE_OF_THEM = 0  # an assignment narrowed to some initiatives does not reach the association's own reports


def _require(by, report: Report, *, leads: bool = False) -> None:
    """``leads``: also for an initiative's report, only those who lead the association's reporting."""
    if report.initiative_id and not leads:
        where = {"association": report.association_id, "initiative": report.initiative_id}
        require(by, Permission.WRITE_INITIATIVE_REPORTS, **where)
    else:
        require(by, Permission.WRITE_REPORTS, association=report.association_id, initiative=NONE_OF_THEM)


def _step(report: Report, name: str) -> None:
    """Lock the report and put it in the step's state. ValidationError when that may not follow."""
    Report.objects.select_for_update().filter(pk=report.pk).first()
    report.refresh_from_db(fields=["state", "version"])
    if not life.may_follow(report, name):
        raise ValidationError(
            _("The report is in the state “%(state)s”, and that cannot be done there.")
            % {"state": report.get_state_display()}
        )
    report.state = life.STEPS[name].to


def _saved(report: Report, kind: str, by) -> Report:
    report.full_clean()
    report.save()
    record(f"report.{kind}", report, by=by)
    return report


# ── Starting and writing ───────────────────────────────────────────────────────────────────────────────────


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
        title=outline.title_of(name, last_day.year, last_day),
    )
    _require(by, report)
    _saved(report, "started", by)
    for block in outline.blocks(report):
        block.save()
    return report


def _writable(block: Block, by) -> Report:
    """The report, locked: it cannot be approved while somebody saves into it."""
    report = Report.objects.select_for_update(of=["self"]).select_related("parent").get(pk=block.report_id)
    _require(by, report)
    if not report.is_open or (report.parent and not report.parent.is_open):
        raise ValidationError(_("The report can no longer be changed: it has been handed in or approved."))
    return report


@transaction.atomic
def write_block(*, block: Block, by, **facts) -> Block:
    """``facts``: heading and text."""
    _writable(block, by)
    for name, value in facts.items():
        setattr(block, name, value)
    block.full_clean()
    block.save()
    record("report.written", block, by=by)
    return block


@transaction.atomic
def enter(*, block: Block, by, **data) -> Block:
    """Amounts with their source, or results from before the register."""
    _writable(block, by)
    block.data = block.data | data
    block.full_clean()
    block.save()
    record("report.entered", block, by=by)
    return block


@transaction.atomic
def add_text(*, after: Block, heading: str, level: int, by) -> Block:
    report = _writable(after, by)
    blocks = list(report.blocks.all())
    place = blocks.index(after) + 1
    new = Block(report=report, place=0, kind="text", heading=heading, level=level)
    blocks.insert(place, new)
    _put_in_order(blocks)
    record("report.block_added", new, by=by)
    return new


@transaction.atomic
def move_block(*, block: Block, up: bool, by) -> Block:
    report = _writable(block, by)
    blocks = list(report.blocks.all())
    place = blocks.index(block)
    other = max(0, place - 1) if up else min(len(blocks) - 1, place + 1)
    blocks[place], blocks[other] = blocks[other], blocks[place]
    _put_in_order(blocks)
    record("report.block_moved", block, by=by)
    return block


@transaction.atomic
def remove_block(*, block: Block, by) -> Report:
    """What the outline gives stays; what somebody added can go. The history keeps it."""
    report = _writable(block, by)
    if block.key or block.kind != "text":
        raise ValidationError(_("Only sections that have been added can be removed."))
    record("report.block_removed", block, by=by)
    block.delete()
    return report


def _put_in_order(blocks: list[Block]) -> None:
    for number, block in enumerate(blocks, 1):
        if block.pk is None or block.place != number * 10:
            block.place = number * 10
            block.save()


# ── From hand to hand ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def collect_appendices(*, report: Report, due_on: date, by) -> list[Report]:
    """Each initiative gets its appendix to write, to be handed in by a day."""
    _require(by, report, leads=True)
    _step(report, "collect")
    if due_on <= report.last_day:
        raise ValidationError({"due_on": _("The day comes after the end of the period.")})
    report.due_on = due_on
    _saved(report, "collecting", by)
    known = {
        one.initiative_id: one
        for one in Report.objects.filter(
            association=report.association, kind=Kind.APPENDIX, last_day=report.last_day
        )
    }
    found = []
    for initiative in drafts.initiatives_writing(report.association, report.first_day, report.last_day):
        if appendix := known.get(initiative.pk):
            appendix.parent, appendix.due_on = report, due_on
            found.append(_saved(appendix, "asked_for", by))
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


@transaction.atomic
def note_reminder(*, report: Report, on: date, by) -> Report:
    _require(by, report)
    report.reminded_on = on
    return _saved(report, "reminded", by)


@transaction.atomic
def hand_in(*, report: Report, by) -> Report:
    _require(by, report)
    _step(report, "hand_in")
    return _saved(report, "handed_in", by)


@transaction.atomic
def give_back(*, report: Report, by) -> Report:
    _require(by, report)
    _step(report, "give_back")
    return _saved(report, "given_back", by)


@transaction.atomic
def send_to_review(*, report: Report, on: date, by) -> Report:
    """Whoever is to sign is named now: the board's members and adjusters, as they are today."""
    _require(by, report)
    _refuse_while_waiting(report)
    _step(report, "review")
    _saved(report, "sent_to_review", by)
    if report.outline.is_signed:
        _name_signatories(report, on)
    ask_for_edition(report=report, by=by)  # what the board reads
    return report


def _refuse_while_waiting(report: Report) -> None:
    waited_for = [one.about for one in report.appendices.exclude(state=State.HANDED_IN)]
    if waited_for:
        raise ValidationError(_("Not handed in yet: %(names)s.") % {"names": ", ".join(waited_for)})


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
    _require(by, report)
    _step(report, "back")
    return _saved(report, "taken_back", by)


# ── Approval freezes, signatures seal ──────────────────────────────────────────────────────────────────────


@transaction.atomic
def approve(*, report: Report, decided_by: str, decided_on: date, by, has_read: bool = False) -> Edition:
    """Freeze what it says: values, the moment they were counted, and the hash of it all.

    ``has_read``: whoever notes the approval has seen what the reconciliation found.
    """
    _require(by, report, leads=True)
    _step(report, "approve")
    _refuse_while_waiting(report)  # one may have been given back meanwhile
    if report.outline.is_signed and not report.signatures.exists():
        raise ValidationError(
            _("Nobody is named to sign. Give board members and adjusters their assignments first.")
        )
    report.decided_by, report.decided_on = decided_by, decided_on
    now = timezone.now()
    tree = resolve(drafts.draft_of(report), now)
    _refuse_what_is_wrong(tree, has_read)
    tree["signatures"] = []
    edition = Edition(
        report=report,
        as_of=now,
        tree=tree,
        digest=digest(tree),
        is_frozen=True,
        made_by=by,
        progress=Edition.Progress.DONE,
        percent=100,
    )
    edition.pdf = _pdf(edition)
    edition.full_clean()
    report.editions.all().delete()  # drafts say nothing any more
    edition.save()
    _saved(report, "approved", by)
    return edition


def _refuse_what_is_wrong(tree, has_read: bool) -> None:
    problems = [*tree["problems"], *(problem for one in tree["appendices"] for problem in one["problems"])]
    if problems:
        raise ValidationError([_("Something in the report cannot be filled in:"), *problems])
    if not has_read and findings(tree):
        raise ValidationError({"has_read": _("Read what the reconciliation found, and tick that you have.")})


def _pdf(edition: Edition) -> bytes:
    assert edition.tree is not None
    signed = [signature_node(one) for one in edition.report.signatures.all()]
    return as_pdf(edition.tree | {"signatures": signed}, digest=edition.digest if edition.is_frozen else "")


@transaction.atomic
def sign(*, report: Report, method: str, shown_at: datetime, now: datetime, by) -> Signature:
    """``method`` and ``shown_at``: which second factor the signer showed, and when: a moment ago at most.

    The last signature seals the document. Where it cannot be sealed, nothing is signed.
    """
    require(by, Permission.SIGN_REPORTS, association=report.association_id)
    Report.objects.select_for_update().get(pk=report.pk)
    own = report.signatures.filter(user=by).first()
    if own is None:
        raise ValidationError(_("You are not among those who are to sign this report."))
    if own.signed_at:
        raise ValidationError(_("You have signed already."))
    if not timedelta(0) <= now - shown_at <= FRESH:
        raise ValidationError(_("Confirm with your second factor first; that holds for five minutes."))
    if report.state != State.APPROVED:
        raise ValidationError(_("The report is not approved, so it cannot be signed."))
    frozen = report.editions.get(is_frozen=True)
    assert frozen.tree is not None
    if digest(frozen.tree) != frozen.digest:
        raise ValidationError(
            _("The report is not what was approved. Nothing can be signed; tell the operator.")
        )
    own.signed_at, own.method, own.digest = now, method, frozen.digest
    own.full_clean()
    own.save()
    record("report.signed", own, by=by)
    if not report.signatures.filter(signed_at=None).exists():
        _seal(report, frozen, by)
    return own


def _seal(report: Report, frozen: Edition, by) -> None:
    try:
        frozen.pdf = seal.seal(_pdf(frozen), reason=f"{report.title}, {frozen.digest}")
    except ImproperlyConfigured as missing:
        raise ValidationError(
            _("The document cannot be sealed, so nothing is signed: the installation has no certificate.")
        ) from missing
    frozen.is_sealed = True
    frozen.save(update_fields=["pdf", "is_sealed"])
    _step(report, "sign")
    _saved(report, "sealed", by)


@transaction.atomic
def publish(*, report: Report, by) -> Report:
    _require(by, report, leads=True)
    _step(report, "publish")
    report.published_at = timezone.now()
    return _saved(report, "published", by)


# ── Editions: the report as it reads now, made in the background ───────────────────────────────────────────


@transaction.atomic
def ask_for_edition(*, report: Report, by) -> Edition:
    """One at a time: who asks while one is being made gets that one."""
    require(by, Permission.SEE_REPORTS, association=report.association_id)
    under_way = report.editions.filter(progress__in=["waiting", "running"]).first()
    if under_way:
        return under_way
    # Only the newest is kept of those that nobody froze.
    report.editions.filter(is_frozen=False).exclude(
        pk__in=report.editions.filter(is_frozen=False).values("pk")[:1]
    ).delete()
    edition = Edition.objects.create(report=report, made_by=by)
    record("report.edition_asked", edition, by=by)
    job = app.configure_task("make_edition", queue="reports")  # by its name: tasks stand above actions
    transaction.on_commit(lambda: job.defer(edition_id=edition.pk, user_id=by.pk))
    return edition


@transaction.atomic
def fill_edition(*, edition: Edition, now: datetime, tell: Callable[[int], Any], by) -> Edition:
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    tree = resolve(drafts.draft_of(edition.report), now, lambda done, every: tell(90 * done // every))
    edition.tree, edition.as_of, edition.digest = tree, now, digest(tree)
    edition.pdf = _pdf(edition)
    edition.progress, edition.percent = Edition.Progress.DONE, 100
    edition.save()
    record("report.edition_made", edition, by=by)
    return edition


@transaction.atomic
def give_up_edition(*, edition: Edition, by) -> Edition:
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    edition.progress = Edition.Progress.FAILED
    edition.save(update_fields=["progress"])
    record("report.edition_failed", edition, by=by)
    return edition
