"""The story of Sörmland: a register and referrals counted back from whatever day it is."""

from collections import Counter
from datetime import date, timedelta

import pytest

from samsyn.demo import people, sormland
from samsyn.demo.numbers import is_test_number
from samsyn.participants import identity
from samsyn.referrals.models import Status

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def register():
    return sormland.register(TODAY)


def test_there_are_about_sixty_ongoing_new_old_and_near_a_year(register):
    ongoing = [row for row in register if row.ended_on is None]
    assert len(ongoing) == sum(sormland.ONGOING.values()) + 2
    stays = Counter((TODAY - row.started_on).days // 30 for row in ongoing)
    assert stays[0] >= 5
    assert stays[11] + stays[12] >= 10
    assert sum(many for month, many in stays.items() if month > 12) >= 5


@pytest.mark.parametrize("today", [TODAY, date(2025, 7, 20), date(2027, 1, 1)])
def test_days_come_in_order_whatever_day_it_is(today):
    for row in sormland.register(today):
        assert row.referred_on < row.started_on <= today
        assert row.started_on >= (date(2020, 1, 1) if row.initiative == "SIKTA" else date(2023, 10, 1))
        assert row.ended_on is None or row.started_on < row.ended_on <= today
        assert 17 <= row.age_at_start <= 64


def test_somebody_comes_back_at_home_and_somebody_after_moving(register):
    places = {}
    for row in register:
        places.setdefault(row.personal_identity_number, []).append(row.municipality)
    again = sorted(places for places in places.values() if len(places) > 1)
    assert again == [["Katrineholm", "Katrineholm"], ["Katrineholm", "Nyköping"]]


def test_every_number_is_valid_and_belongs_to_nobody(register):
    for row in register:
        assert is_test_number(row.personal_identity_number)
        assert identity.parse(row.personal_identity_number).sex == row.sex


def test_many_have_ended_this_year(register):
    ended = [row for row in register if row.ended_on and row.ended_on > TODAY - timedelta(365)]
    assert len(ended) >= 50


def test_everybody_named_in_a_case_exists_and_steps_come_in_order():
    known = {person.key for person in people.SORMLAND}
    for case in sormland.CASES:
        days = [step.days for step in case.steps]
        assert case.by in known
        assert all(
            before >= after or what.what == "answer"
            for before, after, what in zip(days, days[1:], case.steps[1:], strict=False)
        )
        assert {step.by for step in case.steps if step.by} <= known


def test_the_people_have_names_of_their_own_and_addresses_for_nobody():
    everybody = people.SORMLAND + people.KALMAR
    assert len({person.email for person in everybody}) == len(everybody)
    assert all(person.email.endswith("@example.org") and person.email.isascii() for person in everybody)
    assert len(people.SIGN_IN) >= 12
    assert Status.DRAFT
