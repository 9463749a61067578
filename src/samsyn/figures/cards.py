"""The cards that figures lends to start pages: the year's participants,
and how many went on to work or studies.
"""

from typing import cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.base.days import today
from samsyn.base.tabs import shared
from samsyn.initiatives import queries as initiatives

from . import bars, pages, quality, queries
from .counting import year
from .dimensions import DELAYS
from .rows import Table
from .tables import Ask

MEDIANS = {
    "started_median": _("Days from start to entry, median"),
    "ended_median": _("Days from end to entry, median"),
}


def participants_this_year(_record, user) -> dict | None:
    """The first of the user's associations, by initiative; None when there is nothing to see."""
    view = _view(user)
    if view is None:
        return None
    number = _year(view, user)
    shown = pages.shown(shared(user, _of_year, number)[0])
    return {
        "view": view,
        "shown": shown,
        "year": number,
        "is_past": number < today().year,
        "is_so_far": year(number).is_begun_on(today()),
    }


def work_or_studies_this_year(_record, user) -> dict | None:
    view = _view(user)
    if view is None:
        return None
    number = _year(view, user)
    share, difference = pages.against_the_year_before(view, "work_or_studies", number, day=today())
    low, high = share.interval or (None, None)
    return {
        "view": view, "year": number, "share": share, "low": low, "high": high,
        "part": share.percent / 100 if share.percent is not None else None,
        "difference": difference, "is_so_far": year(number).is_begun_on(today()),
    }  # fmt: skip


def data_quality(_record, user) -> dict | None:
    """For the association's own people: reported counts that do not add up, and how long entering takes."""
    view = _view(user)
    if view is None or view.is_own:
        return None
    number = _year(view, user)
    delay = shared(user, _of_year, number)[1]
    there = pages.address(delay, by=["initiative"])
    medians = [
        (label, delay.sum.values[name], f"{there}&row=sum&cell={name}#cell")
        for name, label in MEDIANS.items()
    ]
    return {"view": view, "year": number, "medians": medians, "wrong": len(quality.contradicting(view))}


def time_to_entry(_record, user) -> dict | None:
    """For who works inside an authority: by initiative, exactly, and how many within what time."""
    view = _view(user)
    if view is None or not view.is_own:
        return None
    number = _year(view, user)
    delay = view.table("entry_delay", year(number), by=["initiative"])
    spread = view.table("participants", year(number), by=["initiative", "start_entered"])
    bands = [label for _code, label in DELAYS]
    found: dict[str, dict[str, int]] = {}
    for row_ in spread.rows:
        of = found.setdefault(row_.labels["initiative"], {})
        of[row_.labels["start_entered"]] = row_.values["new"]
    return {
        "view": view, "year": number, "shown": pages.shown(delay), "bands": bands, "figure": delay.figure,
        "chart": bars.of_table(delay),
        "spread": [(name, [of.get(str(band), 0) for band in bands]) for name, of in found.items()],
    }  # fmt: skip


def _view(user) -> queries.View | None:
    return next(iter(shared(user, _views)), None)


def _views(user) -> list[queries.View]:
    """The association's own initiatives are those that the other cards of its start page are made of."""
    found = queries.views_for(user)
    for view in found:
        if not view.is_own:
            view.initiatives = shared(user, initiatives.overview_for, today())
    return found


def _of_year(user, number: int) -> list[Table]:
    """Participants by initiative; for the association also days from event to entry, counted with them."""
    view = cast(queries.View, _view(user))
    found = view.tables(
        Ask("participants", year(number), ("initiative",)),
        *([] if view.is_own else [Ask("entry_delay", year(number))]),
    )
    found[0].as_of = timezone.now()
    return found


def _year(view: queries.View, user) -> int:
    """This year; when nobody has begun or ended in it, the latest year in which somebody began."""
    return shared(user, _latest_year, today().year)


def _latest_year(user, this: int) -> int:
    view = cast(queries.View, _view(user))
    now = shared(user, _of_year, this)[0].sum.values  # what is shown, if there is anything
    if now["new"] or now["ended"]:
        return this
    return view.latest_year(this)
