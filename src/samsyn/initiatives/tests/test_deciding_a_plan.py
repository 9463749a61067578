"""A plan is written, decided, and then stays as it was decided."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, ProgrammingError, transaction
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, director
from samsyn.initiatives import actions
from samsyn.initiatives.models import PlanVersion
from samsyn.organisations.tests.factories import PartyFactory

from .factories import InitiativeFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanVersionFactory(number="1.0")


@pytest.fixture
def by(plan):
    return director(plan.initiative.association)


def decide(plan, by):
    return actions.decide_plan(plan=plan, decided_by="Central styrgrupp", decided_on=date(2024, 3, 19), by=by)


def test_it_is_decided_by_somebody_on_a_day(plan, by):
    assert decide(plan, by).is_decided


def test_an_empty_plan_cannot_be_decided(by):
    with pytest.raises(ValidationError):
        plan = PlanVersionFactory(text=" ")
        decide(plan, director(plan.initiative.association))


def test_a_decided_plan_is_never_changed_again(plan, by):
    decide(plan, by)
    with pytest.raises(ValidationError):
        actions.change_plan(plan=plan, number="1.0", year=2026, text="Något annat", by=by)
    with pytest.raises(ValidationError):
        decide(plan, by)


def test_not_even_past_the_actions(plan, by):
    decide(plan, by)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        PlanVersion.objects.filter(pk=plan.pk).update(text="Något annat")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        PlanVersion.objects.filter(pk=plan.pk).delete()


def test_case_workers_do_not_decide(plan):
    authority = PartyFactory(association=plan.initiative.association).controller
    with pytest.raises(PermissionDenied):
        decide(plan, coach(authority))


def test_a_new_version_starts_from_the_latest_text(client, plan, by):
    client.force_login(by)
    page = client.get(reverse("initiatives:plan_add", args=[plan.initiative_id]))
    assert page.context["form"]["text"].value() == plan.text


def test_the_page_decides_and_then_offers_no_change(client, plan, by):
    client.force_login(by)
    address = reverse("initiatives:plan_decide", args=[plan.pk])
    form = client.get(address).context["form"]
    sent = {"save_key": form["save_key"].value(), "decided_by": "Styrelsen", "decided_on": "2026-02-01"}
    assert client.post(address, sent).status_code == 302
    page = client.get(reverse("initiatives:plan_detail", args=[plan.pk])).content.decode()
    assert "Styrelsen" in page
    assert reverse("initiatives:plan_edit", args=[plan.pk]) not in page


def test_the_same_number_twice_is_said_on_the_page(client, plan, by):
    client.force_login(by)
    address = reverse("initiatives:plan_add", args=[plan.initiative_id])
    form = client.get(address).context["form"]
    sent = {"save_key": form["save_key"].value(), "number": "1.0", "year": 2026, "text": "Ny"}
    page = client.post(address, sent)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_initiatives_of_others_are_out_of_reach():
    plan = PlanVersionFactory()
    with pytest.raises(PermissionDenied):
        decide(plan, director(InitiativeFactory().association))
