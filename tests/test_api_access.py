"""Who may read what with a token. Read the table; it is the rule: 200 with something, 0 for an empty list."""

import pytest

from samsyn.accounts.tests import factories as people
from samsyn.enrolments.tests.factories import EnrolmentFactory
from samsyn.participants.tests.factories import ParticipantFactory
from samsyn.project.api import API
from samsyn.referrals.tests.factories import NUMBERS, make_world
from samsyn.tokens.tests.factories import Machine, a_token

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
NO, NOBODY = 404, 401
ACCESS = {
    #                       referrer coordinator coach(other's) director board elsewhere no token
    "associations":         (200, 200, 200, 200, 200, 0, NOBODY),
    "initiatives":          (200, 200, 200, 200, 200, 0, NOBODY),
    "initiatives/{number}": (200, 200, 200, 200, 200, NO, NOBODY),
    "figures":              (NO, 200, 200, 200, 200, 200, NOBODY),
    "figures/{name}":       (NO, 200, 200, 200, 200, NO, NOBODY),
    "reported-counts":      (NO, NO, NO, 0, NO, NO, NOBODY),
    "reports":              (NO, NO, NO, 0, 0, NO, NOBODY),
    "reports/{number}":     (NO, NO, NO, NO, NO, NO, NOBODY),
    "referrals":            (200, 200, NO, NO, NO, 0, NOBODY),
    "referrals/{number}":   (200, 200, NO, NO, NO, NO, NOBODY),
    "enrolments":           (NO, 200, 0, NO, NO, 0, NOBODY),
    "enrolments/{number}":  (NO, 200, NO, NO, NO, NO, NOBODY),
}  # fmt: skip


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def enrolment(world, as_owner):
    with as_owner():
        person = ParticipantFactory(controller=world.committee)
        return EnrolmentFactory(participant=person, initiative=world.initiative)


def everybody(world):
    association = world.initiative.association
    return [
        world.referrer, world.coordinator, people.coach(world.committee), people.director(association),
        people.board_member(association), people.coordinator(),
    ]  # fmt: skip


def test_every_endpoint_is_in_the_table():
    assert {path.removeprefix("/api/") for path in API.get_openapi_schema()["paths"]} == set(ACCESS)


def test_nothing_can_be_changed():
    methods = {method for path in API.get_openapi_schema()["paths"].values() for method in path}
    assert methods == {"get"}


@pytest.mark.parametrize("path", ACCESS)
def test_access(world, enrolment, path):
    sent = world.sent(number=NUMBERS[1])
    number = {"initiatives": world.initiative.pk, "referrals": sent.pk, "enrolments": enrolment.pk}
    address = path.format(number=number.get(path.split("/")[0], 1), name="participants")
    query = YEAR | {"association": world.initiative.association.slug} if "name" in path else {}
    seen = [asked(Machine(a_token(person)[1]), address, query) for person in everybody(world)]
    assert (*seen, asked(Machine(), address, query)) == ACCESS[path]


def asked(machine, address, query) -> int:
    answer = machine.read(address, **query)
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        return answer.status_code
    told = answer.json()
    found = told.get("items", told) if isinstance(told, dict) else told
    return 200 if found else 0
