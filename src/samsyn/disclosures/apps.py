"""The disclosures app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "samsyn.disclosures"
