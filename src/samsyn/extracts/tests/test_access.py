"""Who reaches which page about evaluations. Read the table; it is the rule."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.extracts.urls import urlpatterns

from .world import make_world

LOGIN, GONE = 302, 401
ACCESS = {
    #          director evaluator approver other evaluator elsewhere coordinator not signed in
    "list":   (200, 200, 200, 200, 200, 404, LOGIN),
    "check":  (200, 200, 404, 200, 200, 404, LOGIN),
    "new":    (200, 404, 404, 404, 404, 404, LOGIN),
    "detail": (200, 200, 200, 404, 404, 404, LOGIN),
    "fetch":  (404, 200, 404, 404, 404, 404, GONE),
    "agree":  (404, 404, 200, 404, 404, 404, GONE),  # 200: the page, with the missing form key
    "refuse": (404, 404, 200, 404, 404, 404, GONE),
    "end":    (200, 404, 404, 404, 404, 404, GONE),
}  # fmt: skip
POSTED = {"fetch", "agree", "refuse", "end"}


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, page):
    world = make_world()
    agreement = world.proposed()
    world.decided(agreement, 1)
    association = world.initiative.association
    everybody = [
        world.director, world.evaluator, world.approvers[0], people.evaluator(association), people.director(),
        people.coordinator(world.authorities[0]), None,
    ]  # fmt: skip
    approval = agreement.approvals.get(controller=world.authorities[0])
    named = {"agree": {"pk": approval.pk}, "refuse": {"pk": approval.pk}, "new": {"slug": association.slug}}
    named |= {name: {"pk": agreement.pk} for name in ("detail", "fetch", "end")}
    address = reverse(f"extracts:{page}", kwargs=named.get(page, {}))
    seen = []
    for person in everybody:
        client.force_login(person) if person else client.logout()
        seen.append((client.post if page in POSTED else client.get)(address).status_code)
    assert tuple(seen) == ACCESS[page]


def test_it_goes_from_the_proposal_to_the_file_on_the_pages(client, db, as_owner):
    world = make_world()
    with as_owner():
        world.enrolled()
    client.force_login(world.director)
    form = client.get(reverse("extracts:new", args=[world.initiative.association.slug])).context["form"]
    sent = {
        "save_key": form.initial["save_key"], "title": "Vägen", "evaluator": world.evaluator.pk,
        "organisation": "Lärosätet", "purpose": "Se vad som hjälper.", "initiatives": [world.initiative.pk],
        "variables": ["sex", "ended"],
        "smallest_group": 1, "first_day": "2026-01-01", "last_day": "2026-12-31",
        "valid_until": "2027-06-30",
    }  # fmt: skip
    page = client.post(reverse("extracts:new", args=[world.initiative.association.slug]), sent, follow=True)
    agreement = page.context["agreement"]
    client.force_login(world.approvers[0])
    page = client.get(reverse("extracts:detail", args=[agreement.pk]))
    approval = next(one for one, is_mine in page.context["approvals"] if is_mine)
    key = {"save_key": page.context["form"].initial["save_key"]}
    assert client.post(reverse("extracts:agree", args=[approval.pk]), key).status_code == 302
    client.force_login(world.evaluator)
    assert "Vägen" in client.get("/").content.decode()
    fetch = reverse("extracts:fetch", args=[agreement.pk])
    assert client.post(fetch)["Content-Type"].startswith("text/html")  # it asks for the second factor first
    people.shows_a_second_factor(client)
    file = client.post(fetch)
    assert file["Content-Type"] == "application/zip"
    assert file["Cache-Control"] == "no-store"
    file.close()


@pytest.mark.parametrize("who", ["director", "evaluator", "approver"])
@pytest.mark.parametrize("page", ["list", "detail"])
def test_it_costs_the_same_whatever_there_is(client, db, page, who, django_assert_max_num_queries):
    world = make_world()
    agreement = world.proposed()
    client.force_login({"approver": world.approvers[0]}.get(who) or getattr(world, who))
    address = reverse(f"extracts:{page}", args=[agreement.pk] if page == "detail" else [])
    for title in ("En", "Två", "Tre"):
        world.proposed(title=title)
    client.get(address)
    with django_assert_max_num_queries(13):
        client.get(address)


def test_who_decides_for_several_is_told_of_each_at_the_same_cost(client, db, as_owner):
    world = make_world()
    with as_owner():
        world.enrolled(), world.enrolled(1), world.enrolled(1)
    address = reverse("extracts:detail", args=[world.proposed().pk])
    one, both = world.approvers[0], people.approver(*world.authorities)
    told, costs = [], set()
    for person in (one, both):
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            alike = client.get(address).context["alike"]
        told.append([(place, found.number) for place, found in alike])
        costs.add(len(asked))
    mine, other = world.authorities
    assert told[0] == [(mine, 1)] and sorted(told[1], key=lambda one: one[1]) == [(mine, 1), (other, 2)]
    assert len(costs) == 1 and costs.pop() <= 12
