"""Editions: a report as it reads, made in the background: for writers, for review, as approved, sealed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record

from .. import drafts, life, seal
from ..models import Edition, Report
from ..output.pdf import as_pdf


@transaction.atomic
def ask_for_edition(*, report: Report, by) -> Edition:
    """One at a time: who asks while one is being made gets that one. What is under review or approved and
    could not be made is tried again; else it is as the report reads now, beside what the board has.
    """
    require(by, Permission.SEE_REPORTS, association=report.association_id)
    life.locked(report)
    now = timezone.now()
    known = list(report.editions.defer("tree", "pdf").order_by("-is_for_review", "-pk"))
    kept = next((one for one in known if one.is_for_review and not one.is_done), None)
    if under_way := next((one for one in known if one.is_under_way and not one.is_lost(now)), None):
        return under_way
    if kept:
        return make_again(edition=kept, by=by)
    newest = [one.pk for one in known if one.is_done and not one.is_for_review][:1]
    report.editions.filter(is_for_review=False).exclude(pk__in=newest).delete()
    return make_again(edition=Edition(report=report, made_by=by), by=by)


@transaction.atomic
def make_edition_for_review(*, report: Report, by) -> Edition:
    """Made of what stands in the report now, whatever is being made of what stood there."""
    report.editions.filter(is_for_review=False, progress__in=["waiting", "running"]).delete()
    return make_again(edition=Edition(report=report, made_by=by, is_for_review=True), by=by)


@transaction.atomic
def make_edition_handed_in(*, report: Report, by) -> Edition:
    """The one edition of what has been handed in; earlier ones may lack what was written last."""
    report.editions.filter(is_for_review=False).delete()
    return make_again(edition=Edition(report=report, made_by=by), by=by)


@transaction.atomic
def make_again(*, edition: Edition, by) -> Edition:
    """Into the queue, in the same transaction: either both are kept or neither. Only one of a report is made
    at a time, and the queue holds ids alone.
    """
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    edition.progress, edition.percent = Edition.Progress.WAITING, 0
    edition.asked_at = timezone.now()
    edition.save(update_fields=["progress", "percent", "asked_at"] if edition.pk else None)
    job = app.configure_task("make_edition", queue="reports", lock=f"report-{edition.report_id}")
    job.defer(edition_id=edition.pk, user_id=by.pk)  # by its name: tasks stand above actions
    record("report.edition_asked", edition, by=by)
    return edition


@transaction.atomic
def fill_edition(*, edition: Edition, tell: Callable[[int], Any], by) -> Edition:
    """Typeset what has been read (``drafts.filled_in``); seal it when everybody has signed.

    Nothing is kept of it when somebody else has done it meanwhile, or when the edition has been taken away.
    """
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    assert edition.tree is not None
    tell(85)
    is_last = edition.is_frozen and edition.report.is_signed_by_all
    pdf = as_pdf(drafts.dressed(edition), drafts.files_of(edition.tree))
    edition.pdf = _sealed(pdf, edition) if is_last else pdf
    life.locked(edition.report)
    if not Edition.objects.filter(pk=edition.pk, progress__in=UNDER_WAY).exists():
        return edition
    edition.is_sealed, edition.progress, edition.percent = is_last, Edition.Progress.DONE, 100
    edition.save(update_fields=[*MADE, *(() if edition.is_frozen else RESOLVED)])
    record("report.edition_made", edition, by=by)
    if is_last:
        _signed(edition.report, by)
    return edition


UNDER_WAY = (Edition.Progress.WAITING, Edition.Progress.RUNNING)
MADE, RESOLVED = ["pdf", "is_sealed", "progress", "percent"], ["tree", "as_of", "digest"]


def _sealed(pdf: bytes, edition: Edition) -> bytes:
    try:
        return seal.seal(pdf, reason=f"{edition.report.title}, {edition.digest}")
    except ImproperlyConfigured as missing:
        raise ValidationError(
            _("The document cannot be sealed: the installation has no certificate.")
        ) from missing


def _signed(report: Report, by) -> None:
    life.take(report, "sign")
    report.full_clean()
    report.save()
    record("report.sealed", report, by=by)


@transaction.atomic
def give_up_edition(*, edition_id: int, by) -> None:
    """It could not be made: that is said, and it can be tried again."""
    found = Edition.objects.select_for_update().select_related("report").defer("tree", "pdf")
    edition = found.filter(pk=edition_id, progress__in=UNDER_WAY).first()
    if edition is None:
        return
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    edition.progress = Edition.Progress.FAILED
    edition.save(update_fields=["progress"])
    record("report.edition_failed", edition, by=by)
