"""The organisations app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "samsyn.organisations"

    def ready(self):
        from . import cards

        cards.register()
