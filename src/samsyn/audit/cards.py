"""Cards for those who check the log: who has read a participant's record,
and the newest in the authority's log.
"""

from samsyn.base import permits
from samsyn.base.tabs import Card

from .queries import accesses_for, accesses_of_person, look

NEWEST = 20


def _looks(participant, user) -> dict | None:
    if participant.controller_id not in permits.controllers_where(user, "review_access"):
        return None
    return {"looks": accesses_of_person(participant.controller_id, participant.pk)}


def _newest(record, user) -> dict | None:
    return {"looks": [look(entry) for entry in accesses_for(user)[:NEWEST]]}


# On a participant's page, to the authority's privacy officers only.
who_has_read = Card("audit/cards/who_has_read.html", _looks, aside=True)
newest = Card("audit/cards/newest.html", _newest)
