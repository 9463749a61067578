"""Search finds people by name, number or case number: those one needs to know about, and nobody protected."""

import pytest

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.enrolments.tests.factories import EnrolmentFactory, initiative_at
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants import actions, queries
from samsyn.participants.models import NameWord

from .factories import NamedReaderFactory, ParticipantFactory, number


@pytest.fixture
def ours(db):
    return ControllerFactory()


@pytest.fixture
def person(ours, as_owner):
    with as_owner():
        person = ParticipantFactory(
            controller=ours, given_name="Åsa-Lena", family_name="Provberg", invented=number(3)
        )
        EnrolmentFactory(participant=person, initiative=initiative_at(ours), case_number="SIK-2026-0007")
    return person


def found(user, words):
    with acting_as(user):
        return [person.pk for person in queries.found_by(user, words)]


@pytest.mark.parametrize("words", ["åsa", "prov ås", "PROVBERG", number(3), number(3)[2:], "sik-2026-0007"])
def test_by_name_number_or_case_number(ours, person, words):
    assert found(coordinator(ours), words) == [person.pk]


@pytest.mark.parametrize("words", ["", "berg", "'; drop", ":*", "SIK-2026-0008", number(4), "&|!"])
def test_nothing_else_is_found(ours, person, words):
    assert found(coordinator(ours), words) == []


def test_not_by_a_coach_of_others_nor_from_another_authority(ours, person):
    assert found(coach(ours), "provberg") == []
    assert found(coordinator(ControllerFactory()), number(3)) == []


def test_a_protected_person_is_found_by_the_named_alone(ours, as_owner):
    named = coordinator(ours)
    with as_owner():
        person = ParticipantFactory(controller=ours, protection="secrecy_marking", invented=number(3))
        NamedReaderFactory(participant=person, user=named, named_by=named)
    assert found(coordinator(ours), number(3)) == []
    assert found(named, number(3)) == [person.pk]


@pytest.mark.parametrize(("words", "is_found"), [("lena", True), ("lena-åsa", True), ("an-lena", False)])
def test_each_part_of_a_double_name_is_a_word(ours, person, words, is_found):
    assert bool(found(coordinator(ours), words)) == is_found


def test_a_new_name_is_found_and_the_old_no_longer(ours, person):
    user = coordinator(ours)
    with acting_as(user):
        actions.change_participant(participant=person, given_name="Mira", by=user)
    assert found(user, "mira prov") == [person.pk]
    assert found(user, "åsa") == []


def test_more_words_than_names_have_ask_for_the_first(ours, person):
    assert found(coordinator(ours), "provberg lena åsa och mer") == [person.pk]


def test_the_words_of_a_name_stand_behind_the_wall(ours, person):
    with acting_as(coordinator(ControllerFactory())):
        assert not NameWord.objects.exists()
    with acting_as(coordinator(ours)):
        assert {one.word for one in NameWord.objects.all()} == {"åsa", "lena", "provberg"}
