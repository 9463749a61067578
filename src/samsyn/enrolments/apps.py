"""The enrolments app."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "samsyn.enrolments"
