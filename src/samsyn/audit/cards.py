"""A card that higher apps may put on a participant's page: who has read it."""

from samsyn.base import permits
from samsyn.base.tabs import Card

from .queries import accesses_of_person


def _looks(participant, user) -> dict | None:
    if participant.controller_id not in permits.controllers_where(user, "review_access"):
        return None
    return {"looks": accesses_of_person(participant.controller_id, participant.pk)}


# add_card("participants:detail", who_has_read): shown to the authority's privacy officers only.
who_has_read = Card("audit/cards/who_has_read.html", _looks, aside=True)
