"""Django's migrate, as the owner unless told otherwise: the application's own login may not change tables."""

import gc
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate


class Command(DjangoMigrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *arguments: Any, **options: Any) -> None:
        # Django draws all models anew at every step; collecting garbage meanwhile is a third of the time.
        before = gc.get_threshold()
        gc.set_threshold(100_000, 50, 100)
        try:
            super().handle(*arguments, **options)
        finally:
            gc.set_threshold(*before)
