"""Everything a person can do to a participant: register, change, protect."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.accounts.permissions import Permission, has, require
from samsyn.audit.actions import record
from samsyn.organisations.models import Controller, Municipality

from . import identity
from .models import NamedReader, Participant, Protection

CONTACT = ("phone", "email", "address")
CHANGEABLE = {"given_name", "family_name", "municipality", *CONTACT, "language", "needs_interpreter"}


@transaction.atomic
def register_participant(
    *,
    controller: Controller,
    municipality: Municipality | None,
    number: str = "",
    given_name: str = "",
    family_name: str = "",
    sex: str = "",
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    language: str = "",
    needs_interpreter: bool = False,
    protection: str = Protection.NONE,
    by: User,
) -> Participant:
    """A person new to the authority. Sex and date of birth come from the number when there is one.

    Who registers somebody with protected identity is named to see them; contact details are not kept then.
    """
    require(by, Permission.ENROL, controller=controller)
    participant = Participant(
        controller=controller, municipality=municipality, given_name=given_name, family_name=family_name,
        phone=phone, email=email, address=address, language=language, needs_interpreter=needs_interpreter,
        protection=protection,
    )  # fmt: skip
    _set_identity(participant, number, sex, birth_year)
    if participant.is_protected:
        _forget_contact(participant)
    _save(participant)
    if participant.is_protected:
        NamedReader.objects.create(controller=controller, participant=participant, user=by, named_by=by)
    record("participant.registered", participant, by=by)
    return participant


@transaction.atomic
def register_anonymous(
    *, controller: Controller, municipality: Municipality | None, sex: str, by: User
) -> Participant:
    """A participant of whom nothing is kept but sex; known by the case number of the enrolment."""
    require(by, Permission.ENROL, controller=controller)
    participant = Participant(controller=controller, municipality=municipality, sex=sex, is_anonymous=True)
    _save(participant)
    record("participant.registered", participant, by=by)
    return participant


@transaction.atomic
def change_participant(*, participant: Participant, by: User, **facts) -> Participant:
    """Change name, municipality, contact details or language (CHANGEABLE)."""
    require(by, Permission.SEE_OWN_PARTICIPANTS, controller=participant.controller_id)
    if unknown := facts.keys() - CHANGEABLE:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(participant, name, value)
    if participant.is_protected:
        _forget_contact(participant)
    _save(participant)
    record("participant.changed", participant, by=by)
    return participant


@transaction.atomic
def give_number(*, participant: Participant, number: str, by: User) -> Participant:
    """The number became known after the registration, or was wrong."""
    require(by, Permission.ENROL, controller=participant.controller_id)
    if participant.is_anonymous:
        raise ValidationError({"number": _("An anonymous participant has no number.")})
    _set_identity(participant, number, participant.sex, participant.birth_year)
    _save(participant)
    record("participant.number_given", participant, by=by)
    return participant


@transaction.atomic
def protect_identity(*, participant: Participant, protection: str, readers=(), by: User) -> Participant:
    """Protect the identity: contact details are erased, and only those named (and ``by``) see the person.

    Lifting the protection (``none``) lets everybody with the need see the
    person again; nothing erased returns.
    """
    require(by, Permission.ENROL, controller=participant.controller_id)
    if protection not in Protection.values:
        raise ValidationError({"protection": _("Choose a kind of protection.")})
    participant.protection = protection
    if participant.is_protected:
        _forget_contact(participant)
    _save(participant)
    record(
        "participant.protected" if participant.is_protected else "participant.unprotected", participant, by=by
    )
    if participant.is_protected:
        named = {by, *readers}
        participant.readers.exclude(user__in=named).delete()
        for user in named:
            _name(participant, user, by)
    return participant


@transaction.atomic
def name_reader(*, participant: Participant, user: User, by: User) -> NamedReader:
    """Somebody who works in the authority's records may see a protected person."""
    require(by, Permission.ENROL, controller=participant.controller_id)
    reader = _name(participant, user, by)
    record("participant.reader_named", participant, by=by)
    return reader


@transaction.atomic
def unname_reader(*, participant: Participant, user: User, by: User) -> None:
    """Somebody need no longer see a protected person; at least one remains who does."""
    require(by, Permission.ENROL, controller=participant.controller_id)
    readers = participant.readers.select_for_update()
    if not readers.exclude(user=user).exists():
        raise ValidationError(_("Somebody must be able to see the participant; name another first."))
    readers.filter(user=user).delete()
    record("participant.reader_unnamed", participant, by=by)


def _name(participant, user, by):
    if not has(user, Permission.SEE_OWN_PARTICIPANTS, controller=participant.controller_id):
        raise ValidationError(_("%(name)s does not work in the authority's records.") % {"name": user})
    reader, _is_new = NamedReader.objects.get_or_create(
        participant=participant,
        user=user,
        defaults={"controller_id": participant.controller_id, "named_by": by},
    )
    return reader


def _set_identity(participant, number, sex, birth_year):
    if not number:
        if not sex or not birth_year:
            raise ValidationError(
                {
                    ("sex" if not sex else "birth_year"): _(
                        "Without a number, sex and year of birth are needed."
                    )
                }
            )
        if not identity.is_birth_year(birth_year):
            raise ValidationError({"birth_year": _("Write the year of birth with four digits.")})
        participant.sex, participant.birth_year = sex, birth_year
        return
    try:
        checked = identity.parse(number)
    except ValidationError as wrong:
        raise ValidationError({"number": wrong.messages}) from None
    participant.set_number(checked.text)
    participant.sex = checked.sex
    participant.birth_date, participant.birth_year = checked.birth_date, checked.birth_date.year


def _forget_contact(participant):
    for name in CONTACT:
        setattr(participant, name, "")


def _save(participant):
    """Check and save. Two who register the same person at once meet at the constraint; the second is told."""
    participant.full_clean()
    try:
        with transaction.atomic():
            participant.save()
    except IntegrityError:
        participant.version -= 1
        participant.full_clean()
        raise
