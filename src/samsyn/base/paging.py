"""Long lists for machines, a page at a time: each page begins after the last id of the one before."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, FilterSchema, Path, Schema

USUAL, MOST = 50, 200
LARGEST = 2**63 - 1

Id = Annotated[int, Path(ge=1, le=LARGEST)]


class Place(FilterSchema):
    """Where in the list, and how much of it."""

    after: int | None = Field(None, ge=0, le=LARGEST, description="the id that the page before ended with")
    limit: int = Field(USUAL, ge=1, le=MOST, description="how many at most")


class Page(Schema):
    """``next``: what to give as ``after`` for the next page; null when this is the last one."""

    next: int | None


def page(found: QuerySet, place: Place, *, newest_first: bool = False) -> dict[str, Any]:
    """In the order of their ids, whatever order they came in: a new row moves none to another page."""
    if place.after is not None:
        found = found.filter(pk__lt=place.after) if newest_first else found.filter(pk__gt=place.after)
    rows = list(found.order_by("-pk" if newest_first else "pk")[: place.limit + 1])
    items = rows[: place.limit]
    return {"items": items, "next": items[-1].pk if len(rows) > place.limit else None}
