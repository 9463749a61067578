"""The life of a report: written by some, approved by others, signed by the board, and never changed after."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.models import Assignment
from samsyn.enrolments.models import Enrolment
from samsyn.figures.tests.registers import some
from samsyn.reports import actions, checking, drafts, queries, seal, tasks
from samsyn.reports.models import Edition, Report, State
from samsyn.reports.resolving import resolve
from samsyn.reports.tree import digest, of_kind

from .world import told_today

pytestmark = pytest.mark.usefixtures("however_few")


def test_each_initiative_writes_its_appendix_and_hands_it_in(world):
    # Given a report whose appendices are asked for
    report = world.start()
    appendices = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    assert [one.initiative for one in appendices] == world.place.initiatives
    # When the manager of one of them writes and hands it in
    own = appendices[0]
    world.write(own, "time", "Två tjänster.", by=world.manager)
    actions.hand_in(report=own, by=world.manager)
    # Then it is theirs no longer, and the other still is waited for
    with pytest.raises(ValidationError, match="lämnats in"):
        world.write(own, "time", "Tre tjänster.", by=world.manager)
    with pytest.raises(ValidationError, match=appendices[1].initiative.name):
        actions.send_to_review(report=report, on=date(2026, 2, 1), by=world.director)


def test_what_is_handed_in_is_read_as_it_was_handed_in(world):
    report = world.start()
    own = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)[0]
    actions.ask_for_edition(report=own, by=world.manager)
    world.made(own)
    world.write(own, "time", "Två tjänster, och en praktikant.", by=world.manager)
    actions.hand_in(report=own, by=world.manager)
    [edition] = world.made(own).editions.all()
    assert edition.is_done and not edition.is_for_review
    assert any("praktikant" in text["markdown"] for text in of_kind(edition.tree, "text"))
    assert drafts.dressed(edition)["standing"].startswith("Inlämnad, ")


def test_its_manager_finds_what_was_handed_in_in_the_list_and_the_director_in_the_report(client, world):
    report = world.start()
    own, _other = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    actions.hand_in(report=own, by=world.manager)
    listed = {}
    for user in (world.manager, world.director):
        client.force_login(user)
        listed[user] = client.get(reverse("reports:list")).context["reports"]
    assert listed == {world.manager: [own], world.director: [report]}


def test_an_appendix_leads_to_its_report_whoever_may_read_that(client, world):
    report = world.start()
    own = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)[0]
    found = []
    for user in (world.manager, world.director):
        client.force_login(user)
        page = client.get(reverse("reports:detail", args=[own.pk])).content.decode()
        there = reverse("reports:detail", args=[report.pk])
        found.append((f'href="{there}"' in page, client.get(there).status_code))
    assert found == [(False, 404), (True, 200)]


def test_a_manager_writes_the_reports_of_the_own_initiative_only(world):
    other = world.place.initiatives[1]
    for kind, initiative in (("appendix", other), ("annual", None)):
        with pytest.raises(PermissionDenied):
            world.start(kind, by=world.manager, initiative=initiative)
    world.start("status", by=world.manager, initiative=world.place.initiatives[0])


def test_those_who_are_late_are_reminded_and_not_every_day(world, monkeypatch):
    report = world.start()
    actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    Assignment.objects.filter(user=world.office).update(since=date(2020, 1, 1))
    for day in (date(2026, 1, 10), date(2026, 1, 13), date(2026, 1, 14), date(2026, 1, 16)):
        monkeypatch.setattr(tasks, "today", lambda day=day: day)
        tasks.remind.func(timestamp=0)
    told = [letter.to[0] for letter in mail.outbox]
    # On the 13th and the 16th: the manager of the first, and the office for the one without a manager.
    assert sorted(told) == sorted([world.manager.email, world.office.email] * 2)


def test_no_step_is_taken_out_of_turn(world):
    report = world.start()
    for step in (actions.take_back, actions.publish, actions.hand_in):
        with pytest.raises(ValidationError):
            step(report=report, by=world.director)
    with pytest.raises(ValidationError):
        world.approve(report)


def test_what_was_started_by_mistake_is_thrown_away_and_nothing_else_is(client, world):
    mistake = world.start("status", initiative=world.place.initiatives[0], by=world.manager)
    world.write(mistake, "now", "Fel insats.", by=world.manager)
    client.force_login(world.manager)
    page = client.get(reverse("reports:detail", args=[mistake.pk])).content.decode()
    where = reverse("reports:discard", args=[mistake.pk])
    assert f'href="{where}"' in page
    client.post(where, {"save_key": uuid.uuid4()})
    assert not Report.objects.filter(pk=mistake.pk).exists()
    annual = world.start()
    appendix = actions.collect_appendices(report=annual, due_on=date(2026, 1, 20), by=world.director)[0]
    for one in (annual, appendix):
        with pytest.raises(ValidationError, match="utkast"):
            actions.discard(report=one, by=world.director)
    with pytest.raises(PermissionDenied):
        actions.discard(report=world.start("final", initiative=world.place.initiatives[1]), by=world.manager)


def test_what_cannot_be_filled_in_is_not_approved(client, world):
    report = world.reviewed(chair="{{participants.nonsense}}")
    client.force_login(world.director)
    page = client.get(reverse("reports:approve", args=[report.pk])).content.decode()
    assert "nonsense" in page and 'name="decided_on"' not in page
    with pytest.raises(ValidationError, match="nonsense"), transaction.atomic():
        world.approve(report)
    report.refresh_from_db()
    assert report.state == State.REVIEW


def test_signs_that_cannot_be_printed_are_named_before_the_approval(world):
    report = world.reviewed(chair="Bra jobbat 👍!")
    with pytest.raises(ValidationError, match="👍"):
        world.approve(report)
    assert report.editions.get().is_done  # and it can be read all the same


def test_findings_must_have_been_read(world):
    report = world.reviewed(chair="Vi hade 99 deltagare.")
    with pytest.raises(ValidationError) as told, transaction.atomic():
        world.approve(report)
    assert "has_read" in told.value.error_dict
    assert world.approve(report, has_read=True).is_frozen


@pytest.mark.parametrize(("source", "told"), [("", ["Beloppen är införda utan källa."]), ("Bokslutet", [])])
def test_amounts_without_a_source_are_a_finding(world, source, told):
    report = world.start()
    rows = [{"label": "Insats A", "group": "", "words": ["Kalmar"], "values": [1000]}]
    block = report.blocks.get(data__sheet="costs")
    actions.enter(block=block, rows=rows, source=source, by=world.director)
    tree = resolve(drafts.draft_of(report), timezone.now())
    assert [one["text"] for one in checking.findings(tree)] == told


# ── The board approves what it has read ────────────────────────────────────────────────────────────────────


def test_what_is_approved_is_what_was_under_review_whatever_has_been_recorded_since(world, as_owner):
    # Given an edition that the board reads
    report = world.reviewed()
    read = report.editions.get()
    # When something is recorded before the approval is noted
    with as_owner():
        some(world.place, 9, start=date(2025, 6, 1))
    world.approve(report)
    # Then the very tree that was read is frozen, and the PDF now names the approval
    frozen = world.made(report).editions.get()
    assert (frozen.pk, frozen.tree, frozen.digest, frozen.as_of) == (
        read.pk,
        read.tree,
        read.digest,
        read.as_of,
    )
    assert frozen.is_frozen and bytes(frozen.pdf) != bytes(read.pdf)
    assert drafts.frozen_tree(report)["standing"].startswith(told_today())


def test_nothing_is_written_while_the_board_reads(world):
    report = world.reviewed()
    with pytest.raises(ValidationError, match="granskning"):
        world.write(report, "chair", "Ett ord till.")
    with pytest.raises(ValidationError):
        actions.give_back(report=report.appendices.first(), wanted="Resultat saknas.", by=world.director)
    # It is taken back, written in and sent again: then another edition is what is approved
    before = report.editions.get().digest
    actions.take_back(report=report, by=world.director)
    world.write(report, "chair", "Ett ord till.")
    world.sent_to_review(report)
    assert world.approve(report).digest != before


def test_what_was_given_back_after_the_review_was_broken_off_is_waited_for(world):
    report = world.reviewed()
    actions.take_back(report=report, by=world.director)
    actions.give_back(report=report.appendices.first(), wanted="Resultat saknas.", by=world.director)
    with pytest.raises(ValidationError, match="lämnats in"):
        world.sent_to_review(report)


def test_nothing_is_approved_before_it_can_be_read(world):
    report = world.reviewed()
    actions.take_back(report=report, by=world.director)
    actions.send_to_review(report=report, on=date(2026, 2, 1), by=world.director)  # and not made yet
    with pytest.raises(ValidationError, match="läsas"):
        world.approve(report)


def test_an_approval_is_noted_once(world):
    report = world.approved()
    with pytest.raises(ValidationError, match="Fastställd"):
        world.approve(report)


def test_the_database_refuses_to_change_what_is_under_review(world):
    report = world.reviewed()
    for change in ("tree = '{}'", "digest = 'x'", "as_of = now()"):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            connection.cursor().execute(f"UPDATE reports_edition SET {change}")
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        report.editions.get().delete()
    # And what has not been under review cannot be made the approved one
    other = Edition.objects.create(report=world.start("interim"), made_by=world.director)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Edition.objects.filter(pk=other.pk).update(is_frozen=True)


# ── Appendices that were begun unasked ─────────────────────────────────────────────────────────────────────


def test_what_lay_for_review_of_its_own_is_taken_in_and_handed_in_like_the_others(world):
    # Given an appendix that its manager has begun unasked and sent to review
    own = world.start("appendix", by=world.manager, initiative=world.place.initiatives[0])
    world.sent_to_review(own)
    # When the annual report asks for its appendices
    report = world.start()
    actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    # Then it is written in again, and handed in, by what anybody still holds of it from before
    actions.hand_in(report=own, by=world.manager)
    other = report.appendices.exclude(pk=own.pk).get()
    actions.hand_in(report=other, by=world.director)
    assert world.approve(world.sent_to_review(report)).is_frozen


def test_what_was_approved_by_itself_counts_as_handed_in_and_stays_as_it_is(world):
    own = world.start("appendix", initiative=world.place.initiatives[0])
    world.approve(world.sent_to_review(own))
    world.made(own)
    actions.publish(report=own, by=world.director)
    report = world.start()
    asked = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    actions.hand_in(report=next(one for one in asked if one.pk != own.pk), by=world.director)
    assert world.approve(world.sent_to_review(report)).is_frozen
    own.refresh_from_db()
    assert own.state == State.PUBLISHED and own in queries.published_reports()


def test_who_opens_an_appendix_again_says_why_and_the_writer_is_told(world, client):
    report = world.start()
    [own, _other] = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    actions.hand_in(report=own, by=world.manager)
    client.force_login(world.director)
    address = reverse("reports:give_back", args=[own.pk])
    assert 'aria-invalid="true"' in client.post(address, {"wanted": " "}).content.decode()
    assert Report.objects.get(pk=own.pk).state == State.HANDED_IN
    client.post(address, {"wanted": "Resultatet för kvartal 4 saknas.", "save_key": str(uuid.uuid4())})
    own.refresh_from_db()
    assert own.state == State.DRAFT
    # The letter says that, and not what was written; whoever opened it again gets none
    mail.outbox.clear()
    tasks.tell_of_given_back.func(own.pk, world.director.pk)
    [letter] = mail.outbox
    assert letter.to == [world.manager.email]
    assert own.title in letter.body and "kvartal 4" not in letter.body
    mail.outbox.clear()
    tasks.tell_of_given_back.func(own.pk, world.manager.pk)
    assert not mail.outbox
    # It stands on the page until it is handed in anew; then nobody is told any more
    client.force_login(world.manager)
    page = reverse("reports:detail", args=[own.pk])
    assert "Resultatet för kvartal 4 saknas." in client.get(page).content.decode()
    actions.hand_in(report=own, by=world.manager)
    own.refresh_from_db()
    assert own.wanted == ""
    tasks.tell_of_given_back.func(own.pk, world.director.pk)
    assert not mail.outbox


def test_what_is_done_with_a_report_is_done_with_it_as_it_is_now(world):
    # Given somebody who holds an appendix as it was when it was begun
    report = world.start()
    [held, _other] = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    stale = Report.objects.get(pk=held.pk)
    actions.hand_in(report=held, by=world.manager)
    # When they do something with it, it neither goes back in its life nor loses what was decided meanwhile
    with pytest.raises(ValidationError):
        actions.hand_in(report=stale, by=world.manager)
    stale.state = State.DRAFT
    actions.note_reminder(report=stale, on=date(2026, 1, 13), by=world.director)
    held.refresh_from_db()
    assert held.state == State.HANDED_IN


def test_a_late_discharge_changes_nothing_that_was_approved_and_is_told(world, as_owner):
    # Given an approved report
    report = world.approved(chair="{{participants.ended}} avslutade.")
    frozen = report.editions.get(is_frozen=True)
    # When somebody is discharged late
    with as_owner():
        one = Enrolment.objects.filter(ended_on=None, initiative=world.place.initiatives[0]).first()
        Enrolment.objects.filter(pk=one.pk).update(
            ended_on=date(2025, 12, 1), exit_reason="moved", occupation_at_end="unknown"
        )
    # Then the report says what it said, and the difference is found
    assert drafts.frozen_tree(report)["nodes"] == frozen.tree["nodes"]
    now = resolve(drafts.draft_of(report), timezone.now())
    told = {
        (one["where"].split(",")[0], one["row"], one["column"]): (one["then"], one["now"])
        for one in checking.differences(frozen.tree, now)
    }
    assert told["Tabell 1", world.place.initiatives[0].name, "Avslutade"] == (6, 7)
    assert told["Tabell 1", "Summa", "Pågående"] == (8, 7)
    assert told["Diagram 7", "2025", "Avslutade"] == (13, 14)
    assert told["Texten ”Ordförande har ordet”", "Deltagare, avslutade", ""] == (13, 14)
    # And from the other side it reads the same
    back = checking.differences(now, frozen.tree)
    numbers = {one for one in told.values() if "ett annat" not in one}
    assert {(one["now"], one["then"]) for one in back if one["now"] != "ett annat"} == numbers


def test_late_discharges_are_explained_by_the_history(client, world, as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    report = world.approved()
    with as_owner(), connection.cursor() as cursor:
        last = Enrolment.history.rel.related_model.objects.latest("pgh_id").pgh_id
        for one in Enrolment.objects.filter(ended_on=None)[:6]:
            one.ended_on, one.exit_reason, one.occupation_at_end = date(2025, 12, 1), "moved", "unknown"
            one.save()
        # All of a test is one moment to the database; what was done after the approval is put after it.
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE enrolments_enrolmentevent DISABLE TRIGGER USER"
        )
        later = timezone.now() + timedelta(hours=1)
        cursor.execute(
            "UPDATE enrolments_enrolmentevent SET pgh_created_at = %s WHERE pgh_id > %s", [later, last]
        )
        cursor.execute("ALTER TABLE enrolments_enrolmentevent ENABLE TRIGGER USER")
    client.force_login(world.director)
    text = client.get(reverse("reports:since", args=[report.pk])).content.decode()
    assert "+6 avslut infört senare" in text
    assert ">+6</td>" in text


def test_what_differs_in_a_fine_breakdown_is_not_told_in_numbers(world):
    node = {"kind": "table", "key": "x", "caption": "x", "number": 1, "heads": ["", "n"], "labels": 1,
            "figure": "ended", "by": ["exit_reason"]}  # fmt: skip
    then, now = (
        {"initiative": "", "appendices": [], "nodes": [node | {"rows": [["Flyttat", n]]}]} for n in (6, 7)
    )
    [found] = checking.differences(then, now)
    assert (found["then"], found["now"]) == (6, "ett annat")
    whole = {"figure": "participants", "by": ["initiative"]}
    then, now = ({**one, "nodes": [one["nodes"][0] | whole]} for one in (then, now))
    assert checking.differences(then, now)[0]["now"] == 7


def test_the_database_refuses_to_change_what_is_frozen(world):
    report = world.approved()
    for change in ("tree = '{}'", "digest = 'x'", "is_frozen = false", "as_of = now()"):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            connection.cursor().execute(f"UPDATE reports_edition SET {change}")
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Edition.objects.filter(report=report).delete()


def test_nothing_is_written_in_an_approved_report_or_its_appendices(world):
    report = world.approved()
    for one in (report, report.appendices.first()):
        block = one.blocks.first()
        with pytest.raises(ValidationError):
            actions.write_block(block=block, heading="", text="efteråt", by=world.director)
    with pytest.raises(ValidationError):
        actions.give_back(report=report.appendices.first(), wanted="Resultat saknas.", by=world.director)


def test_the_hash_is_of_what_was_frozen(world):
    frozen = world.approved().editions.get(is_frozen=True)
    assert digest(frozen.tree) == frozen.digest
    assert digest(frozen.tree | {"title": "Annat"}) != frozen.digest
    assert digest(frozen.tree | {"signatures": [{}]}) == frozen.digest


# ── Signing ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_board_and_the_adjusters_are_named_to_sign(world):
    report = world.reviewed()
    assert [(one.user, one.function) for one in report.signatures.all()] == [
        (world.chair, "chair"), (world.adjuster, "adjuster"),
    ]  # fmt: skip


def test_each_signs_alone_and_the_last_signature_seals(world):
    report = world.approved()
    world.sign(report, world.chair)
    report.refresh_from_db()
    assert report.state == State.APPROVED
    assert not report.editions.get().is_sealed
    world.sign(report, world.adjuster)
    assert not report.editions.get().is_sealed  # until the worker has done it
    world.made(report).refresh_from_db()
    edition = report.editions.get()
    assert report.state == State.SIGNED and edition.is_sealed
    checked = seal.check(bytes(edition.pdf))
    assert (checked.is_sealed, checked.is_intact, checked.is_ours) == (True, True, True)
    for change in ({"is_sealed": False}, {"pdf": b"another"}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)


def test_a_changed_byte_breaks_the_seal(world):
    pdf = bytes(world.signed().editions.get().pdf)
    for place in range(100, len(pdf), len(pdf) // 12):
        changed = bytearray(pdf)
        changed[place] ^= 1
        assert not seal.check(bytes(changed)).is_intact, place


def test_what_is_added_after_the_seal_shows_too(world):
    pdf = bytes(world.signed().editions.get().pdf)
    assert not seal.check(pdf + b"\n% mer").is_intact
    assert not seal.check(b"%PDF-1.7 inget").is_intact
    for numbers in (b"-", b".", b"1.2.3", b"(", b"<<"):  # whatever the reader stumbles over
        assert not seal.check(pdf.replace(b"/ByteRange [0", b"/ByteRange [" + numbers)).is_intact


def test_another_seal_than_ours_is_told_apart(world, settings, tmp_path):
    pdf = bytes(world.signed().editions.get().pdf)
    settings.DATA_DIR = tmp_path
    checked = seal.check(pdf)
    assert checked.is_intact and not checked.is_ours


def test_without_a_certificate_production_signs_nothing(world, settings):
    report = world.approved()
    settings.PRODUCTION = True
    with pytest.raises(ValidationError, match="förseglas"):
        world.sign(report, world.chair)
    assert not report.signatures.exclude(signed_at=None).exists()


def test_what_could_not_be_sealed_is_sealed_when_it_is_tried_again(world, settings):
    report = world.approved()
    for one in (world.chair, world.adjuster):
        world.sign(report, one)
    # Given that the certificate is gone when the worker comes to it
    settings.PRODUCTION = True
    edition = report.editions.get()
    tasks.make_edition.func(edition.pk, world.adjuster.pk)
    edition.refresh_from_db()
    report.refresh_from_db()
    assert (edition.progress, report.state) == ("failed", State.APPROVED)
    # When it is back and somebody tries again
    settings.PRODUCTION = False
    assert actions.ask_for_edition(report=report, by=world.director) == edition
    world.made(report).refresh_from_db()
    assert report.state == State.SIGNED and report.editions.get().is_sealed


def test_nobody_signs_what_is_still_being_made(world):
    report = world.reviewed()
    world.approve(report)
    with pytest.raises(ValidationError, match="tas fortfarande fram"):
        world.sign(report, world.chair)


def test_an_old_second_factor_does_not_do(world):
    report = world.approved()
    for age in (timedelta(minutes=6), timedelta(minutes=-1)):
        with pytest.raises(ValidationError, match="andra faktor"):
            world.sign(report, world.chair, age=age)


def test_nobody_signs_twice_or_for_another(world):
    report = world.approved()
    world.sign(report, world.chair)
    with pytest.raises(ValidationError, match="redan"):
        world.sign(report, world.chair)
    with pytest.raises(PermissionDenied):
        world.sign(report, world.director)


def test_a_signature_can_never_be_taken_back(world):
    signature = world.sign(world.approved(), world.chair)
    with pytest.raises(ProgrammingError), transaction.atomic():
        type(signature).objects.filter(pk=signature.pk).update(signed_at=None)
    with pytest.raises(ProgrammingError), transaction.atomic():
        signature.delete()


def test_only_what_is_signed_is_published(world):
    with pytest.raises(ValidationError):
        actions.publish(report=world.approved(), by=world.director)
    # and what nobody signs, when its document is there
    status = world.start("status", initiative=world.place.initiatives[0])
    world.approve(world.sent_to_review(status))
    with pytest.raises(ValidationError, match="tas fortfarande fram"):
        actions.publish(report=status, by=world.director)
    actions.publish(report=world.made(status), by=world.director)


def test_what_is_published_is_for_everybody(world, client):
    report = world.signed()
    address = f"/reports/published/{report.pk}/"
    assert client.get(address).status_code == 404
    actions.publish(report=report, by=world.director)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert report.title in page and world.chair.name in page
    counted, day = timezone.localtime(report.editions.get().as_of), told_today().partition("styrelsen ")[2]
    assert f"{told_today()}, uppgifterna räknade {day} {counted:%H.%M}" in page
    in_swedish = re.findall(r'<(\w+)[^>]* lang="sv"', page)
    assert in_swedish == ["span", "span", "nav", "article"]  # title, standing, contents and document
    assert client.get(f"{address}pdf/").content == bytes(report.editions.get().pdf)


def test_tables_are_numbered_through_the_appendices(world):
    tree = resolve(drafts.draft_of(world.reviewed()), timezone.now())
    numbers = [table["number"] for table in of_kind(tree, "table")]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 4
