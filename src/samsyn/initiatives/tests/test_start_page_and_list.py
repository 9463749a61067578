"""What the start page says needs seeing to, and the list with its filter."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, director
from samsyn.base.tabs import search
from samsyn.initiatives import queries
from samsyn.organisations.tests.factories import AssociationFactory, PartyFactory

from .factories import CapacityFactory, InitiativeFactory, PlanVersionFactory, TeamMeetingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def association():
    return AssociationFactory()


def complete(association, **facts):
    initiative = InitiativeFactory(association=association, **facts)
    PlanVersionFactory(initiative=initiative, decided_by="Styrelsen", decided_on=date(2026, 1, 15))
    CapacityFactory(initiative=initiative)
    TeamMeetingFactory(initiative=initiative, starts_at=datetime(2026, 3, 10, 12, tzinfo=UTC))
    return initiative


def test_an_initiative_with_everything_needs_nothing(association):
    complete(association)
    assert queries.attention_for(director(association), DAY) == []


def test_what_is_missing_is_said(association):
    InitiativeFactory(association=association)
    (found,) = queries.attention_for(director(association), DAY)
    assert (found.ends_soon, found.has_plan, found.has_capacity, found.has_meetings) == (
        False,
        False,
        False,
        False,
    )


def test_a_draft_is_no_plan_and_last_years_meeting_is_no_meeting(association):
    initiative = InitiativeFactory(association=association)
    PlanVersionFactory(initiative=initiative)
    TeamMeetingFactory(initiative=initiative, starts_at=datetime(2025, 3, 10, 12, tzinfo=UTC))
    (found,) = queries.attention_for(director(association), DAY)
    assert not found.has_plan
    assert not found.has_meetings


def test_a_structural_initiative_has_no_participants_and_no_team(association):
    initiative = InitiativeFactory(association=association, kind="structural")
    PlanVersionFactory(initiative=initiative, decided_by="Styrelsen", decided_on=date(2026, 1, 15))
    assert queries.attention_for(director(association), DAY) == []


@pytest.mark.parametrize(("ends", "soon"), [(date(2026, 8, 31), True), (date(2026, 12, 31), False)])
def test_the_end_is_told_six_months_before(association, ends, soon):
    complete(association, ends_on=ends)
    assert bool(queries.attention_for(director(association), DAY)) is soon


def test_ended_and_planned_initiatives_need_nothing(association):
    InitiativeFactory(association=association, ends_on=date(2026, 3, 1))
    InitiativeFactory(association=association, starts_on=date(2026, 3, 3))
    assert queries.attention_for(director(association), DAY) == []


def test_search_finds_initiatives_by_name(association):
    InitiativeFactory(association=association, name="Kompass")
    InitiativeFactory(name="Kompassen i ett annat förbund")
    member = PartyFactory(association=association).controller
    for person in (director(association), coach(member)):
        with acting_as(person):
            found = [hit.label for hit in search(person, "komp") if "initiatives" in hit.url]
        assert found == ["Kompass"]


def test_the_list_filters_by_state_and_form(client, association):
    InitiativeFactory(association=association, name="Pågår")
    InitiativeFactory(association=association, name="Slut", ends_on=date(2020, 1, 1), form="permanent")
    client.force_login(director(association))
    address = reverse("initiatives:list")
    shown = {
        query: [one.name for one in client.get(f"{address}?{query}").context["initiatives"]]
        for query in ("", "state=ongoing", "state=ended", "form=permanent", "state=nonsens", "after=x")
    }
    assert shown == {
        "": ["Pågår", "Slut"],
        "state=ongoing": ["Pågår"],
        "state=ended": ["Slut"],
        "form=permanent": ["Slut"],
        "state=nonsens": ["Pågår", "Slut"],
        "after=x": ["Pågår", "Slut"],
    }


@pytest.mark.parametrize("many", [5, 200])
def test_the_list_asks_as_much_of_the_database_for_many_as_for_few(
    client, association, many, django_assert_max_num_queries
):
    for number in range(many):
        InitiativeFactory(association=association, name=f"Insats {number:03}")
    client.force_login(director(association))
    # Ten of them are the frame's: session, person, hats, the wall, and the session's own saving.
    with django_assert_max_num_queries(14):
        page = client.get(reverse("initiatives:list"))
    assert len(page.context["initiatives"]) == min(many, 100)
    if many > 100:
        following = client.get(f"{reverse('initiatives:list')}?after={page.context['after']}")
        assert following.context["initiatives"][0].name == "Insats 100"
        assert len(following.context["initiatives"]) == 100
