"""Imports a register of enrolments from a CSV or xlsx file: all rows or none."""

import sys
from pathlib import Path

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.accounts.actions import machine
from samsyn.base.days import today
from samsyn.enrolments.imports.actions import import_register
from samsyn.enrolments.imports.planning import check_rows
from samsyn.enrolments.imports.reading import Unreadable, read_table
from samsyn.organisations.models import Association

MOST_LISTED = 100


class Command(BaseCommand):
    help = (
        "Imports a register of enrolments (CSV or xlsx). Exit code 1, and nothing written, when rows "
        "are wrong."
    )
    requires_system_checks = []  # `samsyn check` does; an import should begin at once

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--association", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
        parser.add_argument(
            "--create-initiatives", action="store_true", help="make missing initiatives and tracks"
        )

    def handle(self, *, file, association, dry_run, create_initiatives, **options):
        with translation.override("sv"):
            self._import(file, association, dry_run, create_initiatives)

    def _import(self, file, slug, dry_run, create_initiatives):
        association = Association.objects.filter(slug=slug).first()
        if not association:
            raise CommandError(_("There is no association “%(slug)s”.") % {"slug": slug})
        try:
            entries = check_rows(read_table(file.read_bytes()), today())
        except OSError as wrong:
            raise CommandError(_("The file cannot be read: %(why)s.") % {"why": wrong.strerror}) from None
        except Unreadable as wrong:
            raise CommandError(str(wrong)) from None
        by = machine()
        with pghistory.context(user=by.pk), transaction.atomic():
            plan = import_register(
                association=association,
                entries=entries,
                by=by,
                create_initiatives=create_initiatives,
                dry_run=dry_run,
            )
        self._tell(plan, dry_run)

    def _tell(self, plan, dry_run):
        errors = plan.errors
        for finding in (errors or plan.findings)[:MOST_LISTED]:
            self.stderr.write(line_of(finding))
        rest = len(errors or plan.findings) - MOST_LISTED
        if rest > 0:
            self.stderr.write(_("… and %(rest)s more.") % {"rest": rest})
        if errors:
            self.stderr.write(_("Nothing was imported: %(count)s errors.") % {"count": len(errors)})
            sys.exit(1)
        counts = {name: plan.count(name) for name in ("new", "changed", "unchanged")}
        would = _("%(new)s would be new, %(changed)s would be changed, %(unchanged)s unchanged")
        did = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged")
        self.stdout.write((would if dry_run else did) % counts)


def line_of(finding) -> str:
    """Row, column, value and what is expected, on one line."""
    where = _("Row %(row)s") % {"row": finding.row} if finding.row else _("The file")
    if finding.column:
        where += f", {finding.column}"
    mark = "" if finding.is_error else _("remark: ")
    value = f"“{finding.value}” " if finding.value else ""
    return f"{where}: {mark}{value}– " + _("expected: %(expected)s") % {"expected": finding.expected}
