"""The table of goals of a year: target, what came out, the verdict, why, and where the number comes from."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q

from samsyn.accounts.permissions import Permission, has

from . import goal_words as words
from . import measures
from .measures import Measured
from .models import Goal, Target
from .queries import associations_where_new, changeable_initiatives_for, in_state
from .verdicts import Verdict

LEVELS = {level: place for place, level in enumerate(Goal.Level.values)}


@dataclass(frozen=True)
class GoalRow:
    """A goal in a year. ``measured``: what its figure says, None when it has none.

    ``is_closed``: the reader may not see the association's figures; ``is_so_far``: the year is not over.
    """

    goal: Goal
    year: int
    target: Target | None
    measured: Measured | None = None
    is_closed: bool = False
    is_so_far: bool = False

    @property
    def is_counted(self) -> bool:
        return self.measured is not None and self.measured.value is not None

    @property
    def value(self) -> Decimal | None:
        """The figure's where it has one, else what was entered."""
        if self.is_closed or self.target is None:
            return None
        counted = self.measured.value if self.measured else None
        return counted if counted is not None else self.target.outcome

    @property
    def by_rule(self) -> Verdict | None:
        target = self.target
        if target is None or target.is_by_person or target.value is None or self.value is None:
            return None
        return target.counted_by.verdict(self.value, target.value)

    @property
    def verdict(self) -> Verdict | None:
        """A person's before the rule's."""
        if self.target and self.target.judged and not self.is_closed:
            return Verdict(self.target.judged)
        return self.by_rule

    @property
    def is_judged_otherwise(self) -> bool:
        return self.by_rule is not None and self.verdict != self.by_rule

    @property
    def figure_label(self) -> str:
        return self.goal.figure_label

    @property
    def measure(self) -> str:
        return words.measure(self.goal)

    @property
    def target_words(self) -> str:
        return words.target(self.target) if self.target else ""

    @property
    def value_words(self) -> str:
        return words.outcome(self)

    @property
    def why(self) -> str:
        return words.why(self)

    @property
    def rule_words(self) -> str:
        return words.rule(self.target) if self.target else ""

    @property
    def source(self) -> str:
        return words.source(self)


class PlainRow(NamedTuple):
    """A row in words, for documents and files."""

    level: str
    goal: str
    measure: str
    target: str
    value: str
    verdict: str
    why: str
    rule: str
    source: str
    initiative: str = ""
    told: str = ""  # verdict and reason in one, beside target and value


def plain_rows(
    association, year: int, *, day: date, initiative=None, until: date | None = None
) -> list[PlainRow]:
    """The goals of an association as a whole, or of one of its initiatives, with a target for the year.

    It holds what the association may see of its figures: the caller sees to it that the reader may.
    ``day``: today, which tells whether the year is over. ``until``: as it was on a day of the year.
    """
    goals = pursued_in(association.goals.filter(initiative=initiative), year)
    return [plain(row) for row in rows_of(goals, association, year, day=day, until=until) if row.target]


def plain(row: GoalRow) -> PlainRow:
    verdict = row.verdict
    return PlainRow(
        level=row.goal.get_level_display(),
        goal=row.goal.text,
        measure=row.measure,
        target=row.target_words,
        value=row.value_words,
        verdict=str(verdict.label) if verdict else "",
        why=row.why,
        rule=row.rule_words,
        source=row.source,
        initiative=row.goal.initiative.name if row.goal.initiative else "",
        told=words.told(row),
    )


def pursued_in(goals, year: int):
    """Without those that had ended before the year began."""
    return goals.filter(Q(ended_on=None) | Q(ended_on__year__gte=year))


def rows_of(
    goals, association, year: int, *, day: date, see_figures: bool = True, until: date | None = None
) -> list[GoalRow]:
    """Every goal, with or without a target for the year, in the order of the levels.
    Each figure is asked once, however many goals it measures.
    """
    this_year = Prefetch("targets", Target.objects.filter(year=year), to_attr="of_year")
    found = list(goals.select_related("initiative").prefetch_related(this_year))
    found.sort(key=_order)
    last = until or date(year, 12, 31)
    asked = _asked(found, association, last) if see_figures and year <= day.year else {}
    is_so_far = year >= day.year or last < date(year, 12, 31)
    return [
        GoalRow(
            goal,
            year,
            _until(next(iter(goal.of_year), None), until),
            asked.get((goal.figure, goal.initiative_id)),
            is_closed=bool(goal.figure) and not see_figures,
            is_so_far=is_so_far,
        )
        for goal in found
    ]


def _until(target: Target | None, day: date | None) -> Target | None:
    """As it was on a day of its year: without what was entered later, and what a person says of the year."""
    if target is None or day is None:
        return target
    found = copy(target)
    found.judged = found.reason = ""
    if found.measured_on is None or found.measured_on > day:
        found.outcome, found.outcome_text, found.measured_on, found.source = None, "", None, ""
    return found


def _order(goal) -> tuple:
    return goal.initiative.name if goal.initiative else "", LEVELS[goal.level], goal.pk


def _asked(goals: Iterable, association, last: date) -> dict[tuple[str, int | None], Measured]:
    wanted: dict[str, set[int | None]] = {}
    for goal in goals:
        if goal.of_year:
            wanted.setdefault(goal.figure, set()).add(goal.initiative_id)
    found: dict[tuple[str, int | None], Measured] = {}
    for name, initiatives in wanted.items():
        if measure := measures.measure_of(name):
            told = measure.ask(association, last, initiatives)
            found |= {(name, initiative): one for initiative, one in told.items()}
    return found


def may_see_figures(user, association) -> bool:
    """Only who sees the association's figures sees what they say of its goals."""
    return has(user, Permission.SEE_FIGURES, association=association)


def years_in_use(goals, day: date) -> list[int]:
    """Years with targets, this year and the next, the latest first."""
    used = Target.objects.filter(goal__in=goals).order_by().values_list("year", flat=True).distinct()
    return sorted({*used, day.year, day.year + 1}, reverse=True)


def year_shown(goals, day: date) -> int:
    """This year when it has targets, else the latest that has."""
    with_target = Target.objects.filter(goal__in=goals, year__lte=day.year).order_by("-year")
    return with_target.values_list("year", flat=True).first() or day.year


# ── What is to be done ─────────────────────────────────────────────────────────────────────────────────────


class Lacking(NamedTuple):
    """A goal without this year's target, or whose target lacks an outcome; ``year`` of which."""

    goal: Goal
    what: str
    year: int


def lacking_for(user, day: date) -> list[Lacking]:
    """Goals that the user may change and that were pursued last year or are new, without a target for this
    year; and targets of last year and this that neither a figure nor a person has given an outcome.
    """
    ongoing = in_state(changeable_initiatives_for(user), "ongoing", day)
    whole = Q(initiative=None, association__in=associations_where_new(user))
    goals = Goal.objects.filter(Q(initiative__in=ongoing) | whole)
    targets = Target.objects.filter(goal=OuterRef("pk")).order_by("year")
    settled = targets.exclude(measured_on=None, judged="")
    goals = goals.select_related("association", "initiative").order_by("pk").annotate(
        aimed_at=ArraySubquery(targets.values("year")), settled=ArraySubquery(settled.values("year"))
    )  # fmt: skip
    counted = dict(measures.offered())
    found = []
    for goal in goals:
        has_ended = goal.ended_on is not None and goal.ended_on <= day
        if (
            not has_ended
            and day.year not in goal.aimed_at
            and (not goal.aimed_at or day.year - 1 in goal.aimed_at)
        ):
            found.append(Lacking(goal, "target", day.year))
        for year in (day.year - 1, day.year):
            is_after = goal.ended_on is not None and year > goal.ended_on.year
            is_open = year in goal.aimed_at and year not in goal.settled
            if is_open and not is_after and goal.figure not in counted:
                found.append(Lacking(goal, "outcome", year))
    return found
