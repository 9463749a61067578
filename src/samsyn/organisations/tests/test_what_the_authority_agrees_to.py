"""What would let more people near an authority's records väntar på myndigheten's own approver."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import machine
from samsyn.accounts.tests import factories as people
from samsyn.audit.models import Access
from samsyn.organisations import actions
from samsyn.organisations.models import Proposal

from .factories import AssociationFactory, ControllerFactory, PartyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def association():
    return AssociationFactory()


@pytest.fixture
def office(association):
    return people.office(association)


@pytest.fixture
def authority():
    return ControllerFactory()


@pytest.fixture
def approver(authority):
    return people.approver(authority)


def posted(form, **changes):
    sent = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in sent.items() if value not in (None, False)}


def decide(action, proposal, person):
    with acting_as(person):
        action(proposal=proposal, by=person)


# ── A membership ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_authority_is_a_member_when_it_has_agreed_and_not_before(
    client, association, office, authority, approver
):
    client.force_login(office)
    address = reverse("organisations:party_add", args=[association.pk])
    sent = posted(client.get(address).context["form"], controller=authority.pk, since="2026-01-01")
    assert client.post(address, sent).status_code == 302
    assert not association.controllers.exists()
    assert (
        authority.name in client.get(reverse("organisations:detail", args=[association.pk])).content.decode()
    )

    client.force_login(approver)
    proposal = Proposal.objects.get()
    page = reverse("organisations:proposal", args=[proposal.pk])
    assert page in client.get(reverse("home:start")).content.decode()
    form = client.get(page).context["form"]
    assert (
        client.post(reverse("organisations:proposal_agree", args=[proposal.pk]), posted(form)).status_code
        == 302
    )
    assert association.parties.get().since.isoformat() == "2026-01-01"
    assert page not in client.get(reverse("home:start")).content.decode()


def test_one_that_declines_stays_outside_and_can_be_asked_again(association, office, authority, approver):
    proposal = actions.add_party(association=association, controller=authority, by=office)
    decide(actions.decline_proposal, proposal, approver)
    assert not association.controllers.exists()
    assert actions.add_party(association=association, controller=authority, by=office).is_waiting


def test_it_is_asked_once_at_a_time(association, office, authority):
    actions.add_party(association=association, controller=authority, by=office)
    with pytest.raises(ValidationError, match="väntar på myndigheten"):
        actions.add_party(association=association, controller=authority, by=office)


def test_a_member_is_not_asked_to_become_one(association, office):
    member = PartyFactory(association=association).controller
    with pytest.raises(ValidationError, match="redan medlem"):
        actions.add_party(association=association, controller=member, by=office)


# ── Coaches who see more ───────────────────────────────────────────────────────────────────────────────────


def test_the_office_cannot_let_coaches_see_more_by_itself(client, association, office, authority, approver):
    PartyFactory(association=association, controller=authority)
    client.force_login(office)
    address = reverse("organisations:controller_edit", args=[authority.pk])
    sent = posted(client.get(address).context["form"], keeps_whole_team="on", retention_years=7)
    assert client.post(address, sent).status_code == 302
    authority.refresh_from_db()
    assert (authority.keeps_whole_team, authority.retention_years) == (False, 7)
    decide(actions.agree_to_proposal, Proposal.objects.get(), approver)
    authority.refresh_from_db()
    assert authority.keeps_whole_team


def test_to_let_fewer_see_needs_nobodys_consent(association, office):
    authority = PartyFactory(
        association=association, controller=ControllerFactory(keeps_whole_team=True)
    ).controller
    actions.change_controller(controller=authority, keeps_whole_team=False, by=office)
    authority.refresh_from_db()
    assert not authority.keeps_whole_team
    assert not Proposal.objects.exists()


def test_a_new_authority_begins_narrow(association, office):
    made = actions.create_controller(
        association=association, by=office, name="Ny nämnd", short_name="Ny", kind="other",
        legal_regime="general", retention_years=5, keeps_whole_team=True,
    )  # fmt: skip
    assert not made.keeps_whole_team
    assert made.proposals.get().is_waiting


# ── Who decides ────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_authoritys_own_approver_decides(association, office, authority):
    proposal = actions.add_party(association=association, controller=authority, by=office)
    others = [
        office, people.director(association), people.coordinator(authority),
        people.approver(ControllerFactory()),
    ]  # fmt: skip
    for person in others:
        for answer in (actions.agree_to_proposal, actions.decline_proposal):
            with pytest.raises(PermissionDenied):
                answer(proposal=proposal, by=person)
    assert not association.controllers.exists()


def test_whoever_proposed_it_does_not_decide_it(association, office, authority):
    people.approver(authority, user=office)
    proposal = actions.add_party(association=association, controller=authority, by=office)
    with pytest.raises(ValidationError, match="själv"):
        decide(actions.agree_to_proposal, proposal, office)


def test_it_is_decided_once(association, office, authority, approver):
    proposal = actions.add_party(association=association, controller=authority, by=office)
    decide(actions.decline_proposal, proposal, approver)
    with pytest.raises(ValidationError, match="redan avgjort"):
        decide(actions.agree_to_proposal, proposal, people.approver(authority))


def test_both_the_proposal_and_the_answer_are_remembered(association, office, authority, approver, as_owner):
    proposal = actions.add_party(association=association, controller=authority, by=office)
    decide(actions.agree_to_proposal, proposal, approver)
    with as_owner():
        entries = Access.objects.filter(subject=f"organisations.proposal:{proposal.pk}").order_by("pk")
        assert list(entries.values_list("kind", "controller_id")) == [
            ("proposal.made", None), ("proposal.agreed", authority.pk),
        ]  # fmt: skip
    assert [event.is_agreed for event in proposal.history.order_by("pgh_id")] == [None, True]


# ── Both sides of the wall ─────────────────────────────────────────────────────────────────────────────────


def test_a_membership_puts_nobody_on_both_sides_of_the_wall(association, office, authority, approver):
    person = people.coach(authority, user=people.director(association))
    proposal = actions.add_party(association=association, controller=authority, by=office)
    with pytest.raises(ValidationError, match=f"{person}.*Coach.*Förbundschef"):
        decide(actions.agree_to_proposal, proposal, approver)
    assert not association.controllers.exists()
    assert Proposal.objects.get().is_waiting


def test_what_is_over_stands_in_nobodys_way(association, office, authority, approver):
    people.coach(authority, user=people.director(association), until="2021-01-01")
    proposal = actions.add_party(association=association, controller=authority, by=office)
    decide(actions.agree_to_proposal, proposal, approver)
    assert association.controllers.get() == authority


def test_not_even_the_installation_itself_puts_somebody_on_both_sides(association, authority):
    people.coach(authority, user=people.director(association))
    with pytest.raises(ValidationError, match="samtidigt"):
        actions.add_party(association=association, controller=authority, by=machine())
