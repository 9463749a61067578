"""The participants app: lets search find people."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "samsyn.participants"

    def ready(self):
        from samsyn.base.tabs import add_card, add_search

        from . import cards

        add_search(cards.find)
        add_card("participants:detail", cards.CONTACT)
