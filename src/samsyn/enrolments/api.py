"""Enrolments for machines: those that the token's owner needs to know about, without names."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from samsyn.accounts.permissions import Permission, controllers_where, require
from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.models import Act
from samsyn.base.paging import Id, Page, Place, page

from . import queries

router = Router(tags=["enrolments"])


class EnrolmentOut(Schema):
    """No names, numbers or free text: the case number leads to them for those who have the record."""

    id: int
    case_number: str
    authority: str
    initiative: int
    track: int | None
    municipality: str
    referrer: str
    referred_on: date | None
    approved_on: date | None
    started_on: date | None
    ended_on: date | None
    exit_reason: str
    destination: str

    @staticmethod
    def resolve_authority(one) -> str:
        return one.controller.slug

    @staticmethod
    def resolve_initiative(one) -> int:
        return one.initiative_id

    @staticmethod
    def resolve_track(one) -> int | None:
        return one.track_id

    @staticmethod
    def resolve_municipality(one) -> str:
        return one.municipality.name


class EnrolmentPage(Page):
    items: list[EnrolmentOut]


@router.get(
    "enrolments", response=EnrolmentPage,
    summary=gettext_noop("Enrolments within the assignment; misregistrations are left out"),
)  # fmt: skip
def enrolments(request, place: Query[Place]):
    require(request.user, Permission.SEE_OWN_PARTICIPANTS)
    shown = page(_theirs(request).counted(), place, newest_first=True)
    asked = controllers_where(request.user, Permission.SEE_OWN_PARTICIPANTS)
    places = [one.controller_id for one in shown["items"]]
    looked_through_each(Act.EXPORT, "enrolments.api", places, by=request.user, asked=asked)
    return shown


@router.get("enrolments/{number}", response=EnrolmentOut, summary=gettext_noop("An enrolment"))
def enrolment(request, number: Id):
    require(request.user, Permission.SEE_OWN_PARTICIPANTS)
    found = get_object_or_404(_theirs(request).counted(), pk=number)
    looked_at(Act.EXPORT, "enrolment.api", found, by=request.user)
    return found


def _theirs(request):
    found = queries.exportable(queries.enrolments_for(request.user))
    return found.select_related(None).select_related("controller", "municipality")
