"""Which reports a person may see and write, and a report with its parts, ready to be resolved."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.accounts.models import Assignment, User
from samsyn.accounts.permissions import Permission, associations_where, has, held_where, roles_with
from samsyn.base.tabs import Hit
from samsyn.figures.counting import Period
from samsyn.figures.moments import Moment
from samsyn.figures.queries import view_for
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from . import life
from .models import Attachment, Block, Edition, Report, Signature, State

READABLE = (State.REVIEW, State.APPROVED, State.SIGNED, State.PUBLISHED)


# ── Whose reports ──────────────────────────────────────────────────────────────────────────────────────────


def writable_reports_for(user) -> QuerySet[Report]:
    """What the user may write, whatever its state: the association's own, or their initiatives'."""
    mine = Q(pk__in=[])
    for one in held_where(user, Permission.WRITE_INITIATIVE_REPORTS):
        here = Q(association=one.association_id)
        if one.initiatives:
            mine |= here & Q(initiative__in=one.initiatives)
        elif one.role in roles_with(Permission.WRITE_REPORTS):
            mine |= here
        else:
            mine |= here & Q(initiative__isnull=False)
    return Report.objects.filter(mine)


def reports_for(user) -> QuerySet[Report]:
    """What the user may read: what they write, and their association's own when it has left the desk."""
    readable = associations_where(user, Permission.SEE_REPORTS)
    seen = Q(pk__in=writable_reports_for(user).values("pk"))
    seen |= Q(association__in=readable, parent=None, initiative=None, state__in=READABLE)
    return Report.objects.filter(seen).select_related("association", "initiative", "parent")


def listed_for(user) -> QuerySet[Report]:
    """What stands in the user's list: an appendix where they do not write the report that it belongs to, and
    would not find it there.
    """
    elsewhere = Q(parent__in=writable_reports_for(user).values("pk"))
    return reports_for(user).exclude(elsewhere)


def approved_moments(association: Association) -> list[Moment]:
    """When the numbers of the association's own reports were counted as they were approved."""
    frozen = Edition.objects.filter(
        is_frozen=True, as_of__isnull=False, report__association=association, report__parent=None,
        report__initiative=None,
    )  # fmt: skip
    rows = frozen.values_list("as_of", "report__first_day", "report__last_day", "report__title")
    return [Moment(at, Period(first, last), title) for at, first, last, title in rows if at]


def compared_since(user, report: Report, read: Edition):
    """(how the user sees figures, participants then and now with what explains them); None where neither."""
    view = view_for(user, report.association.slug)
    is_part = report.parent_id or report.initiative_id
    if view is None or view.is_own or is_part or not read.is_frozen or not read.as_of:
        return view, None
    period = report.period
    return view, view.compared("participants", period, ("initiative",), read.as_of)


def associations_writing_for(user) -> QuerySet[Association]:
    """Where the user may start a report about something."""
    allowed = associations_where(user, Permission.WRITE_INITIATIVE_REPORTS)
    return Association.objects.filter(pk__in=allowed).order_by("name")


def initiatives_writing_for(user, association: Association) -> QuerySet[Initiative]:
    """What the user may start a report about, beside the association as a whole."""
    held = [
        one.initiatives
        for one in held_where(user, Permission.WRITE_INITIATIVE_REPORTS)
        if one.association_id == association.pk
    ]
    there = Initiative.objects.filter(association=association).order_by("name")
    return there.filter(pk__in={pk for some in held for pk in some}) if all(held) else there


def may_write(user, report: Report) -> bool:
    return writable_reports_for(user).filter(pk=report.pk).exists()


def leads(user, association) -> bool:
    return has(user, Permission.WRITE_REPORTS, association=association, initiative=0)


def blocks_for(user) -> QuerySet[Block]:
    return Block.objects.filter(report__in=writable_reports_for(user)).select_related(
        "report__association", "report__initiative", "report__parent"
    )


def attachments_for(user) -> QuerySet[Attachment]:
    """Files of what the user may read: of a report, and of the appendices that are read with it."""
    readable = reports_for(user).values("pk")
    return Attachment.objects.filter(Q(report__in=readable) | Q(report__parent__in=readable)).select_related(
        "report__association", "report__initiative", "report__parent"
    )


def editions_for(user) -> QuerySet[Edition]:
    return Edition.objects.filter(report__in=reports_for(user)).select_related("report__association")


def to_be_read(editions: Iterable[Edition]) -> Edition | None:
    """Of a report's editions, newest first: what is under review or approved, else the newest draft. None
    while that is being made: nobody is to take a draft for what the board decides about.
    """
    kept = next((one for one in editions if one.is_for_review), None)
    found = kept or next((one for one in editions if one.tree), None)
    return found if found and found.tree else None


def under_way(editions: Iterable[Edition], now: datetime) -> Edition | None:
    return next((one for one in editions if one.is_under_way and not one.is_lost(now)), None)


def published_reports() -> QuerySet[Report]:
    """For everybody, signed in or not."""
    return Report.objects.filter(state=State.PUBLISHED).select_related("association", "initiative")


def steps_for(user, report: Report) -> list[life.Step]:
    """What the user may do with the report now."""
    own = {Permission.WRITE_INITIATIVE_REPORTS} if may_write(user, report) else set()
    lead = (
        {Permission.WRITE_REPORTS, Permission.WRITE_INITIATIVE_REPORTS}
        if leads(user, report.association_id)
        else set()
    )
    signs = {Permission.SIGN_REPORTS} if unsigned_of(user).filter(report=report).exists() else set()
    return [step for step in life.steps_from(report) if step.needs in own | lead | signs]


def unsigned_of(user) -> QuerySet[Signature]:
    """What waits for the user's signature."""
    return Signature.objects.filter(user=user, signed_at=None, report__state=State.APPROVED).select_related(
        "report"
    )


def due_by(day: date) -> QuerySet[Report]:
    """Appendices that are asked for and not handed in, due no later than the day."""
    waiting = Report.objects.filter(state=State.DRAFT, due_on__lte=day, parent__state=State.COLLECTING)
    return waiting.select_related("association", "initiative")


def writers_of(report: Report, day: date) -> list[str]:
    """E-mail addresses of those whose task the initiative's report is; the association's office where it is
    nobody's.
    """
    held = Assignment.objects.filter(association=report.association).current_on(day)
    managers = held.filter(
        Q(initiatives=[]) | Q(initiatives__contains=[report.initiative_id]), role="initiative_manager"
    )
    users = User.objects.filter(pk__in=managers.values("user"), is_active=True)
    users = users or User.objects.filter(pk__in=held.filter(role="office").values("user"), is_active=True)
    return [user.email for user in users]


def find(user, words: str) -> list[Hit]:
    """Reports whose titles hold the words, for the search of every page."""
    if not words.strip():
        return []
    found = reports_for(user).filter(title__icontains=words.strip())[:10]
    return [
        Hit(
            _("Report"),
            str(one),
            reverse("reports:detail", args=[one.pk]),
            one.association.name,
        )
        for one in found
    ]
