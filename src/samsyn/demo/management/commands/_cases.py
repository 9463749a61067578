"""Lives through the demo's referrals and consultations: every step as the right person,
on the day it happened.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, cast

from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import User
from samsyn.audit.actions import looked_at
from samsyn.audit.models import Act
from samsyn.demo import texts
from samsyn.demo.clock import at, moment
from samsyn.demo.names import name_for
from samsyn.demo.numbers import number_for, phone
from samsyn.demo.sormland import CASES, Case, Step
from samsyn.disclosures import actions as disclosures
from samsyn.disclosures.models import Category, Disclosure
from samsyn.enrolments import actions as enrolments
from samsyn.enrolments.models import Enrolment
from samsyn.enrolments.queries import planned_end
from samsyn.initiatives.models import Initiative
from samsyn.initiatives.queries import next_meeting
from samsyn.organisations.models import Controller, Municipality
from samsyn.participants import actions as participants
from samsyn.participants.models import Participant
from samsyn.referrals import actions as referrals
from samsyn.referrals import team
from samsyn.referrals.models import Referral
from samsyn.referrals.snapshot import lines_of

COORDINATORS = {"Södra": "south", "Norra": "north", "Västra": "west"}
INCOMES = [
    ["sickness_benefit"],
    ["social_assistance"],
    ["activity_compensation"],
    ["social_assistance", "activity_grant"],
]


@dataclass
class Story:
    """A case on its way: who tells it, and what it has come to so far."""

    case: Case
    turn: int
    today: date
    people: dict[str, User]
    taken: set[str]
    chance: Random
    initiative: Initiative
    referral: int | None = None
    done: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.municipality = Municipality.objects.get(name=self.case.municipality)
        area = team.area_of(self.initiative, self.municipality)
        self.area = area
        self.coordinator = self.people[COORDINATORS[area.name]]
        self.referrer = self.people[self.case.by]

    def take(self, step: Step) -> None:
        by = self._by(step)
        with acting_as(by):
            getattr(self, f"_{step.what}")(by, **step.facts)
        self.done.append(step.what)

    def _by(self, step: Step) -> User:
        if step.by:
            return self.people[step.by]
        if step.what in ("draft", "consent", "send", "withdraw", "withdraw_consent", "turn"):
            return self.referrer
        return self.coordinator

    def _at_hand(self) -> Referral:
        return Referral.objects.get(pk=cast(int, self.referral))

    def _enrolment(self) -> Enrolment:
        return Enrolment.objects.get(referral=self.referral)

    # ── the referrer ──

    def _draft(self, by):
        kind = {"kind": self.case.kind, "is_anonymous": self.case.is_anonymous}
        sender = Controller.objects.get(pk=by.employer_id)
        facts = self._words() | ({} if self.case.is_anonymous else self._person())
        self.referral = referrals.draft_referral(
            sender=sender, initiative=self.initiative, municipality=self.municipality, by=by, **kind, **facts
        ).pk

    def _person(self) -> dict:
        born = self.today - timedelta(round(365.25 * self.case.age) + self.chance.randint(20, 340))
        number = number_for(born, self.case.sex, self.taken)
        self.taken.add(number)
        given_name, family_name = name_for(self.case.sex, self.chance)
        person: dict[str, Any] = {
            "number": number,
            "given_name": given_name,
            "family_name": family_name,
            "sex": self.case.sex,
        }
        if self.case.protection == "none":
            person["phone"] = phone(self.turn)
        if self.turn % 9 == 5:
            person |= {"language": "arabiska", "needs_interpreter": True}
        return person | {"protection": self.case.protection}

    def _words(self) -> dict:
        if self.case.kind == "consultation":
            return {
                "question": texts.CONSULTATIONS[self.turn % len(texts.CONSULTATIONS)],
                "sex": self.case.sex,
            }
        others = Controller.objects.filter(slug__in=["forsakringskassan", "region-sormland"]).values_list(
            "pk", flat=True
        )
        return texts.REFERRALS[self.turn % len(texts.REFERRALS)] | {
            "unit": "", "referrer_phone": self.referrer.phone,
            "hours_per_week": [10, 15, 20, 8][self.turn % 4],
            "income_sources": INCOMES[self.turn % len(INCOMES)],
            "public_support_months": 7 + self.turn * 5 % 70,
            "involved": list(others),
        }  # fmt: skip

    def _consent(self, by):
        asked = ["forsakringskassan", "arbetsformedlingen", "region-sormland"]
        between = Controller.objects.filter(slug__in=asked).values_list("pk", flat=True)
        day = timezone.localdate()
        referrals.note_consent(
            referral=self._at_hand(), between=between, categories=Category.values, valid_from=day,
            valid_until=day + timedelta(365), how_given=["paper", "oral", "signed"][self.turn % 3], by=by,
        )  # fmt: skip

    def _send(self, by):
        referrals.send_referral(referral=self._at_hand(), by=by)

    def _withdraw(self, by):
        referrals.withdraw_referral(referral=self._at_hand(), by=by)

    def _withdraw_consent(self, by):
        disclosures.withdraw_consent(consent=self._at_hand().consent, how="oral", by=by)

    def _turn(self, by):
        referrals.turn_into_referral(consultation=self._at_hand(), by=by)

    # ── the coordinator and the team ──

    def _circulate(self, by, parties):
        referral = self._at_hand()
        meeting = next_meeting(self.initiative, self.area, timezone.now())
        asked = Controller.objects.filter(slug__in=parties).exclude(pk=referral.sender_id)
        referrals.circulate_referral(
            referral=referral,
            parties=asked,
            told=lines_of(referral),
            answer_by=meeting.starts_at,
            meeting=meeting,
            by=by,
        )

    def _answer(self, by):
        asked = Disclosure.objects.filter(to=by.employer_id, about=f"referrals.referral:{self.referral}")
        if disclosure := asked.exclude(answer_by=None).first():
            disclosures.open_disclosure(disclosure=disclosure, by=by)
            said = texts.ANSWERS[(self.turn + by.pk) % len(texts.ANSWERS)]
            referrals.answer_circulation(disclosure=disclosure, by=by, **said)

    def _decide(self, by, outcome, text, **facts):
        words = texts.RECOMMENDATIONS[self.turn % 2] if outcome == "recommendation" else getattr(texts, text)
        referral = referrals.receive_referral(referral=self._at_hand(), by=by)
        referrals.decide(
            referral=referral, outcome=outcome, decided_on=timezone.localdate(), text=words, by=by, **facts
        )

    def _allocate(self, by, coach):
        enrolments.allocate(enrolment=self._enrolment(), coach=self.people[coach], by=by)

    def _start(self, by):
        enrolment = self._enrolment()
        enrolments.start(
            enrolment=enrolment, started_on=timezone.localdate(), education="upper_secondary",
            public_support_months=enrolment.public_support_months, income_at_start=enrolment.income_at_start,
            occupation_at_start="none", by=by,
        )  # fmt: skip


def live_through(people: dict[str, User], today: date) -> None:
    """Every case, all steps in the order of time; then the rarer things that happen in a register."""
    initiative = Initiative.objects.get(slug="sikta-mot-arbetslivet")
    taken: set[str] = set()
    chance = Random("cases")  # noqa: S311
    stories = [Story(case, turn, today, people, taken, chance, initiative) for turn, case in enumerate(CASES)]
    steps = [
        (moment(today, step.days, minutes=turn * 2 + place), turn, step)
        for turn, story in enumerate(stories)
        for place, step in enumerate(story.case.steps)
    ]
    for when, turn, step in sorted(steps, key=lambda one: one[:2]):
        with at(min(when, timezone.now())):
            stories[turn].take(step)
    _rarer_things(initiative, people, taken, today)
    _look_around(people)


def _rarer_things(initiative, people, taken, today) -> None:
    """Somebody anonymous, somebody registered by mistake, and somebody who is given more time."""
    by, coach = people["south"], people["coach"]
    controller, place = Controller.objects.get(slug="nykoping"), Municipality.objects.get(name="Nyköping")
    facts = {"initiative": initiative, "municipality": place, "coach": coach, "by": by}
    with at(moment(today, 34)), acting_as(by):
        anonymous = participants.register_anonymous(
            controller=controller, municipality=place, sex="man", by=by
        )
        enrolment = enrolments.enrol_directly(
            participant=anonymous, approved_on=timezone.localdate(), referrer="municipality", **facts
        )
        enrolments.start(enrolment=enrolment, started_on=timezone.localdate(), by=by)
    with at(moment(today, 20)), acting_as(by):
        number = number_for(date(1988, 4, 19), "woman", taken)
        twice = participants.register_participant(
            controller=controller,
            municipality=place,
            number=number,
            given_name="Ronja",
            family_name="Ekdahl",
            by=by,
        )
        enrolment = enrolments.enrol_directly(
            participant=twice, approved_on=timezone.localdate(), referrer="fk", **facts
        )
        enrolments.start(enrolment=enrolment, started_on=timezone.localdate(), by=by)
        enrolments.undo(enrolment=enrolment, because="Registrerad i fel insats.", by=by)
    with at(moment(today, 5)), acting_as(coach):
        own = Enrolment.objects.filter(coach=coach, initiative=initiative, participant__protection="none")
        longest = own.open_on(today).order_by("started_on", "pk").first()
        assert longest is not None
        until = max(today, planned_end(longest) or today) + timedelta(days=91)
        because = "Praktiken har börjat bra; tre månader till behövs för att den ska bli en anställning."
        enrolments.extend(enrolment=longest, until=until, because=because, by=coach)


def _look_around(people) -> None:
    """A week of openings, so that whoever reviews the access log has something to review."""
    for key, reason in (
        ("coach", ""),
        ("south", ""),
        ("coach_oxelosund", "Vikarierade för kollegan den veckan."),
    ):
        by = people[key]
        with acting_as(by):
            own = Participant.objects.filter(controller__slug="nykoping", protection="none").order_by("pk")
            for participant in own[:12] if not reason else own[3:5]:
                looked_at(Act.OPEN, "participant", participant, by=by, reason=reason)
