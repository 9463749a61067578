"""Before an evaluator publishes: counts that are too small, and hidden ones that a sum gives away."""

import pytest

from samsyn.extracts.checking import small_cells


def said(text, limit=5):
    return [(cell.row, cell.column, cell.value, cell.is_alone) for cell in small_cells(text, limit)]


def test_a_small_count_is_found_and_zero_and_shares_are_not():
    text = "Insats\tKvinnor\tMän\nRIA\t12\t4\nKrami\t0\t5\nAndel\t3 %\t4,5"
    assert said(text) == [("RIA", "Män", "4", False)]


@pytest.mark.parametrize("limit", [3, 5, 10])
def test_the_limit_is_the_smallest_number_that_may_be_shown(limit):
    assert said(f"Insats\tAntal\nA\t{limit - 1}\nB\t{limit}", limit) == [
        ("A", "Antal", str(limit - 1), False)
    ]


def test_a_hidden_count_alone_beside_a_sum_is_no_secret():
    text = "Insats;Kvinnor;Män;Alla\nRIA;12;•;15\nKrami;20;30;50\nAlla;32;33;65"
    assert said(text) == [("RIA", "Män", "•", True)]


def test_two_hidden_in_every_line_keep_each_other():
    text = "Insats;Kvinnor;Män;Alla\nRIA;•;•;15\nKrami;•;•;50\nAlla;32;33;65"
    assert said(text) == []
