"""Initiatives for machines."""

from datetime import date
from typing import Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from samsyn.base.days import today
from samsyn.base.paging import Id, Page, Place, page

from . import queries

router = Router(tags=["initiatives"])


class InitiativeOut(Schema):
    id: int
    association: str
    name: str
    slug: str
    kind: str
    form: str
    source: str
    starts_on: date | None
    ends_on: date | None

    @staticmethod
    def resolve_association(one) -> str:
        return one.association.slug


class InitiativePage(Page):
    items: list[InitiativeOut]


class PlaceOut(Schema):
    municipality: str
    code: str
    authority: str

    @staticmethod
    def resolve_municipality(one) -> str:
        return one.municipality.name

    @staticmethod
    def resolve_code(one) -> str:
        return one.municipality.code

    @staticmethod
    def resolve_authority(one) -> str:
        return one.controller.slug


class TrackOut(Schema):
    id: int
    name: str
    is_open: bool


class YearOut(Schema):
    year: int
    budgeted: int


class InitiativeWhole(InitiativeOut):
    purpose: str
    target_group: str
    methods: str
    length_benchmark_months: int | None
    covers: list[PlaceOut]
    tracks: list[TrackOut]
    years: list[YearOut]

    @staticmethod
    def resolve_covers(one):
        return list(queries.coverage_of(one))

    @staticmethod
    def resolve_tracks(one):
        return list(queries.tracks_of(one))

    @staticmethod
    def resolve_years(one):
        return list(one.capacities.all())


@router.get(
    "initiatives", response=InitiativePage, summary=gettext_noop("The initiatives of one's associations")
)
def initiatives(request, place: Query[Place], state: Literal["", "planned", "ongoing", "ended"] = ""):
    return page(queries.in_state(queries.initiatives_for(request.user), state, today()), place)


@router.get(
    "initiatives/{number}",
    response=InitiativeWhole,
    summary=gettext_noop("An initiative with municipalities, tracks and budgeted years"),
)
def initiative(request, number: Id):
    return get_object_or_404(queries.initiatives_for(request.user), pk=number)
