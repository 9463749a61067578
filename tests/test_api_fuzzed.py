"""Whatever a machine sends, the answer is one that is promised: schemathesis, each role in turn."""

from itertools import cycle

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from samsyn.accounts.models import Role
from samsyn.accounts.tests import factories as people
from samsyn.enrolments.tests.factories import EnrolmentFactory
from samsyn.participants.tests.factories import ParticipantFactory
from samsyn.project.wsgi import application
from samsyn.referrals.tests.factories import make_world
from samsyn.tokens.tests.factories import a_token

ROLES = {
    "referrer": lambda world: world.referrer,
    "team_member": lambda world: world.clinic_member,
    "coordinator": lambda world: world.coordinator,
    "coach": lambda world: people.coach(world.committee),
    "privacy_officer": lambda world: people.privacy_officer(world.committee),
    "approver": lambda world: people.approver(world.committee),
    "initiative_manager": lambda world: people.initiative_manager(world.initiative.association),
    "director": lambda world: people.director(world.initiative.association),
    "office": lambda world: people.office(world.initiative.association),
    "board_member": lambda world: people.board_member(world.initiative.association),
    "evaluator": lambda world: people.evaluator(world.initiative.association),
    "adjuster": lambda world: people.adjuster(world.initiative.association),
}
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
bounded = settings(
    max_examples=33, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def tokens(db, as_owner, settings):
    """One of each role, in turn, in a world that holds something."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    world = make_world()
    with as_owner():
        person = ParticipantFactory(controller=world.committee)
        EnrolmentFactory(participant=person, initiative=world.initiative)
    world.sent()
    for moment in (request_started, request_finished):  # the test's own transaction goes on between requests
        moment.disconnect(close_old_connections)
    yield cycle([a_token(person(world))[1] for person in ROLES.values()])
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def test_every_role_is_among_them():
    assert set(ROLES) == set(Role.values)


@schema.parametrize()
@bounded
def test_every_answer_is_one_that_was_promised(case, tokens):
    case.call_and_validate(headers={"Authorization": f"Bearer {next(tokens)}"})
