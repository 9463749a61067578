"""The office keeps members, areas and authorities; municipalities' own authorities are found or made."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from samsyn.accounts.actions import machine
from samsyn.accounts.tests.factories import coordinator, director, office
from samsyn.organisations import actions, queries
from samsyn.organisations.models import Controller, LegalRegime

from .factories import (
    AreaFactory,
    AssociationFactory,
    ControllerFactory,
    MunicipalityFactory,
    PartyFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def association():
    return AssociationFactory()


@pytest.fixture
def by(association):
    return office(association)


def posted(form, **changes):
    sent = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in sent.items() if value is not None}


# ── Members ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_authority_is_a_member_from_the_start(client, association, by):
    client.force_login(by)
    address = reverse("organisations:controller_add", args=[association.pk])
    form = client.get(address).context["form"]
    sent = posted(
        form, kind="region", region=RegionFactory().pk, name="Region Sörmland, psykiatrin",
        short_name="Psykiatrin",
        legal_regime="health_care", retention_years=10, retention_basis="PDL 3 kap. 17 §",
    )  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert association.controllers.get().slug == "psykiatrin"


def test_a_municipal_authority_belongs_to_a_municipality(client, association, by):
    client.force_login(by)
    address = reverse("organisations:controller_add", args=[association.pk])
    form = client.get(address).context["form"]
    sent = posted(
        form, kind="municipality", name="X", short_name="X", legal_regime="social_services", retention_years=5
    )
    assert client.post(address, sent).status_code == 200
    assert not Controller.objects.exists()


def test_a_membership_cannot_end_before_it_begins(client, association, by):
    party = PartyFactory(association=association)
    client.force_login(by)
    address = reverse("organisations:party_edit", args=[party.pk])
    form = client.get(address).context["form"]
    page = client.post(address, posted(form, since="2026-01-01", until="2025-01-01"))
    assert page.context["form"].errors


def test_a_limit_below_three_is_refused(client, association, by):
    client.force_login(by)
    address = reverse("organisations:edit", args=[association.pk])
    form = client.get(address).context["form"]
    assert client.post(address, posted(form, suppress_below=2)).status_code == 200
    assert (
        client.post(address, posted(client.get(address).context["form"], suppress_below=8)).status_code == 302
    )
    assert "8" in client.get(reverse("organisations:history", args=[association.pk])).content.decode()


def test_an_authoritys_rules_are_changed_by_its_associations_office_and_nobody_else(association, by):
    authority = PartyFactory(association=association).controller
    actions.change_controller(controller=authority, retention_years=7, by=by)
    assert authority.retention_years == 7
    for somebody in (coordinator(authority), director(AssociationFactory())):
        with pytest.raises(PermissionDenied):
            actions.change_controller(controller=authority, retention_years=1, by=somebody)


# ── The municipality's own authority ───────────────────────────────────────────────────────────────────────


def test_it_is_made_when_it_is_missing_with_the_rules_of_social_services(association, by):
    place = MunicipalityFactory(name="Mörbylånga")
    made = actions.municipal_authority(municipality=place, association=association, by=by)
    assert (made.name, made.slug) == ("Mörbylånga kommun", "morbylanga")
    assert (made.legal_regime, made.retention_years) == (LegalRegime.SOCIAL_SERVICES, 5)
    assert "16 kap. 1 §" in made.retention_basis
    assert association.controllers.get() == made


def test_the_second_time_it_is_found_without_asking_for_anything(association, by):
    place = MunicipalityFactory()
    made = actions.municipal_authority(municipality=place, association=association, by=by)
    nobody = coordinator(ControllerFactory())
    assert actions.municipal_authority(municipality=place, association=association, by=nobody) == made


def test_a_member_goes_before_another_authority_of_the_same_municipality(association, by):
    place = MunicipalityFactory()
    ControllerFactory(municipality=place)
    member = PartyFactory(
        association=association,
        controller=ControllerFactory(municipality=place, legal_regime=LegalRegime.LABOUR_MARKET),
    ).controller
    assert actions.municipal_authority(municipality=place, association=association, by=by) == member


def test_an_authority_that_exists_becomes_a_member_instead_of_being_doubled(association):
    known = ControllerFactory()
    found = actions.municipal_authority(
        municipality=known.municipality, association=association, by=machine()
    )
    assert found == known
    assert association.controllers.get() == known


def test_an_authority_that_exists_is_not_made_a_member_behind_its_back(association, by):
    known = ControllerFactory()
    with pytest.raises(ValidationError, match="inte medlem"):
        actions.municipal_authority(municipality=known.municipality, association=association, by=by)
    assert not association.controllers.exists()


def test_not_everybody_may_make_one(association):
    with pytest.raises(PermissionDenied):
        stranger = director(AssociationFactory())
        actions.municipal_authority(municipality=MunicipalityFactory(), association=association, by=stranger)


# ── Areas ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_area_has_municipalities_and_a_seat_among_them(client, association, by):
    one, two = (PartyFactory(association=association).controller.municipality for _ in range(2))
    client.force_login(by)
    address = reverse("organisations:area_add", args=[association.pk])
    sent = posted(client.get(address).context["form"], name="Södra", places=[one.pk], seat=two.pk)
    assert client.post(address, sent).status_code == 200
    sent = posted(client.get(address).context["form"], name="Södra", places=[one.pk, two.pk], seat=two.pk)
    assert client.post(address, sent).status_code == 302
    area = association.areas.get()
    assert set(area.places) == {one, two}
    address = reverse("organisations:area_edit", args=[area.pk])
    form = client.get(address).context["form"]
    sent = posted(form, places=[two.pk], seat=two.pk)
    assert client.post(address, sent).status_code == 302
    assert area.places == [two]


def test_a_municipality_lies_in_one_area(association, by):
    place = MunicipalityFactory()
    AreaFactory(association=association, municipalities=[place])
    with pytest.raises(ValidationError):
        actions.add_area(association=association, name="Norra", seat=None, places=[place], by=by)
    # In another association it may lie in another area.
    elsewhere = AssociationFactory()
    actions.add_area(association=elsewhere, name="Norra", seat=None, places=[place], by=office(elsewhere))


def test_the_associations_of_an_authoritys_people_are_its_own(association):
    member = PartyFactory(association=association).controller
    AssociationFactory()
    assert list(queries.associations_for(coordinator(member))) == [association]


def test_the_page_asks_as_much_of_the_database_for_many_as_for_few(
    client, association, by, django_assert_max_num_queries
):
    client.force_login(by)
    # Ten of them are the frame's: session, person, hats, the wall, and the session's own saving.
    for members in (3, 25):
        for _ in range(members):
            place = PartyFactory(association=association).controller.municipality
            AreaFactory(association=association, municipalities=[place])
        for page in ("detail", "statistics"):
            address = reverse(f"organisations:{page}", args=[association.pk])
            with django_assert_max_num_queries(17):
                assert client.get(address).status_code == 200
