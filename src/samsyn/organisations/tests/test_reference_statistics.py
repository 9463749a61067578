"""Published figures about municipalities: pasted, imported, corrected."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.accounts.tests.factories import director
from samsyn.organisations import queries
from samsyn.organisations.forms import read_statistics
from samsyn.organisations.models import ReferenceStatistic

from .factories import AssociationFactory, ControllerFactory, MunicipalityFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def association():
    association = AssociationFactory()
    for code, name in (("0483", "Katrineholm"), ("0482", "Flen")):
        place = MunicipalityFactory(code=code, name=name)
        PartyFactory(association=association, controller=ControllerFactory(municipality=place))
    return association


@pytest.fixture
def office(client, association):
    client.force_login(director(association))
    return client


def known():
    return {(one.municipality.name, one.measure): one.value for one in ReferenceStatistic.objects.all()}


def sent(client, address, **typed):
    form = client.get(address).context["form"]
    start = {name: form[name].value() for name in form.fields} | typed
    return client.post(address, {name: value for name, value in start.items() if value is not None})


def test_a_table_pasted_from_a_spreadsheet(office, association):
    address = reverse("organisations:statistics_import", args=[association.pk])
    table = "Kommun\tpopulation\tsickness_days\nKatrineholm\t35 000\t11,6\nFlen kommun\t16 000\t\n"
    assert sent(office, address, as_of="2025-12-31", source="SCB", pasted=table).status_code == 302
    assert known() == {
        ("Katrineholm", "population"): 35000,
        ("Katrineholm", "sickness_days"): Decimal("11.60"),
        ("Flen", "population"): 16000,
    }
    page = office.get(reverse("organisations:statistics", args=[association.pk])).content.decode()
    assert "11,6" in page


def test_a_csv_file_with_codes_from_swedish_excel(office, association):
    address = reverse("organisations:statistics_import", args=[association.pk])
    file = SimpleUploadedFile("befolkning.csv", "Län;population\n0483;35000\n".encode("cp1252"))
    assert sent(office, address, as_of="2025-12-31", source="SCB", file=file).status_code == 302
    assert known() == {("Katrineholm", "population"): 35000}


def test_importing_again_corrects_and_never_doubles(office, association):
    address = reverse("organisations:statistics_import", args=[association.pk])
    for value in ("35000", "35100"):
        sent(office, address, as_of="2025-12-31", source="SCB", pasted=f"k;population\nFlen;{value}")
    assert known() == {("Flen", "population"): 35100}


@pytest.mark.parametrize(
    "table",
    [
        "k;population\nFlens;1",
        "k;population\nFlen;många",
        "k;population\nFlen;-3",
        "k;population\nFlen;NaN",
        "k;population\nFlen;1e99",
        "k;skostorlek\nFlen;43",
        "k;population",
        "k;population\nFlen;",
        ";;;\n",
        "\n\n",
    ],
)
def test_what_cannot_be_read_is_refused_whole(association, table):
    with pytest.raises(ValidationError):
        read_statistics(table)


def test_other_associations_municipalities_are_left_alone(office, association):
    MunicipalityFactory(name="Kalmar")
    address = reverse("organisations:statistics_import", args=[association.pk])
    sent(office, address, as_of="2025-12-31", source="SCB", pasted="k;population\nFlen;1\nKalmar;2")
    assert known() == {("Flen", "population"): 1}


def test_one_municipality_is_corrected_by_hand(office, association):
    place = association.controllers.get(municipality__name="Flen").municipality
    address = reverse("organisations:statistics_edit", args=[association.pk, place.pk])
    assert (
        sent(
            office, address, as_of="2025-12-31", source="SCB", population="16000", unemployed="421"
        ).status_code
        == 302
    )
    assert sent(office, address, unemployed="", population="16100").status_code == 302
    assert known() == {("Flen", "population"): 16100}


def test_the_newest_figure_of_each_measure_counts():
    place = MunicipalityFactory()
    for year, value in ((2024, 1), (2025, 2), (2023, 3)):
        ReferenceStatistic.objects.create(
            municipality=place, measure="population", as_of=date(year, 12, 31), value=value, source="SCB"
        )
    assert queries.latest_statistics([place])[place.pk]["population"].value == 2
