"""An installation knows Sweden's regions, municipalities and national authorities from the start."""

import pytest
from django.core.management import call_command

from samsyn.organisations.models import Controller, Municipality, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(capsys):
    call_command("load_reference")


def test_all_of_sweden_is_there(loaded):
    assert (Region.objects.count(), Municipality.objects.count()) == (21, 290)


def test_regions_go_by_their_own_names(loaded):
    names = {region.code: region.name for region in Region.objects.all()}
    assert names["08"] == "Region Kalmar län"
    assert names["14"] == "Västra Götalandsregionen"
    assert names["23"] == "Region Jämtland Härjedalen"
    assert names["09"] == "Region Gotland"


def test_a_municipality_lies_in_its_region(loaded):
    assert Municipality.objects.get(code="0480").name == "Nyköping"
    assert Municipality.objects.get(code="0480").region.county == "Södermanlands län"


def test_loading_again_changes_nothing_but_corrects_names(loaded, capsys):
    before = set(Municipality.objects.values_list("pk", "code", "name"))
    Municipality.objects.filter(code="0480").update(name="Nykoping")
    call_command("load_reference")
    assert set(Municipality.objects.values_list("pk", "code", "name")) == before


def test_the_national_authorities_keep_what_has_been_decided_about_them(loaded, capsys):
    fk = Controller.objects.get(slug="forsakringskassan")
    fk.retention_years = 7
    fk.save()
    call_command("load_reference")
    assert set(Controller.objects.values_list("slug", "retention_years")) == {
        ("forsakringskassan", 7),
        ("arbetsformedlingen", 3),
    }
