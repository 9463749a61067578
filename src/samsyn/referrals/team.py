"""Who is asked and who decides: people with an assignment for an initiative where the person lives."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from samsyn.accounts.models import Assignment, Role
from samsyn.initiatives.models import Coverage, Initiative
from samsyn.organisations.models import Area, Municipality


def area_of(initiative: Initiative, municipality: Municipality) -> Area | None:
    coverage = (
        Coverage.objects.filter(initiative=initiative, municipality=municipality)
        .select_related("area")
        .first()
    )
    return coverage.area if coverage else None


def people(
    role: str, controllers: Iterable[int], initiative: Initiative, area: Area | None, on: date
) -> dict[int, list[int]]:
    """Ids of those who hold the role for the initiative and area, by authority."""
    held = Assignment.objects.current_on(on).filter(
        Q(initiatives=[]) | Q(initiatives__contains=[initiative.pk]),
        Q(area=None) | Q(area=area),
        role=role, controller__in=list(controllers), user__is_active=True,
    )  # fmt: skip
    found = defaultdict(list)
    for controller, user in held.order_by("user_id").values_list("controller_id", "user_id"):
        found[controller].append(user)
    return dict(found)


def coordinators(referral, on: date) -> list[int]:
    """Ids of those who handle this referral at the authority that receives it."""
    area = area_of(referral.initiative, referral.municipality)
    return people(Role.COORDINATOR, [referral.controller_id], referral.initiative, area, on).get(
        referral.controller_id, []
    )
