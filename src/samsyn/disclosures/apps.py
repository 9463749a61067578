"""The disclosures app: cards on the pages of referrals and participants, and what follows a withdrawal."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "samsyn.disclosures"

    def ready(self):
        from samsyn.base.tabs import Card, add_card

        from . import cards, events, listeners

        events.consent_withdrawn.connect(listeners.consent_was_withdrawn)
        for page in ("referrals:detail", "participants:detail"):
            add_card(page, Card("disclosures/cards/told.html", cards.told, aside=True, is_last=True))
        consents = Card("disclosures/cards/consents.html", cards.consents, aside=True, is_last=True)
        add_card("participants:detail", consents)
