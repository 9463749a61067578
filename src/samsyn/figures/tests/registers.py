"""Registers made up for counting: many enrolments at once, written past the wall."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from samsyn.enrolments.models import Enrolment
from samsyn.initiatives.tests.factories import CoverageFactory, InitiativeFactory
from samsyn.organisations.models import Association, Controller
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory, PartyFactory
from samsyn.participants import identity
from samsyn.participants.models import Participant


@dataclass
class Place:
    """An association with initiatives and authorities that all cover one another."""

    association: Association
    initiatives: list
    controllers: list[Controller]
    serial: int = 0
    people: dict = field(default_factory=dict)


def place(initiatives: int = 2, controllers: int = 2, **facts) -> Place:
    association = AssociationFactory(**facts)
    found = Place(
        association,
        [InitiativeFactory(association=association) for _n in range(initiatives)],
        [PartyFactory(association=association).controller for _n in range(controllers)],
    )
    for initiative in found.initiatives:
        for controller in found.controllers:
            CoverageFactory(
                initiative=initiative, controller=controller, municipality=controller.municipality
            )
    return found


def enrol(where: Place, rows: list[dict]) -> list[Enrolment]:
    """Rows: person (any name of one), sex, initiative and controller (places in the lists), start, end, work.

    The same person at two authorities is two participants with one key. Call past the wall.
    """
    wanted = {}
    for row in rows:
        key = row["person"], row.get("controller", 0)
        if key not in where.people and key not in wanted:
            wanted[key] = Participant(
                controller=where.controllers[key[1]], sex=row.get("sex", "woman"),
                person_key=identity.key_of(f"{row['person']}") if row["person"] is not None else None,
            )  # fmt: skip
        if row["person"] is None:
            where.people[None, key[1]] = Participant.objects.create(
                controller=where.controllers[key[1]], sex=row.get("sex", "woman"), is_anonymous=True
            )
            row["participant"] = where.people.pop((None, key[1]))
            wanted.pop(key, None)
    for key, person in zip(wanted, Participant.objects.bulk_create(wanted.values()), strict=True):
        where.people[key] = person
    made = []
    for row in rows:
        where.serial += 1
        person = row.get("participant") or where.people[row["person"], row.get("controller", 0)]
        ended = {}
        if row.get("end"):
            ended = {
                "ended_on": row["end"], "exit_reason": "work_studies_jobseeking",
                "occupation_at_end": "employed" if row.get("work") else "jobseeker",
            }  # fmt: skip
        if row.get("misregistered"):
            ended = {"exit_reason": "misregistration", "misregistered_because": "fel person"}
        made.append(
            Enrolment(
                participant=person,
                controller=person.controller,
                initiative=where.initiatives[row.get("initiative", 0)],
                track=row.get("track"),
                municipality=person.controller.municipality,
                case_number=f"{where.serial}",
                started_on=row["start"],
                **ended,
            )
        )
    return Enrolment.objects.bulk_create(made)


def some(
    where: Place, number: int, *, controller=0, initiative=0, sex="woman", start=date(2026, 2, 1), **facts
) -> None:
    """``number`` enrolments alike, each of another person."""
    rows = [
        {"person": f"{where.association.pk}-{where.serial}-{n}-{sex}", "controller": controller,
         "initiative": initiative, "sex": sex, "start": start, **facts}
        for n in range(number)
    ]  # fmt: skip
    enrol(where, rows)


def without_the_overlap_rule() -> None:
    """Properties of counting hold for any register, also one with overlapping enrolments."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enrolments_enrolment DROP CONSTRAINT enrolment_no_overlap")


__all__ = ["ControllerFactory", "Place", "enrol", "place", "some", "without_the_overlap_rule"]
