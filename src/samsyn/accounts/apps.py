"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "samsyn.accounts"

    def ready(self):
        from samsyn.base import permits

        from . import cards, listeners, permissions

        permits.answered_by(permissions)
        listeners.listen()
        cards.register()
