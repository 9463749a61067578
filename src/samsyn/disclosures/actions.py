"""Everything a person can do with a consent and with what is told on it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.accounts.permissions import Permission, has, require
from samsyn.audit.actions import looked_at, looked_through, record
from samsyn.audit.models import Act
from samsyn.organisations.models import Controller

from .events import consent_withdrawn, disclosed
from .models import Consent, Disclosure, Notice, Purpose


@transaction.atomic
def note_consent(
    *,
    controller: Controller,
    noted_at: Controller,
    purpose: str,
    between: Iterable[int],
    categories: Iterable[str],
    valid_from: date,
    valid_until: date,
    how_given: str,
    exceptions: str = "",
    language: str = "",
    about: str = "",
    by: User,
) -> Consent:
    """The participant has said yes to one purpose. ``between``:
    ids of the authorities that may tell each other.

    ``controller`` relies on it, ``noted_at`` wrote it down; ``about``: what it concerns, as "app.model:id".
    """
    require(by, Permission.NOTE_CONSENT, controller=noted_at)
    consent = Consent(
        controller=controller, noted_at=noted_at, purpose=purpose, between=sorted(set(between)),
        categories=list(categories), valid_from=valid_from, valid_until=valid_until, how_given=how_given,
        exceptions=exceptions, language=language, about=about, noted_by=by,
    )  # fmt: skip
    consent.full_clean()
    consent.save()
    record("consent.noted", consent, by=by, controller_id=noted_at.pk)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, how: str, at: datetime | None = None, by: User) -> Consent:
    """From now on nothing is told on this consent, and nothing told on it can be opened.
    History stays as it is.
    """
    at_whom = next(
        (side for side in (consent.noted_at_id, consent.controller_id)
         if has(by, Permission.NOTE_CONSENT, controller=side)), None,
    )  # fmt: skip
    require(by, Permission.NOTE_CONSENT, controller=at_whom or consent.noted_at_id)
    if consent.is_withdrawn:
        raise ValidationError(_("The consent is already withdrawn."))
    consent.withdrawn_at, consent.withdrawn_how, consent.withdrawn_by = at or timezone.now(), how, by
    consent.full_clean()
    consent.save()
    record("consent.withdrawn", consent, by=by, controller_id=at_whom or consent.noted_at_id)
    consent_withdrawn.send(Consent, consent=consent, by=by)
    return consent


@transaction.atomic
def disclose(
    *,
    giver: Controller,
    to: Controller,
    recipients: Iterable[int],
    title: str,
    told: list[dict],
    consent: Consent | None,
    about: str,
    purpose: str = Purpose.COLLABORATION,
    answer_by: datetime | None = None,
    open_until: datetime,
    is_anonymous: bool = False,
    in_reply_to: Disclosure | None = None,
    by: User,
) -> Disclosure:
    """Tell another authority what was chosen (``told``: {"category", "label", "text"}), as it reads now.

    The consent must hold today between the two, for the purpose and for every category told.
    """
    require(by, Permission.NOTE_CONSENT, controller=giver)
    told = [line for line in told if line["text"]]
    if not is_anonymous:
        _refuse_without_consent(consent, giver.pk, to.pk, purpose, told)
    disclosure = Disclosure(
        controller=giver, to=to, recipients=sorted(set(recipients)), purpose=purpose, title=title, told=told,
        consent=None if is_anonymous else consent, is_anonymous=is_anonymous, about=about,
        in_reply_to=in_reply_to,
        made_by=by, answer_by=answer_by, open_until=open_until,
    )  # fmt: skip
    disclosure.full_clean()
    disclosure.save()
    record("disclosure.made", disclosure, by=by)
    disclosed.send(Disclosure, disclosure=disclosure, by=by)
    return disclosure


@transaction.atomic
def answer(
    *, disclosure: Disclosure, told: list[dict], recipients: Iterable[int], open_until: datetime, by: User
) -> Disclosure:
    """What the asked authority tells back. Until the time to answer is over,
    a new answer replaces the former.
    """
    require(by, Permission.ANSWER_CIRCULATION, controller=disclosure.to_id)
    if by.pk not in disclosure.recipients:
        raise PermissionDenied(_("This was addressed to others."))
    if disclosure.open_until <= timezone.now():
        raise ValidationError(_("The time to answer is over."))
    told = [line for line in told if line["text"]]
    former = (
        Disclosure.objects.select_for_update()
        .filter(in_reply_to=disclosure, controller=disclosure.to)
        .first()
    )
    if former is None:
        return disclose(
            giver=disclosure.to, to=disclosure.controller, recipients=recipients, title=disclosure.title,
            told=told,
            consent=disclosure.consent, about=f"disclosures.disclosure:{disclosure.pk}",
            purpose=disclosure.purpose,
            open_until=open_until, is_anonymous=disclosure.is_anonymous, in_reply_to=disclosure, by=by,
        )  # fmt: skip
    if not former.is_anonymous:
        _refuse_without_consent(former.consent, former.controller_id, former.to_id, former.purpose, told)
    former.told, former.made_by = told, by
    former.full_clean()
    former.save()
    record("disclosure.changed", former, by=by)
    return former


@transaction.atomic
def close_disclosure(*, disclosure: Disclosure, at: datetime, by: User) -> Disclosure:
    """The giver ends the time in which it can be opened."""
    require(by, Permission.NOTE_CONSENT, controller=disclosure.controller_id)
    if at < disclosure.open_until:
        disclosure.open_until = at
        disclosure.full_clean()
        disclosure.save()
        record("disclosure.closed", disclosure, by=by)
    return disclosure


def open_disclosure(*, disclosure: Disclosure, by: User) -> list[dict]:
    """What was told, for a recipient or the one who told it; the opening is logged at their own authority.

    Raises PermissionDenied, saying why, for anybody else, when the time is
    over and when the consent no longer holds.
    """
    giver = disclosure.made_by_id == by.pk and has(
        by, Permission.NOTE_CONSENT, controller=disclosure.controller_id
    )
    # A permission is asked for as well: who has left the authority is still among the recipients.
    taker = by.pk in disclosure.recipients and has(by, Permission.NOTE_CONSENT, controller=disclosure.to_id)
    if not (giver or taker):
        require(by, Permission.NOTE_CONSENT, controller=disclosure.to_id)
        raise PermissionDenied(_("This was addressed to others."))
    if not giver and (why := disclosure.why_closed(timezone.now())):
        raise PermissionDenied(why)
    at_whom = disclosure.controller_id if giver else disclosure.to_id
    looked_at(Act.OPEN, "disclosure", disclosure, by=by, controller_id=at_whom)
    return disclosure.told


@transaction.atomic
def tell_people(
    *, key: str, users: Iterable[int], subject: str, text: str, controller_id: int, by: User
) -> int:
    """An e-mail without personal data, once to each:
    the notice is kept only if the e-mail could be handed over.

    ``key``: what it is about, as "what:id"; ``controller_id``: who keeps that. Returns how many were told.
    """
    require(by, Permission.NOTE_CONSENT)
    told = 0
    for user in User.objects.filter(pk__in=list(users), is_active=True).order_by("pk"):
        if _claim(key, user, controller_id):
            send_mail(subject, text, None, [user.email])
            told += 1
    looked_through(Act.EXPORT, "notice", None, told, by=by)
    return told


def _claim(key, user, controller_id: int) -> bool:
    _notice, is_first = Notice.objects.get_or_create(key=key, user=user, controller_id=controller_id)
    return is_first


def _refuse_without_consent(consent, giver, taker, purpose, told):
    if consent is None:
        raise ValidationError(_("There is no consent for this."))
    today = timezone.localtime(timezone.now()).date()
    if refusal := consent.refusal(giver, taker, purpose, {line["category"] for line in told}, today):
        raise ValidationError(refusal)
