"""What participants show on shared pages: hits of a search, and the contact card."""

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, controllers_where
from samsyn.audit.actions import looked_through_each
from samsyn.audit.models import Act
from samsyn.base.tabs import Card, Hit

from . import queries


def find(user, words: str) -> list[Hit]:
    """People by number, case number or name. That somebody searched is logged, never for what."""
    asked = controllers_where(user, Permission.SEE_OWN_PARTICIPANTS)
    if not asked:
        return []
    found = queries.found_by(user, words)
    shown = [participant.controller_id for participant in found]
    looked_through_each(Act.SEARCH, "participants", shown, by=user, asked=asked)
    return [
        Hit(
            kind=_("Participant"),
            label=participant.shown_name,
            url=reverse("participants:detail", args=[participant.pk]),
            note=", ".join(
                str(enrolment.initiative)
                for enrolment in participant.latest_enrolments[:2]  # type: ignore[attr-defined]  # prefetched
            ),
        )
        for participant in found
    ]


CONTACT = Card("participants/cards/contact.html", lambda participant, user: {"participant": participant})
