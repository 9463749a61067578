"""The tokens app: on everybody's own page, and on the start page of those who approve."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "samsyn.tokens"

    def ready(self):
        from . import cards

        cards.register()
