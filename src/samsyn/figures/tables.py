"""A figure as a table: counted through the gate or as reported, under disclosure control,
with its sum and sources.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from samsyn.organisations.models import Association

from . import bands, consultations, durations
from .asks import Ask, is_given, refuse
from .counting import Period, count_together
from .definitions import is_controlled
from .grounds import Grounds
from .making import Maker
from .rows import Row, Table

MIDDLES = {"durations": durations.table, "consultations": consultations.table}

__all__ = ["Ask", "Row", "Table", "is_controlled", "is_given", "table", "tables"]


def table(
    name: str,
    association: Association,
    period: Period,
    *,
    by: Sequence[str] = (),
    unit: str = "enrolments",
    own_initiatives: Collection[int] | None = None,
    as_of: datetime | None = None,
    grounds: Grounds | None = None,
) -> Table:
    """The figure over the period by the dimensions.
    Raises ValidationError when it is not given for that period or by those dimensions.

    ``own_initiatives``: count only what the connection sees of these initiatives, exactly (somebody working
    inside an authority); otherwise the association's figures, under disclosure control. ``grounds``: when
    several tables are made for the same page.
    """
    ask = Ask(name, period, tuple(by), unit)
    made = tables([ask], grounds or Grounds(association, own_initiatives))[ask]
    made.as_of = made.as_of or as_of
    return made


def tables(asks: Iterable[Ask], grounds: Grounds) -> dict[Ask, Table]:
    """Several tables for the same page or report: those over the same periods are counted in one statement.
    Raises ValidationError when one of them is not given.
    """
    makers = {ask: _makers(ask, grounds) for ask in asks}
    together: dict[frozenset[Period], list[Maker]] = {}
    for of in makers.values():
        for maker in of:
            together.setdefault(frozenset(maker.periods), []).append(maker)
    for alike in together.values():
        _count(alike, grounds)
    found = {ask: _made(ask, of, grounds) for ask, of in makers.items()}
    for made in found.values():
        made.as_of = grounds.at
    return found


def _makers(ask: Ask, grounds: Grounds) -> list[Maker]:
    """Of the table; of middle values, those of the bands that they are judged by."""
    refuse(ask, grounds)
    if ask.figure.base not in MIDDLES:
        return [Maker(ask, grounds)]
    judges = bands.BESIDE.get(ask.name, ()) if grounds.own is None else ()
    return [Maker(Ask(one.figure, ask.period, one.by), grounds) for one in judges]


def _made(ask: Ask, makers: Sequence[Maker], grounds: Grounds) -> Table:
    if ask.figure.base not in MIDDLES:
        return makers[0].make()
    made = MIDDLES[ask.figure.base](ask.figure, grounds, ask.period, ask.all_by)
    for banded, judge in zip(bands.BESIDE.get(ask.name, ()), makers, strict=False):
        judge.make()
        bands.hide_what_tells(made, banded, judge.controls[-1])
    return made


def _count(makers: Sequence[Maker], grounds: Grounds) -> None:
    behind = grounds.behind(makers[0].period) if any(maker.judges_stocks for maker in makers) else []
    counts = count_together(
        [*makers[0].periods, *behind],
        [maker.groupings for maker in makers],
        list(grounds.initiatives),
        persons={grouping for maker in makers for grouping in maker.of_persons},
        own_rows=grounds.own is not None,
        destinations=grounds.destinations,
        at=grounds.at,
    )
    for maker in makers:
        maker.behind = behind
        maker.counts = counts.of_these(maker.groupings) if len(makers) > 1 else counts
