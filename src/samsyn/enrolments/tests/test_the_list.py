"""The list is as quick with ten thousand as with ten, goes on where it stopped,
and names nobody protected.
"""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, coordinator
from samsyn.audit.models import Access
from samsyn.enrolments.models import Enrolment
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.models import Participant
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EnrolmentFactory, initiative_at


@pytest.fixture
def ours(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return ControllerFactory()


def many(ours, initiative, count):
    people = Participant.objects.bulk_create(
        (Participant(controller=ours, municipality=ours.municipality, given_name=f"Prova{n}",
                     family_name="Testsson",
                    sex="woman", birth_year=1980, version=1)
        for n in range(count)), batch_size=500,
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        (Enrolment(controller=ours, participant=person, initiative=initiative, municipality=ours.municipality,
                  case_number=f"M-{person.pk}", started_on=date(2026, 1, 1) + timedelta(days=n % 300),
                  version=1)
        for n, person in enumerate(people)), batch_size=500,
    )  # fmt: skip


@pytest.mark.parametrize("count", [10, 10_000])
def test_a_list_asks_as_much_of_ten_as_of_ten_thousand(
    client, ours, as_owner, count, django_assert_max_num_queries
):
    with as_owner():
        many(ours, initiative_at(ours), count)
    client.force_login(coordinator(ours))
    for address in ("/enrolments/", "/participants/"):
        with django_assert_max_num_queries(18):
            page = client.get(address)
        assert ("Fler än 50" in page.content.decode()) == (count > 50)


def test_following_the_list_shows_everybody_once(client, ours, as_owner):
    with as_owner():
        many(ours, initiative_at(ours), 120)
    client.force_login(coordinator(ours))
    seen, address = [], "/enrolments/?sort=started_on"
    while address:
        page = client.get(address)
        seen += [enrolment.pk for enrolment in page.context["rows"]]
        address = f"/enrolments/?sort=started_on&after={seen[-1]}" if page.context["has_more"] else None
    assert len(seen) == len(set(seen)) == 120


def test_a_protected_person_is_a_case_number_in_the_list_and_absent_from_the_export(client, ours, as_owner):
    initiative = initiative_at(ours)
    with as_owner():
        person = ParticipantFactory(controller=ours, given_name="Hemlig", protection="secrecy_marking")
        hidden = EnrolmentFactory(participant=person, initiative=initiative, case_number="H-1")
        shown = ParticipantFactory(controller=ours, given_name="=cmd|' /C calc'!A0")
        EnrolmentFactory(participant=shown, initiative=initiative, case_number="O-1")
    client.force_login(coordinator(ours))
    text = client.get("/enrolments/").content.decode()
    assert "Hemlig" not in text
    assert hidden.case_number in text
    assert "Hemlig" not in client.get(f"/enrolments/{hidden.pk}/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/enrolments/export/").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [cells[0] for cells in rows[1:]] == ["O-1"]
    assert book.active["B2"].data_type == "s"


def test_a_coach_sees_what_needs_them(ours, as_owner, client):
    handler = coach(ours)
    initiative = initiative_at(ours)
    with as_owner():
        EnrolmentFactory(participant=ParticipantFactory(controller=ours), initiative=initiative,
                         coach=handler,
                         started_on=date(2020, 1, 1))  # fmt: skip
    client.force_login(handler)
    from samsyn.accounts.acting import acting_as
    from samsyn.enrolments import queries

    with acting_as(handler):
        assert [reason for _enrolment, reason in queries.needing(handler, date(2026, 11, 22))] == ["over"]


def test_the_history_of_an_enrolment_names_nobody_protected(client, ours, as_owner):
    initiative = initiative_at(ours)
    with as_owner():
        first, person = (
            ParticipantFactory(controller=ours),
            ParticipantFactory(controller=ours, given_name="Hemlig", protection="secrecy_marking"),
        )
        enrolment = EnrolmentFactory(participant=first, initiative=initiative)
        Enrolment.objects.filter(pk=enrolment.pk).update(participant=person)
    client.force_login(coordinator(ours))
    page = client.get(f"/enrolments/{enrolment.pk}/")
    assert page.status_code == 200
    assert "Hemlig" not in page.content.decode()


@pytest.mark.parametrize("address", ["/enrolments/", "/enrolments/export/", "/participants/", "/search/"])
def test_every_list_export_and_search_is_in_the_log_of_each_authority(client, ours, as_owner, address):
    other = ControllerFactory()
    with as_owner():
        for controller in (ours, other):
            person = ParticipantFactory(controller=controller, family_name="Provsson")
            EnrolmentFactory(participant=person, initiative=initiative_at(controller))
    user = coordinator(ours)
    coordinator(other, user=user)
    client.force_login(user)
    if address == "/search/":
        client.post(reverse("home:search"), {"q": "Provsson"})
    else:
        client.get(address)
    with as_owner():
        logged = Access.objects.filter(by=user).exclude(kind="referrals")
        assert sorted(logged.values_list("controller_id", "count")) == sorted([(ours.pk, 1), (other.pk, 1)])
