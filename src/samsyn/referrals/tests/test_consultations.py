"""A consultation: anonymous or with consent, answered by a recommendation,
and perhaps the start of a referral.
"""

import pytest
from django.core.exceptions import ValidationError

from samsyn.accounts.acting import acting_as
from samsyn.disclosures.models import Disclosure
from samsyn.referrals import actions
from samsyn.referrals.anonymity import tells_who
from samsyn.referrals.models import Kind, Outcome, Referral, Status

from .factories import NUMBERS, a_day, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


@pytest.mark.parametrize(
    "facts",
    [{"number": NUMBERS[0]}, {"given_name": "Prov"}, {"phone": "070-000 00 00"}, {"birth_year": 1990}],
)
def test_an_anonymous_consultation_takes_nothing_that_identifies(world, facts):
    with pytest.raises(ValidationError):
        world.draft(kind=Kind.CONSULTATION, is_anonymous=True, **facts)


@pytest.mark.parametrize(
    "text",
    ["Kvinna 900701-2391 med sjukpenning", "19900701 2391", "född 1990-07-01", "skriv till prov@example.org",
     "9007012391", "900761-2391"],
)  # fmt: skip
def test_free_text_that_tells_who_is_refused(world, text):
    with pytest.raises(ValidationError) as refusal:
        world.draft(kind=Kind.CONSULTATION, is_anonymous=True, question=text)
    assert "question" in refusal.value.message_dict


@pytest.mark.parametrize(
    "text", ["Ring 070-123 45 67", "möte 2026-03-01", "20 timmar, 50 procent sedan 2019", "dnr 12345"]
)
def test_ordinary_numbers_are_let_through(text):
    assert not tells_who(text, a_day(0))


def test_a_consultation_ends_in_a_recommendation_and_the_referrer_reads_it(world):
    consultation = world.sent(kind=Kind.CONSULTATION, is_anonymous=True)
    world.decided(consultation, Outcome.RECOMMENDATION, text="Börja med en gemensam kartläggning.")
    with acting_as(world.referrer):
        told = Disclosure.objects.get(to=world.agency)
    assert told.is_anonymous
    assert "Börja med en gemensam kartläggning." in [line["text"] for line in told.told]


def test_a_referral_does_not_end_in_a_recommendation_nor_a_consultation_in_a_place(world):
    for kind, outcome in [(Kind.REFERRAL, Outcome.RECOMMENDATION), (Kind.CONSULTATION, Outcome.OFFER)]:
        referral = world.sent(kind=kind)
        with pytest.raises(ValidationError):
            world.decided(referral, outcome, text="Så här.")


def test_it_becomes_a_referral_in_one_step_and_both_remain(world):
    consultation = world.sent(kind=Kind.CONSULTATION)
    with acting_as(world.referrer):
        referral = actions.turn_into_referral(consultation=consultation, by=world.referrer)
        assert referral.number == consultation.number
        actions.send_referral(referral=referral, by=world.referrer)
        assert Referral.objects.count() == 2
        assert referral.came_from == consultation
        with pytest.raises(ValidationError):
            actions.turn_into_referral(consultation=consultation, by=world.referrer)


def test_an_anonymous_one_becomes_a_draft_that_asks_for_the_person(world):
    consultation = world.sent(kind=Kind.CONSULTATION, is_anonymous=True)
    with acting_as(world.referrer):
        referral = actions.turn_into_referral(consultation=consultation, by=world.referrer)
    assert referral.status == Status.DRAFT
    assert {"person", "consent"} <= set(referral.missing())
