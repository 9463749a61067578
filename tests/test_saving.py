"""Saving: once whatever is clicked or crashes, and never over what somebody else has saved meanwhile."""

import threading
import uuid

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from samsyn.accounts.tests.factories import UserFactory
from samsyn.base.forms import SaveForm, save
from samsyn.organisations.models import Association
from samsyn.organisations.tests.factories import AssociationFactory


class NameForm(SaveForm):
    name = forms.CharField(label="Namn")
    suppress_below = forms.IntegerField(label="Visa antal från")


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def association(db):
    return AssociationFactory(name="Västra", suppress_below=5)


def rename(*, association, name, suppress_below, by):
    association.name, association.suppress_below = name, suppress_below
    association.full_clean()
    association.save()
    return association


def send(user, association, **typed):
    request = RequestFactory().post("/anywhere/", typed)
    request.user = user
    form = NameForm(request.POST, record=association)
    return form, save(
        request, form, rename, then=lambda result: f"/associations/{result.pk}/", association=association
    )


def opened(association):
    """What the form's hidden fields hold when the page has just been opened."""
    return {"save_key": str(uuid.uuid4()), "seen_version": str(association.version)}


def test_a_form_saves_and_goes_on(user, association):
    _, response = send(user, association, name="Östra", suppress_below="5", **opened(association))
    assert response.url == f"/associations/{association.pk}/"
    association.refresh_from_db()
    assert association.name == "Östra"


def test_the_same_sending_again_changes_nothing_and_goes_to_the_same_place(user, association):
    machinery = opened(association)
    first = send(user, association, name="Östra", suppress_below="5", **machinery)[1]
    association.refresh_from_db()
    again = send(user, association, name="Östra", suppress_below="5", **machinery)[1]
    assert again.url == first.url
    version = association.version
    association.refresh_from_db()
    assert association.version == version


def test_a_broken_rule_leaves_nothing_and_the_key_can_be_used_again(user, association):
    machinery = opened(association)
    form, response = send(user, association, name="Östra", suppress_below="1", **machinery)
    assert response is None
    assert form.errors
    association.refresh_from_db()
    assert association.name == "Västra"
    assert send(user, association, name="Östra", suppress_below="5", **machinery)[1] is not None


def test_a_rule_about_a_field_ends_up_on_the_field(user, association):
    def refuse(**facts):
        raise ValidationError({"name": "Namnet duger inte."})

    request = RequestFactory().post("/", {"name": "x", "suppress_below": "5", **opened(association)})
    request.user = user
    form = NameForm(request.POST, record=association)
    assert save(request, form, refuse, then="/") is None
    assert form.errors["name"] == ["Namnet duger inte."]


def test_two_people_editing_see_both_versions_and_lose_neither(user, association):
    machinery = opened(association)
    other = Association.objects.get(pk=association.pk)
    other.name = "Södra"
    other.save()

    form, response = send(user, association, name="Östra", suppress_below="5", **machinery)

    assert response is None
    assert [(conflict.yours, conflict.theirs) for conflict in form.conflicts] == [("Östra", "Södra")]
    assert form["name"].value() == "Östra"
    assert form["seen_version"].value() == str(other.version)
    # Saving again is a choice made with both in sight.
    association.refresh_from_db()
    again = {"save_key": machinery["save_key"], "seen_version": form["seen_version"].value()}
    assert send(user, association, name="Östra", suppress_below="5", **again)[1] is not None


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_save_once():
    user, association = UserFactory(), AssociationFactory()
    machinery = opened(association)
    answers, together = [], threading.Barrier(2)

    def click():
        fresh = Association.objects.get(pk=association.pk)
        together.wait(timeout=10)
        answers.append(send(user, fresh, name="Östra", suppress_below="5", **machinery)[1])
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    [one.start() for one in clicks]
    [one.join(timeout=20) for one in clicks]

    assert [answer.url for answer in answers] == [f"/associations/{association.pk}/"] * 2
    version = association.version
    association.refresh_from_db()
    assert association.version == version + 1


@pytest.fixture
def away(monkeypatch, client):
    """The first question that a request asks the database fails, as when its server has gone."""
    client.raise_request_exception = False

    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)
    client.cookies["samsyn"] = "a-session-that-would-be-asked-for"


def test_when_the_database_is_away_what_was_typed_is_kept(client, db, away):
    key = str(uuid.uuid4())
    response = client.post("/referrals/new/", {"question": "Vad <b>behövs</b>?", "save_key": key})
    page = response.content.decode()

    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "no-store"
    assert "Vad &lt;b&gt;behövs&lt;/b&gt;?" in page
    assert key in page


def test_passwords_are_never_offered_again(client, db, away):
    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "hemligt-ord-123"})
    assert response.status_code == 503
    assert "hemligt-ord-123" not in response.content.decode()


def test_other_faults_are_not_taken_for_a_missing_database(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("samsyn.home.views.render", lambda *args, **kwargs: 1 / 0)
    response = client.get("/accessibility/")
    assert response.status_code == 500
    assert "Retry-After" not in response


def test_a_kept_form_fetches_the_token_of_who_is_signed_in_now(db):
    """The browser asks for it at the first press on the retry page (samsyn.js)."""
    browser = Client(enforce_csrf_checks=True)
    kept = browser.post("/search/", {"q": "Ingegerd"}, headers={"origin": "http://testserver"})
    assert 'data-token="/accounts/token/"' in kept.content.decode()
    token = browser.get("/accounts/token/")
    assert token["Cache-Control"] == "no-store"
    sent = {"q": "Ingegerd", "csrfmiddlewaretoken": token.content.decode()}
    again = browser.post("/search/", sent, headers={"origin": "http://testserver"})
    assert again.status_code == 401  # the token is right; nobody is signed in


def test_a_stale_form_token_keeps_what_was_typed_when_it_comes_from_our_own_page(db):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/search/", {"q": "Ingegerd"}, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert "Ingegerd" in response.content.decode()
    elsewhere = browser.post("/search/", {"q": "Ingegerd"}, headers={"origin": "http://elsewhere.example"})
    assert elsewhere.status_code == 403
    assert "Ingegerd" not in elsewhere.content.decode()
