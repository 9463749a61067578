"""What can be decided about goals: the goal, its target and rule for a year, the outcome and the verdict."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record
from samsyn.organisations.models import Association

from .. import measures
from ..models import Goal, Initiative, Target
from .initiative import NONE_OF_THEM


@transaction.atomic
def add_goal(
    *,
    association: Association,
    level: str,
    text: str,
    by,
    figure: str = "",
    unit: str = Goal.Unit.PERCENT,
    measured_by: str = "",
    initiative: Initiative | None = None,
) -> Goal:
    """A goal of one initiative, or without it of the association as a whole.
    A figure that measures it brings its unit.
    """
    goal = Goal(association=association, initiative=initiative)
    _require(by, goal)
    _save(goal, level=level, text=text, figure=figure, unit=_unit(figure, unit), measured_by=measured_by)
    record("goal.added", goal, by=by)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, level: str, text: str, figure: str, unit: str, measured_by: str, by) -> Goal:
    """Targets that are set keep their numbers: the unit cannot be changed under them."""
    _require(by, goal)
    unit = _unit(figure, unit)
    if unit != goal.unit and goal.targets.exclude(value=None, outcome=None).exists():
        raise ValidationError(
            {"unit": _("There are targets in the unit that it has now. Write a new goal instead.")}
        )
    _save(goal, level=level, text=text, figure=figure, unit=unit, measured_by=measured_by)
    record("goal.changed", goal, by=by)
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, ended_on: date | None, ended_because: str, by) -> Goal:
    """From the year after, it is in no table. Both empty: it is pursued again."""
    _require(by, goal)
    _save(goal, ended_on=ended_on, ended_because=ended_because)
    record("goal.ended" if ended_on else "goal.resumed", goal, by=by, reason=ended_because)
    return goal


@transaction.atomic
def remove_goal(*, goal: Goal, removed_because: str, by) -> Goal:
    """One that was entered by mistake: it is gone from all tables, and its history stays."""
    _require(by, goal)
    if goal.targets.exclude(measured_on=None, judged="").exists():
        raise ValidationError(
            _("The goal has been given an outcome or a verdict. End it instead of removing it.")
        )
    _save(goal, removed_because=removed_because)
    record("goal.removed", goal, by=by, reason=removed_because)
    return goal


@transaction.atomic
def set_target(
    *, goal: Goal, year: int, by, value: Decimal | None = None, rule: str = Target.By.SHARES, **how
) -> Target:
    """What the goal should come to in a year and by which rule that is judged;
    a year that is set already is changed. ``how``: direction, main_from, some_from.
    """
    _require(by, goal)
    if goal.ended_on and year > goal.ended_on.year:
        raise ValidationError(_("No target can be set for a year after the goal's end."))
    known = Target.objects.filter(goal=goal, year=year).first()
    target = _save(known or Target(goal=goal, year=year), value=value, rule=rule, **how)
    record("target.set", target, by=by)
    return target


@transaction.atomic
def note_outcome(
    *,
    target: Target,
    outcome: Decimal | None,
    measured_on: date | None,
    source: str,
    by,
    outcome_text: str = "",
) -> Target:
    """What came out, where no figure measures it. Everything empty takes the outcome away."""
    _require(by, target.goal)
    facts = {"outcome": outcome, "outcome_text": outcome_text, "measured_on": measured_on, "source": source}
    _save(target, **facts)
    record("target.outcome_noted", target, by=by)
    return target


@transaction.atomic
def judge(*, target: Target, judged: str, reason: str, by) -> Target:
    """A person's verdict: the only one where nothing is counted, else beside the rule's and before it.
    Both empty leaves it to the rule.
    """
    _require(by, target.goal)
    _save(target, judged=judged, reason=reason)
    record("target.judged", target, by=by, reason=reason)
    return target


def _unit(figure: str, unit: str) -> str:
    measure = measures.measure_of(figure)
    return measure.unit if measure else unit


def _require(by, goal):
    concerned = goal.initiative_id or NONE_OF_THEM
    require(by, Permission.CHANGE_INITIATIVES, association=goal.association_id, initiative=concerned)


def _save(fact, **values):
    for name, value in values.items():
        setattr(fact, name, value)
    fact.full_clean()
    fact.save()
    return fact
