"""The participants app."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "samsyn.participants"
