"""Who reaches which figures page. Read the table; it is the rule."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.figures.models import ReportedCount
from samsyn.figures.urls import urlpatterns

from .registers import place, some

LOGIN = 302
PEOPLE = (
    "coach",
    "coordinator",
    "team_member",
    "referrer",
    "director",
    "other_coach",
    "other_director",
    "nobody",
)
ACCESS = {
    #                coach coord team  ref   dir   other_coach other_dir nobody
    "index":           (200, 200, 404, 404, 200, 200, 200, LOGIN),
    "participants":    (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "work_or_studies": (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "years":           (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "figure":          (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "quality":         (404, 404, 404, 404, 200, 404, 404, LOGIN),
    "since":           (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "spreadsheet":     (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "reconcile":       (404, 404, 404, 404, 200, 404, 200, LOGIN),
    "csv":             (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "json":            (200, 200, 404, 404, 200, 404, 404, LOGIN),
    "reported":        (404, 404, 404, 404, 200, 404, 200, LOGIN),
    "count_add":       (404, 404, 404, 404, 200, 404, 404, LOGIN),
    "count_import":    (404, 404, 404, 404, 200, 404, 404, LOGIN),
    "count_change":    (404, 404, 404, 404, 200, 404, 404, LOGIN),
}  # fmt: skip


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.fixture
def world(db, as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with as_owner():
        ours, theirs = place(2, 2), place(1, 1)
        some(ours, 7)
        some(ours, 2, controller=1, end=date(2026, 3, 1), work=True)
        one = ours.controllers[0]
        found = {
            name: getattr(people, name)(one) for name in ("coach", "coordinator", "team_member", "referrer")
        }
        found |= {
            "director": people.director(ours.association), "other_coach": people.coach(theirs.controllers[0]),
            "other_director": people.director(theirs.association), "nobody": None,
        }  # fmt: skip
        count = ReportedCount.objects.create(
            association=ours.association, first_day=date(2021, 1, 1), last_day=date(2021, 12, 31), total=9,
            new=4,
            ended=3, ongoing=5, source="årsredovisningen", reported_by=found["director"],
        )  # fmt: skip
    return ours, found, count


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, world, page):
    ours, found, count = world
    slug = {"slug": ours.association.slug}
    where = {
        "index": {},
        "reconcile": {},
        "reported": {},
        "count_change": {"pk": count.pk},
        "spreadsheet": slug | {"name": "participants"},
        "figure": slug | {"name": "ended"},
        "since": slug | {"name": "participants"},
        "csv": slug | {"name": "occupation_before_after"},
        "json": slug | {"name": "consultations"},
    }
    address = reverse(f"figures:{page}", kwargs=where.get(page, slug))
    seen = []
    for name in PEOPLE:
        client.force_login(found[name]) if found[name] else client.logout()
        seen.append(client.get(address).status_code)
    assert tuple(seen) == ACCESS[page]


@pytest.mark.parametrize("by", ["initiative", "sex", "municipality", "track"])
def test_the_director_follows_a_number_back_to_authorities_and_never_to_people(client, world, by):
    ours, found, _count = world
    client.force_login(found["director"])
    address = reverse("figures:participants", kwargs={"slug": ours.association.slug})
    text = client.get(f"{address}?year=2026&by={by}&unit=enrolments&row=sum&cell=total").content.decode()
    assert 'id="cell"' in text
    assert 'name="by"' in text  # the choice is on the page, and was used:
    assert "<tfoot>" in text
    assert "/enrolments/" not in text.split('id="cell"')[1].split("</section>")[0]


def test_a_coordinator_sees_the_exact_number_of_the_own_authority_only(client, world):
    ours, found, _count = world
    client.force_login(found["coordinator"])
    address = reverse("figures:participants", kwargs={"slug": ours.association.slug})
    text = client.get(
        f"{address}?year=2026&by=municipality&unit=enrolments&row=sum&cell=total"
    ).content.decode()
    assert "/enrolments/" in text.split('id="cell"')[1]
    assert ours.controllers[0].municipality.name in text
    assert ours.controllers[1].municipality.name not in text
    assert ">7</a>" in text


@pytest.mark.parametrize("size", [2, 60])
def test_the_page_makes_the_same_number_of_queries_however_many_enrolments(
    client, world, as_owner, size, django_assert_max_num_queries
):
    ours, found, _count = world
    with as_owner():
        some(ours, size)
    client.force_login(found["director"])
    address = reverse("figures:participants", kwargs={"slug": ours.association.slug})
    client.get(address)
    with django_assert_max_num_queries(18):
        client.get(address)
