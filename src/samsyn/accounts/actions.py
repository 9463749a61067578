"""Everything that can happen to people who work with the product and to their assignments."""

from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.audit.actions import record
from samsyn.organisations.models import Area, Association, Controller, Party

from .acting import HAT, hats_of, take_turns_at
from .invitations import send_invitation
from .models import ASSOCIATION_ROLES, CASE_ROLES, Assignment, Role, User
from .permissions import Permission, has, require

MACHINE = "machine@localhost"


def machine() -> User:
    """The user in whose name the command line and background work act. Nobody can sign in as it."""
    found = User.objects.filter(is_machine=True).order_by("pk").first()
    return found or User.objects.create_user(MACHINE, name="Samsyn", is_machine=True, is_active=False)


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def invite_person(*, email: str, name: str, by) -> User:
    """The account of the address; a new one, with a letter about how to sign in, when there is none.

    An account opens nothing by itself: that takes an assignment which somebody else has approved.
    """
    require(by, Permission.GRANT_ASSIGNMENTS)
    found = User.objects.filter(email__iexact=email.strip(), is_machine=False).first()
    if found and not found.is_active:
        raise ValidationError({"email": _("This person's account is closed.")})
    if found:
        return found
    person = User(email=email.strip().lower(), name=name)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    record("person.invited", person, by=by)
    transaction.on_commit(partial(send_invitation, person), robust=True)
    return person


@transaction.atomic
def change_profile(*, name: str, phone: str, by) -> User:
    """One's own name and telephone. The e-mail address is what one signs in with; the office changes that."""
    person = User.objects.select_for_update().get(pk=by.pk)
    person.name, person.phone = name, phone
    person.full_clean()
    person.save()
    record("person.changed", person, by=by)
    return person


@transaction.atomic
def put_on_hat(*, hat: str, session, by) -> None:
    """From the next request on the person acts in this role, and in no other."""
    if hat not in {one.value for one in hats_of(by)}:
        raise PermissionDenied(_("You do not hold this assignment."))
    session[HAT] = hat
    record("hat.put_on", by, by=by, reason=hat)


# ── Assignments ───────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def grant_assignment(
    *,
    user: User,
    role: str,
    since: date,
    controller: Controller | None = None,
    association: Association | None = None,
    until: date | None = None,
    area: Area | None = None,
    initiatives=(),
    title: str = "",
    by,
) -> Assignment:
    """The first pair of eyes. Nothing opens before somebody else, at the place itself, has approved."""
    _require_to_grant(by, controller, association)
    if user == by:
        raise ValidationError(_("You cannot grant an assignment to yourself."))
    _take_turns_about(user, controller, association)
    assignment = Assignment(
        user=user, role=role, controller=controller, association=association, area=area, title=title,
        initiatives=sorted(int(number) for number in initiatives), since=since, until=until, granted_by=by,
    )  # fmt: skip
    assignment.full_clean()
    _refuse_both_sides_of_the_wall(assignment)
    _refuse_twice(assignment)
    assignment.save()
    record("assignment.granted", assignment, by=by)
    return assignment


@transaction.atomic
def approve_assignment(*, assignment: Assignment, by) -> Assignment:
    """The second pair of eyes, at the authority or association itself."""
    require(by, Permission.APPROVE_ASSIGNMENTS, **_place(assignment))
    _take_turns_about(assignment.user, assignment.controller, assignment.association)
    assignment.refresh_from_db()
    if assignment.revoked_at or assignment.approved_at:
        raise ValidationError(_("This assignment has already been decided."))
    if assignment.granted_by_id == by.pk:
        raise ValidationError(_("You granted this assignment yourself. Somebody else must approve it."))
    if assignment.user_id == by.pk:
        raise ValidationError(_("You cannot approve an assignment of your own."))
    assignment.approved_by, assignment.approved_at = by, timezone.now()
    assignment.full_clean()
    _refuse_both_sides_of_the_wall(assignment)
    assignment.save()
    record("assignment.approved", assignment, by=by)
    return assignment


@transaction.atomic
def revoke_assignment(*, assignment: Assignment, by) -> Assignment:
    """Ends it at once: the person's next request no longer has it. Also how a proposed one is turned down."""
    if not has(by, Permission.APPROVE_ASSIGNMENTS, **_place(assignment)):
        _require_to_grant(by, assignment.controller, assignment.association)
    _take_turns_about(assignment.user)
    assignment.refresh_from_db()
    if assignment.revoked_at:
        raise ValidationError(_("This assignment has already been revoked."))
    assignment.revoked_by, assignment.revoked_at = by, timezone.now()
    assignment.full_clean()
    assignment.save()
    record("assignment.revoked", assignment, by=by)
    return assignment


@transaction.atomic
def appoint_first(
    *,
    user: User,
    approved_by: User,
    role: str,
    since: date,
    controller: Controller | None = None,
    association: Association | None = None,
    by,
) -> Assignment:
    """A place's first approver or director, from the command line; ``approved_by`` vouches for the decision.

    PermissionDenied for everybody but the machine: whoever runs the installation does this once per place.
    """
    if not by.is_machine:
        raise PermissionDenied
    if role not in {Role.APPROVER, Role.DIRECTOR} or user == approved_by:
        raise ValidationError(_("Only a first approver or director, vouched for by another person."))
    granted = grant_assignment(
        user=user, role=role, since=since, controller=controller, association=association, by=by
    )
    return _approved_by(granted, approved_by, by=by)


def _approved_by(assignment, approved_by, *, by):
    assignment.approved_by, assignment.approved_at = approved_by, timezone.now()
    assignment.full_clean()
    assignment.save()
    record("assignment.appointed", assignment, by=by)
    return assignment


def _place(assignment) -> dict:
    if assignment.controller_id:
        return {"controller": assignment.controller_id}
    return {"association": assignment.association_id}


def _require_to_grant(by, controller, association) -> None:
    """At one's own authority or association; an association may propose at its member authorities too."""
    if association is not None:
        require(by, Permission.GRANT_ASSIGNMENTS, association=association)
        return
    memberships = Party.objects.filter(controller=controller).values_list("association_id", flat=True)
    if not any(has(by, Permission.GRANT_ASSIGNMENTS, association=number) for number in memberships):
        require(by, Permission.GRANT_ASSIGNMENTS, controller=controller)


def _take_turns_about(user, *places) -> None:
    """Two decisions about one person wait for each other, so that both see what the other did.

    So do a decision at a place and a membership of it (listeners.refuse_joining).
    """
    User.objects.select_for_update().get(pk=user.pk)
    for place in filter(None, places):
        take_turns_at(place)


def _refuse_both_sides_of_the_wall(assignment) -> None:
    """Nobody works in case records and for the association of that authority at the same time."""
    others = Assignment.objects.filter(user=assignment.user, revoked_at=None).exclude(pk=assignment.pk)
    if assignment.role in CASE_ROLES:
        opposite = others.filter(
            role__in=ASSOCIATION_ROLES, association__parties__controller=assignment.controller_id
        )
    elif assignment.role in ASSOCIATION_ROLES:
        opposite = others.filter(
            role__in=CASE_ROLES, controller__parties__association=assignment.association_id
        )
    else:
        return
    for other in opposite.select_related("controller", "association"):
        if assignment.overlaps(other):
            raise ValidationError(
                _(
                    "%(role)s at %(place)s stands in the way: nobody may work in case records and for the "
                    "association at the same time. End that assignment first."
                )
                % {"role": other.get_role_display(), "place": other.place}
            )


def _refuse_twice(assignment) -> None:
    same = Assignment.objects.filter(
        user=assignment.user,
        role=assignment.role,
        controller=assignment.controller,
        association=assignment.association,
        area=assignment.area,
        initiatives=assignment.initiatives,
        revoked_at=None,
    )
    if any(assignment.overlaps(other) for other in same):
        raise ValidationError(_("The person already holds this assignment, or it waits for approval."))
