"""The extracts app: the view that it reads through the gate, and what waits for an authority's approver."""

from django.apps import AppConfig

from samsyn.base.tenancy import register_view


class ExtractsConfig(AppConfig):
    name = "samsyn.extracts"

    def ready(self):
        from . import cards
        from .reading import GATE_EXTRACT

        register_view("gate_extract", GATE_EXTRACT)
        cards.register()
