"""An assignment is granted by one person, approved by another at the place itself,
and can be ended at once.
"""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from samsyn.accounts import actions, queries, scopes
from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import ASSOCIATION_ROLES, Assignment, Role, State, User
from samsyn.accounts.permissions import Permission, has
from samsyn.audit.models import Access
from samsyn.base.days import today
from samsyn.organisations.tests.factories import (
    AreaFactory,
    AssociationFactory,
    ControllerFactory,
    PartyFactory,
)

from . import factories as people

SINCE = date(2026, 1, 1)


@pytest.fixture
def controller(db):
    return ControllerFactory()


@pytest.fixture
def association(controller):
    return PartyFactory(controller=controller).association


@pytest.fixture
def coordinator(controller):
    return people.coordinator(controller)


@pytest.fixture
def approver(controller):
    return people.approver(controller)


def grant(by, *, role=Role.COACH, user=None, **facts):
    with acting_as(by):
        return actions.grant_assignment(
            user=user or people.UserFactory(), role=role, by=by, **({"since": SINCE} | facts)
        )


def approve(assignment, by):
    with acting_as(by):
        return actions.approve_assignment(assignment=assignment, by=by)


# ── Two pairs of eyes ─────────────────────────────────────────────────────────────────────────────────────


def test_it_opens_nothing_before_it_is_approved(controller, coordinator, approver):
    assignment = grant(coordinator, controller=controller)
    assert not has(assignment.user, Permission.SEE_OWN_PARTICIPANTS, controller=controller)
    approve(assignment, approver)
    assert has(assignment.user, Permission.SEE_OWN_PARTICIPANTS, controller=controller)


def test_granting_and_approving_are_logged(controller, coordinator, approver, as_owner):
    approve(grant(coordinator, controller=controller), approver)
    with as_owner():
        assert [(one.kind, one.by) for one in Access.objects.order_by("pk")] == [
            ("assignment.granted", coordinator),
            ("assignment.approved", approver),
        ]


def test_nobody_approves_what_they_granted(controller):
    both = people.approver(controller, user=people.coordinator(controller))
    with pytest.raises(ValidationError, match="själv"):
        approve(grant(both, controller=controller), both)


def test_nobody_approves_or_grants_for_themselves(controller, coordinator, approver):
    with pytest.raises(ValidationError, match="dig själv"):
        grant(coordinator, controller=controller, user=coordinator)
    assignment = grant(coordinator, controller=controller, user=approver)
    with pytest.raises(ValidationError, match="eget"):
        approve(assignment, approver)


def test_it_is_decided_once(controller, coordinator, approver):
    assignment = approve(grant(coordinator, controller=controller), approver)
    with pytest.raises(ValidationError, match="redan"):
        approve(assignment, people.approver(controller))


def test_the_database_too_wants_two_people(controller, coordinator):
    assignment = grant(coordinator, controller=controller)
    assignment.approved_by, assignment.approved_at = coordinator, assignment.granted_at
    with pytest.raises(ValidationError, match="någon annan"):
        assignment.full_clean()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.APPROVER, Role.DIRECTOR}])
def test_only_approvers_and_directors_approve(controller, association, coordinator, role):
    place = association if role in ASSOCIATION_ROLES else controller
    with pytest.raises(PermissionDenied):
        approve(grant(coordinator, controller=controller), getattr(people, role)(place))


def test_an_approver_decides_only_at_their_own_authority(controller, coordinator):
    assignment = grant(coordinator, controller=controller)
    elsewhere = people.approver()
    with pytest.raises(PermissionDenied):
        approve(assignment, elsewhere)
    assert not queries.assignments_for(elsewhere).filter(pk=assignment.pk).exists()


# ── Who may propose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_coordinator_does_not_grant_elsewhere(coordinator):
    with pytest.raises(PermissionDenied):
        grant(coordinator, controller=ControllerFactory())


@pytest.mark.parametrize(
    "role", [Role.REFERRER, Role.TEAM_MEMBER, Role.COACH, Role.PRIVACY_OFFICER, Role.APPROVER]
)
def test_other_case_roles_do_not_grant(controller, role):
    with pytest.raises(PermissionDenied):
        grant(getattr(people, role)(controller), controller=controller)


def test_an_association_proposes_at_its_members_but_they_decide(controller, association, approver):
    director = people.director(association)
    assignment = grant(director, role=Role.COORDINATOR, controller=controller)
    with pytest.raises(PermissionDenied):
        approve(assignment, people.director(association))
    approve(assignment, approver)
    with pytest.raises(PermissionDenied):
        grant(director, role=Role.COORDINATOR, controller=ControllerFactory())


def test_the_office_proposes_and_the_director_approves(association):
    assignment = grant(people.office(association), role=Role.INITIATIVE_MANAGER, association=association)
    approve(assignment, people.director(association))
    assert assignment.state_on(SINCE) == State.CURRENT


# ── The wall between case records and the association ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "role", [Role.COACH, Role.COORDINATOR, Role.TEAM_MEMBER, Role.REFERRER, Role.PRIVACY_OFFICER]
)
def test_nobody_works_in_case_records_and_for_the_association(controller, association, coordinator, role):
    with pytest.raises(ValidationError, match="samtidigt"):
        grant(coordinator, role=role, controller=controller, user=people.office(association))


def test_nor_the_other_way_round(controller, association):
    with pytest.raises(ValidationError, match="samtidigt"):
        grant(
            people.director(association),
            role=Role.OFFICE,
            association=association,
            user=people.coach(controller),
        )


def test_what_came_first_is_looked_at_again_when_approving(controller, association, coordinator, approver):
    assignment = grant(coordinator, controller=controller)
    people.office(association, user=assignment.user)
    with pytest.raises(ValidationError, match="samtidigt"):
        approve(assignment, approver)


def test_one_may_follow_the_other(controller, association, coordinator):
    person = people.office(association, until=SINCE - timedelta(days=1))
    assert grant(coordinator, controller=controller, user=person).pk


def test_another_association_does_not_stand_in_the_way(controller, association, coordinator):
    assert grant(coordinator, controller=controller, user=people.office(AssociationFactory())).pk


def test_an_approver_sees_no_case_and_may_work_for_the_association(controller, association, coordinator):
    assert grant(coordinator, role=Role.APPROVER, controller=controller, user=people.office(association)).pk


# ── Its life ──────────────────────────────────────────────────────────────────────────────────────────────


def test_revoking_bites_at_once(controller, coordinator, approver):
    assignment = approve(grant(coordinator, controller=controller), approver)
    with acting_as(coordinator):
        actions.revoke_assignment(assignment=assignment, by=coordinator)
    assert not has(assignment.user, Permission.SEE_OWN_PARTICIPANTS, controller=controller)
    assert assignment.state_on(today()) == State.REVOKED


def test_somebody_elsewhere_does_not_revoke(controller, coordinator):
    assignment = grant(coordinator, controller=controller)
    with pytest.raises(PermissionDenied):
        actions.revoke_assignment(assignment=assignment, by=people.coordinator())


def test_the_same_assignment_is_not_held_twice(controller, coordinator):
    person = people.coach(controller)
    with pytest.raises(ValidationError, match="redan"):
        grant(coordinator, controller=controller, user=person)


@pytest.mark.parametrize("state", State)
def test_every_assignment_is_in_exactly_one_state(db, state):
    day = date(2026, 6, 1)
    facts = {
        State.WAITING: {"approved_by": None},
        State.CURRENT: {"until": day},
        State.COMING: {"since": day + timedelta(days=1)},
        State.ENDED: {"until": day - timedelta(days=1)},
        State.REVOKED: {"revoked_at": "2026-05-01T12:00Z", "revoked_by": people.UserFactory()},
    }
    assignment = people.AssignmentFactory(**facts[state])
    assignment.refresh_from_db()
    assert assignment.state_on(day) == state
    assert [one for one in State if Assignment.objects.in_state(one, day).exists()] == [state]


def test_a_role_stands_on_its_own_side(controller, association):
    director = people.director(association)
    with pytest.raises(ValidationError, match="myndighet eller"):
        grant(director, role=Role.COACH, association=association)


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_invited_person_gets_a_letter_that_says_nothing_about_them(
    coordinator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        person = actions.invite_person(email="Ny.Person@example.org", name="Ny Person", by=coordinator)
    letter = mail.outbox[0]
    assert person.email == "ny.person@example.org" and not person.has_usable_password()
    assert letter.to == [person.email]
    assert "Ny Person" not in letter.body + letter.subject
    assert "/accounts/password/reset/key/" in letter.body


def test_somebody_known_is_found_not_made_again(coordinator, django_capture_on_commit_callbacks):
    known = people.UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.invite_person(email=known.email.upper(), name="Annan", by=coordinator) == known
    assert mail.outbox == [] and known.name != "Annan"


def test_a_closed_account_is_not_opened_by_inviting(coordinator):
    closed = people.UserFactory(is_active=False)
    with pytest.raises(ValidationError, match="stängt"):
        actions.invite_person(email=closed.email, name="X", by=coordinator)


def test_a_coach_invites_nobody(controller):
    with pytest.raises(PermissionDenied):
        actions.invite_person(email="x@example.org", name="X", by=people.coach(controller))
    assert not User.objects.filter(email="x@example.org").exists()


def test_the_machine_appoints_a_first_approver_whom_another_person_vouches_for(controller):
    first, voucher = people.UserFactory(), people.UserFactory()
    facts = {"user": first, "role": Role.APPROVER, "since": SINCE, "controller": controller}
    assignment = actions.appoint_first(approved_by=voucher, by=actions.machine(), **facts)
    assert assignment.state_on(SINCE) == State.CURRENT
    with pytest.raises(PermissionDenied):
        actions.appoint_first(approved_by=voucher, by=people.director(), **facts)
    with pytest.raises(ValidationError):
        actions.appoint_first(approved_by=first, by=actions.machine(), **facts)


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────────────


def test_granting_and_approving_by_the_pages(client, controller, coordinator, approver, key):
    AreaFactory(association=PartyFactory(controller=controller).association)
    client.force_login(coordinator)
    to_grant = client.post(
        "/people/invite/", {"email": "ny@example.org", "name": "Ny Person", "save_key": key()}
    )
    assert to_grant.status_code == 302
    granting = {
        "place": f"controller-{controller.pk}",
        "role": "coach",
        "since": "2026-01-01",
        "save_key": key(),
    }
    page = client.post(to_grant["Location"], granting)
    assert page.status_code == 302
    client.force_login(approver)
    shown = client.get(page["Location"])
    assert "Godkänn" in shown.content.decode()
    done = client.post(f"{page['Location']}approve/", {"save_key": key(), "seen_version": 1})
    assert done.status_code == 302
    assert Assignment.objects.get(user__email="ny@example.org").approved_by == approver


def test_an_assignment_can_be_narrowed_to_an_area_and_to_initiatives(
    client, controller, coordinator, key, monkeypatch
):
    area = AreaFactory(association=PartyFactory(controller=controller).association)
    monkeypatch.setattr(scopes, "_told", [lambda associations: [(4, "Steget vidare"), (5, "Brobyggarna")]])
    person = people.UserFactory()
    client.force_login(coordinator)
    sent = {"place": f"controller-{controller.pk}", "role": "coach", "since": "2026-01-01", "area": area.pk}
    client.post(f"/people/{person.pk}/grant/", sent | {"initiatives": ["5"], "save_key": key()})
    granted = Assignment.objects.get(user=person)
    assert (granted.area, granted.initiatives) == (area, [5])


def test_the_page_says_why_one_may_not_approve(client, controller, key):
    both = people.approver(controller, user=people.coordinator(controller))
    assignment = grant(both, controller=controller)
    client.force_login(both)
    client.post("/people/me/hat/", {"hat": "approver"})
    answer = client.post(
        f"/people/assignments/{assignment.pk}/approve/", {"save_key": key(), "seen_version": 1}
    )
    assert "Du har själv" in answer.content.decode()


@pytest.mark.parametrize("number", [2, 40])
def test_the_list_asks_the_database_as_often_however_long_it_is(
    client, controller, coordinator, number, django_assert_max_num_queries
):
    for _ in range(number):
        people.coach(controller)
    client.force_login(coordinator)
    with django_assert_max_num_queries(13):  # two are the savepoint that a transaction becomes in a test
        assert client.get("/people/").status_code == 200


def test_a_long_list_goes_on(client, controller, coordinator):
    people.AssignmentFactory.create_batch(
        55, controller=controller, granted_by=coordinator, approved_by=people.UserFactory()
    )
    client.force_login(coordinator)
    first = client.get("/people/")
    assert "before=" in first.content.decode()
    seen = [one.pk for one in first.context["assignments"]]
    further = [one.pk for one in client.get(f"/people/?before={seen[-1]}").context["assignments"]]
    assert len(seen) == 50 and len(further) == 6 and max(further) < min(seen)


def test_the_list_can_be_narrowed(client, controller, coordinator):
    people.coach(controller)
    waiting = grant(coordinator, controller=controller)
    client.force_login(coordinator)
    address = f"/people/?state=waiting&role=coach&place=controller-{controller.pk}"
    assert [one.pk for one in client.get(address).context["assignments"]] == [waiting.pk]


def test_a_start_page_shows_what_waits_for_this_person_only(controller, coordinator, approver):
    grant(coordinator, controller=controller)
    assert queries.approvable_assignments_for(approver).count() == 1
    assert queries.approvable_assignments_for(coordinator).count() == 0


# ── Hats ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_acts_in_one_role_at_a_time(client, controller):
    person = people.coach(controller, user=people.approver(controller))
    client.force_login(person)
    assert client.get("/people/me/").wsgi_request.hat.role == Role.COACH
    client.post("/people/me/hat/", {"hat": "approver"})
    assert client.get("/people/me/").wsgi_request.hat.role == Role.APPROVER


def test_one_cannot_put_on_what_one_does_not_hold(client, controller):
    client.force_login(people.coach(controller))
    assert client.post("/people/me/hat/", {"hat": "director"}).status_code == 404


def test_ones_own_name_is_ones_own(client, controller, key):
    person = people.coach(controller)
    client.force_login(person)
    sent = {"name": "Nytt Namn", "phone": "0155-10 10 10", "save_key": key()}
    assert client.post("/people/me/edit/", sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Nytt Namn", "0155-10 10 10")
