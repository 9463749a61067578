"""The initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "samsyn.initiatives"
