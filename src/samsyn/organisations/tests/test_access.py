"""Who reaches which page about associations and authorities. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.organisations.urls import urlpatterns

from .factories import AreaFactory, AssociationFactory, ControllerFactory, PartyFactory, ProposalFactory

pytestmark = pytest.mark.django_db
LOGIN = 302

# fmt: off
ACCESS = {
    #                    director  manager  coach  coordinator  team member  referrer  other association 
    # other authority  not signed in
    "list":              (200,     200,     200,   200,         200,         200,      200,               200,
                          LOGIN),
    "detail":            (200,     200,     200,   200,         200,         200,      404,               404,
                          LOGIN),
    "statistics":        (200,     200,     200,   200,         200,         200,      404,               404,
                          LOGIN),
    "history":           (200,     200,     200,   200,         200,         200,      404,               404,
                          LOGIN),
    "controller":        (200,     200,     200,   200,         200,         200,      404,               404,
                          LOGIN),
    "edit":              (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "party_add":         (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "controller_add":    (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "area_add":          (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "statistics_import": (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "statistics_edit":   (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "party_edit":        (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "area_edit":         (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "controller_edit":   (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    "proposal":          (200,     404,     404,   404,         404,         404,      404,               404,
                          LOGIN),
    # Deciding is a POST; who may is in test_what_the_authority_agrees_to.
    "proposal_agree":    (405,     405,     405,   405,         405,         405,      405,               405,
                          LOGIN),
    "proposal_decline":  (405,     405,     405,   405,         405,         405,      405,               405,
                          LOGIN),
}
# fmt: on


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


def test_access(client):
    association = AssociationFactory()
    authority = ControllerFactory()
    party = PartyFactory(association=association, controller=authority)
    area = AreaFactory(association=association, municipalities=[authority.municipality])
    everyone = [
        people.director(association),
        people.initiative_manager(association),
        people.coach(authority),
        people.coordinator(authority),
        people.team_member(authority),
        people.referrer(authority),
        people.director(AssociationFactory()),
        people.coordinator(ControllerFactory()),
        None,
    ]
    proposal = ProposalFactory(controller=authority)
    of = {"party_edit": party, "area_edit": area, "controller": authority, "controller_edit": authority}
    of |= dict.fromkeys(("proposal", "proposal_agree", "proposal_decline"), proposal)
    seen = {}
    for person in everyone:
        client.force_login(person) if person else client.logout()
        for page in ACCESS:
            where = [] if page == "list" else [of.get(page, association).pk]
            where += [authority.municipality.pk] if page == "statistics_edit" else []
            address = reverse(f"organisations:{page}", args=where)
            seen.setdefault(page, []).append(client.get(address).status_code)
    assert {page: tuple(answers) for page, answers in seen.items()} == ACCESS
