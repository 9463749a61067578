"""An assignment limited to an area or an initiative gives no places, and imports nothing, beyond it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coordinator
from samsyn.enrolments import actions, forms
from samsyn.enrolments.imports.actions import upload_register
from samsyn.enrolments.models import Enrolment, ImportRun
from samsyn.initiatives.tests.factories import CoverageFactory, InitiativeFactory
from samsyn.organisations.tests.factories import (
    AreaFactory,
    ControllerFactory,
    MunicipalityFactory,
    PartyFactory,
)
from samsyn.participants.tests.factories import ParticipantFactory, number

from .factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def ours():
    return ControllerFactory()


@pytest.fixture
def initiative(ours):
    initiative = InitiativeFactory(name="Kompassen")
    PartyFactory(association=initiative.association, controller=ours)
    return initiative


@pytest.fixture
def north(ours, initiative):
    """An area with one municipality, whose records are ours."""
    return covered(initiative, ours, "Nordan")


@pytest.fixture
def south(ours, initiative):
    return covered(initiative, ours, "Sunnan")


def covered(initiative, controller, name):
    place = MunicipalityFactory(name=name)
    area = AreaFactory(association=initiative.association, name=name, municipalities=[place])
    return CoverageFactory(initiative=initiative, municipality=place, controller=controller, area=area)


def place_given(initiative, municipality, by):
    with acting_as(by):
        return actions.enrol_new(
            initiative=initiative, municipality=municipality, approved_on=TODAY, number=number(5), by=by
        )


def read(coverage, by, *, case_number="K-1"):
    head = "initiative,case_number,personal_identity_number,municipality,controller,started_on"
    place, place_keeper = coverage.municipality.name, coverage.controller.slug
    line = f"Kompassen,{case_number},{number(5)},{place},{place_keeper},2026-01-15"
    with acting_as(by):
        return upload_register(
            association=coverage.initiative.association, file_name="r.csv",
            content=f"{head}\n{line}\n".encode(), on=TODAY, by=by,
        )  # fmt: skip


def test_a_place_is_given_within_the_area_and_not_beyond_it(ours, initiative, north, south):
    person = coordinator(ours, area=north.area)
    assert place_given(initiative, north.municipality, person).municipality == north.municipality
    with pytest.raises(ValidationError, match="Sunnan"):
        place_given(initiative, south.municipality, person)


def test_the_form_offers_what_the_assignment_reaches(ours, initiative, north, south):
    offered = forms.NewForm(user=coordinator(ours, area=north.area)).fields["municipality"].queryset
    assert list(offered) == [north.municipality]
    whole = forms.NewForm(user=coordinator(ours)).fields["municipality"].queryset
    assert set(whole) == {north.municipality, south.municipality}


def test_a_second_assignment_adds_what_it_reaches(ours, initiative, north, south):
    person = coordinator(ours, area=north.area)
    coordinator(ours, user=person, area=south.area)
    assert place_given(initiative, south.municipality, person).municipality == south.municipality


def test_a_row_beyond_the_area_is_an_error_that_names_the_municipality(ours, initiative, north, south):
    person = coordinator(ours, area=north.area)
    assert read(north, person).state == ImportRun.State.READ
    refused = read(south, person)
    assert refused.state == ImportRun.State.WRONG
    assert [(one["column"], one["value"]) for one in refused.findings] == [("municipality", "Sunnan")]


def test_a_row_for_another_initiative_than_the_assignments_is_an_error(ours, initiative, north):
    person = coordinator(ours, initiatives=[InitiativeFactory().pk])
    assert read(north, person).state == ImportRun.State.WRONG


def test_a_file_does_not_draw_somebody_elses_enrolment_into_the_area(
    ours, initiative, north, south, as_owner
):
    with as_owner():
        EnrolmentFactory(
            participant=ParticipantFactory(controller=ours), initiative=initiative,
            municipality=south.municipality, case_number="K-1",
        )  # fmt: skip
    refused = read(north, coordinator(ours, area=north.area))
    assert [one["column"] for one in refused.findings] == ["case_number"]
    with as_owner():
        assert Enrolment.objects.get().municipality == south.municipality
