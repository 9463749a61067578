"""The story of Kalmar 2022: an invented register that counts to what was published."""

from collections import Counter
from dataclasses import replace

import pytest

from samsyn.demo import kalmar
from samsyn.demo.numbers import is_test_number
from samsyn.participants import codes, identity


@pytest.fixture(scope="module")
def register():
    return kalmar.rows()


def test_it_deviates_nowhere_from_what_was_published(register):
    assert kalmar.check(register) == []


def test_it_is_the_same_every_time(register):
    assert kalmar.rows() == register


def test_a_deviation_is_told_in_words(register):
    wrong = [replace(register[0], sex="man" if register[0].sex == "woman" else "woman"), *register[1:]]
    assert kalmar.check(wrong)[0].startswith("women: ")


def test_women_are_somewhat_older_and_most_of_both_sexes_are_between_25_and_34(register):
    new = [row for row in register if row.started_on.year == 2022]
    mean = {}
    for sex in ("woman", "man"):
        ages = [row.age_at_start for row in new if row.sex == sex]
        mean[sex] = sum(ages) / len(ages)
        tens = Counter((age - 15) // 10 for age in ages)
        assert tens.most_common(1)[0][0] == 1
    assert mean["woman"] > mean["man"]


def test_every_number_is_valid_fits_the_person_and_belongs_to_nobody(register):
    numbers = [row.personal_identity_number for row in register]
    assert len(set(numbers)) == len(numbers)
    for row in register:
        checked = identity.parse(row.personal_identity_number)
        assert is_test_number(checked.text)
        assert (checked.sex, checked.birth_date.year) == (row.sex, row.birth_year)


def test_days_come_in_order_and_codes_exist(register):
    for row in register:
        assert row.referred_on < row.started_on
        assert row.ended_on is None or row.started_on < row.ended_on
        assert 16 <= row.age_at_start <= 64
        assert row.education in codes.Education
        assert set(row.income_at_start + row.income_at_end) <= set(codes.IncomeSource)
        assert row.occupation_at_start in codes.Occupation
        if row.ended_on:
            assert row.exit_reason in codes.ExitReason
            assert row.occupation_at_end in codes.Occupation
    assert len({(row.initiative, row.case_number) for row in register}) == len(register)


def test_plattformens_exit_reasons_are_at_most_those_of_its_appendix(register):
    said = kalmar.PUBLISHED["appendices"]["Plattformen"]["exit_reasons"]
    out = [r for r in register if r.initiative == "Plattformen" and r.ended_on and r.ended_on.year == 2022]
    reasons = Counter(row.exit_reason for row in out)
    order = ["work_studies_jobseeking", "continued_rehabilitation", "illness", "moved", "other"]
    assert all(reasons[code] <= most for code, most in zip(order, said.values(), strict=True))
