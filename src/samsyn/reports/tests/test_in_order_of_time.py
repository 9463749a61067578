"""A report is made, then approved, then signed, then published: held by the actions and by the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from samsyn.reports import actions, life
from samsyn.reports.models import Edition, Report, Signature

DAY = timedelta(days=1)


def refuses(queryset, **facts) -> str:
    """What the database says when somebody goes past the actions."""
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic():
        queryset.update(**facts)
    return str(refusal.value)


def test_it_cannot_have_been_approved_before_what_is_approved_was_made(world):
    report = world.reviewed()
    with pytest.raises(ValidationError, match="gjordes") as refusal, transaction.atomic():
        world.approve(report, decided_on=timezone.localdate() - DAY)
    assert "decided_on" in refusal.value.message_dict
    report.refresh_from_db()
    assert report.state == "review"


def test_an_approval_is_not_noted_ahead_of_its_day(world):
    with pytest.raises(ValidationError, match="inte kommit"), transaction.atomic():
        world.approve(world.reviewed(), decided_on=timezone.localdate() + DAY)


def test_it_may_be_of_the_very_day_on_which_it_was_made(world):
    world.approve(world.reviewed(), decided_on=timezone.localdate())


def test_the_page_says_which_day_is_the_first(client, world):
    report = world.reviewed()
    client.force_login(world.director)
    page = client.get(reverse("reports:approve", args=[report.pk])).content.decode()
    assert f'min="{timezone.localdate().isoformat()}"' in page


def test_the_database_refuses_an_approval_before_the_edition(world):
    report = world.reviewed()
    facts = {"state": "approved", "decided_by": "styrelsen"}
    said = refuses(Report.objects.filter(pk=report.pk), decided_on=timezone.localdate() - DAY, **facts)
    assert "has been made" in said


def test_the_database_refuses_an_approval_of_nothing(world):
    report = world.start()
    Report.objects.filter(pk=report.pk).update(state="review")
    facts = {"state": "approved", "decided_by": "styrelsen", "decided_on": timezone.localdate()}
    assert "has been made" in refuses(Report.objects.filter(pk=report.pk), **facts)


def test_an_approved_report_keeps_a_day_that_can_be(world):
    report = world.approved()
    said = refuses(Report.objects.filter(pk=report.pk), decided_on=timezone.localdate() - 30 * DAY)
    assert "has been made" in said
    # nor is what was approved made later than that
    later = Edition.objects.filter(report=report, is_frozen=True)
    assert refuses(later, as_of=timezone.now() + 3 * DAY)


@pytest.mark.parametrize("when", ["before the approval", "of another content"])
def test_the_database_refuses_a_signature_before_the_approval(world, when):
    report = world.approved() if when == "of another content" else world.reviewed()
    digest = report.editions.get(is_for_review=True).digest if when == "before the approval" else "0" * 64
    own = Signature.objects.filter(report=report, user=world.chair)
    assert "what was approved" in refuses(own, signed_at=timezone.now(), method="totp", digest=digest)


def test_the_database_refuses_a_signature_dated_before_the_approval(world):
    report = world.approved()
    own = Signature.objects.filter(report=report, user=world.chair)
    digest = report.editions.get(is_frozen=True).digest
    said = refuses(own, signed_at=timezone.now() - 2 * DAY, method="totp", digest=digest)
    assert "has been approved" in said
    own.update(signed_at=timezone.now(), method="totp", digest=digest)


def test_the_action_refuses_a_signature_dated_before_the_approval(world):
    report, then = world.approved(), timezone.now() - 2 * DAY
    with pytest.raises(ValidationError, match="inte undertecknas"), transaction.atomic():
        actions.sign(report=report, method="totp", shown_at=then, now=then, by=world.chair)


def test_the_database_refuses_to_publish_before_everybody_has_signed(world):
    report = world.approved()
    world.sign(report, world.chair)
    this = Report.objects.filter(pk=report.pk)
    assert "everybody has signed" in refuses(this, state="signed")
    assert "everybody has signed" in refuses(this, state="published", published_at=timezone.now())


def test_the_database_refuses_to_publish_at_a_moment_before_the_last_signature(world):
    this = Report.objects.filter(pk=world.signed().pk)
    assert "approved and signed" in refuses(
        this, state="published", published_at=timezone.now() - timedelta(hours=1)
    )
    assert "approved and signed" in refuses(this, state="published")
    assert "approved and signed" in refuses(this, published_at=timezone.now())
    this.update(state="published", published_at=timezone.now())


def test_a_new_report_is_not_begun_at_its_end(world):
    with pytest.raises(ProgrammingError), transaction.atomic():
        other = world.start()
        Report.objects.create(
            association=other.association, kind="final", title="Slut", first_day=other.first_day,
            last_day=other.last_day, state="published", started_by=world.director,
        )  # fmt: skip


def test_the_database_allows_the_steps_of_the_life_and_no_others():
    [machine] = [one for one in Report._meta.triggers if one.name == "step_by_step"]
    steps = {(str(one), str(step.to)) for step in life.STEPS.values() for one in step.of}
    assert set(machine.transitions) == steps


def test_a_step_that_is_not_there_is_refused(world):
    report = world.start()
    this = Report.objects.filter(pk=report.pk)
    this.update(state="handed_in")
    assert "handed_in" in refuses(this, state="review")
