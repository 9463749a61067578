"""What each role may do. This table is the whole rule; law and reasons stand in docs/access.md."""

from enum import StrEnum, auto

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .models import Assignment, Role


class Permission(StrEnum):
    # in case records, at a controller
    REFER = auto()
    FOLLOW_OWN_REFERRALS = auto()
    ANSWER_CIRCULATION = auto()
    HANDLE_REFERRALS = auto()
    SEE_OWN_PARTICIPANTS = auto()
    SEE_ALL_PARTICIPANTS = auto()
    ENROL = auto()
    DISCHARGE = auto()
    NOTE_CONSENT = auto()
    IMPORT_ENROLMENTS = auto()
    REVIEW_ACCESS = auto()
    # about people who work with the product
    GRANT_ASSIGNMENTS = auto()
    APPROVE_ASSIGNMENTS = auto()
    # in the association's world: never a person's record
    SEE_INITIATIVES = auto()
    CHANGE_INITIATIVES = auto()
    CHANGE_ORGANISATIONS = auto()
    SEE_FIGURES = auto()
    REPORT_COUNTS = auto()
    RECONCILE = auto()
    SEE_REPORTS = auto()
    WRITE_INITIATIVE_REPORTS = auto()
    WRITE_REPORTS = auto()
    SIGN_REPORTS = auto()
    PROPOSE_EXTRACTS = auto()
    FETCH_EXTRACTS = auto()


P = Permission
GRANTS: dict[str, set[Permission]] = {
    Role.REFERRER: {P.REFER, P.FOLLOW_OWN_REFERRALS, P.NOTE_CONSENT, P.SEE_INITIATIVES},
    Role.TEAM_MEMBER: {P.ANSWER_CIRCULATION, P.REFER, P.FOLLOW_OWN_REFERRALS, P.NOTE_CONSENT,
                       P.SEE_INITIATIVES},
    Role.COORDINATOR: {
        P.HANDLE_REFERRALS, P.SEE_ALL_PARTICIPANTS, P.SEE_OWN_PARTICIPANTS, P.ENROL, P.DISCHARGE,
        P.NOTE_CONSENT,
        P.IMPORT_ENROLMENTS, P.SEE_INITIATIVES, P.SEE_FIGURES, P.GRANT_ASSIGNMENTS,
    },
    Role.COACH: {P.SEE_OWN_PARTICIPANTS, P.DISCHARGE, P.NOTE_CONSENT, P.SEE_INITIATIVES, P.SEE_FIGURES},
    Role.PRIVACY_OFFICER: {P.REVIEW_ACCESS},
    Role.APPROVER: {P.APPROVE_ASSIGNMENTS, P.SEE_INITIATIVES},
    Role.INITIATIVE_MANAGER: {P.SEE_INITIATIVES, P.CHANGE_INITIATIVES, P.SEE_FIGURES, P.REPORT_COUNTS,
                              P.RECONCILE, P.SEE_REPORTS, P.WRITE_INITIATIVE_REPORTS},
    Role.DIRECTOR: {
        P.SEE_INITIATIVES, P.CHANGE_INITIATIVES, P.CHANGE_ORGANISATIONS, P.SEE_FIGURES, P.REPORT_COUNTS,
        P.RECONCILE, P.GRANT_ASSIGNMENTS, P.APPROVE_ASSIGNMENTS, P.SEE_REPORTS, P.WRITE_INITIATIVE_REPORTS,
        P.WRITE_REPORTS, P.PROPOSE_EXTRACTS,
    },
    Role.OFFICE: {P.SEE_INITIATIVES, P.CHANGE_INITIATIVES, P.CHANGE_ORGANISATIONS, P.SEE_FIGURES,
                  P.REPORT_COUNTS, P.RECONCILE, P.GRANT_ASSIGNMENTS, P.SEE_REPORTS,
                  P.WRITE_INITIATIVE_REPORTS, P.WRITE_REPORTS, P.PROPOSE_EXTRACTS},
    Role.BOARD_MEMBER: {P.SEE_INITIATIVES, P.SEE_FIGURES, P.SEE_REPORTS, P.SIGN_REPORTS},
    Role.ADJUSTER: {P.SEE_REPORTS, P.SIGN_REPORTS},
    Role.EVALUATOR: {P.FETCH_EXTRACTS},
}  # fmt: skip


def roles_with(permission: Permission) -> list[str]:
    return [role for role, granted in GRANTS.items() if permission in granted]


def assignments_where(user, permission: Permission, day=None):
    """The user's current, approved assignments that carry the permission, asked of the database now."""
    return user_assignments(user, day).filter(role__in=roles_with(permission))


def user_assignments(user, day=None):
    """Every current assignment of the user; in a request only those of the hat that is on (``user.hat``)."""
    from samsyn.base.days import today

    assignments = Assignment.objects.filter(user=user).current_on(day or today())
    hat = getattr(user, "hat", None)
    return assignments if hat is None else assignments.filter(pk__in=hat.assignment_ids)


def controllers_where(user, permission: Permission) -> set[int]:
    return {one.controller_id for one in held_where(user, permission) if one.controller_id}


def associations_where(user, permission: Permission) -> set[int]:
    return {one.association_id for one in held_where(user, permission) if one.association_id}


def held_where(user, permission: Permission) -> list[Assignment]:
    """As assignments_where. In a request the hat was read from the database at its start,
    and is not asked again.
    """
    hat = getattr(user, "hat", None)
    if hat is None:
        return list(assignments_where(user, permission).select_related("controller"))
    return hat.assignments if permission in GRANTS[hat.role] else []


def has(user, permission: Permission, *, controller=None, association=None, initiative=None) -> bool:
    """May the user do this here? ``initiative`` narrows:
    an assignment for other initiatives does not count.
    """
    if getattr(user, "is_machine", False):
        return True
    for assignment in held_where(user, permission):
        if controller is not None and assignment.controller_id != _id(controller):
            continue
        if association is not None and assignment.association_id != _id(association):
            continue
        if (
            initiative is not None
            and assignment.initiatives
            and _id(initiative) not in assignment.initiatives
        ):
            continue
        return True
    return False


def require(by, permission: Permission, **where) -> None:
    """Raise PermissionDenied unless ``by`` may do this here (see ``has``)."""
    if not has(by, permission, **where):
        raise PermissionDenied(_("You may not do this here."))


def _id(record) -> int:
    return getattr(record, "pk", record)
