"""The audit app: who has read, for those who check it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "samsyn.audit"

    def ready(self):
        from samsyn.base.tabs import add_card

        from . import cards

        add_card("participants:detail", cards.who_has_read)
        add_card("home:privacy_officer", cards.newest)
