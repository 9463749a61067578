"""Searching from anywhere: nothing searched for ends up in an address."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.base import tabs


@pytest.fixture
def signed_in(client, db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(people.AssignmentFactory().user)
    return client


@pytest.fixture
def found(monkeypatch):
    """Lets a test say what is found."""
    hits = []
    monkeypatch.setattr(tabs, "_searches", [lambda user, words: hits])
    return hits


def test_one_sure_hit_is_opened_at_once(signed_in, found):
    found.append(tabs.Hit("Participant", "Amina", "/participants/7/"))
    response = signed_in.post("/search/", {"q": "Amina"})
    assert response.url == "/participants/7/"


def test_several_hits_are_shown_without_the_words_in_the_address(signed_in, found):
    found += [
        tabs.Hit("Participant", "Amina", "/participants/7/"),
        tabs.Hit("Participant", "Anna", "/participants/8/"),
    ]
    response = signed_in.post("/search/", {"q": "A"})
    assert response.status_code == 200
    assert "Anna" in response.content.decode()


def test_nothing_found_says_so(signed_in, found):
    assert "Inget som du får se passar" in signed_in.post("/search/", {"q": "Xyz"}).content.decode()


def test_searching_by_address_is_refused(signed_in):
    assert signed_in.get("/search/?q=Amina").status_code == 405


def test_who_changes_language_comes_back_to_the_empty_page(signed_in, found):
    found.append(tabs.Hit("Participant", "Amina", "/participants/7/"))
    back = signed_in.post(reverse("set_language"), {"language": "en", "next": "/search/"}, follow=True)
    assert back.redirect_chain == [("/search/", 302)] and back.status_code == 200
    page = back.content.decode()
    assert 'name="q" value=""' in page and "Amina" not in page
