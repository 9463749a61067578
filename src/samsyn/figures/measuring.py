"""What figures offer to goals: shares, counts and days, by name and through the gate."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from samsyn.initiatives.measures import Measured, offer
from samsyn.organisations.models import Association

from .counting import Period, year
from .definitions import FIGURES, SOURCES, Figure, Measure
from .grounds import Grounds
from .rows import Row
from .tables import Ask, tables

DAYS = ("waiting_time", "time_in_initiative")


def offer_measures() -> None:
    for figure in FIGURES.values():
        if figure.is_share:
            offer(figure.name, figure.label, unit="percent", ask=partial(_ask, figure.name, _share))
            continue
        for measure in figure.measures:
            if unit := _unit(figure, measure):
                ask = partial(_ask, figure.name, partial(_value, measure.name))
                label = format_lazy("{}: {}", figure.label, measure.label)
                offer(f"{figure.name}.{measure.name}", label, unit=unit, ask=ask)


def _unit(figure: Figure, measure: Measure) -> str:
    """Empty where it measures no goal: budgets, how many a middle value is of, and counts told elsewhere."""
    if figure.name in DAYS:
        return "" if measure.is_count else "days"
    is_told = figure.name == "participants" or figure.base == "consultations"
    return "number" if is_told and measure.name != "budgeted" else ""


def _ask(
    name: str,
    read: Callable[[Row], Measured],
    association: Association,
    last: date,
    initiatives: Collection[int | None],
) -> dict[int | None, Measured]:
    """One table for the association as a whole, and one by initiative where initiatives are asked for."""
    so_far = Period(year(last.year).first, last)
    whole, by_initiative = Ask(name, so_far), Ask(name, so_far, ("initiative",))
    asks = [*([whole] if None in initiatives else []), *([by_initiative] if any(initiatives) else [])]
    try:
        made = tables(asks, Grounds(association))
    except ValidationError as rule:
        why = _("It is counted for whole calendar years.") if rule.code == "period" else rule.messages[0]
        return dict.fromkeys(initiatives, Measured(None, why_not=why))
    found: dict[int | None, Measured] = {}
    if whole in made:
        found[None] = read(made[whole].sum)
    if by_initiative in made:
        found |= {row.keys["initiative"]: read(row) for row in made[by_initiative].rows}
    nobody = Measured(None, why_not=_("Nobody is counted for the year."))
    return {one: found.get(one, nobody) for one in initiatives}


def _share(row: Row) -> Measured:
    share = row.share
    if row.hidden or row.is_missing or not share.is_known:
        return _nothing(row)
    numbers = (share.percent, share.low, share.high)
    percent, low, high = (Decimal(str(one)) for one in numbers)
    return Measured(percent, share.numerator, share.denominator, low, high, str(SOURCES[row.source]))


def _value(name: str, row: Row) -> Measured:
    value = row.values[name]
    if name in row.hidden or row.is_missing or value is None:
        return _nothing(row)
    return Measured(Decimal(str(value)), source=str(SOURCES[row.source]))


def _nothing(row: Row) -> Measured:
    if row.hidden:
        return Measured(None, why_not=_("Not shown: few people, or it could reveal a small number."))
    if row.is_missing:
        return Measured(None, why_not=_("No counts are reported for the year."))
    return Measured(None, why_not=_("Nobody is counted for the year."))
