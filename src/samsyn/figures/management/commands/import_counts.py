"""`samsyn import counts FILE.csv --association SLUG`: reported counts, all or nothing."""

import sys
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.accounts.actions import machine
from samsyn.figures import actions, counts_file
from samsyn.organisations.models import Association


class Command(BaseCommand):
    help = "Import reported counts. Importing the same file again changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--association", required=True, metavar="SLUG")

    def handle(self, *, file, association, **options):
        with translation.override("sv"):
            found = Association.objects.filter(slug=association).first()
            if found is None:
                raise CommandError(_("There is no association called %(slug)s.") % {"slug": association})
            try:
                text = counts_file.decoded(file.read_bytes())
            except OSError as wrong:
                raise CommandError(
                    _("The file %(file)s cannot be read: %(why)s") % {"file": file, "why": wrong.strerror}
                ) from wrong
            lines, faults = counts_file.read(text, found)
            if faults:
                for fault in faults:
                    sys.stderr.write(f"{fault}\n")
                raise CommandError(_("Nothing was imported."))
            by = machine()
            try:
                with pghistory.context(user=by.pk):
                    done = actions.import_counts(association=found, lines=lines, by=by)
            except ValidationError as rule:
                raise CommandError(" ".join(rule.messages)) from rule
            self.stdout.write(
                _("%(added)s new, %(changed)s changed, %(unchanged)s unchanged.")
                % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
            )
