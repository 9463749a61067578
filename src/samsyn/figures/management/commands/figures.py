"""Any figure on the command line:
`samsyn figures participants --association kalmar --from … --to … --by initiative`.
"""

import argparse
import json
import sys
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samsyn.figures import shapes
from samsyn.figures.counting import Period
from samsyn.figures.definitions import DIMENSIONS, FIGURES
from samsyn.figures.grounds import Grounds
from samsyn.figures.tables import table
from samsyn.organisations.models import Association

SAID = {"enrolments": "records or reported", "durations": "records", "consultations": "records"}


class Command(BaseCommand):
    help = "Show figures of an association. Disclosure control is always on."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--list", action="store_true", help="name every figure with its definition")
        parser.add_argument("--association", metavar="SLUG")
        parser.add_argument("--from", dest="first", type=_day, metavar="DATE")
        parser.add_argument("--to", dest="last", type=_day, metavar="DATE")
        parser.add_argument("--by", action="append", nargs="+", default=[], metavar="DIMENSION")
        parser.add_argument("--unit", choices=["enrolments", "persons"], default="enrolments")
        parser.add_argument(
            "--as-of", type=_moment, metavar="MOMENT",
            help="as the register stood then, such as 2025-03-01T12:00: what is not under disclosure control",
        )  # fmt: skip
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *, names, **options):
        with translation.override("sv"):
            if options["list"]:
                return self._list(options["format"])
            by = _dimensions(options["by"])
            self._check(names, by, options)
            association = Association.objects.filter(slug=options["association"]).first()
            if association is None:
                raise CommandError(
                    _("There is no association called %(slug)s.") % {"slug": options["association"]}
                )
            period = Period(options["first"], options["last"])
            now, grounds = timezone.now(), Grounds(association, at=options["as_of"])
            how = {"by": by, "unit": options["unit"], "as_of": now, "grounds": grounds}
            try:
                tables = [table(name, association, period, **how) for name in names]
            except ValidationError as rule:
                raise CommandError(" ".join(rule.messages)) from rule
            self._print(tables, options["format"])
        return None

    def _check(self, names, by, options):
        """Wrong usage ends with 2, as argparse's own."""
        if not names:
            _wrong(_("Name a figure, or use --list."))
        for missing in [f"--{name}" for name in ("association",) if not options[name]]:
            _wrong(_("%(option)s is needed.") % {"option": missing})
        if not (options["first"] and options["last"]):
            _wrong(_("--from and --to are needed."))
        for name in [name for name in names if name not in FIGURES]:
            _wrong(
                _("There is no figure called %(name)s. Those that are: %(all)s.")
                % {"name": name, "all": ", ".join(FIGURES)}
            )
        for name in [name for name in by if name not in DIMENSIONS]:
            _wrong(
                _("Figures cannot be broken down by %(name)s. Choose from: %(all)s.")
                % {"name": name, "all": ", ".join(DIMENSIONS)}
            )
        if options["last"] < options["first"]:
            raise CommandError(_("The period cannot end before it begins."))

    def _list(self, how):
        if how == "json":
            found = [
                {"name": f.name, "label": str(f.label), "english": f.english, "definition": str(f.text),
                 "population": str(f.population),
                 "measures": {m.name: str(m.text) for m in f.measures}, "version": f.version,
                 "units": list(f.units), "by": [*f.dimensions], "source": SAID[f.base]}
                for f in FIGURES.values()
            ]  # fmt: skip
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for figure in FIGURES.values():
            self.stdout.write(
                f"{figure.name}: {figure.label} ({figure.english})\n  {figure.text} {figure.population}"
            )
            for measure in figure.measures:
                self.stdout.write(f"  {measure.name} ({measure.label}): {measure.text}")
            self.stdout.write("  " + " · ".join(f"{name}: {said}" for name, said in figure.facts))

    def _print(self, tables, how):
        if how == "json":
            found = [shapes.as_json(one) for one in tables]
            self.stdout.write(json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, indent=1))
        elif how == "csv":
            self.stdout.write("\n".join(shapes.as_csv(one) for one in tables), ending="")
        else:
            self.stdout.write("\n\n".join(shapes.as_text(one) for one in tables))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        with translation.override("sv"):
            raise argparse.ArgumentTypeError(
                _("%(text)s is no date; write for instance 2022-12-31.") % {"text": text}
            ) from wrong


def _moment(text: str) -> datetime:
    """A moment in Sweden, when no other zone is given."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        with translation.override("sv"):
            raise argparse.ArgumentTypeError(
                _("%(text)s is no moment; write for instance 2025-03-01T12:00.") % {"text": text}
            ) from wrong
    return found if found.tzinfo else timezone.make_aware(found)


def _dimensions(given) -> list[str]:
    """`--by initiative --by sex`, `--by initiative sex` and `--by initiative,sex` are the same."""
    return list(dict.fromkeys(name for part in given for word in part for name in word.split(",") if name))


def _wrong(message: str):
    sys.stderr.write(f"{message}\n")
    raise SystemExit(2)
