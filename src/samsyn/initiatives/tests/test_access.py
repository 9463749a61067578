"""Who reaches which page of an initiative. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.initiatives.urls import urlpatterns
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory, PartyFactory

from .factories import (
    CapacityFactory,
    CoverageFactory,
    GoalFactory,
    InitiativeFactory,
    PlanVersionFactory,
    TargetFactory,
    TeamMeetingFactory,
    TrackFactory,
)

pytestmark = pytest.mark.django_db
LOGIN = 302
SEE = (200, 200, 200, 200, 200, 200, 200, 404, 404, LOGIN)
CHANGE = (200, 200, 404, 404, 404, 404, 404, 404, 404, LOGIN)
START = (200, 404, 404, 404, 404, 404, 404, 404, 404, LOGIN)

# fmt: off
ACCESS = {
    # director  manager of it  manager of another  coach  coordinator  team member  referrer  other
    # association  other authority  not signed in
    "list":                 (200, 200, 200, 200, 200, 200, 200, 200, 200, LOGIN),
    "new":                  (200, 404, 404, 404, 404, 404, 404, 200, 404, LOGIN),
    "detail":               SEE,
    "plan":                 SEE,
    "plan_detail":          SEE,
    "goals":                SEE,
    "association_goals":    SEE,
    "staffing":             SEE,
    "planner":              SEE,
    "meetings":             SEE,
    "history":              SEE,
    "edit":                 CHANGE,
    "coverage_add":         CHANGE,
    "coverage_edit":        CHANGE,
    "coverage_remove":      CHANGE,
    "track_add":            CHANGE,
    "track_edit":           CHANGE,
    "capacity_add":         CHANGE,
    "capacity_edit":        CHANGE,
    "plan_add":             CHANGE,
    "plan_edit":            CHANGE,
    "plan_decide":          CHANGE,
    "goal_add":             CHANGE,
    "goal":                 SEE,
    "goals_file":           SEE,
    "association_goals_file": SEE,
    "goal_edit":            CHANGE,
    "target_set":           CHANGE,
    "outcome_note":         CHANGE,
    "goal_judge":           CHANGE,
    "goal_end":             CHANGE,
    "goal_remove":          CHANGE,
    "association_goal_add": START,
    "staffing_edit":        CHANGE,
    "staffing_copy":        CHANGE,
    "meeting_add":          CHANGE,
    "meeting_series":       CHANGE,
    "meeting_edit":         CHANGE,
    "meeting_cancel":       CHANGE,
}
# fmt: on


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


def test_access(client):
    initiative = InitiativeFactory()
    association = initiative.association
    authority = ControllerFactory()
    PartyFactory(association=association, controller=authority)
    coverage = CoverageFactory(initiative=initiative, controller=authority)
    other = InitiativeFactory(association=association)
    everyone = [
        people.director(association),
        people.initiative_manager(association, initiatives=[initiative.pk]),
        people.initiative_manager(association, initiatives=[other.pk]),
        people.coach(authority),
        people.coordinator(authority),
        people.team_member(authority),
        people.referrer(authority),
        people.director(AssociationFactory()),
        people.coordinator(ControllerFactory()),
        None,
    ]
    plan, meeting = PlanVersionFactory(initiative=initiative), TeamMeetingFactory(initiative=initiative)
    goal, capacity = GoalFactory(initiative=initiative), CapacityFactory(initiative=initiative)
    track = TrackFactory(initiative=initiative)
    TargetFactory(goal=goal, year=2026)
    of = {
        "list": [],
        "new": [],
        "plan_detail": [plan.pk],
        "plan_edit": [plan.pk],
        "plan_decide": [plan.pk],
        "coverage_edit": [coverage.pk],
        "coverage_remove": [coverage.pk],
        "track_edit": [track.pk],
        "capacity_edit": [capacity.pk],
        "goal_edit": [goal.pk],
        "goal": [goal.pk, 2026],
        "target_set": [goal.pk, 2026],
        "outcome_note": [goal.pk, 2026],
        "goal_judge": [goal.pk, 2026],
        "goal_end": [goal.pk],
        "goal_remove": [goal.pk],
        "goals_file": [initiative.pk, "csv"],
        "association_goals_file": [association.pk, "xlsx"],
        "association_goals": [association.pk],
        "association_goal_add": [association.pk],
        "staffing_edit": [initiative.pk, 2026],
        "staffing_copy": [initiative.pk, 2026],
        "meeting_edit": [meeting.pk],
        "meeting_cancel": [meeting.pk],
    }
    seen = {}
    for person in everyone:
        client.force_login(person) if person else client.logout()
        for page in ACCESS:
            address = reverse(f"initiatives:{page}", args=of.get(page, [initiative.pk]))
            seen.setdefault(page, []).append(client.get(address).status_code)
    assert {page: tuple(answers) for page, answers in seen.items()} == ACCESS
