"""A share says how uncertain it is."""

import pytest

from samsyn.figures.shares import Share, can_be_told_apart, rounded


def test_36_of_112_is_32_1_per_cent_from_24_2_to_41_3():
    share = Share(36, 112)
    assert (share.percent, share.low, share.high) == (32.1, 24.2, 41.3)


def test_a_share_of_nothing_is_no_share():
    share = Share(0, 0)
    assert (share.percent, share.low, share.high) == (None, None, None)


def test_a_hidden_numerator_hides_the_share():
    assert Share(None, 40).percent is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"), [(1, 16, 6.3), (5, 80, 6.3), (1, 3, 33.3), (9, 9, 100.0)]
)
def test_halves_are_rounded_away_from_zero(numerator, denominator, percent):
    assert Share(numerator, denominator).percent == percent


def test_so_are_negative_halves():
    assert rounded(-2.25) == -2.3


def test_the_interval_stays_within_0_and_100():
    assert Share(0, 5).low == 0.0
    assert Share(5, 5).high == 100.0


def test_32_1_of_112_cannot_be_told_from_29_6_of_115():
    assert not can_be_told_apart(Share(36, 112), Share(34, 115))


def test_60_of_100_can_be_told_from_30_of_100():
    assert can_be_told_apart(Share(60, 100), Share(30, 100))
