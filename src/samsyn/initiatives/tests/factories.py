"""Ready-made initiatives and what is decided about them."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from samsyn.initiatives.models import (
    Capacity,
    Coverage,
    Goal,
    Initiative,
    PlanVersion,
    Staffing,
    Target,
    TeamMeeting,
    Track,
)
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory, MunicipalityFactory


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    association = factory.SubFactory(AssociationFactory)
    name = factory.Sequence("Insats {}".format)
    slug = factory.Sequence("insats-{}".format)


class CoverageFactory(DjangoModelFactory):
    """The municipality is the one of the authority that keeps the records."""

    class Meta:
        model = Coverage

    initiative = factory.SubFactory(InitiativeFactory)
    controller = factory.SubFactory(ControllerFactory)
    municipality = factory.LazyAttribute(
        lambda coverage: coverage.controller.municipality or MunicipalityFactory()
    )


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = Track

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence("Spår {}".format)


class CapacityFactory(DjangoModelFactory):
    class Meta:
        model = Capacity

    initiative = factory.SubFactory(InitiativeFactory)
    year = 2026
    budgeted = 40


class GoalFactory(DjangoModelFactory):
    """A goal of an initiative; give ``initiative=None,
    association=…`` for one of the association as a whole.
    """

    class Meta:
        model = Goal

    initiative = factory.SubFactory(InitiativeFactory)
    association = factory.LazyAttribute(
        lambda goal: goal.initiative.association if goal.initiative else AssociationFactory()
    )
    level = Goal.Level.INDIVIDUAL
    text = "Fler går vidare till arbete eller studier"


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    goal = factory.SubFactory(GoalFactory)
    year = 2026
    value = 40


class StaffingFactory(DjangoModelFactory):
    class Meta:
        model = Staffing

    initiative = factory.SubFactory(InitiativeFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    post = Staffing.Post.COACH
    funder = Staffing.Funder.ASSOCIATION
    percent = 100


class PlanVersionFactory(DjangoModelFactory):
    class Meta:
        model = PlanVersion

    initiative = factory.SubFactory(InitiativeFactory)
    number = factory.Sequence(lambda n: f"{n + 1}.0")
    year = 2026
    text = "Så här arbetar vi."


class TeamMeetingFactory(DjangoModelFactory):
    class Meta:
        model = TeamMeeting

    initiative = factory.SubFactory(InitiativeFactory)
    starts_at = factory.Sequence(lambda n: datetime(2026, 1 + n % 12, 1 + n % 28, 12, tzinfo=UTC))
