"""The planner distributes posts after need, in whole steps, and never loses one on the way."""

from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.accounts.tests.factories import coach, director
from samsyn.initiatives import queries
from samsyn.initiatives.allocation import allocate, shares
from samsyn.organisations.models import ReferenceStatistic
from samsyn.organisations.tests.factories import PartyFactory

from .factories import CoverageFactory, InitiativeFactory, StaffingFactory

counts = st.dictionaries(st.integers(1, 30), st.integers(0, 10**6).map(Fraction), min_size=1)
at_leisure = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@at_leisure
@given(counts, counts, st.integers(0, 100), st.integers(0, 100))
def test_shares_are_parts_of_one_whole(people, days, first, second):
    found = shares({"people": people, "days": days}, {"people": first, "days": second})
    assert all(part >= 0 for part in found.values())
    assert sum(found.values()) in ((0, 1) if not found else (1,))


@at_leisure
@given(counts, st.integers(0, 5000), st.sampled_from([5, 10, 25, 50]))
def test_everything_is_given_out_in_whole_steps_near_the_exact_share(people, total, step):
    parts = shares({"people": people}, {"people": 1})
    given_out = allocate(parts, total, step)
    assert sum(given_out.values()) == (total // step * step if parts else 0)
    for place, percent in given_out.items():
        assert percent % step == 0
        assert abs(percent - parts[place] * (total // step * step)) < step


@pytest.fixture
def initiative(db):
    """Two municipalities: one with three fourths of the people, one with as much need through its index."""
    initiative = InitiativeFactory()
    for population, index in ((30_000, 10), (10_000, 30)):
        place = CoverageFactory(initiative=initiative).municipality
        for measure, value in (("population", population), ("socioeconomy", index)):
            ReferenceStatistic.objects.create(
                municipality=place, measure=measure, value=value, as_of="2025-12-31", source="SCB"
            )
    return initiative


def proposed(initiative, **weights):
    found = queries.propose(initiative, 2026, percent=400, step=25, weights=weights)
    return sorted(row[2] for row in found.rows)


def test_by_population(initiative):
    assert proposed(initiative, population=1) == [100, 300]


def test_an_index_counts_for_each_inhabitant(initiative):
    assert proposed(initiative, socioeconomy=1) == [200, 200]


def test_by_both(initiative):
    assert proposed(initiative, population=50, socioeconomy=50) == [150, 250]


def test_what_is_missing_is_named_instead_of_guessed(initiative):
    found = queries.propose(initiative, 2026, percent=400, step=25, weights={"unemployed": 1})
    assert not found.rows
    assert len(found.missing) == 2


def test_the_page_shows_the_proposal_beside_the_staffing(client, initiative):
    place = initiative.coverage.first().municipality
    StaffingFactory(initiative=initiative, municipality=place, year=2026, percent=175)
    client.force_login(director(initiative.association))
    page = client.get(
        reverse("initiatives:planner", args=[initiative.pk]), {"posts": 4, "step": 25, "population": 1}
    )
    assert "75,0" in page.content.decode()
    assert page.context["proposal"].proposed == 400


def test_a_coach_may_look_too(client, initiative):
    authority = initiative.coverage.first().controller
    PartyFactory(association=initiative.association, controller=authority)
    client.force_login(coach(authority))
    assert client.get(reverse("initiatives:planner", args=[initiative.pk])).status_code == 200
