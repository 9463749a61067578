"""A consent between two authorities, and something told on it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import User
from samsyn.accounts.tests.factories import referrer, team_member
from samsyn.disclosures import actions
from samsyn.disclosures.models import Category, Consent, Disclosure, HowGiven, Purpose
from samsyn.organisations.models import Controller
from samsyn.organisations.tests.factories import ControllerFactory


@dataclass
class Told:
    giving: Controller
    taking: Controller
    giver: User
    recipient: User
    consent: Consent
    disclosure: Disclosure


def make_consent(*, noted_at, between, by, **facts) -> Consent:
    today = timezone.localdate()
    facts = {
        "controller": noted_at, "purpose": Purpose.COLLABORATION, "categories": list(Category.values),
        "valid_from": today, "valid_until": today + timedelta(days=365), "how_given": HowGiven.ORAL,
    } | facts  # fmt: skip
    with acting_as(by):
        return actions.note_consent(noted_at=noted_at, between=[one.pk for one in between], by=by, **facts)


def tell(*, giver, to, recipients, consent, by, **facts) -> Disclosure:
    line = {"category": "planning", "label": "Fråga", "text": "Vad är planerat?"}
    facts = {"title": "R-2026-0001", "told": [line], "about": "", "purpose": Purpose.COLLABORATION} | facts
    facts = {"open_until": timezone.now() + timedelta(days=14)} | facts
    with acting_as(by):
        return actions.disclose(
            giver=giver, to=to, recipients=[one.pk for one in recipients], consent=consent, by=by, **facts
        )


def make_told(**facts) -> Told:
    giving, taking = ControllerFactory(), ControllerFactory()
    giver, recipient = referrer(giving), team_member(taking)
    consent = make_consent(noted_at=giving, between=[giving, taking], by=giver)
    disclosure = tell(giver=giving, to=taking, recipients=[recipient], consent=consent, by=giver, **facts)
    return Told(giving, taking, giver, recipient, consent, disclosure)
