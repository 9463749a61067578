"""Ready-made enrolments and what they need. Create them past the wall."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from samsyn.accounts.tests.factories import UserFactory
from samsyn.enrolments.models import Enrolment, Extension
from samsyn.initiatives.tests.factories import CoverageFactory, InitiativeFactory
from samsyn.participants.tests.factories import ParticipantFactory


class EnrolmentFactory(DjangoModelFactory):
    """Ongoing since January unless told otherwise."""

    class Meta:
        model = Enrolment

    participant = factory.SubFactory(ParticipantFactory)
    controller = factory.SelfAttribute("participant.controller")
    initiative = factory.SubFactory(InitiativeFactory)
    municipality = factory.LazyAttribute(lambda e: e.controller.municipality)
    case_number = factory.Sequence("INS-2026-{:04d}".format)
    approved_on = date(2026, 1, 7)
    started_on = date(2026, 1, 15)


class WaitingFactory(EnrolmentFactory):
    started_on = None


class EndedFactory(EnrolmentFactory):
    ended_on = date(2026, 6, 30)
    exit_reason = "work_studies_jobseeking"
    occupation_at_end = "employed"


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    enrolment = factory.SubFactory(EnrolmentFactory)
    controller = factory.SelfAttribute("enrolment.controller")
    until = date(2027, 6, 30)
    because = "Praktik är på gång."
    decided_on = date(2026, 11, 1)
    made_by = factory.SubFactory(UserFactory)


def initiative_at(*controllers, **facts):
    """An initiative that covers the municipality of each authority."""
    initiative = InitiativeFactory(**facts)
    for controller in controllers:
        CoverageFactory(initiative=initiative, controller=controller)
    return initiative
