"""A number's authorities: all of a row or none, and no row tells what another hides."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.figures.counting import year
from samsyn.figures.tables import table
from samsyn.initiatives.tests.factories import InitiativeFactory

from .registers import place, some


@pytest.fixture
def two_committees(db, as_owner):
    """Of one municipality, so that no municipality has a small count. The second initiative has 2 at one."""
    with as_owner():
        where = place(2, 2)
        one, other = where.controllers
        other.municipality = one.municipality
        other.save()
        where.controllers[1] = other
        for initiative, controller, number in ((0, 0, 18), (0, 1, 25), (1, 0, 2), (1, 1, 9)):
            some(where, number, initiative=initiative, controller=controller)
    return where


def authorities(where, *by, when=2026, name="participants"):
    found = table(name, where.association, year(when), by=[*by, "controller"])
    return {tuple(row.keys.get(one) for one in by): row.values["total"] for row in found.rows}


def test_a_row_with_a_small_authority_hides_them_all(two_committees):
    where = two_committees
    shown = authorities(where, "initiative")
    assert shown[where.initiatives[1].pk,] is None
    assert shown[where.initiatives[0].pk,] is not None


def test_the_sum_does_not_tell_what_one_initiative_hides(two_committees):
    """20 of one authority in all and 18 in the one initiative would be 2 in the other."""
    assert authorities(two_committees) == {(): None}


def test_the_year_after_does_not_tell_how_many_went_on(db, as_owner):
    """All 8 less the 6 new ones of this year are the 2 who were left of the year before."""
    with as_owner():
        where = place(1, 1)
        some(where, 2, start=date(2025, 2, 1))
        some(where, 20, start=date(2025, 2, 1), end=date(2025, 9, 1))
        some(where, 6, start=date(2026, 2, 1))
    assert authorities(where) == {(): None}


def test_a_breakdown_is_not_followed_back(two_committees):
    with pytest.raises(ValidationError):
        table("participants", two_committees.association, year(2026), by=["education", "controller"])


def test_where_none_is_small_they_are_shown(db, as_owner):
    with as_owner():
        where = place(1, 2)
        some(where, 10, controller=0)
        some(where, 12, controller=1, sex="man")
    found = table("participants", where.association, year(2026), by=["controller"])
    assert sorted(row.values["total"] for row in found.rows) == [10, 12]


# ── On the page of a number ───────────────────────────────────────────────────────────────────────────────

TOO_SMALL = "Visas inte per myndighet: antalen är för små för att skiljas åt."


@pytest.fixture
def card_of(client, as_owner, settings):
    """The card of how many there are in all in an initiative, and what the page says after its heading."""
    settings.SECOND_FACTOR_REQUIRED = False

    def follow(where, initiative):
        with as_owner():
            client.force_login(people.director(where.association))
        address = reverse("figures:participants", args=[where.association.slug])
        asked = {"year": 2026, "by": "initiative", "row": initiative.pk, "cell": "total"}
        response = client.get(address, asked)
        return response.context["card"], response.content.decode().split('id="cell"')[1]

    return follow


def test_where_all_are_hidden_it_is_said_why_and_no_table_is_shown(two_committees, card_of):
    card, text = card_of(two_committees, two_committees.initiatives[1])
    assert card.value == 11
    assert TOO_SMALL in text
    assert "<table" not in text


def test_where_they_are_shown_there_is_a_table(two_committees, card_of):
    _card, text = card_of(two_committees, two_committees.initiatives[0])
    assert TOO_SMALL not in text
    assert all(f">{many}</td>" in text.split("<tbody>")[1] for many in (18, 25))


def test_a_number_of_nobody_has_no_authorities(db, as_owner, card_of):
    with as_owner():
        where = place(1, 1)
        some(where, 10)
        empty = InitiativeFactory(association=where.association)
    card, text = card_of(where, empty)
    assert (card.value, card.authorities) == (0, None)
    assert "Per myndighet" not in text
    assert TOO_SMALL not in text
