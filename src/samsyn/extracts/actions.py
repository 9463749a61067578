"""Everything that can happen to an agreement: proposed, agreed to by each authority, fetched under, ended."""

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, require
from samsyn.accounts.shown import refuse_unless_fresh
from samsyn.audit.actions import looked_through, looked_through_each, record
from samsyn.audit.models import Act
from samsyn.base.tenancy import acting_in
from samsyn.participants import identity

from . import concerned, files, reading
from .alike import Alike
from .models import Agreement, Approval

LONGEST = timedelta(days=3 * 366)
KIND = "extracts.fetched"


@transaction.atomic
def propose_agreement(*, association, evaluator, initiatives, variables, on: date, by, **facts) -> Agreement:
    """``facts``: title, organisation, purpose, first_day, last_day, valid_until, smallest_group, coarse.
    Every authority that keeps records of the initiatives is asked, and nothing is in the extract before it
    has said yes.
    """
    require(by, Permission.PROPOSE_EXTRACTS, association=association)
    agreement = Agreement(
        association=association, evaluator=evaluator, variables=list(variables), proposed_by=by,
        initiatives=sorted(one.pk for one in initiatives), proposed_on=on,
        key_encrypted=identity.encrypt(secrets.token_hex(32)), **facts,
    )  # fmt: skip
    agreement.full_clean()
    if agreement.valid_until > on + LONGEST:
        raise ValidationError(
            {"valid_until": _("An agreement can be fetched under for three years at most.")}
        )
    if not concerned.evaluators_at(association, on).filter(pk=evaluator.pk).exists():
        raise ValidationError({"evaluator": _("This person is no evaluator at the association.")})
    agreement.save()
    for controller in concerned.controllers_concerned(agreement.initiatives):
        Approval.objects.create(agreement=agreement, controller_id=controller)
    record("agreement.proposed", agreement, by=by)
    return agreement


@transaction.atomic
def agree(*, approval: Approval, by) -> Approval:
    """The authority lets its rows be in the extract."""
    return _decide(approval, True, by)


@transaction.atomic
def refuse(*, approval: Approval, by) -> Approval:
    """It does not, or does no longer: the next extract is without its rows."""
    return _decide(approval, False, by)


def _decide(approval: Approval, is_agreed: bool, by) -> Approval:
    require(by, Permission.APPROVE_ASSIGNMENTS, controller=approval.controller_id)
    approval = Approval.objects.select_for_update().select_related("agreement").get(pk=approval.pk)
    if approval.agreement.ended_at:
        raise ValidationError(_("The agreement has ended."))
    if by.pk in (approval.agreement.proposed_by_id, approval.agreement.evaluator_id):
        raise ValidationError(_("Somebody else at the authority must decide about your own agreement."))
    if approval.is_agreed == is_agreed:
        raise ValidationError(_("This has already been decided."))
    approval.is_agreed, approval.decided_by, approval.decided_at = is_agreed, by, timezone.now()
    found = reading.rows_of(approval.agreement, [approval.controller_id])
    approval.rows, approval.smallest, approval.alone = found.number, found.smallest, Decimal(str(found.alone))
    approval.full_clean()
    approval.save()
    kind = "agreement.agreed" if is_agreed else "agreement.refused"
    record(kind, approval.agreement, by=by, controller_id=approval.controller_id, reason=_said(found))
    return approval


def _said(found: Alike) -> str:
    """For the log."""
    return (
        f"rows {found.number}, smallest group {found.smallest}, alone {found.alone} %, "
        f"made coarser {found.coarser}, left out {found.left_out}"
    )


@transaction.atomic
def fetch_extract(
    *, agreement: Agreement, on: date, by, shown_at: datetime | None, now: datetime
) -> IO[bytes]:
    """The file, made now and kept nowhere. In each authority's own log it says how many of its rows.

    ``shown_at``: when the evaluator showed a second factor.
    """
    require(by, Permission.FETCH_EXTRACTS, association=agreement.association_id)
    agreement = Agreement.objects.select_for_update().select_related("association").get(pk=agreement.pk)
    if agreement.evaluator_id != by.pk:
        raise PermissionDenied
    refuse_unless_fresh(shown_at, now)
    if agreement.ended_at or agreement.valid_until < on or not agreement.key_encrypted:
        raise ValidationError(_("The agreement has ended."))
    agreed = list(agreement.approvals.filter(is_agreed=True).select_related("controller"))
    if not agreed:
        raise ValidationError(_("No authority has agreed yet, so there is nothing to fetch."))
    controllers = [one.controller_id for one in agreed]
    found = reading.rows_of(agreement, controllers)
    content = files.packed(agreement, found, [one.controller.name for one in agreed], on)
    # An evaluator reaches no authority's records, and so not its log either, but to write this line in it.
    with acting_in(controllers):
        places = [row[reading.PLACE] for row in found.rows]
        looked_through_each(Act.EXPORT, KIND, places, by=by, asked=controllers)
    looked_through(Act.EXPORT, KIND, None, len(found.rows), by=by)
    record("agreement.fetched", agreement, by=by, reason=_said(found))
    return content


@transaction.atomic
def end_agreement(*, agreement: Agreement, by) -> Agreement:
    """At once and for good: the key is destroyed, and with it the way from a person to a pseudonym."""
    require(by, Permission.PROPOSE_EXTRACTS, association=agreement.association_id)
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.ended_at:
        raise ValidationError(_("The agreement has ended."))
    agreement.ended_at, agreement.key_encrypted = timezone.now(), None
    agreement.full_clean()
    agreement.save()
    record("agreement.ended", agreement, by=by)
    return agreement


def end_expired(*, on: date, by) -> int:
    """Those whose last day has passed end of themselves; how many there were."""
    require(by, Permission.PROPOSE_EXTRACTS)
    expired = list(Agreement.objects.filter(ended_at=None, valid_until__lt=on))
    for agreement in expired:
        end_agreement(agreement=agreement, by=by)
    return len(expired)
