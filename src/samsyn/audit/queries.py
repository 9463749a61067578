"""What may be read of the access log: an authority's own log,
by its privacy officers and about one participant.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.base import permits

from .models import Access, Act

PAGE = 50


# The first word of an entry's kind, as a reader of the log would say it.
KINDS = {
    "participant": _("participant"),
    "participants": _("participants"),
    "enrolment": _("enrolment"),
    "enrolments": _("enrolments"),
    "referral": _("referral"),
    "referrals": _("referrals"),
    "disclosure": _("disclosure"),
    "disclosures": _("disclosures"),
    "consent": _("consent"),
    "figures": _("figures"),
}


@dataclass(frozen=True)
class Look:
    """One line of “who has read”: when, who, what they did;
    ``reason`` when it was outside their own cases.
    """

    at: datetime
    by: str
    act: str
    kind: str
    person: int | None
    reason: str
    is_outside: bool

    @property
    def what(self) -> str:
        """What the entry is about, in words; empty when the kind says nothing to a reader."""
        return str(KINDS.get(re.split(r"[^a-z]", self.kind)[0], ""))


def accesses_for(user) -> QuerySet[Access]:
    """The log of the authorities where the user is privacy officer.
    The wall in the database says the same.
    """
    controllers = permits.controllers_where(user, "review_access")
    return Access.objects.filter(controller_id__in=controllers).select_related("by").order_by("-at", "-pk")


def accesses_of_person(controller_id: int, participant_id: int, before: int | None = None) -> list[Look]:
    """“Vem har läst”: what the log says about one participant at one authority, newest first, PAGE at a time.

    ``before``: only entries with a lower number, for the next page. The caller has asked whether the reader
    may see the participant; behind the wall another authority's log is empty all the same.
    """
    entries = Access.objects.filter(controller_id=controller_id, person=participant_id).select_related("by")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return [look(entry) for entry in entries.order_by("-at", "-pk")[:PAGE]]


def look(entry: Access) -> Look:
    return Look(
        entry.at,
        entry.by.name,
        str(Act(entry.act).label),
        entry.kind,
        entry.person,
        entry.reason,
        bool(entry.reason),
    )
