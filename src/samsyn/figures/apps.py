"""The figures app: the gate's view, and the cards it lends to start pages."""

from django.apps import AppConfig

from samsyn.base.tabs import Card, add_card
from samsyn.base.tenancy import register_view

from .register_sql import GATE_ENROLMENTS


class FiguresConfig(AppConfig):
    name = "samsyn.figures"

    def ready(self):
        from . import cards, measuring

        measuring.offer_measures()
        register_view("gate_enrolments", GATE_ENROLMENTS)
        add_card("enrolments:quality", Card("figures/cards/entry.html", cards.time_to_entry))
        for role in ("director", "initiative_manager", "office", "coordinator"):
            last = role == "coordinator"  # whose day begins with referrals
            table, share = "figures/cards/participants.html", "figures/cards/work_or_studies.html"
            add_card(f"home:{role}", Card(table, cards.participants_this_year, is_last=last))
            if not last:
                add_card(f"home:{role}", Card("figures/cards/quality.html", cards.data_quality, aside=True))
            add_card(f"home:{role}", Card(share, cards.work_or_studies_this_year, aside=True, is_last=last))
