"""Write the table of roles and permissions into docs/access.md:
`samsyn manage access_table docs/access.md`.
"""

from pathlib import Path

from django.core.management.base import BaseCommand

from samsyn.accounts.tables import with_table


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("document", type=Path, nargs="?", default=Path("docs/access.md"))

    def handle(self, *, document, **options):
        document.write_text(with_table(document.read_text(encoding="utf-8")), encoding="utf-8")
