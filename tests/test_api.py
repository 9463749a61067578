"""What a machine is told: pages by key, no names, no protected person, errors in one shape, no cookies."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access
from samsyn.enrolments.tests.factories import EnrolmentFactory
from samsyn.initiatives.tests.factories import InitiativeFactory
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory
from samsyn.participants.models import Participant, Protection
from samsyn.participants.tests.factories import ParticipantFactory
from samsyn.referrals.tests.factories import NUMBERS, make_world
from samsyn.tokens.tests.factories import Machine, a_token

PROBLEM = "application/problem+json"


@pytest.fixture
def association(db):
    return AssociationFactory()


@pytest.fixture
def director(association):
    return Machine(a_token(people.director(association))[1])


@pytest.fixture
def world(db):
    return make_world()


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_list_comes_a_page_at_a_time_and_whole(director, association):
    made = [InitiativeFactory(association=association).pk for _turn in range(7)]
    seen, after = [], {}
    for _turn in range(4):
        page = director.read("initiatives", limit=3, **after).json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == made


@pytest.mark.parametrize("path", ["initiatives", "enrolments", "referrals", "reports", "reported-counts"])
def test_it_costs_the_same_whatever_there_is(world, as_owner, path):
    is_case = path in ("enrolments", "referrals")
    person = world.coordinator if is_case else people.director(world.initiative.association)
    machine, numbers = Machine(a_token(person)[1]), iter(NUMBERS)

    def more(number):
        with as_owner():
            for _turn in range(number):
                InitiativeFactory(association=world.initiative.association)
                EnrolmentFactory(
                    participant=ParticipantFactory(controller=world.committee), initiative=world.initiative
                )
        for _turn in range(number):
            world.sent(number=next(numbers))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert machine.read(path).status_code == 200
        return len(asked)

    queries()
    more(1)
    few = queries()
    more(4)
    assert queries() == few <= 13


# ── People ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_neither_names_nor_numbers_nor_free_text_are_told(world, as_owner):
    referral = world.sent(number=NUMBERS[0])
    with as_owner():
        person = ParticipantFactory(controller=world.committee)
        person.set_number(NUMBERS[1])
        person.save()
        EnrolmentFactory(participant=person, initiative=world.initiative)
    machine = Machine(a_token(world.coordinator)[1])
    told = json.dumps([machine.read("enrolments").json(), machine.read("referrals").json(),
                       machine.read(f"referrals/{referral.pk}").json()], ensure_ascii=False)  # fmt: skip
    assert referral.case_number in told
    named = (str(person), person.family_name, referral.family_name, referral.person_key.hex())
    written = (referral.background, referral.question, referral.phone, NUMBERS[0][-4:], NUMBERS[1])
    for secret in (*named, *written):
        assert secret
        assert secret not in told


def test_a_protected_person_is_told_of_to_no_machine(world, as_owner):
    referral = world.sent(number=NUMBERS[0])
    with as_owner():
        person = ParticipantFactory(controller=world.committee)
        person.set_number(NUMBERS[0])
        person.save()
        enrolment = EnrolmentFactory(participant=person, initiative=world.initiative)
    machine = Machine(a_token(world.coordinator)[1])
    assert machine.read(f"enrolments/{enrolment.pk}").status_code == 200
    assert machine.read(f"referrals/{referral.pk}").status_code == 200
    with as_owner():
        Participant.objects.filter(pk=person.pk).update(protection=Protection.MARKING)
    assert machine.read("enrolments").json()["items"] == []
    assert machine.read("referrals").json()["items"] == []
    assert machine.read(f"enrolments/{enrolment.pk}").status_code == 404
    assert machine.read(f"referrals/{referral.pk}").status_code == 404


def test_what_was_read_stands_in_the_authoritys_own_log(world, as_owner):
    with as_owner():
        person = ParticipantFactory(controller=world.committee)
        enrolment = EnrolmentFactory(participant=person, initiative=world.initiative)
    machine = Machine(a_token(world.coordinator)[1])
    machine.read("enrolments")
    machine.read(f"enrolments/{enrolment.pk}")
    with as_owner():
        lines = Access.objects.filter(controller_id=world.committee.pk, by=world.coordinator).order_by("pk")
        said = [(one.kind, one.count, one.person) for one in lines if one.kind.endswith(".api")]
    assert said == [("enrolments.api", 1, None), ("enrolment.api", None, person.pk)]


# ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        ("figures/participants", {"association": "x", "from": "igår", "to": "2026-12-31"}, "query.from"),
        ("figures/participants", {"association": "x", "to": "2026-12-31"}, "query.from"),
        ("initiatives", {"limit": "0"}, "query.limit"),
        ("initiatives", {"stat": "ongoing"}, "query.stat"),
        ("initiatives/mycket", {}, "path.number"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(director, path, query, where):
    answer = director.read(path, **query)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], told["type"]) == (422, PROBLEM, "/api/#not-valid")
    assert [one["where"] for one in told["errors"]] == [where]


def test_a_rule_of_the_figures_is_told_as_on_the_page(director, association):
    query = {"association": association.slug, "from": "2026-01-01", "to": "2026-02-01", "by": "municipality"}
    answer = director.read("figures/participants", **query)
    assert answer.status_code == 409
    assert "hela kalenderår" in answer.json()["errors"][0]["message"]


def test_the_detail_is_in_the_language_asked_for(db):
    swedish = Machine().get("/api/initiatives").json()["detail"]
    english = Machine().get("/api/initiatives", headers={"Accept-Language": "en"}).json()["detail"]
    assert "åtkomstnyckel" in swedish
    assert "token" in english


@pytest.mark.parametrize(("path", "method", "status"), [
    ("/api/nowhere", "get", 404), ("/api/nowhere", "post", 404), ("/api/initiatives", "post", 405),
    ("/api/", "post", 405), ("/api/openapi.json", "delete", 405),
])  # fmt: skip
def test_every_error_has_the_same_shape(db, path, method, status):
    machine = Machine()
    machine.handler.enforce_csrf_checks = True
    answer = getattr(machine, method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}


def test_a_fault_is_told_without_what_it_was(director, monkeypatch):
    from samsyn.organisations import queries

    def broken(user):
        raise RuntimeError("hemligt")

    monkeypatch.setattr(queries, "associations_for", broken)
    director.raise_request_exception = False
    answer = director.read("associations")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "hemligt" not in answer.content.decode()


# ── Cookies ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_in_browser_is_nobody_here(client, db):
    client.force_login(people.coordinator(ControllerFactory()))
    assert client.get("/api/enrolments").status_code == 401


def test_no_cookie_is_left(director):
    assert not director.read("initiatives").cookies
    assert director.read("initiatives")["Cache-Control"] == "no-store"


# ── The description ────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_names_every_endpoint_and_needs_no_script(client, db):
    page = client.get("/api/")
    text = page.content.decode()
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in text
    assert "http://testserver/api/initiatives" in text
    assert "unsafe" not in page["Content-Security-Policy"]
