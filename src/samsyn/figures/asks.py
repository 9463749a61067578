"""What is asked for, and whether such a table exists at all."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .control import MOST, MOST_FINE
from .counting import Period
from .definitions import DIMENSIONS, FIGURES, Figure, is_controlled, is_of_whole_years
from .dimensions import GROUPS, fine
from .grounds import Grounds


@dataclass(frozen=True)
class Ask:
    """For a table: a figure's name, the period, what to break down by, and the unit to count in."""

    name: str
    period: Period
    by: tuple[str, ...] = ()
    unit: str = "enrolments"

    @property
    def figure(self) -> Figure:
        return FIGURES[self.name]

    @property
    def all_by(self) -> tuple[str, ...]:
        """What is asked for, and what the figure always tells apart."""
        return (*self.by, *(one for one in self.figure.always if one not in self.by))


def is_given(ask: Ask, grounds: Grounds) -> bool:
    try:
        refuse(ask, grounds)
    except ValidationError:
        return False
    return True


def refuse(ask: Ask, grounds: Grounds) -> None:
    """Raise ValidationError for a table that does not exist, or that could be used to work out others."""
    figure, period, by, unit = ask.figure, ask.period, ask.all_by, ask.unit
    for name in by:
        if name not in (*figure.dimensions, "year", "controller"):
            raise ValidationError(
                _("%(figure)s cannot be broken down by %(name)s. Choose from: %(all)s.")
                % {"figure": figure.label, "name": _in_words(name), "all": _offered(figure)},
                code="by",
            )  # fmt: skip
    if len(set(by) - {"year"}) > MOST:
        raise ValidationError(_("Choose at most three things to break down by, beside year."), code="by")
    if unit == "persons" and "persons" not in figure.units:
        raise ValidationError(_("%(figure)s is not given in persons.") % {"figure": figure.label},
                              code="unit")  # fmt: skip
    if grounds.own is not None:
        return
    if len(fine([*by, *([figure.split] if figure.split else [])])) > MOST_FINE:
        raise ValidationError(
            _("Choose at most %(most)s beside initiative, sex and year, so that small counts cannot be "
              "worked out.") % {"most": MOST_FINE - bool(figure.split)},
            code="by",
        )  # fmt: skip
    if len(fine(by)) > 1 and (groups := [name for name in by if name in GROUPS]):
        raise ValidationError(
            _(
                "%(name)s is broken down by initiative, sex and year only, so that small counts cannot be "
                "worked out."
            )
            % {"name": DIMENSIONS[groups[0]]},
            code="by",
        )
    rows_of = period.by_year() if "year" in by else [period]
    if "controller" in by and fine(name for name in by if name != "controller"):
        raise ValidationError(
            _("Only numbers by initiative, sex and year are followed back to authorities, so that small "
              "counts cannot be worked out."),
            code="by",
        )  # fmt: skip
    is_odd = is_controlled(figure, by) and not all(one.is_whole_year for one in rows_of)
    if is_odd or (is_of_whole_years(figure) and not period.is_whole_years):
        raise ValidationError(
            _(
                "This breakdown is given for whole calendar years only, so that small counts cannot be "
                "worked out "
                "by comparing periods. Choose 1 January to 31 December, or several years by year."
            ),
            code="period",
        )
    if not period.is_whole_months:
        raise ValidationError(
            _(
                "Numbers are given for whole months, so that nobody is told from others by the day on which "
                "they came or left. Choose from the first day of a month to the last day of one."
            ),
            code="period",
        )
    if grounds.at and (is_controlled(figure, by) or figure.base != "enrolments"):
        raise ValidationError(
            _("As of an earlier moment only participants by initiative, sex and year are given, and shares of"
              " the association as a whole: what two moments differ by could be a single person."),
            code="at",
        )  # fmt: skip


def _offered(figure: Figure) -> str:
    return ", ".join(_in_words(name) for name in dict.fromkeys([*figure.dimensions, "year"]))


def _in_words(name: str) -> str:
    """As pages have it, with the name that the command line and the API know it by."""
    return f"{DIMENSIONS[name]} ({name})" if name in DIMENSIONS else name
