"""The rule of the verdict, for all values: better is never judged worse, whichever way better is."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from samsyn.initiatives.verdicts import Direction, Rule, Verdict

ORDER = list(Verdict)  # from best to worst
values = st.decimals(-1000, 10_000, places=1)
targets = st.decimals(0, 10_000, places=1)
parts = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)
directions = st.sampled_from(list(Direction))


def rule(direction, parts):
    some, main = parts
    return Rule(direction, main, some)


@given(directions, parts, targets, values, values)
def test_a_better_value_is_never_judged_worse(direction, parts, target, one, other):
    judged = rule(direction, parts)
    worse, better = sorted([one, other], reverse=direction == Direction.AT_MOST)
    assert ORDER.index(judged.verdict(better, target)) <= ORDER.index(judged.verdict(worse, target))


@given(directions, parts, targets, values)
def test_it_is_reached_exactly_when_the_target_is(direction, parts, target, value):
    is_reached = value >= target if direction == Direction.AT_LEAST else value <= target
    assert (rule(direction, parts).verdict(value, target) == Verdict.REACHED) == is_reached


@given(targets, values, st.tuples(parts, parts))
def test_a_milder_rule_never_judges_harder(target, value, both):
    (one, other) = both
    mild = rule(Direction.AT_LEAST, [min(a, b) for a, b in zip(one, other, strict=True)])
    hard = rule(Direction.AT_LEAST, [max(a, b) for a, b in zip(one, other, strict=True)])
    assert ORDER.index(mild.verdict(value, target)) <= ORDER.index(hard.verdict(value, target))


@given(targets, values)
def test_both_directions_are_each_others_mirror(target, value):
    """As far below the target as the other lies above it."""
    up, down = Rule(Direction.AT_LEAST, 90, 50), Rule(Direction.AT_MOST, 90, 50)
    assert up.verdict(value, target) == down.verdict(2 * target - value, target)


@given(directions, targets, values)
def test_two_hundreds_mean_reached_or_not(direction, target, value):
    assert Rule(direction, 100, 100).verdict(value, target) in (Verdict.REACHED, Verdict.NOT_REACHED)


def test_the_limits_of_35_per_cent():
    judged = Rule(Direction.AT_LEAST, 90, 50)
    said = {value: judged.verdict(Decimal(value), Decimal(35)).value for value in
            ("35", "34.9", "31.5", "31.4", "17.5", "17.4")}  # fmt: skip
    assert said == {
        "35": "reached", "34.9": "in_the_main", "31.5": "in_the_main", "31.4": "to_some_extent",
        "17.5": "to_some_extent", "17.4": "not_reached",
    }  # fmt: skip


def test_a_target_of_nothing_is_reached_by_nothing():
    assert Rule(Direction.AT_MOST, 90, 50).verdict(Decimal(0), Decimal(0)) == Verdict.REACHED
    assert Rule(Direction.AT_MOST, 90, 50).verdict(Decimal("0.1"), Decimal(0)) == Verdict.NOT_REACHED
