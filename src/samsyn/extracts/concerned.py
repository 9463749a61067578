"""Whom an agreement concerns: the authorities that keep the records, and those who may evaluate."""

from django.db.models import QuerySet

from samsyn.accounts.models import Assignment, Role, User
from samsyn.initiatives.models import Coverage


def controllers_concerned(initiatives) -> list[int]:
    """The authorities that keep records of these initiatives."""
    covered = Coverage.objects.filter(initiative__in=initiatives)
    return list(covered.order_by().values_list("controller", flat=True).distinct())


def evaluators_at(association, day) -> QuerySet[User]:
    held = Assignment.objects.filter(association=association, role=Role.EVALUATOR).current_on(day)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")
