"""Editions are made by the worker: once each, told while it goes on, and tried again when it went wrong."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samsyn.reports import actions, tasks
from samsyn.reports.models import Edition


@pytest.fixture
def asked(world):
    """A report, and the edition of it that somebody has asked for."""
    report = world.start()
    return report, actions.ask_for_edition(report=report, by=world.director)


def jobs():
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="make_edition")]


def test_it_tells_how_far_it_has_come(world, asked):
    _report, edition = asked
    told = []
    world.make(edition, told.append)
    assert told == sorted(told) and told[-1] == 85
    assert edition.pdf[:5] == b"%PDF-" and edition.percent == 100


def test_who_asks_while_it_is_made_gets_the_same(world, asked):
    report, edition = asked
    assert actions.ask_for_edition(report=report, by=world.office) == edition
    assert jobs() == [{"edition_id": edition.pk, "user_id": world.director.pk}]  # ids, and nothing else


def test_the_question_and_its_job_are_kept_together_or_not_at_all(world):
    report = world.start()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.ask_for_edition(report=report, by=world.director)
        raise RuntimeError
    assert not report.editions.exists() and not jobs()


def test_a_job_that_is_run_twice_makes_it_once(world, asked):
    report, edition = asked
    tasks.make_edition.func(edition.pk, world.director.pk)
    [first] = report.editions.all()
    tasks.make_edition.func(edition.pk, world.director.pk)
    [again] = report.editions.all()
    assert (again.as_of, again.digest) == (first.as_of, first.digest)


def test_what_somebody_has_taken_away_meanwhile_stays_away(world, asked):
    report, edition = asked
    held = Edition.objects.get(pk=edition.pk)
    Edition.objects.all().delete()
    world.make(held)
    tasks.make_edition.func(edition.pk, world.director.pk)
    assert not report.editions.exists()


def test_when_it_cannot_be_made_it_says_so_and_can_be_tried_again(client, world, monkeypatch):
    report = world.reviewed()
    world.approve(report)
    edition = report.editions.get()
    monkeypatch.setattr("typst.compile", lambda *_a, **_f: 1 / 0)
    tasks.make_edition.func(edition.pk, world.director.pk)
    edition.refresh_from_db()
    assert edition.progress == "failed" and edition.is_frozen
    # What was approved can be read all the same, only its PDF is not there
    client.force_login(world.director)
    assert client.get(reverse("reports:read", args=[report.pk])).status_code == 200
    assert client.get(reverse("reports:pdf", args=[report.pk])).status_code == 404
    page = client.get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "Försök igen" in page
    # When it is tried again, it is made of what was approved
    monkeypatch.undo()
    client.post(reverse("reports:edition_make", args=[report.pk]))
    [after] = world.made(report).editions.all()
    assert (after.pk, after.digest, after.progress) == (edition.pk, edition.digest, "done")


def test_a_worker_that_is_lost_is_not_waited_for_forever(client, world, asked):
    report, edition = asked
    Edition.objects.filter(pk=edition.pk).update(asked_at=timezone.now() - timedelta(minutes=11))
    client.force_login(world.director)
    assert "Försök igen" in client.get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert actions.ask_for_edition(report=report, by=world.director) != edition
    assert report.editions.count() == 1


def test_the_last_draft_can_be_read_while_the_next_is_made_and_older_ones_go(world, asked):
    report, first = asked
    world.made(report)
    second = actions.ask_for_edition(report=report, by=world.director)
    assert set(report.editions.all()) == {first, second}
    world.made(report)
    third = actions.ask_for_edition(report=report, by=world.director)
    assert set(report.editions.all()) == {second, third}


def test_what_is_under_review_is_read_and_not_a_newer_draft(client, world):
    report = world.reviewed()
    read = report.editions.get()
    actions.ask_for_edition(report=report, by=world.director)  # to compare with
    world.made(report)
    client.force_login(world.chair)
    pdf = client.get(reverse("reports:pdf", args=[report.pk]))
    assert pdf.content == bytes(read.pdf)
    assert "Inget" in client.get(reverse("reports:since", args=[report.pk])).content.decode()
