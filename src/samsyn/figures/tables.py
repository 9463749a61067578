"""A figure as a table: counted through the gate or as reported, under disclosure control,
with its sum and sources.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from samsyn.organisations.models import Association

from . import bands, consultations, durations
from .asks import Ask, is_given, refuse
from .control import Control
from .counting import Period, count_together
from .definitions import is_controlled
from .grounds import Grounds
from .making import Maker
from .rows import Row, Table

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
    makers: dict[Ask, Maker | None] = {ask: _maker(ask, grounds) for ask in asks}
    together: dict[frozenset[Period], list[Maker]] = {}
    for maker in makers.values():
        if maker:
            together.setdefault(frozenset(maker.periods), []).append(maker)
    for alike in together.values():
        _count(alike, grounds)
    found = {ask: maker.make() if maker else _middles(ask, grounds) for ask, maker in makers.items()}
    for made in found.values():
        made.as_of = grounds.at
    return found


def _maker(ask: Ask, grounds: Grounds) -> Maker | None:
    refuse(ask, grounds)
    return None if ask.figure.base in ("durations", "consultations") else Maker(ask, grounds)


def _middles(ask: Ask, grounds: Grounds) -> Table:
    of = durations if ask.figure.base == "durations" else consultations
    made = of.table(ask.figure, grounds, ask.period, ask.all_by)
    if grounds.own is None:
        for banded in bands.BESIDE.get(ask.name, ()):
            bands.hide_what_tells(made, banded, _control_of(banded, ask.period, grounds))
    return made


def _control_of(banded: bands.Banded, period: Period, grounds: Grounds) -> Control:
    judge = Maker(Ask(banded.figure, period, banded.by), grounds)
    _count([judge], grounds)
    judge.make()
    return judge.controls[-1]


def _count(makers: Sequence[Maker], grounds: Grounds) -> None:
    counts = count_together(
        makers[0].periods,
        [maker.groupings for maker in makers],
        list(grounds.initiatives),
        persons={grouping for maker in makers for grouping in maker.of_persons},
        own_rows=grounds.own is not None,
        destinations=grounds.destinations,
        at=grounds.at,
    )
    for maker in makers:
        maker.counts = counts.of_these(maker.groupings) if len(makers) > 1 else counts
