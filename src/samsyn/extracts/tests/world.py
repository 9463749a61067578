"""A ready-made evaluation: two authorities with people in one initiative, a director, an approver each."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import User
from samsyn.accounts.tests import factories as people
from samsyn.base.days import today
from samsyn.enrolments.tests.factories import EndedFactory
from samsyn.extracts import actions
from samsyn.extracts.models import Agreement
from samsyn.extracts.variables import VARIABLES
from samsyn.initiatives.models import Initiative
from samsyn.initiatives.tests.factories import CoverageFactory, InitiativeFactory
from samsyn.organisations.models import Controller
from samsyn.organisations.tests.factories import AssociationFactory, PartyFactory
from samsyn.participants.models import Participant
from samsyn.participants.tests.factories import ParticipantFactory

NUMBER = "19900701-9802"


@dataclass
class World:
    initiative: Initiative
    authorities: list[Controller]
    director: User
    evaluator: User
    approvers: list[User]

    def enrolled(
        self, authority: int = 0, *, number: str = "", born: int = 1983, **facts: Any
    ) -> Participant:
        """Past the wall. With ``number``: the same person wherever it is given."""
        person = ParticipantFactory(controller=self.authorities[authority], birth_date=date(born, 5, 17))
        if number:
            person.set_number(number)
            person.save()
        EndedFactory(participant=person, initiative=self.initiative, **facts)
        return person

    def proposed(self, **facts: Any) -> Agreement:
        usual = {
            "title": "Vägen till arbete", "organisation": "Lärosätet", "purpose": "Vad som leder dit.",
            "initiatives": [self.initiative], "variables": list(VARIABLES), "first_day": date(2026, 1, 1),
            "last_day": date(2026, 12, 31), "valid_until": today() + timedelta(days=90), "on": today(),
            "smallest_group": 1, "association": self.initiative.association,
            "evaluator": self.evaluator, "by": self.director,
        }  # fmt: skip
        return actions.propose_agreement(**usual | facts)

    def decided(self, agreement: Agreement, authority: int = 0, action=actions.agree) -> None:
        person = self.approvers[authority]
        with acting_as(person):
            action(approval=agreement.approvals.get(controller=self.authorities[authority]), by=person)

    def fetched(self, agreement: Agreement) -> "Fetched":
        with acting_as(self.evaluator):
            return Fetched(fetched(agreement, self.evaluator))


def fetched(agreement: Agreement, by: User) -> bytes:
    with actions.fetch_extract(agreement=agreement, on=today(), by=by, **people.just_shown()) as file:
        return file.read()


class Fetched:
    """The file, unpacked."""

    def __init__(self, content: bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.files = {name: file.read(name) for name in file.namelist()}
        self.rows = list(csv.DictReader(io.StringIO(self.files["rows.csv"].decode())))
        self.book = list(csv.DictReader(io.StringIO(self.files["codebook.csv"].decode())))

    @property
    def text(self) -> str:
        return "".join(content.decode(errors="replace") for content in self.files.values())


def make_world() -> World:
    association = AssociationFactory()
    authorities = [PartyFactory(association=association).controller for _turn in range(2)]
    initiative = InitiativeFactory(association=association, starts_on=date(2020, 1, 1))
    for one in authorities:
        CoverageFactory(initiative=initiative, controller=one, municipality=one.municipality)
    return World(
        initiative, authorities, people.director(association), people.evaluator(association),
        [people.approver(one) for one in authorities],
    )  # fmt: skip
