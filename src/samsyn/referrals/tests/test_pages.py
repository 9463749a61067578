"""The pages as people use them: a referral written step by step, circulated, answered and decided."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.accounts.tests.factories import coordinator, referrer
from samsyn.audit.models import Access, Act
from samsyn.disclosures import actions as disclosures
from samsyn.disclosures.models import Category, Disclosure
from samsyn.initiatives.tests.factories import CoverageFactory, InitiativeFactory
from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants.tests.factories import ParticipantFactory
from samsyn.referrals import actions, queries
from samsyn.referrals.models import Circulation, Kind, Referral, Status

from .factories import NUMBERS, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world()


def machinery(client, address):
    form = client.get(address).context["form"]
    seen = form["seen_version"].value()
    return {"save_key": form["save_key"].value(), "seen_version": "" if seen is None else seen}


def fill_in(client, address, **facts):
    """Send the form as a person would; the answer must lead on."""
    response = client.post(address, machinery(client, address) | facts)
    if response.status_code != 302:
        raise AssertionError(dict(response.context["form"].errors))
    return response.url


def test_a_referrer_writes_and_sends_a_referral_step_by_step(client, world):
    client.force_login(world.referrer)
    where = {
        "sender": world.agency.pk,
        "initiative": world.initiative.pk,
        "municipality": world.municipality.pk,
    }
    step = fill_in(client, reverse("referrals:new"), **where, unit="Enheten")
    step = fill_in(
        client, step, protection="none", number=NUMBERS[0], given_name="Prov", family_name="Personsson"
    )
    step = fill_in(client, step, question="Vad är nästa steg?")
    step = fill_in(
        client, step, income_sources=["sickness_benefit"], involved=[world.agency.pk, world.clinic.pk]
    )
    until = timezone.localdate() + timedelta(days=365)
    consent = {
        "between": world.parties,
        "categories": Category.values,
        "how_given": "oral",
        "valid_until": until,
    }
    step = fill_in(client, step, valid_from=timezone.localdate(), **consent)
    assert step.endswith("/check/")
    detail = fill_in(client, step)
    page = client.get(detail).content.decode()
    assert "Prov Personsson" in page
    assert NUMBERS[0] not in page
    with acting_as(world.referrer):
        assert Referral.objects.get().status == Status.SENT


def test_what_was_typed_stays_when_a_step_is_left_for_another(client, world):
    draft = world.draft(question="")
    client.force_login(world.referrer)
    address = reverse("referrals:edit", args=[draft.pk, "question"])
    assert fill_in(client, address, question="Halvfärdigt", go="consent").endswith("/edit/consent/")
    with acting_as(world.referrer):
        assert Referral.objects.get().question == "Halvfärdigt"


def test_the_next_referral_starts_with_what_the_last_one_said(client, world):
    world.draft(unit="Enheten", referrer_phone="010-000 00 00")
    client.force_login(world.referrer)
    form = client.get(reverse("referrals:new")).context["form"]
    assert form["initiative"].value() == world.initiative.pk
    assert form["unit"].value() == "Enheten"


def test_a_wrong_number_is_said_on_its_field(client, world):
    draft = world.draft(number="")
    client.force_login(world.referrer)
    address = reverse("referrals:edit", args=[draft.pk, "person"])
    response = client.post(
        address, machinery(client, address) | {"protection": "none", "number": "19900701-0000"}
    )
    assert "number" in response.context["form"].errors


def test_protected_identity_takes_contact_away_and_shows_the_paper_route(client, world):
    draft = world.draft()
    client.force_login(world.referrer)
    address = reverse("referrals:edit", args=[draft.pk, "person"])
    fill_in(client, address, protection="secrecy_marking", phone="070-1", email="prov@example.org")
    with acting_as(world.referrer):
        assert Referral.objects.get().phone == ""
    response = client.get(address)
    assert "phone" not in response.context["form"].fields
    world.consented(draft)
    fill_in(client, reverse("referrals:check", args=[draft.pk]))
    client.force_login(world.coordinator)
    assert b"Personsson" not in client.get(reverse("referrals:inbox")).content


def test_the_same_number_twice_is_pointed_out(client, world):
    first, second = world.sent(), world.draft()
    client.force_login(world.referrer)
    page = client.get(reverse("referrals:check", args=[second.pk])).content.decode()
    assert first.case_number in page


def test_a_colleagues_referral_of_somebody_protected_is_not_pointed_out(client, world, as_owner):
    draft = world.draft()
    colleague = referrer(world.agency)
    client.force_login(world.referrer)
    address = reverse("referrals:check", args=[draft.pk])
    alone = list(client.get(address).context["same_person"])
    world.sent(by=colleague, protection="secrecy_marking", phone="")
    assert list(client.get(address).context["same_person"]) == alone == []
    world.sent(by=colleague)
    assert [one.referrer for one in client.get(address).context["same_person"]] == [colleague]
    with as_owner():
        ParticipantFactory(controller=world.agency, invented=NUMBERS[0], protection="secrecy_marking")
    assert list(client.get(address).context["same_person"]) == []


def test_looking_for_the_same_number_is_logged_hit_or_miss(client, world, as_owner):
    draft = world.draft()
    client.force_login(world.referrer)
    client.get(reverse("referrals:check", args=[draft.pk]))
    world.sent()
    client.get(reverse("referrals:check", args=[draft.pk]))
    with as_owner():
        entries = Access.objects.filter(act=Act.SEARCH, kind="referrals.same").order_by("pk")
        assert list(entries.values_list("controller_id", "count")) == [
            (world.agency.pk, 0), (world.agency.pk, 1),
        ]  # fmt: skip


def test_a_list_is_in_the_log_of_each_authority_whose_rows_it_showed(client, world, as_owner):
    """A hat that covers several authorities leaves a line with each, also where nothing was shown."""
    other = ControllerFactory()
    CoverageFactory(initiative=world.initiative, controller=other)
    person = coordinator(world.committee, other)
    world.sent()
    world.decided(world.circulated(number=NUMBERS[1]), "queue", queue_reason="full")
    meeting = world.meeting()
    client.force_login(person)
    pages = [
        reverse("referrals:inbox"),
        reverse("referrals:queue"),
        reverse("referrals:meeting", args=[meeting.pk]),
    ]
    for address in pages:
        assert client.get(address).status_code == 200
    with as_owner():
        lines = Access.objects.filter(act=Act.LIST, by=person).order_by("pk")
        assert list(lines.values_list("kind", "controller_id", "count")) == [
            ("referrals.inbox", world.committee.pk, 2), ("referrals.inbox", other.pk, 0),
            ("referrals.queue", world.committee.pk, 1), ("referrals.queue", other.pk, 0),
            ("referrals.meeting", world.committee.pk, 2), ("referrals.meeting", other.pk, 0),
        ]  # fmt: skip


def test_what_a_narrowed_coordinator_sees_of_consents_and_disclosures(client, world):
    """The register follows the assignment: what is about referrals that it reaches, and nothing else."""
    referral = world.circulated()
    here = coordinator(world.committee, initiatives=[world.initiative.pk])
    elsewhere = coordinator(world.committee, initiatives=[InitiativeFactory().pk])
    register = reverse("disclosures:register")
    with acting_as(here):
        told = Disclosure.objects.count()
        consent = Referral.objects.get(pk=referral.pk).consent_id
    for person, seen, answer in ((here, told, 200), (elsewhere, 0, 404)):
        client.force_login(person)
        assert len(client.get(register).context["rows"]) == seen
        assert client.get(reverse("disclosures:consent", args=[consent])).status_code == answer
    assert told == 2


def test_an_anonymous_consultation_is_asked_in_two_steps_more(client, world):
    client.force_login(world.referrer)
    where = {
        "sender": world.agency.pk,
        "initiative": world.initiative.pk,
        "municipality": world.municipality.pk,
    }
    step = fill_in(client, reverse("referrals:new") + "?kind=consultation", **where, is_anonymous="yes")
    step = fill_in(client, step, sex="woman")
    step = fill_in(client, step, question="Hur tänker ni?")
    fill_in(client, step)
    with acting_as(world.referrer):
        sent = Referral.objects.get()
    assert (sent.kind, sent.status, sent.is_anonymous) == (Kind.CONSULTATION, Status.SENT, True)


def test_the_coordinator_asks_the_team_and_a_member_answers_and_changes_the_answer(client, world):
    meeting = world.meeting()
    referral = world.sent()
    client.force_login(world.coordinator)
    assert referral.case_number in client.get(reverse("referrals:inbox")).content.decode()
    address = reverse("referrals:circulate", args=[referral.pk])
    at = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%dT%H:%M")
    fill_in(client, address, parties=[world.clinic.pk], answer_by=at, lines=["0", "1"])
    client.force_login(world.clinic_member)
    page = client.get(reverse("referrals:circulations"))
    asked = page.context["waiting"][0][0]
    answer = reverse("referrals:answer", args=[asked.pk])
    fill_in(client, answer, is_known="yes", facts_known="Pågående kontakt")
    assert client.get(answer).context["form"]["facts_known"].value() == "Pågående kontakt"
    fill_in(client, answer, is_known="no", need="Stort")
    client.force_login(world.coordinator)
    page = client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    assert "Stort" in page and "Pågående kontakt" not in page
    with acting_as(world.coordinator):
        assert Circulation.objects.get().meeting == meeting
        assert Disclosure.objects.filter(in_reply_to__isnull=False).count() == 1


def test_a_party_without_consent_is_shown_and_cannot_be_chosen(client, world):
    referral = world.sent(between=[world.committee.pk, world.agency.pk])
    client.force_login(world.coordinator)
    response = client.get(reverse("referrals:circulate", args=[referral.pk]))
    assert world.clinic.pk not in dict(response.context["form"].fields["parties"].choices)
    assert world.clinic.name in response.content.decode()


def test_the_coordinator_decides_and_the_referrer_reads_the_answer(client, world):
    referral = world.sent()
    client.force_login(world.coordinator)
    address = reverse("referrals:decide", args=[referral.pk])
    day = timezone.localdate()
    fill_in(
        client,
        address,
        outcome="queue",
        priority="2",
        queue_reason="Fullt",
        text="Vi hör av oss.",
        decided_on=day,
    )
    assert client.get(reverse("referrals:queue")).context["waiting"][0][1] == 0
    assert client.get(reverse("referrals:detail", args=[referral.pk])).status_code == 200
    client.force_login(world.referrer)
    told = client.get(reverse("referrals:detail", args=[referral.pk])).context["outcomes"][0]
    assert "Vi hör av oss." in client.get(reverse("disclosures:detail", args=[told.pk])).content.decode()


def test_a_broken_rule_stands_on_the_form(client, world):
    referral = world.sent()
    client.force_login(world.coordinator)
    address = reverse("referrals:decide", args=[referral.pk])
    facts = {"outcome": "decline", "priority": "2", "decided_on": timezone.localdate()}
    response = client.post(address, machinery(client, address) | facts)
    assert response.status_code == 200 and response.context["form"].errors


def test_opening_and_showing_the_number_are_logged(client, world, as_owner):
    referral = world.sent()
    client.force_login(world.coordinator)
    client.get(reverse("referrals:detail", args=[referral.pk]))
    page = client.post(reverse("referrals:reveal", args=[referral.pk])).content.decode()
    assert NUMBERS[0] in page
    with as_owner():
        acts = set(Access.objects.filter(by=world.coordinator).values_list("act", flat=True))
    assert {Act.OPEN, Act.REVEAL} <= acts


def test_answers_cannot_be_read_after_the_consent_is_withdrawn(client, world):
    referral = world.circulated()
    with acting_as(world.clinic_member):
        asked = Disclosure.objects.get(to=world.clinic)
        actions.answer_circulation(
            disclosure=asked, is_known=True, need="Stort behov", by=world.clinic_member
        )
    client.force_login(world.coordinator)
    address = reverse("referrals:detail", args=[referral.pk])
    assert "Stort behov" in client.get(address).content.decode()
    with acting_as(world.referrer):
        disclosures.withdraw_consent(consent=referral.consent, how="oral", by=world.referrer)
    assert "Stort behov" not in client.get(address).content.decode()


def test_a_referral_is_found_by_case_number_name_and_number(world):
    referral, protected = world.sent(), world.sent(number=NUMBERS[1], protection="secrecy_marking")
    with acting_as(world.coordinator):
        for words in (referral.case_number, "prov person", NUMBERS[0]):
            assert [hit.label for hit in queries.find(world.coordinator, words)] == ["Prov Personsson"]
        assert [hit.label for hit in queries.find(world.coordinator, protected.case_number)] == [
            protected.case_number
        ]
    with acting_as(world.clinic_member):
        assert queries.find(world.clinic_member, "prov") == []


def test_a_decision_asks_only_for_what_it_needs(client, world):
    referral = world.sent()
    client.force_login(world.coordinator)
    form = client.get(reverse("referrals:decide", args=[referral.pk])).context["form"]
    asked = {name: form[name].field.widget.attrs["data-when"] for name in form.WHEN}
    assert asked == {
        "track": "offer queue", "queue_reason": "queue", "priority": "queue", "reason": "decline"
    }  # fmt: skip


def test_the_agenda_fills_itself_and_hides_names(client, world):
    meeting, new = world.meeting(), world.sent()
    asked = world.circulated(number=NUMBERS[1])
    client.force_login(world.coordinator)
    page = client.get(reverse("referrals:meeting", args=[meeting.pk])).content.decode()
    assert new.case_number in page and asked.case_number in page
    assert "<details>" in page


def test_receipt_reminder_and_withdrawal_are_one_press_each(client, world):
    referral = world.circulated()
    client.force_login(world.coordinator)
    key = client.get(reverse("referrals:detail", args=[referral.pk])).context["form"]["save_key"].value()
    assert client.post(reverse("referrals:remind", args=[referral.pk]), {"save_key": key}).status_code == 302
    client.force_login(world.referrer)
    fill_in(client, reverse("referrals:withdraw", args=[referral.pk]))
    with acting_as(world.referrer):
        assert Referral.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize("page", ["referrals:inbox", "referrals:sent", "home:start", "referrals:queue"])
def test_a_list_asks_as_often_for_many_as_for_few(
    client, world, page, django_assert_max_num_queries, as_owner
):
    for number in NUMBERS[:2]:
        world.circulated(number=number)
    person = world.referrer if page == "referrals:sent" else world.coordinator
    client.force_login(person)
    limit = 20 if page == "home:start" else 14  # a start page asks every app
    with django_assert_max_num_queries(limit) as few:
        assert client.get(reverse(page)).status_code == 200
    with as_owner():
        one = Referral.objects.first()
        rows = []
        for n in range(500):
            copy = Referral.objects.get(pk=one.pk)
            copy.pk, copy.case_number = None, f"R-2025-{n:04d}"
            rows.append(copy)
        Referral.objects.bulk_create(rows)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(reverse(page)).status_code == 200


def test_a_search_among_referrals_is_in_the_senders_log(client, world, as_owner):
    world.sent()
    client.force_login(world.referrer)
    client.post(reverse("home:search"), {"q": "Personsson"})
    with as_owner():
        logged = Access.objects.filter(act=Act.SEARCH).values_list("controller_id", "kind", "count")
        assert list(logged) == [(world.agency.pk, "referrals", 1)]


def test_the_same_case_number_at_two_authorities_is_told_apart(client, world):
    other = ControllerFactory()
    CoverageFactory(initiative=world.initiative, controller=other)
    coordinator(other)
    first = world.sent()
    with acting_as(world.referrer):
        moved = actions.move_draft(
            referral=world.draft(number=NUMBERS[1]), initiative=world.initiative,
            municipality=other.municipality, by=world.referrer,
        )  # fmt: skip
    world.consented(moved, between=[world.agency.pk, other.pk])
    with acting_as(world.referrer):
        second = actions.send_referral(referral=moved, by=world.referrer)
        found = queries.find(world.referrer, first.case_number)
    assert first.case_number == second.case_number
    assert {hit.note.rpartition(", ")[2] for hit in found} == {world.committee.short_name, other.short_name}


def test_coming_back_to_a_form_whose_moment_has_passed_shows_the_case(client, world):
    referral = world.circulated()
    detail = reverse("referrals:detail", args=[referral.pk])
    for person, pages in ((world.referrer, ["check"]), (world.coordinator, ["circulate"])):
        client.force_login(person)
        for page in pages:
            response = client.get(reverse(f"referrals:{page}", args=[referral.pk]), follow=True)
            assert response.redirect_chain == [(detail, 302)]
            assert [str(said) for said in response.context["messages"]]
    client.force_login(world.referrer)
    assert client.get(reverse("referrals:edit", args=[referral.pk, "person"])).url == detail
    assert client.post(reverse("referrals:check", args=[referral.pk])).url == detail


def test_what_is_needed_is_not_called_optional_after_an_error(client, world):
    client.force_login(world.referrer)
    draft = world.draft()
    address = reverse("referrals:edit", args=[draft.pk, "person"])
    client.post(address, machinery(client, address) | {"protection": "none", "number": "19630211-1234"})
    response = client.post(address, machinery(client, address) | {"protection": "none", "number": "1"})
    form = response.context["form"]
    assert form.errors["number"]
    assert all(form.fields[name].required for name in ("given_name", "family_name"))


def test_what_lacks_a_step_cannot_be_sent_and_is_not_made_ready_by_the_script(client, world):
    client.force_login(world.referrer)
    page = client.get(reverse("referrals:check", args=[world.draft().pk])).content.decode()
    send = page[page.index('id="send"') :]
    button = send[send.index("<button") : send.index("</button>")]
    assert " disabled" in button
    assert "data-busy" not in button  # samsyn.js opens such buttons again when a page is shown
