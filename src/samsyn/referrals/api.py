"""Referrals for machines: those that the token's owner sent or handles, by case number and without names."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from samsyn.accounts.permissions import Permission
from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.models import Act
from samsyn.base.paging import Id, Page, Place, page

from . import queries
from .models import Kind, Status

router = Router(tags=["referrals"])


class ReferralOut(Schema):
    """No names, numbers or free text: the case number leads to them for those who have the record."""

    id: int
    case_number: str
    kind: Kind
    status: Status
    is_anonymous: bool
    initiative: int
    municipality: str
    sender: str
    receiver: str
    sent_at: datetime
    opened_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None

    @staticmethod
    def resolve_initiative(one) -> int:
        return one.initiative_id

    @staticmethod
    def resolve_municipality(one) -> str:
        return one.municipality.name

    @staticmethod
    def resolve_sender(one) -> str:
        return one.sender.slug

    @staticmethod
    def resolve_receiver(one) -> str:
        return one.controller.slug


class ReferralPage(Page):
    items: list[ReferralOut]


@router.get(
    "referrals", response=ReferralPage, summary=gettext_noop("Referrals that were sent or are handled")
)
def referrals(request, place: Query[Place]):
    queries.require_any(request.user, Permission.FOLLOW_OWN_REFERRALS, Permission.HANDLE_REFERRALS)
    shown = page(queries.exportable_for(request.user), place, newest_first=True)
    mine = set(request.hat.controller_ids)
    places = [_at_whom(one, mine) for one in shown["items"]]
    looked_through_each(Act.EXPORT, "referrals.api", places, by=request.user, asked=sorted(mine))
    return shown


@router.get("referrals/{number}", response=ReferralOut, summary=gettext_noop("A referral"))
def referral(request, number: Id):
    queries.require_any(request.user, Permission.FOLLOW_OWN_REFERRALS, Permission.HANDLE_REFERRALS)
    found = get_object_or_404(queries.exportable_for(request.user), pk=number)
    at_whom = _at_whom(found, set(request.hat.controller_ids))
    looked_at(Act.EXPORT, "referral.api", found, by=request.user, controller_id=at_whom)
    return found


def _at_whom(one, mine: set[int]) -> int:
    """In whose log it stands: the receiver's when the token acts there, else the sender's."""
    return one.controller_id if one.controller_id in mine else one.sender_id
