"""Ready-made enrolments and what they need. Create them past the wall."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from samsyn.enrolments.models import Enrolment
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


def initiative_at(*controllers, **facts):
    """An initiative that covers the municipality of each authority."""
    initiative = InitiativeFactory(**facts)
    for controller in controllers:
        CoverageFactory(initiative=initiative, controller=controller)
    return initiative
