"""Ready-made authorities, associations and municipalities for tests."""

import factory
from factory.django import DjangoModelFactory

from samsyn.organisations.models import (
    Area,
    Association,
    Controller,
    LegalRegime,
    Municipality,
    Party,
    PartyKind,
    Proposal,
    Region,
)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "04"
    name = factory.LazyAttribute(lambda region: f"Region {region.county.removesuffix(' län')}")
    county = "Södermanlands län"


class MunicipalityFactory(DjangoModelFactory):
    """Invented municipalities, so that no test leans on the real list by accident."""

    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"{9000 + n % 1000}")
    name = factory.Sequence(lambda n: f"Provkommun {n}")
    region = factory.SubFactory(RegionFactory)


class ControllerFactory(DjangoModelFactory):
    """A municipality's social services unless told otherwise."""

    class Meta:
        model = Controller

    kind = PartyKind.MUNICIPALITY
    municipality = factory.Maybe(
        factory.LazyAttribute(lambda controller: controller.kind == PartyKind.MUNICIPALITY),
        factory.SubFactory(MunicipalityFactory),
        None,
    )
    region = factory.Maybe(
        factory.LazyAttribute(lambda controller: controller.kind == PartyKind.REGION),
        factory.SubFactory(RegionFactory),
        None,
    )
    name = factory.Sequence("Myndighet {}".format)
    short_name = factory.LazyAttribute(lambda controller: controller.name)
    slug = factory.Sequence("myndighet-{}".format)
    legal_regime = LegalRegime.SOCIAL_SERVICES
    retention_years = 5
    retention_basis = "SoL (2025:400) 16 kap. 1 §"


class AssociationFactory(DjangoModelFactory):
    class Meta:
        model = Association

    name = factory.Sequence("Samordningsförbundet {}".format)
    slug = factory.Sequence("forbund-{}".format)


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    association = factory.SubFactory(AssociationFactory)
    controller = factory.SubFactory(ControllerFactory)


class ProposalFactory(DjangoModelFactory):
    """That an authority's coaches are to see the whole team's participants; ``association``: a membership."""

    class Meta:
        model = Proposal

    controller = factory.SubFactory(ControllerFactory)
    proposed_by = factory.SubFactory("samsyn.accounts.tests.factories.UserFactory")


class AreaFactory(DjangoModelFactory):
    """``municipalities=[…]`` says which municipalities lie in it."""

    class Meta:
        model = Area
        skip_postgeneration_save = True

    association = factory.SubFactory(AssociationFactory)
    name = factory.Sequence("Länsdel {}".format)

    @factory.post_generation
    def municipalities(self, create, extracted, **kwargs):
        if create and extracted:
            self.municipalities.set(extracted)
