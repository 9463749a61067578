"""The reports app: its cards on start pages, and its hits in the search."""

from django.apps import AppConfig

from samsyn.base.tabs import Card, add_buckets, add_card, add_search


class ReportsConfig(AppConfig):
    name = "samsyn.reports"

    def ready(self):
        from samsyn.figures.moments import offer_moments

        from . import cards, queries

        for role in ("director", "office", "initiative_manager"):
            add_card(f"home:{role}", Card("reports/cards/mine.html", cards.mine, aside=True))
        for role in ("board_member", "adjuster"):
            add_card(f"home:{role}", Card("reports/cards/mine.html", cards.mine))
            add_buckets(f"home:{role}", cards.to_sign)
        add_search(queries.find)
        offer_moments(queries.approved_moments)
