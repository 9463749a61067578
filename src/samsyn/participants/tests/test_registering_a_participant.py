"""A coordinator registers somebody, with a number, without one, or with protected identity."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants import actions
from samsyn.participants.models import Participant

from .factories import ParticipantFactory, number


@pytest.fixture
def ours(db):
    return ControllerFactory()


@pytest.fixture
def samordnare(ours):
    user = coordinator(ours)
    with acting_as(user):
        yield user


def registered(ours, by, **facts):
    return actions.register_participant(controller=ours, municipality=ours.municipality, by=by, **facts)


def test_sex_and_birth_come_from_the_number(ours, samordnare):
    person = registered(ours, samordnare, number=number(3, woman=False).replace("-", ""), given_name="Prova")
    person.refresh_from_db()
    assert person.number == number(3)[:9] + person.number[9:]
    assert (person.sex, person.birth_date.isoformat().replace("-", "")) == ("man", person.number[:8])
    assert number(3)[-4:] not in person.masked_number


def test_the_same_person_is_registered_once_at_an_authority(ours, samordnare):
    registered(ours, samordnare, number=number(3))
    with pytest.raises(ValidationError, match=r"already registered|redan registrerad"):
        registered(ours, samordnare, number=number(3)[2:])


def test_the_same_person_can_be_registered_at_two_authorities(ours, samordnare, as_owner):
    with as_owner():
        ParticipantFactory(invented=number(3))
    assert registered(ours, samordnare, number=number(3)).pk


def test_without_a_number_sex_and_year_of_birth_are_needed(ours, samordnare):
    with pytest.raises(ValidationError) as wrong:
        registered(ours, samordnare, sex="woman")
    assert "birth_year" in wrong.value.error_dict
    assert registered(ours, samordnare, sex="woman", birth_year=1981).birth_year == 1981


def test_of_somebody_anonymous_only_the_sex_is_kept(ours, samordnare):
    person = actions.register_anonymous(
        controller=ours, municipality=ours.municipality, sex="man", by=samordnare
    )
    person.given_name = "Prova"
    with pytest.raises(ValidationError):
        person.full_clean()


def test_protecting_erases_contact_details_and_names_readers(ours, samordnare):
    person = registered(
        ours, samordnare, number=number(3), phone="070-1740605", email="prova@example.org", address="Vägen 1"
    )
    handler = coach(ours)
    actions.protect_identity(
        participant=person, protection="secrecy_marking", readers=[handler], by=samordnare
    )
    person.refresh_from_db()
    assert (person.phone, person.email, person.address) == ("", "", "")
    assert {reader.user for reader in person.readers.all()} == {samordnare, handler}


def test_whoever_is_no_longer_chosen_no_longer_sees_the_protected(ours, samordnare):
    person = registered(ours, samordnare, number=number(3))
    first, second = coach(ours), coach(ours)
    for reader in (first, second):
        actions.protect_identity(
            participant=person, protection="secrecy_marking", readers=[reader], by=samordnare
        )
    assert {reader.user for reader in person.readers.all()} == {samordnare, second}


def test_the_history_keeps_silent_about_what_was_erased(ours, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = coordinator(ours)
    with acting_as(user):
        person = registered(ours, user, number=number(3), phone="070-1740605", address="Provgatan 1")
        actions.protect_identity(participant=person, protection="secrecy_marking", by=user)
    client.force_login(user)
    for protection in ("secrecy_marking", "none"):
        with acting_as(user):
            actions.protect_identity(participant=person, protection=protection, by=user)
        page = client.get(f"/participants/{person.pk}/history/").content.decode()
        assert "Provgatan" not in page and "070-1740605" not in page


def test_nothing_can_be_put_back_while_the_protection_lasts(ours, samordnare):
    person = registered(
        ours, samordnare, number=number(3), protection="protected_registration", phone="070-1740605"
    )
    actions.change_participant(participant=person, phone="070-1740605", by=samordnare)
    assert Participant.objects.get(pk=person.pk).phone == ""


def test_the_last_reader_cannot_be_taken_away(ours, samordnare):
    person = registered(ours, samordnare, number=number(3), protection="secrecy_marking")
    with pytest.raises(ValidationError):
        actions.unname_reader(participant=person, user=samordnare, by=samordnare)


def test_nobody_from_outside_can_be_named(ours, samordnare):
    person = registered(ours, samordnare, number=number(3), protection="secrecy_marking")
    with pytest.raises(ValidationError):
        actions.name_reader(participant=person, user=coach(ControllerFactory()), by=samordnare)


def test_a_coach_does_not_register(ours):
    user = coach(ours)
    with acting_as(user), pytest.raises(PermissionDenied):
        registered(ours, user, number=number(3))


def test_a_coordinator_of_another_authority_does_not_register_here(ours):
    user = coordinator(ControllerFactory())
    with acting_as(user), pytest.raises(PermissionDenied):
        registered(ours, user, number=number(3))
