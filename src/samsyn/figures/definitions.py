"""Every figure: its name, what it counts in words, its population, measure, unit and source.

Pages, reports, exports and the command line ask for figures by these names and never count for themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.participants.codes import Occupation

WORK_OR_STUDIES = (Occupation.EMPLOYED, Occupation.SUBSIDISED, Occupation.OWN_BUSINESS, Occupation.STUDIES)


@dataclass(frozen=True)
class Measure:
    """A column of a table: what it is called and what it counts over a period, both days included."""

    name: str
    label: Any
    text: Any


@dataclass(frozen=True)
class Figure:
    """``version`` is raised when the definition changes,
    so that a frozen report can tell which one it used.
    """

    name: str
    label: Any
    text: Any
    population: Any
    measures: tuple[Measure, ...]
    version: int = 1
    is_share: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(measure.name for measure in self.measures)


BUDGETED = Measure(
    "budgeted", _("Budgeted"), _("Budgeted participants of the calendar years that the period touches.")
)
TOTAL = Measure(
    "total",
    _("Total"),
    _("Started no later than the last day, and not ended before the first day of the period."),
)
NEW = Measure("new", _("New"), _("Started within the period, both days included."))
ENDED = Measure("ended", pgettext_lazy("figures", "Ended"), _("Ended within the period, both days included."))
ONGOING = Measure(
    "ongoing", _("Ongoing"), _("Started no later than the last day, and not ended by the end of that day.")
)
NUMERATOR = Measure(
    "numerator",
    _("To work or studies"),
    _(
        "Ended within the period with work, subsidised work, an own business or studies as occupation at "
        "the end."
    ),
)
DENOMINATOR = Measure("denominator", pgettext_lazy("figures", "Ended"), ENDED.text)

FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            name="participants",
            label=_("Participants"),
            text=_(
                "How many took part: in all, new, ended and ongoing. In all is always ended and ongoing "
                "together, "
                "and always those ongoing just before the period together with the new ones."
            ),
            population=_("Enrolments that have started. Misregistrations are counted nowhere."),
            measures=(BUDGETED, TOTAL, NEW, ENDED, ONGOING),
        ),
        Figure(
            name="work_or_studies",
            label=_("To work or studies"),
            text=_(
                "The share of the ended who go on to work without subsidy, subsidised work, an own business "
                "or "
                "studies. Those who register as jobseekers are not among them."
            ),
            population=_("Enrolments that ended within the period. Misregistrations are counted nowhere."),
            measures=(NUMERATOR, DENOMINATOR),
            is_share=True,
        ),
    )
}
MEASURES = {measure.name: measure for figure in FIGURES.values() for measure in figure.measures}

DIMENSIONS: dict[str, Any] = {
    "initiative": _("Initiative"),
    "sex": _("Sex"),
    "municipality": _("Municipality"),
    "track": _("Track"),
    "year": _("Year"),
}
# Never asked for by name: how a number is followed back to the authorities that hold the records.
CONTROLLER = {"controller": _("Authority")}
# Breakdowns by these are under disclosure control; the four populations by the others are exact.
FINE = frozenset({"municipality", "track", "controller"})

UNITS: dict[str, Any] = {"enrolments": _("enrolments"), "persons": _("persons")}
SOURCES: dict[str, Any] = {
    "records": _("records"), "reported": _("reported"), "mixed": _("records and reported"),
}  # fmt: skip


def is_fine(dimensions: Iterable[str]) -> bool:
    return bool(FINE & set(dimensions))
