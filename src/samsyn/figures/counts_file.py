"""Reads reported counts from a CSV file or a pasted table, and says row by row what is wrong with them."""

import csv
import io
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.utils.translation import gettext as _

from samsyn.initiatives.models import Initiative

HEADINGS = {
    "initiative": {"initiative", "insats"},
    "first_day": {"from", "från", "from_date", "fr o m"},
    "last_day": {"to", "till", "t o m"},
    "sex": {"sex", "kön"},
    "budgeted": {"budgeted", "budget", "budgeterade"},
    "total": {"total", "totalt"},
    "new": {"new", "nya"},
    "ended": {"ended", "avslutade"},
    "ongoing": {"ongoing", "pågående"},
    "to_work_or_studies": {"to_work_or_studies", "till arbete eller studier"},
    "source": {"source", "källa"},
}
NEEDED = ("first_day", "last_day", "total", "new", "ended", "ongoing")
SEXES = {"": "", "all": "", "alla": "", "woman": "woman", "women": "woman", "kvinna": "woman",
         "kvinnor": "woman",
         "man": "man", "men": "man", "män": "man"}  # fmt: skip
LONGEST = 5000  # rows; several associations' whole history


@dataclass(frozen=True)
class CountLine:
    initiative: Initiative | None
    first_day: date
    last_day: date
    sex: str
    budgeted: int | None
    total: int
    new: int
    ended: int
    ongoing: int
    to_work_or_studies: int | None
    source: str

    def facts(self) -> dict:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Fault:
    """What is wrong in the file: row (1 is the heading), column, the value and what is expected."""

    row: int
    column: str
    value: str
    expected: str

    def __str__(self):
        said = {name: value[:60] if isinstance(value, str) else value for name, value in asdict(self).items()}
        return _("Row %(row)s, %(column)s: “%(value)s”. %(expected)s") % said


class _Wrong(ValueError):
    pass


def decoded(data: bytes) -> str:
    """UTF-8, with or without a mark at the start; else what older spreadsheets write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(text: str, association) -> tuple[list[CountLine], list[Fault]]:
    """Every line, and every fault; lines are to be used only when there is no fault."""
    text = text.lstrip("\ufeff").replace("\x00", "")
    if not text.strip():
        return [], [Fault(1, "–", "", _("The file is empty."))]
    first = text.strip().splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = [
            row
            for row in csv.reader(io.StringIO(text.strip()), delimiter=delimiter)
            if any(map(str.strip, row))
        ]
    except csv.Error as wrong:
        return [], [Fault(1, "–", "", _("The file cannot be read as a table: %(why)s") % {"why": wrong})]
    places, faults = _headings(table[0])
    if len(table) > LONGEST:
        faults.append(
            Fault(1, "–", str(len(table)), _("No more than %(most)s rows at a time.") % {"most": LONGEST})
        )
    if faults:
        return [], faults
    named = {one.name.casefold(): one for one in Initiative.objects.filter(association=association)}
    named |= {one.slug: one for one in named.values()}
    lines: list[CountLine] = []
    seen: dict[tuple, int] = {}
    for number, row in enumerate(table[1:], start=2):
        line, wrong_ = _line(number, row, places, named)
        faults += wrong_
        if line is None:
            continue
        key = line.initiative, line.first_day, line.last_day, line.sex
        if key in seen:
            faults.append(
                Fault(number, "–", "", _("The same period is already on row %(row)s.") % {"row": seen[key]})
            )
        seen[key] = number
        lines.append(line)
    return lines, faults


def _headings(row) -> tuple[dict[str, int], list[Fault]]:
    places: dict[str, int] = {}
    faults = []
    for place, heading in enumerate(row):
        name = next((n for n, words in HEADINGS.items() if heading.strip().casefold() in words), None)
        if name is None:
            faults.append(Fault(1, heading.strip() or "–", heading, _("There is no such column.")))
        elif name in places:
            faults.append(Fault(1, heading, heading, _("The column stands twice.")))
        else:
            places[name] = place
    for name in NEEDED:
        if name not in places:
            faults.append(Fault(1, _english(name), "", _("The column is missing.")))
    return places, faults


def _english(name: str) -> str:
    return {"first_day": "from", "last_day": "to"}.get(name, name)


def _line(number, row, places, named) -> tuple[CountLine | None, list[Fault]]:
    facts: dict = {}
    faults = []
    for name in HEADINGS:
        value = row[places[name]].strip() if name in places and places[name] < len(row) else ""
        try:
            facts[name] = _value(name, value, named)
        except _Wrong as wrong:
            faults.append(Fault(number, _english(name), value, str(wrong)))
    if faults:
        return None, faults
    if facts["last_day"] < facts["first_day"]:
        faults.append(
            Fault(number, "to", str(facts["last_day"]), _("The period cannot end before it begins."))
        )
    work = facts["to_work_or_studies"]
    if work is not None and work > facts["ended"]:
        said = _("No more can go on to work or studies than have ended.")
        faults.append(Fault(number, "to_work_or_studies", str(work), said))
    return (None, faults) if faults else (CountLine(**facts), [])


def _value(name: str, value: str, named):
    if name == "initiative":
        if value and value.casefold() not in named:
            raise _Wrong(
                _("There is no such initiative in the association. Empty means the association as a whole.")
            )
        return named.get(value.casefold())
    if name in ("first_day", "last_day"):
        try:
            return date.fromisoformat(value)
        except ValueError as wrong:
            raise _Wrong(_("Write a date as 2022-12-31.")) from wrong
    if name == "sex":
        if value.casefold() not in SEXES:
            raise _Wrong(_("Write woman, man, or nothing for all."))
        return SEXES[value.casefold()]
    if name == "source":
        if len(value) > 200:
            raise _Wrong(_("At most 200 characters."))
        return value or _("Imported")
    if not value and name in ("budgeted", "to_work_or_studies"):
        return None
    bare = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not (bare.isascii() and bare.isdigit() and len(bare) < 9):
        raise _Wrong(_("Write a whole number, 0 or more."))
    return int(bare)
