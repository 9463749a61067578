"""What fits together in an enrolment: exit reason, occupation and destination;
and how its case number begins.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, held_where
from samsyn.initiatives.models import Coverage, Destination, Initiative
from samsyn.participants.codes import ExitReason, Occupation

from .models import Enrolment

LED_TO_WORK = {
    Occupation.EMPLOYED, Occupation.SUBSIDISED, Occupation.OWN_BUSINESS, Occupation.STUDIES,
    Occupation.JOBSEEKER,
}  # fmt: skip


def check_exit(initiative: Initiative, exit_reason: str, occupation_at_end: str, destination: str) -> None:
    """Do reason, occupation and destination fit together? Raises
    ValidationError on the field that does not.
    """
    if exit_reason == ExitReason.MISREGISTRATION:
        raise ValidationError({"exit_reason": _("A misregistration is undone, not discharged.")})
    if exit_reason == ExitReason.WORK_STUDIES_JOBSEEKING and occupation_at_end not in LED_TO_WORK:
        raise ValidationError(
            {
                "occupation_at_end": _(
                    "The reason says work, studies or seeking work; choose which one of them."
                )
            }
        )
    allowed = set(initiative.destinations)
    if destination and allowed and destination not in allowed | {Destination.OTHER}:
        raise ValidationError({"destination": _("Choose one of the initiative's destinations, or other.")})


def case_number_prefix(initiative: Initiative) -> str:
    """SIK of sikta-mot-arbetslivet."""
    return re.sub("[^A-Z0-9]", "", initiative.slug.upper())[:3] or "I"


def benchmark_day(enrolment: Enrolment) -> date | None:
    """The day on which the initiative's benchmark length is reached."""
    months = enrolment.initiative.length_benchmark_months
    if not months or not enrolment.started_on:
        return None
    month = enrolment.started_on.month - 1 + months
    year, month = enrolment.started_on.year + month // 12, month % 12 + 1
    return date(year, month, min(enrolment.started_on.day, 28))


def planned_end(enrolment: Enrolment) -> date | None:
    """The benchmark, or what it has been extended to (``extended_until`` from queries.with_extension)."""
    if not hasattr(enrolment, "extended_until"):
        latest = enrolment.extensions.filter(undone_because="").last()
        return latest.until if latest else benchmark_day(enrolment)
    return enrolment.extended_until or benchmark_day(enrolment)


def is_extended(enrolment: Enrolment) -> bool:
    return planned_end(enrolment) != benchmark_day(enrolment)


@dataclass(frozen=True)
class Bounds:
    """Where somebody's assignments let them act: authorities, each with its initiatives and municipalities.

    None for initiatives or municipalities: all of them.
    """

    held: tuple[tuple[int, frozenset[int] | None, frozenset[int] | None], ...]

    def covers(self, controller: int, initiative: int, municipality: int) -> bool:
        return any(
            controller == place
            and (initiatives is None or initiative in initiatives)
            and (municipalities is None or municipality in municipalities)
            for place, initiatives, municipalities in self.held
        )


def bounds_of(user, permission: Permission) -> Bounds:
    """The areas of the user's assignments as municipalities: one question, however many they are."""
    held = [one for one in held_where(user, permission) if one.controller_id]
    areas: dict[int, set[int]] = {one.area_id: set() for one in held if one.area_id}
    for area, municipality in Coverage.objects.filter(area__in=areas).values_list("area", "municipality"):
        areas[area].add(municipality)
    return Bounds(
        tuple(
            (
                one.controller_id or 0,
                frozenset(one.initiatives) if one.initiatives else None,
                frozenset(areas[one.area_id]) if one.area_id else None,
            )
            for one in held
        )
    )


def check_bounds(user, permission: Permission, *, controller: int, initiative, municipality) -> None:
    """Raises ValidationError when the user works here, but not with people who live there."""
    if user.is_machine or bounds_of(user, permission).covers(controller, initiative.pk, municipality.pk):
        return
    raise ValidationError(
        {
            "municipality": _(
                "Your assignment does not reach %(municipality)s: it is limited to another area or other "
                "initiatives."
            )
            % {"municipality": municipality}
        }
    )
