"""The initiatives app: what it adds to start pages, to the search and to the association's page."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "samsyn.initiatives"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from samsyn.accounts.scopes import initiatives_told_by
        from samsyn.base.tabs import Card, Tab, add_buckets, add_card, add_search, add_tab

        from . import cards, queries

        for role in ("director", "office", "initiative_manager"):
            add_card(f"home:{role}", Card("initiatives/cards/attention.html", cards.attention))
            add_buckets(f"home:{role}", cards.buckets)
        add_search(queries.find)
        initiatives_told_by(queries.choices_of)
        add_tab("organisations:detail", Tab(_("Goals"), "initiatives:association_goals"))
