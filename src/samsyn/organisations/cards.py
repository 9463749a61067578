"""What organisations put on start pages: proposals that wait for the authority's own approver."""

from samsyn.base.tabs import Card, add_card

from . import queries

SHOWN = 5


def to_agree(record, user) -> dict | None:
    waiting = list(queries.decidable_proposals_for(user)[:SHOWN])
    return {"waiting": waiting} if waiting else None


def register() -> None:
    add_card("home:approver", Card("organisations/cards/to_agree.html", to_agree))
