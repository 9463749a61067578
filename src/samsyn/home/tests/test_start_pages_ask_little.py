"""A start page shows a little of everything, in a dozen questions of the database however much there is;
where it shows figures, two more for whether headlines of the year before tie stock and flow together.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.base.days import today
from samsyn.enrolments.tests.factories import EnrolmentFactory
from samsyn.initiatives.models import Goal
from samsyn.participants.tests.factories import ParticipantFactory
from samsyn.referrals.tests.factories import NUMBERS, make_world

MOST = dict.fromkeys(["referrer", "team_member", "coordinator", "coach"], 12) | {"director": 14, "office": 14}
# What a transaction within a test's own adds: its savepoints, and the wall put back as it was.
OF_TESTS = ("SAVEPOINT", "SELECT set_config('samsyn.controllers', ''")


@pytest.fixture
def association(db, settings, as_owner):
    """With somebody begun this year, a goal, referrals at every stage and an assignment to approve."""
    settings.SECOND_FACTOR_REQUIRED = False

    def make(many: int):
        world = make_world()
        world.meeting()
        for number in range(many):
            world.circulated(number=NUMBERS[3 * number])
            world.sent(number=NUMBERS[3 * number + 1])
            world.decided(world.sent(number=NUMBERS[3 * number + 2]), "queue", queue_reason="Fullt.")
        with as_owner():
            for _ in range(many):
                begun = today().replace(month=1, day=1)
                person = ParticipantFactory(controller=world.committee)
                EnrolmentFactory(participant=person, initiative=world.initiative, started_on=begun)
                people.AssignmentFactory(
                    role="office",
                    association=world.initiative.association,
                    approved_at=None,
                    approved_by=None,
                )
                Goal.objects.create(
                    association=world.initiative.association, initiative=world.initiative, text="Mål",
                    level="individual",
                )  # fmt: skip
        return world

    return make


@pytest.mark.parametrize("many", [1, 5])
@pytest.mark.parametrize("role", MOST)
def test_a_start_page_asks_at_most_a_dozen_questions(client, association, role, many):
    world = association(many)
    make = getattr(people, role)
    person = make(world.initiative.association if role in ("director", "office") else world.committee)
    client.force_login(person)
    client.get(reverse("home:start"))  # which hat is on is remembered the first time
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("home:start")).status_code == 200
    sent = [one["sql"] for one in asked.captured_queries]
    questions = [sql for sql in sent if not any(words in sql for words in OF_TESTS)]
    assert len(questions) <= MOST[role], "\n".join(questions)
