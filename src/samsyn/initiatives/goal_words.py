"""Goals, targets, outcomes and verdicts in words: the same on pages, in files and in reports."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from samsyn.base.templatetags.samsyn import NBSP, number

from .models import Goal, Target
from .verdicts import Direction, Verdict


def amount(value: Decimal | None, unit: str) -> str:
    """35 as “35 %”, 2730000 as “2 730 000 kr”."""
    if value is None:
        return ""
    ending = {Goal.Unit.PERCENT: "%", Goal.Unit.SEK: _("SEK"), Goal.Unit.DAYS: _("days")}.get(unit, "")  # type: ignore[call-overload]
    return f"{plain_number(value)}{NBSP}{ending}" if ending else plain_number(value)


def plain_number(value: Decimal) -> str:
    """As many decimals as it has, and no more."""
    trimmed = value.normalize()
    return number(trimmed, max(0, -int(trimmed.as_tuple().exponent)))


def measure(goal) -> str:
    return goal.figure_label if goal.figure else goal.measured_by


def target(one: Target) -> str:
    if one.value is None:
        return ""
    return f"{one.get_direction_display()} {amount(one.value, one.goal.unit)}"


def outcome(row) -> str:
    """“36 av 112, 32,1 % (24,2–41,3)”, “3 853 654 kr”, or what was entered in words."""
    if row.is_closed or row.target is None:
        return ""
    if row.is_counted:
        return _number_of(row)
    return ". ".join(part for part in (_number_of(row), row.target.outcome_text) if part)


def _number_of(row) -> str:
    return _counted(row.measured, row.goal.unit) if row.is_counted else amount(row.value, row.goal.unit)


def _counted(one, unit: str) -> str:
    said = {"value": amount(one.value, unit)}
    if one.denominator is None:
        return said["value"]
    said |= {"n": number(one.numerator), "of": number(one.denominator)}
    said |= {"low": plain_number(one.low), "high": plain_number(one.high)}
    return _("%(n)s of %(of)s, %(value)s (%(low)s–%(high)s)") % said


def source(row) -> str:
    """Who says so: the figure and what it counts, or what was entered and when."""
    if row.is_closed or row.target is None:
        return ""
    if row.is_counted:
        return f"{row.figure_label}: {row.measured.source}"
    if not row.target.has_outcome:
        return ""
    return f"{row.target.source}, {row.target.measured_on:%Y-%m-%d}"


def rule(one: Target) -> str:
    """The rule as it is printed beside the verdict."""
    if one.is_by_person:
        return _("Judged by a person, with a reason.")
    if one.some_from == 100:
        return _("Reached or not: nothing in between.")
    at_least = one.direction == Direction.AT_LEAST
    parts = {"main": one.main_from, "some": one.some_from}
    if not at_least:
        parts = {name: 100 - part for name, part in parts.items()}
    if one.main_from == 100:
        said = _("To some extent from %(some)s %% of the target.") if at_least else _(
            "To some extent up to %(some)s %% above the target.")  # fmt: skip
    elif one.some_from == one.main_from:
        said = _("In the main from %(main)s %% of the target.") if at_least else _(
            "In the main up to %(main)s %% above the target.")  # fmt: skip
    else:
        said = _("In the main from %(main)s %% of the target, to some extent from %(some)s %%.") if (
            at_least) else _(
            "In the main up to %(main)s %% above the target, to some extent up to %(some)s %%.")  # fmt: skip
    return said % parts


def why(row) -> str:
    """The verdict explained: what came out, the target, and the limit that decided it; a person's reason."""
    if row.is_closed:
        return _("Shown to those who see the association's figures.")
    if row.target is None:
        return ""
    said = [_by_rule(row), *_uncertain(row)] if row.by_rule else _why_nothing(row)
    return " ".join([*said, *_by_a_person(row)])


def _by_a_person(row) -> list[str]:
    if not row.target.judged:
        return []
    reason = {"verdict": row.verdict.label.lower(), "reason": _sentence(row.target.reason)}
    otherwise = _("Judged otherwise by a person, %(verdict)s: %(reason)s")
    return [(otherwise if row.is_judged_otherwise else _("Judged by a person: %(reason)s")) % reason]


def told(row) -> str:
    """The verdict and what decided it, for whoever has target and outcome before them already."""
    if row.verdict is None:
        return why(row)
    if row.by_rule is None or row.is_judged_otherwise:
        return f"{row.verdict.label}. {why(row)}"
    said = _("%(verdict)s, because %(because)s.") % {"verdict": row.verdict.label, "because": _because(row)}
    return " ".join([_so_far(row, said), *_uncertain(row), *_by_a_person(row)])


def _why_nothing(row) -> list[str]:
    if row.measured is not None and not row.is_counted and row.value is None and not row.target.judged:
        return [_sentence(row.measured.why_not)]
    if row.target.judged:
        return []
    if row.target.is_by_person:
        return [_("Nobody has judged it yet.")]
    return [_("No outcome yet.")]


def _by_rule(row) -> str:
    one = row.target
    said = {
        "outcome": _number_of(row), "target": target(one)[:1].lower() + target(one)[1:],
        "verdict": row.by_rule.label.lower(), "because": _because(row),
    }  # fmt: skip
    sentence = _("%(outcome)s, against the target %(target)s: %(verdict)s, because %(because)s.") % said
    return _so_far(row, sentence)


def _so_far(row, sentence: str) -> str:
    return _("So far this year: %(sentence)s") % {"sentence": sentence} if row.is_so_far else sentence


def _uncertain(row) -> list[str]:
    measured, wanted = row.measured if row.is_counted else None, row.target.value
    if not measured or measured.low is None or not measured.low <= wanted <= measured.high:
        return []
    told = {"target": amount(wanted, row.goal.unit)}
    return [_("The target %(target)s lies within the uncertainty.") % told]


def _because(row) -> str:
    """The limit that was met, and the next that was not."""
    one, value = row.target, row.value
    limits = {part: _limit(one, part) for part in (100, one.main_from, one.some_from)}
    said: dict[str, Any] = {"value": plain_number(value), "target": plain_number(one.value)}
    at_least = one.direction == Direction.AT_LEAST
    if row.by_rule == Verdict.REACHED:
        reached = _("%(value)s is at least %(target)s") if at_least else _("%(value)s is at most %(target)s")
        return reached % said
    met = {Verdict.IN_THE_MAIN: one.main_from, Verdict.TO_SOME_EXTENT: one.some_from}.get(row.by_rule)
    if met is None:
        missed = _("%(value)s does not reach %(limit)s") if at_least else _("%(value)s is above %(limit)s")
        return missed % (said | {"limit": limits[one.some_from]})
    missed = limits[100 if met == one.main_from else one.main_from]
    said |= {"met": limits[met], "missed": missed}
    reaches = _("%(value)s reaches %(met)s but not %(missed)s")
    below = _("%(value)s is at most %(met)s but above %(missed)s")
    return (reaches if at_least else below) % said


def _limit(one, part: int) -> str:
    """“31,5 (90 % av målet)”; the target itself is only its number."""
    limit = plain_number(one.counted_by.limit(one.value, part))
    if part == 100:
        return limit
    if one.direction == Direction.AT_LEAST:
        return _("%(limit)s (%(part)s %% of the target)") % {"limit": limit, "part": part}
    return _("%(limit)s (%(part)s %% above the target)") % {"limit": limit, "part": 100 - part}


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
