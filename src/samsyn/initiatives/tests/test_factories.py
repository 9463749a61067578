"""The ready-made records can be made."""

import pytest

from samsyn.organisations.tests import factories as organisations

from . import factories


@pytest.mark.django_db
@pytest.mark.parametrize("module", [organisations, factories], ids=["organisations", "initiatives"])
def test_every_factory_makes_a_valid_record(module):
    for name in (
        name
        for name in vars(module)
        if name.endswith("Factory") and name not in ("SubFactory", "DjangoModelFactory")
    ):
        getattr(module, name)().full_clean()


@pytest.mark.django_db
def test_controllers_of_every_kind():
    for kind in ("fk", "af", "region", "municipality", "other"):
        organisations.ControllerFactory(kind=kind).full_clean()
