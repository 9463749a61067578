"""Figures and reported counts for machines: the same tables, under the same disclosure control."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema

from samsyn.accounts.permissions import Permission, require
from samsyn.base.paging import Page, Place, page

from . import queries, shapes
from .counting import Period
from .definitions import DIMENSIONS, FIGURES
from .forms import EARLIEST, LATEST

router = Router(tags=["figures"])
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]
Dimension: Any = Literal[tuple(DIMENSIONS)]
Unit = Literal["enrolments", "persons"]
MOST_YEARS = 40


class MeasureOut(Schema):
    name: str
    label: str
    text: str


class FigureOut(Schema):
    """``version`` is raised when the definition changes."""

    name: str
    label: str
    text: str
    population: str
    measures: list[MeasureOut]
    version: int
    is_share: bool


class Asked(Schema):
    """``from`` and ``to``: both days included. ``by``: may be given several times."""

    association: Slug
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    by: list[Dimension] = Field([], max_length=len(DIMENSIONS))
    unit: Unit = "enrolments"


class TableOut(Schema):
    """A row has the values of its dimensions and of the measures. A count that is not shown is null, and the
    row says so: ``suppressed``, and in ``suppressed_cells`` which.
    """

    figure: str
    association: str
    first: date = Field(serialization_alias="from", validation_alias="from")
    last: date = Field(serialization_alias="to", validation_alias="to")
    unit: Unit
    rows: list[dict[str, Any]]
    sum: dict[str, Any]
    by: list[str]
    definition: str
    version: int
    as_of: datetime
    missing: list[str]


class CountOut(Schema):
    """Counts as they were reported; ``initiative`` null: for the association as a whole."""

    id: int
    association: str
    initiative: str | None
    first_day: date
    last_day: date
    sex: str
    budgeted: int | None
    total: int
    new: int
    ended: int
    ongoing: int
    to_work_or_studies: int | None
    source: str

    @staticmethod
    def resolve_association(one) -> str:
        return one.association.slug

    @staticmethod
    def resolve_initiative(one) -> str | None:
        return one.initiative.name if one.initiative else None


class CountPage(Page):
    items: list[CountOut]


@router.get("figures", response=list[FigureOut], summary=gettext_noop("Every figure, with what it counts"))
def figures(request):
    require(request.user, Permission.SEE_FIGURES)
    return [_in_words(one) for one in FIGURES.values()]


@router.get(
    "figures/{name}", response=TableOut, by_alias=True,
    summary=gettext_noop("A figure over a period, broken down as wished"),
)  # fmt: skip
def figure(request, name: Slug, asked: Query[Asked]):
    require(request.user, Permission.SEE_FIGURES)
    view = queries.view_for(request.user, asked.association)
    if view is None or name not in FIGURES:
        raise Http404
    by = list(dict.fromkeys(asked.by))
    table = view.table(name, _period(asked), by=by, unit=asked.unit, as_of=timezone.now())
    return shapes.as_json(table)


def _period(asked: Asked) -> Period:
    if not all(EARLIEST <= day.year <= LATEST for day in (asked.first, asked.last)):
        told = _("Choose days between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}
        raise ValidationError({"from": told})
    if asked.last < asked.first:
        raise ValidationError({"to": _("The period cannot end before it begins.")})
    if asked.last.year - asked.first.year > MOST_YEARS:
        raise ValidationError({"to": _("Choose at most 40 years.")})
    return Period(asked.first, asked.last)


@router.get(
    "reported-counts", response=CountPage,
    summary=gettext_noop("Counts that others have reported, where the token may report"),
)  # fmt: skip
def reported_counts(request, place: Query[Place]):
    require(request.user, Permission.REPORT_COUNTS)
    return page(queries.reported_counts_for(request.user), place, newest_first=True)


def _in_words(one) -> dict[str, Any]:
    measures = [{"name": m.name, "label": str(m.label), "text": str(m.text)} for m in one.measures]
    said = {"label": str(one.label), "text": str(one.text), "population": str(one.population)}
    return {"name": one.name, "measures": measures, "version": one.version, "is_share": one.is_share} | said
