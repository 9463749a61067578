"""An empty association, ready to be filled: `samsyn init --association SLUG` asks for it.

It stands in this app and not in organisations, because it works in the name of the machine user of accounts.
"""

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import machine
from samsyn.organisations import actions, queries


class Command(BaseCommand):
    help = (
        "Creates an association with no initiatives. Where there is one of that name already, "
        "nothing happens."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the name in addresses and commands, such as kalmar")
        parser.add_argument(
            "--name", default="", help="the full name, such as Samordningsförbundet i Kalmar län"
        )

    def handle(self, *args, slug, name, **options):
        try:
            validate_slug(slug)
        except Exception as error:
            raise CommandError(
                f"“{slug}” cannot be a short name: use letters, digits and hyphens."
            ) from error
        if queries.association_named(slug):
            self.stdout.write(f"The association {slug} is already there.")
            return
        by = machine()
        with acting_as(by):
            actions.create_association(slug=slug, name=name or _spelt_out(slug), by=by)
        self.stdout.write(f"The association {slug} has been created.")


def _spelt_out(slug):
    return f"Samordningsförbundet {slug.replace('-', ' ').title()}"
