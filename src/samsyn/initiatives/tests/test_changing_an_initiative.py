"""The office keeps an initiative's facts; two who do it at once see each other's changes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from samsyn.accounts.tests.factories import coordinator, director, initiative_manager, office
from samsyn.audit.models import Access
from samsyn.initiatives import actions, queries
from samsyn.initiatives.models import Coverage, Initiative
from samsyn.organisations.tests.factories import (
    AreaFactory,
    AssociationFactory,
    ControllerFactory,
    MunicipalityFactory,
    PartyFactory,
)

from .factories import CoverageFactory, GoalFactory, InitiativeFactory, StaffingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(name="Kompass", slug="kompass")


def posted(form, **changes):
    """What a browser sends back of a form, with some changes."""
    sent = {name: form[name].value() for name in form.fields}
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


def test_it_is_created_on_the_page(client):
    association = AssociationFactory()
    client.force_login(office(association))
    address = reverse("initiatives:new")
    form = client.get(address).context["form"]
    response = client.post(address, posted(form, association=association.pk, name="Sikta mot arbetslivet"))
    created = Initiative.objects.get()
    assert response.url == reverse("initiatives:detail", args=[created.pk])
    assert (created.slug, created.association) == ("sikta-mot-arbetslivet", association)
    assert client.get(response.url).status_code == 200


def test_the_same_name_twice_is_refused_with_words(initiative):
    by = director(initiative.association)
    with pytest.raises(ValidationError) as refusal:
        actions.create_initiative(association=initiative.association, name="Kompass", by=by)
    assert "namn" in str(refusal.value) or "name" in str(refusal.value)


def test_whoever_comes_second_sees_what_the_first_changed(client, initiative):
    client.force_login(director(initiative.association))
    address = reverse("initiatives:edit", args=[initiative.pk])
    first, second = (client.get(address).context["form"] for _ in range(2))
    assert client.post(address, posted(first, purpose="Fler i arbete")).status_code == 302
    page = client.post(address, posted(second, purpose="Bättre hälsa"))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Fler i arbete" in shown
    assert "Bättre hälsa" in shown
    initiative.refresh_from_db()
    assert initiative.purpose == "Fler i arbete"
    # Having seen both, the second may choose their own.
    assert client.post(address, posted(page.context["form"])).status_code == 302
    initiative.refresh_from_db()
    assert initiative.purpose == "Bättre hälsa"


def test_the_history_says_who_changed_what(client, initiative):
    person = director(initiative.association)
    client.force_login(person)
    address = reverse("initiatives:edit", args=[initiative.pk])
    client.post(address, posted(client.get(address).context["form"], purpose="Fler i arbete"))
    history = client.get(reverse("initiatives:history", args=[initiative.pk])).content.decode()
    assert "Fler i arbete" in history
    assert person.name in history


def test_it_cannot_end_before_it_starts(client, initiative):
    client.force_login(director(initiative.association))
    address = reverse("initiatives:edit", args=[initiative.pk])
    form = client.get(address).context["form"]
    page = client.post(address, posted(form, starts_on="2026-05-01", ends_on="2026-04-01"))
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_manager_of_some_initiatives_changes_no_other(initiative):
    other = InitiativeFactory(association=initiative.association)
    by = initiative_manager(initiative.association, initiatives=[initiative.pk])
    actions.add_track(initiative=initiative, name="Unga", by=by)
    with pytest.raises(PermissionDenied):
        actions.add_track(initiative=other, name="Unga", by=by)
    with pytest.raises(PermissionDenied):
        actions.create_initiative(association=initiative.association, name="Ny", by=by)
    with pytest.raises(PermissionDenied):
        actions.add_goal(association=initiative.association, level="economy", text="Balans", by=by)
    assert list(queries.changeable_initiatives_for(by)) == [initiative]


def test_goals_of_another_initiative_are_out_of_reach_of_a_narrowed_manager(initiative):
    by = initiative_manager(initiative.association, initiatives=[initiative.pk])
    mine, other = (
        GoalFactory(initiative=initiative),
        GoalFactory(initiative=None, association=initiative.association),
    )
    assert list(queries.changeable_goals_for(by)) == [mine]
    with pytest.raises(PermissionDenied):
        actions.set_target(goal=other, year=2026, value=40, by=by)


def test_a_target_set_again_is_changed(initiative):
    by, goal = director(initiative.association), GoalFactory(initiative=initiative)
    actions.set_target(goal=goal, year=2026, value=40, by=by)
    actions.set_target(goal=goal, year=2026, value=45, by=by)
    assert [target.value for target in goal.targets.all()] == [45]
    with pytest.raises(ValidationError):
        actions.set_target(goal=goal, year=2026, value=101, by=by)


# ── Coverage ───────────────────────────────────────────────────────────────────────────────────────────────


def test_covering_finds_the_municipalitys_own_authority_and_area(initiative):
    by, place = director(initiative.association), MunicipalityFactory(name="Nyköping")
    area = AreaFactory(association=initiative.association, municipalities=[place])
    covered = actions.cover(initiative=initiative, municipality=place, by=by)
    assert covered.controller.name == "Nyköping kommun"
    assert covered.area == area
    assert initiative.association.parties.filter(controller=covered.controller).exists()


def test_covering_again_changes_nothing_and_asks_for_nothing(initiative):
    known = CoverageFactory(initiative=initiative)
    by = coordinator(known.controller)
    assert actions.cover(initiative=initiative, municipality=known.municipality, by=by) == known
    assert Coverage.objects.count() == 1
    assert not Access.objects.filter(kind="coverage.added").exists()


def test_an_authority_outside_the_association_keeps_no_records(initiative):
    by, stranger = director(initiative.association), ControllerFactory()
    with pytest.raises(ValidationError):
        actions.cover(initiative=initiative, municipality=stranger.municipality, controller=stranger, by=by)


def test_a_municipality_can_be_taken_out(client, initiative):
    covered = CoverageFactory(initiative=initiative)
    client.force_login(director(initiative.association))
    address = reverse("initiatives:coverage_remove", args=[covered.pk])
    key = client.get(address).context["form"]["save_key"].value()
    assert client.post(address, {"save_key": key}).status_code == 302
    assert not initiative.coverage.exists()


# ── Staffing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_staffing_table_is_edited_as_one_and_summed(client, initiative):
    place = CoverageFactory(initiative=initiative).municipality
    StaffingFactory(initiative=initiative, municipality=place, year=2026, percent=50)
    client.force_login(director(initiative.association))
    address = reverse("initiatives:staffing_edit", args=[initiative.pk, 2026])
    form = client.get(address).context["form"]
    coach, lead = f"p{place.pk}_coach_association", f"p{place.pk}_coordinator_municipality"
    assert form[coach].value() == 50
    sent = posted(form, **{coach: 150, lead: 75, "p0_coordinator_region": 300})
    assert client.post(address, sent).status_code == 302
    rows = queries.staffing_table(initiative, 2026)
    assert [row.sum for row in rows] == [225, 300]
    assert queries.column_sums(rows) == [75, 0, 300, 0, 150, 0, 525]
    assert client.post(address, posted(client.get(address).context["form"], **{coach: ""})).status_code == 302
    assert queries.column_sums(queries.staffing_table(initiative, 2026))[-1] == 375


def test_two_who_staff_at_once_see_each_other(client, initiative):
    place = CoverageFactory(initiative=initiative).municipality
    client.force_login(director(initiative.association))
    address = reverse("initiatives:staffing_edit", args=[initiative.pk, 2026])
    name = f"p{place.pk}_coach_association"
    first, second = (client.get(address).context["form"] for _ in range(2))
    client.post(address, posted(first, **{name: 100}))
    page = client.post(address, posted(second, **{name: 50}))
    assert page.status_code == 200
    assert [(one.yours, one.theirs) for one in page.context["form"].conflicts] == [("50", "100")]


def test_a_year_is_copied_from_the_one_before(initiative):
    by = director(initiative.association)
    StaffingFactory(initiative=initiative, year=2024, percent=150)
    actions.copy_staffing(initiative=initiative, year=2026, by=by)
    assert queries.staffing_cells(initiative, 2026) == queries.staffing_cells(initiative, 2024)
    with pytest.raises(ValidationError):
        actions.copy_staffing(initiative=initiative, year=2026, by=by)


def test_the_authoritys_people_see_their_associations_initiatives_only(initiative):
    authority = PartyFactory(association=initiative.association).controller
    InitiativeFactory()
    assert list(queries.initiatives_for(coordinator(authority))) == [initiative]
