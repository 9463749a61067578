"""A request is one transaction in the name of one hat, and nothing of it reaches the next request."""

import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import include, path, reverse

from samsyn.accounts.acting import acting_as, open_to_all
from samsyn.accounts.models import Assignment, User
from samsyn.audit.actions import record
from samsyn.audit.models import Access, Act
from samsyn.base.days import today
from samsyn.base.prepared import prepared
from samsyn.base.tenancy import acting_in
from samsyn.organisations.tests.factories import ControllerFactory

from . import factories as people


def controllers_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('samsyn.controllers', true)")
        return cursor.fetchone()[0]


def setting(request):
    return HttpResponse(controllers_now())


def rename(request, then):
    User.objects.filter(pk=request.user.pk).update(name="Ändrad")
    record("user.renamed", request.user, by=request.user)
    if then == "refuse":
        raise PermissionDenied
    if then == "break":
        raise RuntimeError
    return HttpResponse(status=int(then))


@open_to_all
def everybody(request):
    return HttpResponse("open")


urlpatterns = [
    path("setting/", setting, name="setting"),
    path("rename/<then>/", rename, name="rename"),
    path("everybody/", everybody, name="everybody"),
    path("", include("samsyn.project.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def controller(db):
    return ControllerFactory()


@pytest.fixture
def coach(controller, client):
    person = people.coach(controller)
    client.force_login(person)
    return person


def test_a_request_sees_the_authorities_of_its_user_and_leaves_nothing_behind(client, controller, coach):
    assert client.get("/setting/").content.decode() == f"{{{controller.pk}}}"
    assert controllers_now() in ("", "{}", None)


def test_a_hat_of_an_association_opens_no_authority(client, db):
    client.force_login(people.director())
    assert client.get("/setting/").content == b"{}"


@pytest.mark.parametrize("then", ["refuse", "500", "503"])
def test_nothing_remains_of_a_request_that_failed(client, coach, then):
    client.post(f"/rename/{then}/")
    coach.refresh_from_db()
    assert coach.name != "Ändrad"


def test_nothing_remains_of_a_request_that_broke(client, coach):
    client.raise_request_exception = False
    assert client.post("/rename/break/").status_code == 500
    coach.refresh_from_db()
    assert coach.name != "Ändrad"


def test_what_went_well_remains(client, coach):
    assert client.post("/rename/200/").status_code == 200
    coach.refresh_from_db()
    assert coach.name == "Ändrad"


def test_a_refusal_says_that_nothing_is_there_and_is_remembered(client, coach, as_owner):
    assert client.post("/rename/refuse/").status_code == 404
    with as_owner():
        access = Access.objects.get()
    assert (access.act, access.kind, access.by) == (Act.DENIED, "rename", coach)


def test_a_get_may_not_write(client, coach):
    with pytest.raises(RuntimeError, match="tried to write"):
        client.get("/rename/200/")


def test_answers_are_not_kept_by_browsers_or_proxies(client, coach):
    assert "no-store" in client.get("/setting/")["Cache-Control"]


# ── Not signed in, or no longer ───────────────────────────────────────────────────────────────────────────


def test_others_are_sent_to_sign_in_and_back(client, db):
    response = client.get("/setting/?a=b")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/setting/%3Fa%3Db"


def test_an_open_page_is_open(client, db):
    assert client.get("/everybody/").status_code == 200


def test_a_form_sent_after_the_session_keeps_what_was_typed(client, db):
    response = client.post("/rename/200/", {"name": "Anna", "password": "hemligt"})
    assert response.status_code == 401
    assert 'value="Anna"' in response.content.decode()
    assert "hemligt" not in response.content.decode()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client, db):
    response = client.get(
        "/setting/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/x/"}
    )
    assert response.status_code == 401
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/x/"


def test_the_session_ends_after_half_an_hour_without_activity(client, controller):
    with time_machine.travel("2026-03-02 08:00", tick=False) as clock:
        client.force_login(people.coach(controller))
        for minutes, status in [(0, 200), (29, 200), (29, 200), (31, 302)]:
            clock.shift(minutes * 60)
            assert client.get("/setting/").status_code == status


def test_the_session_ends_after_a_working_day_whatever_happens(client, controller):
    with time_machine.travel("2026-03-02 07:00", tick=False) as clock:
        client.force_login(people.coach(controller))
        for _ in range(24):
            assert client.get("/setting/").status_code == 200
            clock.shift(25 * 60)
        clock.shift(5 * 60)
        assert client.get("/setting/").status_code == 302


# ── A change of what somebody may do bites at their next request ──────────────────────────────────────────


def test_a_revoked_assignment_is_gone_at_the_next_request(client, controller, coach):
    assert client.get("/setting/").content.decode() == f"{{{controller.pk}}}"
    Assignment.objects.update(revoked_at="2026-01-01T00:00Z", revoked_by=people.UserFactory())
    assert client.get("/setting/").content == b"{}"


def test_an_assignment_that_has_run_out_is_gone(client, controller):
    client.force_login(people.coach(controller, until=today()))
    assert client.get("/setting/").content != b"{}"
    Assignment.objects.update(until=people.BEGINNING)
    assert client.get("/setting/").content == b"{}"


def test_one_who_may_no_longer_sign_in_is_out_at_the_next_request(client, coach):
    assert client.get("/setting/").status_code == 200
    User.objects.filter(pk=coach.pk).update(is_active=False)
    assert client.get("/setting/").status_code == 302


# ── Pooled connections ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_threads_that_take_turns_on_one_connection_carry_nothing_over():
    """Two people's requests by turns on the same connection, as from a pool, and beside one another."""
    people_at = [(people.coach(place), place) for place in (ControllerFactory(), ControllerFactory())]
    wrong = []

    def requests():
        try:
            for _ in range(20):
                for person, place in people_at:
                    with acting_as(person):
                        seen = controllers_now()
                    if seen != f"{{{place.pk}}}" or controllers_now() not in ("", None):
                        wrong.append(seen)
        finally:
            connection.close()

    threads = [threading.Thread(target=requests) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_broke_carries_nothing_over():
    place = ControllerFactory()
    with pytest.raises(RuntimeError), acting_in([place.pk]):
        raise RuntimeError
    assert controllers_now() in ("", None)
    with transaction.atomic(), acting_in([place.pk]):
        pass
    assert controllers_now() in ("", None)


# ── Background work ───────────────────────────────────────────────────────────────────────────────────────


def test_a_task_that_does_not_say_for_whom_reads_nothing(controller, coach):
    with acting_as(coach):
        record("user.seen", coach, by=coach, controller_id=controller.pk)
    officer = people.privacy_officer(controller)
    assert Access.objects.count() == 0
    with acting_as(officer):
        assert Access.objects.count() == 1
    with acting_as(coach, hat=None), acting_in([]):
        assert Access.objects.count() == 0
    with acting_in([controller.pk]):
        assert Access.objects.count() == 1


# ── Plans that the server keeps ────────────────────────────────────────────────────────────────────────────


@prepared
def _accesses(*, kind):
    return Access.objects.filter(kind=kind).order_by("pk")


def test_a_kept_plan_asks_each_time_for_whom_it_reads(controller, coach):
    other = ControllerFactory()
    for place in (controller, other):
        with acting_in([place.pk]):
            record("user.seen", coach, by=coach, controller_id=place.pk)
    seen = []
    for places in ([controller.pk], [other.pk], [], [controller.pk, other.pk]) * 8:
        with acting_in(places):
            seen.append(({one.controller_id for one in _accesses(kind="user.seen")}, set(places)))
    assert [found for found, _places in seen] == [places for _found, places in seen]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%audit_access%'"
        )
        assert cursor.fetchone()[0] > 0
