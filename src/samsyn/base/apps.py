"""Puts the wall up after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "samsyn.base"

    def ready(self):
        from . import tenancy

        pre_migrate.connect(tenancy.before_migrate, sender=self)
        post_migrate.connect(tenancy.after_migrate, sender=self)
