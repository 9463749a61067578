"""A goal ends with a reason, and one that was entered by mistake is removed; the history keeps both."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.initiatives import actions, goal_table
from samsyn.initiatives.models import Goal

from .factories import GoalFactory, InitiativeFactory, TargetFactory

DAY = date(2026, 3, 1)


@pytest.fixture
def goal(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    initiative = InitiativeFactory()
    made = GoalFactory(initiative=initiative, association=initiative.association, text="Fler i arbete")
    for year in (2025, 2026):
        TargetFactory(goal=made, year=year)
    return made


@pytest.fixture
def director(goal):
    return people.director(goal.association)


def texts(goal, year):
    return [
        row.goal for row in goal_table.plain_rows(goal.association, year, day=DAY, initiative=goal.initiative)
    ]


def test_an_ended_goal_is_there_in_its_last_year_and_not_after(goal, director):
    actions.end_goal(goal=goal, ended_on=date(2025, 12, 31), ended_because="Insatsen upphör", by=director)
    assert texts(goal, 2025) == ["Fler i arbete"]
    assert texts(goal, 2026) == []
    assert goal_table.lacking_for(director, date(2027, 2, 1)) == []
    with pytest.raises(ValidationError):
        actions.set_target(goal=goal, year=2026, value=5, by=director)
    actions.end_goal(goal=goal, ended_on=None, ended_because="", by=director)
    assert texts(goal, 2026) == ["Fler i arbete"]
    assert [one.ended_because for one in goal.history.order_by("pgh_id")][-2:] == ["Insatsen upphör", ""]


def test_an_end_has_a_reason(goal, director):
    with pytest.raises(ValidationError):
        actions.end_goal(goal=goal, ended_on=DAY, ended_because="", by=director)


def test_a_goal_entered_by_mistake_is_removed_and_its_history_stays(client, goal, director):
    client.force_login(director)
    page = client.get(reverse("initiatives:goal_remove", args=[goal.pk]))
    key = page.context["form"]["save_key"].value()
    done = client.post(
        reverse("initiatives:goal_remove", args=[goal.pk]), {"removed_because": "Dubblett", "save_key": key}
    )
    assert done.status_code == 302
    assert texts(goal, 2026) == []
    assert client.get(reverse("initiatives:goal", args=[goal.pk, 2026])).status_code == 404
    assert not Goal.objects.filter(pk=goal.pk).exists()
    kept = Goal.every.get(pk=goal.pk)
    assert [one.removed_because for one in kept.history.order_by("pgh_id")][-1] == "Dubblett"
    assert kept.targets.count() == 2


def test_a_goal_with_an_outcome_is_ended_and_not_removed(goal, director):
    actions.judge(target=goal.targets.first(), judged="reached", reason="sedd", by=director)
    with pytest.raises(ValidationError, match="Avsluta"):
        actions.remove_goal(goal=goal, removed_because="Dubblett", by=director)


def test_somebody_elses_goal_is_neither_ended_nor_removed(goal):
    other = people.director(InitiativeFactory().association)
    with pytest.raises(PermissionDenied):
        actions.end_goal(goal=goal, ended_on=DAY, ended_because="nej", by=other)
    with pytest.raises(PermissionDenied):
        actions.remove_goal(goal=goal, removed_because="nej", by=other)
