"""Signing: each of those named, alone, with a second factor. The last signature has the document sealed."""

from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record

from .. import drafts, life, seal
from ..models import Edition, Report, Signature, State
from ..tree import digest
from .editions import make_again

FRESH = timedelta(minutes=5)  # how old the proof of a second factor may be


@transaction.atomic
def sign(*, report: Report, method: str, shown_at: datetime, now: datetime, by) -> Signature:
    """``method`` and ``shown_at``: which second factor the signer showed, and when: a moment ago at most.

    Where the document could not be sealed, nothing is signed.
    """
    require(by, Permission.SIGN_REPORTS, association=report.association_id)
    life.locked(report)
    own = report.signatures.filter(user=by).first()
    if own is None:
        raise ValidationError(_("You are not among those who are to sign this report."))
    if own.signed_at:
        raise ValidationError(_("You have signed already."))
    if not timedelta(0) <= now - shown_at <= FRESH:
        raise ValidationError(_("Confirm with your second factor first; that holds for five minutes."))
    frozen = _what_is_signed(report)
    assert report.decided_on
    if timezone.localtime(now).date() < report.decided_on:
        raise ValidationError(
            _("The report was approved on %(day)s, and cannot be signed before that.")
            % {"day": date_format(report.decided_on, "j F Y")}
        )
    own.signed_at, own.method, own.digest = now, method, frozen.digest
    own.full_clean()
    own.save()
    record("report.signed", own, by=by)
    if report.is_signed_by_all:
        make_again(edition=frozen, by=by)
    return own


def _what_is_signed(report: Report) -> Edition:
    if report.state != State.APPROVED:
        raise ValidationError(_("The report is not approved, so it cannot be signed."))
    frozen = report.editions.defer("pdf").get(is_frozen=True)
    if not frozen.is_done:
        raise ValidationError(_("The approved document is still being made. Wait until it is there."))
    assert frozen.tree is not None
    drafts.files_of(frozen.tree)  # they are in the hash too
    if digest(frozen.tree) != frozen.digest:
        raise ValidationError(
            _("The report is not what was approved. Nothing can be signed; tell the operator.")
        )
    try:
        seal.check_key()
    except ImproperlyConfigured as missing:
        raise ValidationError(
            _("The document cannot be sealed, so nothing is signed: the installation has no certificate.")
        ) from missing
    return frozen
