"""A ready-made small world: who refers, who receives, who is asked; and referrals on their way through it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import User
from samsyn.accounts.tests.factories import coordinator, referrer, team_member
from samsyn.disclosures.models import Category, HowGiven
from samsyn.initiatives.models import Initiative, TeamMeeting
from samsyn.initiatives.tests.factories import (
    CoverageFactory,
    InitiativeFactory,
    TeamMeetingFactory,
    TrackFactory,
)
from samsyn.organisations.models import Controller, LegalRegime, PartyKind
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory, PartyFactory
from samsyn.referrals import actions
from samsyn.referrals.models import Kind, Referral
from samsyn.referrals.snapshot import lines_of


def a_number(serial: int) -> str:
    """A number that passes the check; the Tax Agency makes its test numbers with serials 980-999."""
    digits = f"900701{serial:03d}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    check = -sum(value // 10 + value % 10 for value in doubled) % 10
    return f"19900701-{serial:03d}{check}"


NUMBERS = [a_number(serial) for serial in range(980, 1000)]


@dataclass
class World:
    """An initiative that a committee keeps the records of, and three authorities around it."""

    initiative: Initiative
    committee: Controller
    agency: Controller
    clinic: Controller
    referrer: User
    coordinator: User
    agency_member: User
    clinic_member: User

    @property
    def municipality(self):
        return self.committee.municipality

    @property
    def parties(self) -> list[int]:
        return [self.committee.pk, self.agency.pk, self.clinic.pk]

    def draft(self, *, kind=Kind.REFERRAL, number=None, is_anonymous=False, by=None, **facts) -> Referral:
        by = by or self.referrer
        told = {"question": "Vi behöver veta vilken väg som passar.", "income_sources": ["sickness_benefit"]}
        told |= {"involved": [self.agency.pk, self.clinic.pk], "background": "Har arbetat i butik."}
        if number is not None:
            told["number"] = number
        if not is_anonymous:
            told |= {
                "number": NUMBERS[0] if number is None else number,
                "given_name": "Prov",
                "family_name": "Personsson",
                "phone": "070-000 00 00",
            }
        with acting_as(by):
            return actions.draft_referral(
                sender=self.agency, initiative=self.initiative, municipality=self.municipality, kind=kind,
                is_anonymous=is_anonymous, by=by, **(told | facts),
            )  # fmt: skip

    def consented(self, referral, *, by=None, **changes) -> Referral:
        by = by or self.referrer
        start = timezone.localdate()
        facts = {
            "between": self.parties, "categories": list(Category.values), "valid_from": start,
            "valid_until": start + timedelta(days=365), "how_given": HowGiven.ORAL,
        }  # fmt: skip
        with acting_as(by):
            return actions.note_consent(referral=referral, by=by, **(facts | changes))

    def sent(self, *, by=None, between=None, categories=None, **facts) -> Referral:
        by = by or self.referrer
        referral = self.draft(by=by, **facts)
        if not referral.is_anonymous:
            changes = {"between": between} if between else {}
            changes |= {"categories": categories} if categories else {}
            self.consented(referral, by=by, **changes)
        with acting_as(by):
            return actions.send_referral(referral=referral, by=by)

    def circulated(self, *, parties=None, **facts) -> Referral:
        referral = self.sent(**facts)
        with acting_as(self.coordinator):
            referral = Referral.objects.get(pk=referral.pk)
            actions.circulate_referral(
                referral=referral, parties=parties or [self.clinic], told=lines_of(referral),
                answer_by=self.meeting().starts_at, by=self.coordinator,
            )  # fmt: skip
        return referral

    def meeting(self) -> TeamMeeting:
        found = TeamMeeting.objects.filter(initiative=self.initiative, starts_at__gt=timezone.now()).first()
        return found or TeamMeetingFactory(
            initiative=self.initiative, starts_at=timezone.now() + timedelta(days=14)
        )

    def decided(self, referral, outcome, **facts):
        with acting_as(self.coordinator):
            return actions.decide(
                referral=Referral.objects.get(pk=referral.pk), outcome=outcome,
                decided_on=timezone.localdate(),
                by=self.coordinator, **facts,
            )  # fmt: skip


def make_world(**facts) -> World:
    """The coordinator decides unless told otherwise (``decision_rule``)."""
    association = AssociationFactory()
    committee = ControllerFactory()
    agency = ControllerFactory(kind=PartyKind.FK, legal_regime=LegalRegime.SOCIAL_INSURANCE)
    clinic = ControllerFactory(kind=PartyKind.REGION, legal_regime=LegalRegime.HEALTH_CARE)
    for controller in (committee, agency, clinic):
        PartyFactory(association=association, controller=controller)
    facts = {"decision_rule": Initiative.DecisionRule.COORDINATOR} | facts
    initiative = InitiativeFactory(association=association, **facts)
    CoverageFactory(initiative=initiative, controller=committee, municipality=committee.municipality)
    TrackFactory(initiative=initiative)
    return World(
        initiative, committee, agency, clinic, referrer(agency), coordinator(committee), team_member(agency),
        team_member(clinic),
    )  # fmt: skip


def a_day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_moment(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)
