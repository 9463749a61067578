"""The story of the loaded demo: everything is there, behind the wall,
and loading it again changes nothing.
"""

import io
from collections import Counter
from datetime import date

from django.core.management import call_command

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment, User
from samsyn.demo import people, sormland
from samsyn.enrolments.models import Enrolment
from samsyn.organisations.models import Association
from samsyn.participants.models import Participant
from samsyn.referrals.models import Referral, Status


def test_loading_again_changes_nothing(person):
    before = Assignment.objects.count()
    call_command("load_demo", stdout=io.StringIO())
    assert Assignment.objects.count() == before
    assert Association.objects.count() == 2


def test_without_an_assignment_nothing_is_seen(person):
    assert Enrolment.objects.count() == 0
    assert Participant.objects.count() == 0


def test_every_state_of_a_referral_is_there(person, as_owner):
    with as_owner():
        states = set(Referral.objects.values_list("status", flat=True))
    assert states == set(Status)


def test_the_coach_has_participants_that_are_new_and_that_are_near_a_year(person):
    coach = person("coach")
    with acting_as(coach):
        own = Enrolment.objects.filter(coach=coach)
        assert own.filter(ended_on=None).exclude(started_on=None).count() >= 8
        assert own.not_started().exists()
        assert Participant.objects.filter(enrolments__coach=coach).exclude(protection="none").exists()


def test_the_coordinator_has_an_inbox_a_queue_and_answers_to_wait_for(person):
    by = person("south")
    with acting_as(by):
        states = Counter(
            Referral.objects.filter(controller__slug="nykoping").values_list("status", flat=True)
        )
    assert all(states[state] for state in ("sent", "circulated", "queued", "offered", "started"))


def test_somebody_is_known_to_two_authorities(person, as_owner):
    with as_owner():
        keys = Counter(
            bytes(key)
            for key in Participant.objects.exclude(person_key=None).values_list("person_key", flat=True)
        )
    assert max(keys.values()) == 2


def test_everybody_who_is_presented_can_sign_in(person):
    for _role, name, email in people.SIGN_IN:
        user = User.objects.get(email=email)
        assert user.name == name
        assert user.check_password(people.PASSWORD)
        assert Assignment.objects.filter(user=user).current_on(date(2030, 1, 1)).exists()


def test_the_register_of_kalmar_is_whole(person, as_owner):
    with as_owner():
        kalmar = Enrolment.objects.filter(initiative__association__slug="kalmar")
        of_2022 = kalmar.exclude(ended_on__lt=date(2022, 1, 1)).filter(started_on__lte=date(2022, 12, 31))
        assert of_2022.count() == 264
        assert kalmar.filter(ended_on__year=2021).count() > 32  # women and men of each initiative
        assert Enrolment.objects.filter(initiative__association__slug="sormland").count() > 280
    assert len(sormland.CASES) > 40
