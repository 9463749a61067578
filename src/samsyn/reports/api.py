"""Reports for machines: which there are, how far they have come, and the seal of what was approved."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from samsyn.accounts.permissions import Permission, require
from samsyn.base.paging import Id, Page, Place, page

from . import queries
from .models import Kind, State

router = Router(tags=["reports"])


class ReportOut(Schema):
    id: int
    association: str
    initiative: int | None
    kind: Kind
    title: str
    first_day: date
    last_day: date
    state: State
    decided_by: str
    decided_on: date | None
    published_at: datetime | None

    @staticmethod
    def resolve_association(one) -> str:
        return one.association.slug

    @staticmethod
    def resolve_initiative(one) -> int | None:
        return one.initiative_id


class ReportPage(Page):
    items: list[ReportOut]


class ApprovedOut(Schema):
    """``digest``: of what was approved, as signatures name it."""

    as_of: datetime
    digest: str


class ReportWhole(ReportOut):
    approved: ApprovedOut | None

    @staticmethod
    def resolve_approved(one):
        return one.editions.filter(is_frozen=True).only("as_of", "digest").first()


@router.get("reports", response=ReportPage, summary=gettext_noop("The reports that the token may read"))
def reports(request, place: Query[Place]):
    require(request.user, Permission.SEE_REPORTS)
    return page(queries.reports_for(request.user), place, newest_first=True)


@router.get(
    "reports/{number}", response=ReportWhole,
    summary=gettext_noop("A report, with the seal of what was approved"),
)  # fmt: skip
def report(request, number: Id):
    require(request.user, Permission.SEE_REPORTS)
    return get_object_or_404(queries.reports_for(request.user), pk=number)
