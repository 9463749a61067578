"""What a person may see of assignments: those at the places where they may grant or approve."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from samsyn.organisations.models import Area, Association, Controller

from .models import Assignment, Role
from .permissions import Permission, associations_where, controllers_where


def granting_associations_for(user) -> QuerySet[Association]:
    return Association.objects.filter(pk__in=associations_where(user, Permission.GRANT_ASSIGNMENTS))


def granting_controllers_for(user) -> QuerySet[Controller]:
    """Own authorities, and the member authorities of own associations:
    those decide themselves by approving.
    """
    own = controllers_where(user, Permission.GRANT_ASSIGNMENTS)
    members = Q(parties__association__in=associations_where(user, Permission.GRANT_ASSIGNMENTS))
    return Controller.objects.filter(Q(pk__in=own) | members).distinct()


def areas_for(user) -> QuerySet[Area]:
    """Areas of the associations that the user's authorities belong to, or that the user works in."""
    near = Q(association__in=granting_associations_for(user))
    near |= Q(association__controllers__in=controllers_where(user, Permission.GRANT_ASSIGNMENTS))
    return Area.objects.filter(near).select_related("association").distinct()


def assignments_for(user) -> QuerySet[Assignment]:
    approving = Q(controller__in=controllers_where(user, Permission.APPROVE_ASSIGNMENTS)) | Q(
        association__in=associations_where(user, Permission.APPROVE_ASSIGNMENTS)
    )
    granting = Q(controller__in=granting_controllers_for(user)) | Q(
        association__in=granting_associations_for(user)
    )
    with_names = ("user", "controller", "association", "area", "granted_by", "approved_by", "revoked_by")
    return Assignment.objects.filter(approving | granting).select_related(*with_names)


def approvable_assignments_for(user) -> QuerySet[Assignment]:
    """What waits for this person: never what they granted themselves, never their own."""
    here = Q(controller__in=controllers_where(user, Permission.APPROVE_ASSIGNMENTS)) | Q(
        association__in=associations_where(user, Permission.APPROVE_ASSIGNMENTS)
    )
    waiting = Assignment.objects.awaiting_approval().filter(here)
    return (
        waiting.exclude(granted_by=user)
        .exclude(user=user)
        .select_related("user", "controller", "association")
    )


def first_to_approve(user, most: int) -> list[Any]:
    """The first of what waits for this person, each with ``count``: how many there are."""
    found = approvable_assignments_for(user).annotate(count=Window(Count("pk")))
    return list(found.order_by("pk")[:most])


def own_assignments(user, day: date) -> list[Assignment]:
    """Everything that the person holds or is about to hold, whatever hat is on, in the order of the roles."""
    held = (
        Assignment.objects.filter(user=user)
        .not_over_on(day)
        .select_related("controller", "association", "area")
    )
    return sorted(held, key=lambda one: (Role.values.index(one.role), one.pk))
