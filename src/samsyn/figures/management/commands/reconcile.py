"""`samsyn reconcile FILE.json`: what does not hold in published figures. Ends with 1 when there is any."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.figures.queries import View
from samsyn.figures.reconciliation import Unreadable, by_reason, document_of, examined, text_of
from samsyn.figures.register import register_of, years_in
from samsyn.organisations.models import Association


class Command(BaseCommand):
    help = "Reconcile published figures: JSON, CSV or xlsx. The database is asked only with --association."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument(
            "--association", metavar="SLUG", help="hold it against this association's register too"
        )
        parser.add_argument("--year", type=int, metavar="YEAR", help="of tables that name no year")

    def handle(self, *, file, format, association, year, **options):
        with translation.override("sv"):
            try:
                text = text_of(file.read_bytes())
                years = sorted({*years_in(text), *([year] if year else [])})
                register = _register(association, years) if association else None
                made = examined(document_of(text), register, year)
            except OSError as wrong:
                raise CommandError(
                    _("The file %(file)s cannot be read: %(why)s") % {"file": file, "why": wrong.strerror}
                ) from wrong
            except Unreadable as wrong:
                raise CommandError(str(wrong)) from wrong
            self._print(made, format)
        if made.findings:
            sys.exit(1)

    def _print(self, made, how):
        found = made.findings
        for why, where in by_reason(made.untried).items():
            sys.stderr.write(f"{', '.join(where)}: {why}\n")
        if how == "json":
            self.stdout.write(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
            return
        for one in found:
            self.stdout.write(f"{one.kind_label}: {one.place}\n  {one.sentence()}")
        sys.stderr.write(
            _("%(tried)s relations tried, %(found)s findings.") % {"tried": made.tried, "found": len(found)}
        )
        sys.stderr.write("\n")
        if made.declared:
            sys.stderr.write(
                _("%(declared)s more do not hold, and the document says so: counts as others reported them.")
                % {"declared": len(made.declared)}
            )
            sys.stderr.write("\n")


def _register(slug, years):
    found = Association.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(_("There is no association called %(slug)s.") % {"slug": slug})
    return register_of(View(found), years)
