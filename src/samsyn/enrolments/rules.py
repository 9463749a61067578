"""What fits together in an enrolment: exit reason, occupation and destination;
and how its case number begins.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.initiatives.models import Destination, Initiative
from samsyn.participants.codes import ExitReason, Occupation

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
