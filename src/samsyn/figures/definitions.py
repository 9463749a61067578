"""Every figure: its name, what it counts in words, its population, measure, unit and source.

Pages, reports, exports and the command line ask for figures by these names and never count for themselves.
Adding a figure is adding an entry here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .dimensions import EVERY, GROUPS, HEADLINE, PUBLIC, SPLITS, START, fine


@dataclass(frozen=True)
class Measure:
    """A column of a table: what it is called and what it counts over a period, both days included.

    ``of``: the population it is read from. ``is_count``: not so for days and years of age.
    """

    name: str
    label: Any
    text: Any
    of: str = ""
    is_count: bool = True

    @property
    def population(self) -> str:
        return self.of or self.name


@dataclass(frozen=True)
class Figure:
    """``version`` is raised when the definition changes,
    so that a frozen report can tell which one it used.

    ``dimensions``: what it can be broken down by; ``by``: what it is broken down by to begin with;
    ``always``: what every table of it is broken down by. ``split``: the share it gives. ``base``: where
    it is counted: enrolments, "durations" (middle values of days and years), or "consultations".
    """

    name: str
    label: Any
    english: str
    text: Any
    population: Any
    measures: tuple[Measure, ...]
    version: int = 1
    split: str = ""
    dimensions: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    base: str = "enrolments"

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(measure.name for measure in self.measures)

    @property
    def whole(self) -> Measure:
        """All whom it is about: in all, those whom a share is of, or those whom a middle value is of."""
        named = (one for one in self.measures if one.name in ("total", "denominator"))
        return next(named, self.measures[0])

    @property
    def is_share(self) -> bool:
        return bool(self.split)

    @property
    def is_matrix(self) -> bool:
        return len(self.always) == 2

    @property
    def units(self) -> tuple[str, ...]:
        """An outcome is an enrolment's: whoever ends twice may have two, and is no part of one share."""
        return ("enrolments", "persons") if self.base == "enrolments" and not self.is_share else (self.base,)

    @property
    def facts(self) -> list[tuple[Any, str]]:
        """What else a list of definitions says of it, in words."""
        source = SOURCES["mixed" if self.base == "enrolments" else "records"]
        return [
            (_("In English"), self.english),
            (_("Unit"), ", ".join(str(UNITS[one]) for one in self.units)),
            (_("Source"), str(source)),
            (_("Definition"), str(_("version %(version)s") % {"version": self.version})),
        ]


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
STARTED = _("Enrolments that have started. Misregistrations are counted nowhere.")
HAVE_ENDED = _("Enrolments that ended within the period. Misregistrations are counted nowhere.")
ARE_NEW = _("Enrolments that started within the period. Misregistrations are counted nowhere.")


REACH = {
    "whole": ("year",),
    "headline": (*HEADLINE, "year"),
    "start": tuple(
        one for one in (*START, "year") if one not in ("income_at_start", "start_entered", *GROUPS)
    ),
}


def _share(name: str, label, english, text, numerator, denominator=None) -> Figure:
    """A share of those who ended. Both its parts are counted as they stand here."""
    return Figure(
        name, label, english, text, HAVE_ENDED,
        (Measure("numerator", label, numerator, "ended"),
         Measure("denominator", ENDED.label, denominator or ENDED.text, "ended")),
        split=name, dimensions=REACH[SPLITS[name].reach],
    )  # fmt: skip


def _days(name: str, label, text) -> Measure:
    return Measure(name, label, text, "new", is_count=False)


LADDER_TEXT = _(
    "The ladder, from the bottom: no occupation; daily activities; work training or placement; seeking work; "
    "studies or subsidised work; work without subsidy or an own business."
)
WAIT_TEXT = _("Half of those whose days are known waited no longer, in days.")
TAIL_TEXT = _("Nine in ten of those whose days are known waited no longer, in days.")

FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            name="participants",
            label=_("Participants"),
            english="Participants",
            text=_(
                "How many took part: in all, new, ended and ongoing. In all is always ended and ongoing "
                "together, "
                "and always those ongoing just before the period together with the new ones."
            ),
            population=STARTED,
            measures=(BUDGETED, TOTAL, NEW, ENDED, ONGOING),
            dimensions=START,
            by=("initiative",),
        ),
        Figure(
            name="ended",
            label=pgettext_lazy("figures", "Ended"),
            english="Ended",
            text=_("How those who left went on: by exit reason, occupation, income and where they go on to."),
            population=HAVE_ENDED,
            measures=(ENDED,),
            dimensions=EVERY,
            by=("exit_reason",),
        ),
        _share(
            "work_or_studies",
            _("To work or studies"),
            "To work or studies",
            _(
                "The share of the ended who go on to work without subsidy, subsidised work, an own business "
                "or "
                "studies. Those who register as jobseekers are not among them."
            ),
            _(
                "Ended within the period with work, subsidised work, an own business or studies as "
                "occupation at "
                "the end."
            ),
        ),
        _share(
            "jobseekers",
            _("To seeking work"),
            "To seeking work",
            _("The share of the ended who register as jobseekers. They are not among those to work or "
              "studies."),
            _("Ended within the period with seeking work as occupation at the end."),
        ),
        _share(
            "positive_step",
            _("A step towards work"),
            "A step towards work",
            _("The share of the ended whose occupation at the end stands higher on the ladder than the one "
              "at the start."),
            LADDER_TEXT,
            _("Ended within the period with an occupation on the ladder both at the start and at the end. "
              "Parental leave and what is not known stand outside it."),
        ),
        _share(
            "destination_reached",
            _("Destination reached"),
            "Destination reached",
            _("The share of the ended who go on to one of the destinations that the initiative has set "
              "itself, such as the six of Sikta mot arbetslivet."),
            _("Ended within the period and goes on to one of the initiative's destinations."),
            _("Ended within the period in an initiative that has set itself destinations."),
        ),
        _share(
            "right_benefit",
            _("To the right benefit"),
            "To the right benefit",
            _("The share of the ended who go on to the right benefit."),
            _("Ended within the period with the right benefit as where they go on to."),
        ),
        _share(
            "over_12_months",
            _("Longer than 12 months"),
            "Longer than 12 months",
            _("The share of the ended who had been in the initiative for 12 months or longer."),
            _("Ended within the period, twelve months after the start or later."),
        ),
        Figure(
            name="occupation_before_after",
            label=_("Occupation before and after"),
            english="Occupation before and after",
            text=_("What those who left did at the start, and what they did at the end."),
            population=HAVE_ENDED,
            measures=(ENDED,),
            dimensions=(*HEADLINE, "year", "occupation_at_start", "occupation_at_end"),
            always=("occupation_at_start", "occupation_at_end"),
        ),
        Figure(
            name="income_before_after",
            label=_("Income before and after"),
            english="Income before and after",
            text=_("What those who left lived on at the start, and what they live on at the end. Whoever has "
                   "several sources is counted at each, so that rows and columns add up to more than those "
                   "who left."),
            population=HAVE_ENDED,
            measures=(ENDED,),
            dimensions=(*HEADLINE, "year", "income_at_start", "income_at_end"),
            always=("income_at_start", "income_at_end"),
        ),
        Figure(
            name="waiting_time",
            label=_("Waiting times"),
            english="Waiting times",
            text=_("Days from referral to decision, from decision to start, and from referral to start."),
            population=ARE_NEW,
            measures=(
                Measure("counted", NEW.label, NEW.text, "new"),
                _days("decision_median", _("To decision, median"), WAIT_TEXT),
                _days("decision_p90", _("To decision, 90 %"), TAIL_TEXT),
                _days("start_median", _("Decision to start, median"), WAIT_TEXT),
                _days("start_p90", _("Decision to start, 90 %"), TAIL_TEXT),
                _days("whole_median", _("Referral to start, median"), WAIT_TEXT),
                _days("whole_p90", _("Referral to start, 90 %"), TAIL_TEXT),
            ),
            dimensions=(*HEADLINE, "year"),
            by=("initiative",),
            base="durations",
        ),
        Figure(
            name="time_in_initiative",
            label=_("Time in the initiative"),
            english="Time in the initiative",
            text=_("Days from start to end. How many stay longer than 12 months is a figure of its own."),
            population=HAVE_ENDED,
            measures=(
                Measure("counted", ENDED.label, ENDED.text, "ended"),
                _days("stay_median", _("Median"), _("Half stayed no longer, in days.")),
                _days("stay_p90", _("90 %"), _("Nine in ten stayed no longer, in days.")),
            ),
            dimensions=(*HEADLINE, "year"),
            by=("initiative",),
            base="durations",
        ),
        Figure(
            name="entry_delay",
            label=_("Days from event to entry"),
            english="Days from event to entry",
            text=_("How long after a start or an end it was entered. What was imported is left out."),
            version=2,
            population=STARTED,
            measures=(
                Measure("counted", NEW.label, NEW.text, "new"),
                _days("started_median", _("Start, median"), _("Half of the starts were entered no later.")),
                _days("started_p90", _("Start, 90 %"), _("Nine in ten of the starts were entered no later.")),
                _days("ended_median", _("End, median"), _("Half of the ends were entered no later.")),
                _days("ended_p90", _("End, 90 %"), _("Nine in ten of the ends were entered no later.")),
            ),
            dimensions=(*HEADLINE, "year"),
            by=("initiative",),
            base="durations",
        ),
        Figure(
            name="age_at_start",
            label=_("Age of the new, in the middle"),
            english="Median age of the new",
            text=_("Years of age at the start. How many there are of each age is told by participants by "
                   "age."),
            population=ARE_NEW,
            measures=(
                Measure("counted", NEW.label, NEW.text, "new"),
                _days("age_median", _("Median"), _("Half of those whose age is known were no older.")),
                _days("age_mean", _("Mean"), _("The sum of their ages over their number. Given for all "
                                               "together only: means of parts can be added up.")),
            ),
            dimensions=(*HEADLINE, "year"),
            base="durations",
        ),
        Figure(
            name="consultations",
            label=_("Consultations"),
            english="Consultations",
            text=_("How many times the collaboration team was asked for advice, how many of those without "
                   "saying about whom, and how many led to an enrolment."),
            population=_("Consultations that were sent within the period."),
            measures=(
                Measure("consultations", _("Consultations"), _("Sent within the period.")),
                Measure("anonymous", _("Anonymous"), _("Sent without the person's identity.")),
                Measure("enrolled", _("Became enrolments"),
                        _("Led to a referral that has led to an enrolment that has started.")),
            ),
            dimensions=("initiative", "year", "party"),
            by=("party",),
            base="consultations",
        ),
    )
}  # fmt: skip
MEASURES = {
    (figure.name, measure.name): measure for figure in FIGURES.values() for measure in figure.measures
}
PARTY = {"party": _("Asked by")}
DIMENSIONS: dict[str, Any] = PUBLIC | PARTY  # everything that can be asked for by name, in words

UNITS: dict[str, Any] = {
    "enrolments": _("enrolments"), "persons": _("persons"), "durations": _("enrolments"),
    "consultations": _("consultations"),
}  # fmt: skip
SOURCES: dict[str, Any] = {
    "records": _("records"), "reported": _("reported"), "mixed": _("records and reported"),
}  # fmt: skip


def is_fine(dimensions: Iterable[str]) -> bool:
    return bool(fine(dimensions))


def is_of_whole_years(figure: Figure) -> bool:
    """Given for whole calendar years only. The outcome as a whole is exact: day by day it would be that of
    the few who left that day.
    """
    return figure.is_share or figure.base != "enrolments"


def is_controlled(figure: Figure, by: Iterable[str]) -> bool:
    """Must the table be under disclosure control? The four populations by initiative,
    sex and year need not, and shares of the association as a whole that are exact.
    """
    names = {*by, *figure.always} - {"year"}
    if figure.base == "consultations":
        return True
    if figure.is_share:
        return bool(names) or not SPLITS[figure.split].is_exact
    return is_fine(names)
