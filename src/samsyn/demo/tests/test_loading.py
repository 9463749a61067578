"""The story of the loaded demo: everything is there, behind the wall, and loading it again changes nothing."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment, User
from samsyn.demo import people, sormland
from samsyn.enrolments.models import Enrolment
from samsyn.organisations.models import Association
from samsyn.participants.models import Participant
from samsyn.referrals.models import Referral, Status


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file and taken away after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def signed_in(demo, django_db_blocker):
    """A person of the demo by key, with the database open."""
    everybody = {person.key: person for person in people.SORMLAND + people.KALMAR}
    with django_db_blocker.unblock():
        yield lambda key: User.objects.get(email=everybody[key].email)


def test_loading_again_changes_nothing(signed_in):
    before = Assignment.objects.count()
    call_command("load_demo", verbosity=0)
    assert Assignment.objects.count() == before
    assert Association.objects.count() == 2


def test_without_an_assignment_nothing_is_seen(signed_in):
    assert Enrolment.objects.count() == 0
    assert Participant.objects.count() == 0


def test_every_state_of_a_referral_is_there(signed_in, as_owner):
    with as_owner():
        states = set(Referral.objects.values_list("status", flat=True))
    assert states == set(Status)


def test_the_coach_has_participants_that_are_new_and_that_are_near_a_year(signed_in):
    coach = signed_in("coach")
    with acting_as(coach):
        own = Enrolment.objects.filter(coach=coach)
        assert own.filter(ended_on=None).exclude(started_on=None).count() >= 8
        assert own.not_started().exists()
        assert Participant.objects.filter(enrolments__coach=coach).exclude(protection="none").exists()


def test_the_coordinator_has_an_inbox_a_queue_and_answers_to_wait_for(signed_in):
    by = signed_in("south")
    with acting_as(by):
        states = Counter(
            Referral.objects.filter(controller__slug="nykoping").values_list("status", flat=True)
        )
    assert all(states[state] for state in ("sent", "circulated", "queued", "offered", "started"))


def test_somebody_is_known_to_two_authorities(signed_in, as_owner):
    with as_owner():
        keys = Counter(
            bytes(key)
            for key in Participant.objects.exclude(person_key=None).values_list("person_key", flat=True)
        )
    assert max(keys.values()) == 2


def test_everybody_who_is_presented_can_sign_in(signed_in):
    for _role, name, email in people.SIGN_IN:
        user = User.objects.get(email=email)
        assert user.name == name
        assert user.check_password(people.PASSWORD)
        assert Assignment.objects.filter(user=user).current_on(date(2030, 1, 1)).exists()


def test_the_register_of_kalmar_is_whole(signed_in, as_owner):
    with as_owner():
        assert Enrolment.objects.filter(initiative__association__slug="kalmar").count() == 264
        assert Enrolment.objects.filter(initiative__association__slug="sormland").count() > 280
    assert len(sormland.CASES) > 40
