"""A report as a file: `samsyn report annual --association kalmar --year 2022 --out a.pdf`."""

import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samsyn.base.tenancy import one_snapshot
from samsyn.initiatives.queries import initiative_named
from samsyn.organisations.models import Association
from samsyn.reports import drafts
from samsyn.reports.checking import document_of
from samsyn.reports.models import Kind
from samsyn.reports.outlines import outline_of
from samsyn.reports.output.page import as_page
from samsyn.reports.output.pdf import as_pdf
from samsyn.reports.output.sheets import as_spreadsheet
from samsyn.reports.resolving import resolve


def as_numbers(tree) -> bytes:
    """The report’s numbers as `samsyn reconcile` reads them."""
    return json.dumps(document_of(tree), ensure_ascii=False, indent=1).encode()


MADE = {
    ".pdf": lambda tree: as_pdf(tree, drafts.files_of(tree)),
    ".html": lambda tree: as_page(tree).encode(),
    ".xlsx": as_spreadsheet,
    ".json": as_numbers,
}


class Command(BaseCommand):
    help = "Build a report: the frozen one when it has been approved, else as its figures stand now."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=Kind.values, metavar="KIND", help=", ".join(Kind.values))
        parser.add_argument("--association", metavar="SLUG", required=True)
        parser.add_argument("--year", type=int, required=True, metavar="Y")
        parser.add_argument("--initiative", metavar="NAME")
        parser.add_argument("--out", required=True, metavar="FILE.pdf|.html|.xlsx|.json")

    def handle(self, *, kind, year, out, **options):
        with translation.override("sv"):
            file = Path(out)
            if file.suffix.lower() not in MADE:
                _wrong(_("--out must end in .pdf, .html, .xlsx or .json."))
            if not 2000 <= year <= 2100:
                _wrong(_("--year must be from 2000 to 2100."))
            if outline_of(kind).of_initiative and not options["initiative"]:
                _wrong(_("--initiative is needed for this kind of report."))
            with one_snapshot():
                content = self._content(Kind(kind), year, options["association"], options["initiative"], file)
            try:
                file.write_bytes(content)
            except OSError as wrong:
                raise CommandError(
                    _("The file cannot be written: %(why)s") % {"why": wrong.strerror or str(wrong)}
                ) from wrong
            self.stdout.write(str(file))

    def _content(self, kind: Kind, year: int, slug: str, name: str | None, file: Path) -> bytes:
        association = Association.objects.filter(slug=slug).first()
        if association is None:
            raise CommandError(_("There is no association called %(slug)s.") % {"slug": slug})
        initiative = None
        if outline_of(kind).of_initiative and name:
            initiative = initiative_named(association, name)
            if initiative is None:
                raise CommandError(_("There is no initiative called %(name)s.") % {"name": name})
        first, last = date(year, 1, 1), date(year, 12, 31)
        report = drafts.report_about(association, kind, last, initiative)
        if report and file.suffix.lower() == ".pdf" and (sealed := drafts.frozen_pdf(report)):
            return sealed
        draft = drafts.draft_of(report) if report else drafts.fresh_draft(
            association, kind, first, last, initiative
        )  # fmt: skip
        tree = (report and drafts.frozen_tree(report)) or resolve(draft, timezone.now())
        for problem in tree["problems"]:
            self.stderr.write(problem)
        return MADE[file.suffix.lower()](tree)


def _wrong(message: str):
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)
