"""The enrolments app: listens for offered places."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "samsyn.enrolments"

    def ready(self):
        from samsyn.referrals.events import place_offered

        from . import listeners

        place_offered.connect(listeners.place_was_offered)
