"""A token is made on one's own page, approved by the authority, used, and ended in any of five ways."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts import actions as accounts
from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access, Act
from samsyn.base.days import today
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory
from samsyn.tokens import actions
from samsyn.tokens.models import Token
from samsyn.tokens.queries import hat_of

from .factories import Machine, a_token


@pytest.fixture
def director(db):
    return people.director(AssociationFactory())


@pytest.fixture
def controller(db):
    return ControllerFactory()


def typed(**facts):
    return {"name": "Kvalitetsportalen", "expires_on": str(today() + timedelta(days=30)), "hat": "director",
            "save_key": str(uuid.uuid4())} | facts  # fmt: skip


# ── Made ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_shown_once_and_kept_only_as_a_digest(client, director):
    client.force_login(director)
    people.shows_a_second_factor(client)
    form = typed()
    secret = client.post(reverse("tokens:new"), form).context["secret"]
    assert Machine(secret).read("associations").status_code == 200
    kept = " ".join(str(value) for value in Token.objects.values().get().values())
    assert secret not in kept
    again = client.post(reverse("tokens:new"), form)
    assert again.url == reverse("accounts:profile")
    assert secret not in client.get(again.url).content.decode()
    assert Token.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 367])
def test_it_lasts_for_a_year_at_most(client, director, days):
    client.force_login(director)
    people.shows_a_second_factor(client)
    page = client.post(reverse("tokens:new"), typed(expires_on=str(today() + timedelta(days=days))))
    assert "ett år" in page.content.decode()
    assert not Token.objects.exists()


@pytest.mark.parametrize("ago", [None, 301])
def test_it_is_made_only_by_somebody_who_has_just_shown_a_second_factor(client, director, ago):
    client.force_login(director)
    if ago:
        people.shows_a_second_factor(client, ago)
    assert 'name="expires_on"' not in client.get(reverse("tokens:new")).content.decode()
    client.post(reverse("tokens:new"), typed())
    assert not Token.objects.exists()
    people.shows_a_second_factor(client, 200)
    assert 'name="expires_on"' in client.get(reverse("tokens:new")).content.decode()


def test_it_is_for_a_role_that_one_holds(director):
    with pytest.raises(PermissionDenied):
        actions.make_token(
            name="x", hat="coach", expires_on=today(), on=today(), by=director, **people.just_shown()
        )


def test_nobody_has_more_than_ten(director):
    for _turn in range(10):
        a_token(director)
    with pytest.raises(ValidationError, match="10"):
        a_token(director)


def test_an_assignment_that_comes_later_is_not_in_it(director):
    _token, secret = a_token(director)
    people.director(AssociationFactory(), user=director)
    assert len(Machine(secret).read("associations").json()) == 1


# ── In case records the authority decides ─────────────────────────────────────────────────────────────────


def test_it_reads_no_records_before_the_authority_has_approved_it(client, controller):
    token, secret = a_token(people.coordinator(controller), approved=False)
    answer = Machine(secret).read("enrolments")
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Åtkomstnyckeln väntar på att myndigheten ska godkänna den.",
    )
    client.force_login(people.approver(controller))
    reach = token.reaches.get()
    assert reverse("tokens:list") in client.get("/").content.decode()
    sent = {"save_key": str(uuid.uuid4()), "seen_version": reach.version}
    assert client.post(reverse("tokens:approve", args=[reach.pk]), sent).status_code == 302
    assert Machine(secret).read("enrolments").status_code == 200


def test_it_reads_at_those_authorities_only_that_have_approved_it(controller, as_owner):
    other = ControllerFactory()
    token, _secret = a_token(people.coordinator(controller, other), approved=False)
    reach = token.reaches.get(assignment__controller=controller)
    person = people.approver(controller)
    with acting_as(person):
        actions.approve_reach(reach=reach, by=person)
    hat = hat_of(token, today())
    assert hat is not None
    assert hat.controller_ids == [controller.pk]


def test_nobody_approves_their_own(controller):
    person = people.coordinator(controller)
    people.approver(controller, user=person)
    token, _secret = a_token(person, "coordinator", approved=False)
    with pytest.raises(ValidationError):
        actions.approve_reach(reach=token.reaches.get(), by=person)


def test_another_authoritys_approver_cannot(controller):
    token, _secret = a_token(people.coordinator(controller), approved=False)
    with pytest.raises(PermissionDenied):
        actions.approve_reach(reach=token.reaches.get(), by=people.approver())


# ── Ended ──────────────────────────────────────────────────────────────────────────────────────────────────


def by_its_owner(token, secret):
    actions.revoke_token(token=token, by=token.user)


def by_the_authority(token, secret):
    reach = token.reaches.get()
    person = people.approver(reach.assignment.controller)
    with acting_as(person):
        actions.end_reach(reach=reach, by=person)


def with_the_assignment(token, secret):
    assignment = token.assignments.get()
    accounts.revoke_assignment(assignment=assignment, by=people.approver(assignment.controller))


def with_the_account(token, secret):
    token.user.is_active = False
    token.user.save()


@pytest.mark.parametrize("how", [by_its_owner, by_the_authority, with_the_assignment, with_the_account])
def test_it_ends_at_once(controller, how):
    token, secret = a_token(people.coordinator(controller))
    assert Machine(secret).read("enrolments").status_code == 200
    how(token, secret)
    answer = Machine(secret).read("enrolments")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_it_ends_with_its_last_day(director):
    _token, secret = a_token(director, days=3)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert Machine(secret).read("associations").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert Machine(secret).read("associations").status_code == 401


def test_nobody_ends_anothers(director):
    token, _secret = a_token(director)
    with pytest.raises(PermissionDenied):
        actions.revoke_token(token=token, by=people.director())


# ── Used ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_day_of_the_latest_use_is_kept(director):
    token, secret = a_token(director)
    Machine(secret).read("associations")
    token.refresh_from_db()
    assert token.last_used_on == today()


def test_every_request_is_in_the_access_log(director, as_owner):
    token, secret = a_token(director)
    Machine(secret).read("initiatives")
    Machine(secret).read("enrolments")  # not for a director
    with as_owner():
        lines = list(Access.objects.filter(kind__startswith="api.").order_by("pk"))
    assert [(one.act, one.kind, one.by) for one in lines] == [
        (Act.LIST, "api.initiatives", director),
        (Act.DENIED, "api.enrolments", director),
    ]
    assert lines[0].subject == f"tokens.token:{token.pk}"


def test_there_is_a_limit_by_the_minute(director, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    _token, secret = a_token(director)
    with time_machine.travel(timezone.now(), tick=False):
        seen = [Machine(secret).read("associations") for _turn in range(3)]
    assert [one.status_code for one in seen] == [200, 200, 429]
    assert 0 < int(seen[-1]["Retry-After"]) <= 60
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert Machine(secret).read("associations").status_code == 200


def test_nothing_of_it_is_kept_in_the_history_of_the_token(director):
    token, secret = a_token(director)
    Machine(secret).read("associations")
    assert token.history.count() == 1
