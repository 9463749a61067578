"""Writes an invented register of any size as CSV: samsyn manage make_register 100000 register.csv."""

import csv
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand

from samsyn.demo import registers
from samsyn.demo.rows import COLUMNS


class Command(BaseCommand):
    help = "Write N invented enrolments to FILE, as enrolments.csv wants them."

    def add_arguments(self, parser):
        parser.add_argument("many", metavar="N", type=int)
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, many, file, seed, **options):
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(islice(registers.rows(many, seed), many))
        self.stderr.write(f"{many} rows in {file}")
