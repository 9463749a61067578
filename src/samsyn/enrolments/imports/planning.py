"""Holds a whole register against what the database has: what is new, what changes, and what cannot be."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.enrolments.models import Enrolment
from samsyn.enrolments.rules import Bounds
from samsyn.initiatives.models import Coverage, Initiative, Track
from samsyn.organisations.models import Association, Controller, Municipality
from samsyn.participants.models import Participant

from .checking import Entry, Finding, check_row
from .columns import folded
from .reading import Table

NEVER = date.max
FACTS = (
    "referrer", "referred_on", "started_on", "education", "public_support_months", "income_at_start",
    "occupation_at_start", "ended_on", "exit_reason", "occupation_at_end", "income_at_end", "destination",
)  # fmt: skip
FIELDS = ("participant_id", "municipality_id", "track_id", *FACTS, "misregistered_because")
WHEN_EMPTY = {"education": "unknown", "occupation_at_start": "unknown"}
BECAUSE = "Felregistrering enligt det importerade registret"
STEP = 1000


@dataclass(eq=False, slots=True)
class Person:
    """A participant to be, or one that is there; ``is_changed`` when the register says something else."""

    controller_id: int
    municipality_id: int | None
    sex: str
    is_anonymous: bool = False
    number: str = ""
    key: bytes | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    id: int | None = None
    is_changed: bool = False
    row: int = 0

    def take(self, **facts):
        for name, value in facts.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.is_changed = True


@dataclass(eq=False, slots=True)
class Line:
    """A row on its way to become an enrolment. ``values``: by field; ``id`` when it is already there."""

    entry: Entry
    initiative: Initiative
    controller_id: int
    municipality_id: int
    person: Person | None = None
    values: dict = field(default_factory=dict)
    id: int | None = None
    verdict: str = ""


@dataclass
class Plan:
    """What an import would do. With an error among the findings nothing is written."""

    findings: list[Finding] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    rows: int = 0
    register: "Register | None" = None

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    def count(self, verdict: str) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    def add(self, row, column, value, expected):
        self.findings.append(Finding(row, column, value, expected))


class Register:
    """What the rows refer to, looked up once. Missing initiatives,
    tracks and authorities are made by ``make``.
    """

    def __init__(
        self,
        association: Association,
        *,
        allowed: set[int] | None = None,
        bounds: Bounds | None = None,
        make=None,
        make_authority=None,
    ):
        """``allowed``: only these authorities' rows may be written; None: all of the association's.

        ``bounds``: where the importer's assignments reach within them; None: everywhere.

        ``make``: makes missing initiatives, tracks and coverage;
        ``make_authority(municipality)``: a controller.
        """
        self.association, self.allowed, self.make = association, allowed, make
        self.bounds = bounds
        self.make_authority = make_authority
        self.initiatives = {}
        for initiative in Initiative.objects.filter(association=association):
            self.initiatives[folded(initiative.name)] = self.initiatives[folded(initiative.slug)] = initiative
        self.municipalities = {}
        for place in Municipality.objects.all():
            for word in (place.name, f"{place.name} kommun", f"{place.name}s kommun", place.code):
                self.municipalities[folded(word)] = place
        self.controllers: dict[str, Controller] = {}
        self.authorities: dict[int, Controller | None] = {}
        for controller in Controller.objects.filter(parties__association=association):
            for word in (controller.slug, controller.name, controller.short_name):
                self.controllers.setdefault(folded(word), controller)
        self.tracks = {}
        for track in Track.objects.filter(initiative__association=association):
            self.tracks[track.initiative_id, folded(track.name)] = track
        self.covered = set(
            Coverage.objects.filter(initiative__association=association).values_list(
                "initiative_id", "municipality_id"
            )
        )

    def make_authorities(self, entries: list[Entry]) -> None:
        """Every municipality's own authority that the rows lean on;
        before the wall is opened for all of them.
        """
        for entry in entries:
            place = self.municipalities.get(folded(entry.facts.get("municipality", "")))
            if place and not entry.is_wrong and not entry.facts.get("controller"):
                self._controller("", place)

    def line(self, entry: Entry, plan: Plan) -> Line | None:
        facts = entry.facts
        initiative = self._initiative(facts.get("initiative", ""))
        if not initiative:
            plan.add(
                entry.row,
                "initiative",
                facts.get("initiative", "")[:60],
                _("an initiative of the association"),
            )
        place = self.municipalities.get(folded(facts.get("municipality", "")))
        if not place:
            plan.add(
                entry.row,
                "municipality",
                facts.get("municipality", "")[:60],
                _("a municipality by name or code"),
            )
        controller = self._controller(facts.get("controller", ""), place)
        if not controller and (facts.get("controller") or place):
            plan.add(
                entry.row,
                "controller",
                facts.get("controller", "")[:60],
                _("an authority of the association"),
            )
        if controller and self.allowed is not None and controller.pk not in self.allowed:
            plan.add(
                entry.row,
                "controller",
                controller.short_name,
                _("an authority whose register you may import"),
            )
            return None
        if not (initiative and place and controller):
            return None
        if not self.reaches(controller.pk, initiative.pk, place.pk):
            plan.add(entry.row, "municipality", place.name, within_assignment())
            return None
        if self.make and (initiative.pk, place.pk) not in self.covered:
            self.make.coverage(initiative, place, controller)
            self.covered.add((initiative.pk, place.pk))
        line = Line(entry, initiative, controller.pk, place.pk)
        if "track" in facts:
            track = self._track(initiative, facts["track"])
            if facts["track"] and not track:
                plan.add(entry.row, "track", facts["track"][:60], _("a track of the initiative"))
                return None
            line.values["track_id"] = track.pk if track else None
        return line

    def reaches(self, controller: int, initiative: int, municipality: int) -> bool:
        return self.bounds is None or self.bounds.covers(controller, initiative, municipality)

    def _initiative(self, name):
        found = self.initiatives.get(folded(name))
        if not found and name and self.make:
            found = self.make.initiative(name)
            self.initiatives[folded(name)] = found
        return found

    def _controller(self, name, place):
        if name:
            return self.controllers.get(folded(name))
        if place and place.pk not in self.authorities:
            self.authorities[place.pk] = self._own_authority(place)
        return self.authorities[place.pk] if place else None

    def _own_authority(self, place):
        from samsyn.organisations import queries

        found = queries.authority_of(place, self.association)
        if found and found.pk in {controller.pk for controller in self.controllers.values()}:
            return found
        return self.make_authority(place) if self.make_authority else None

    def _track(self, initiative, name):
        found = self.tracks.get((initiative.pk, folded(name)))
        if not found and name and self.make:
            found = self.tracks[initiative.pk, folded(name)] = self.make.track(initiative, name)
        return found


def within_assignment() -> str:
    return _("a municipality and an initiative that your assignment reaches")


def free_slug(name: str) -> str:
    return slugify(name.translate(str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")))[:80] or "insats"


def check_rows(table: Table, on: date, tell: Callable[[int], None] = lambda done: None) -> list[Entry]:
    """Each row by itself; what can be said without the database."""
    entries = []
    for done, (row, cells) in enumerate(table.rows, 1):
        entries.append(check_row(row, table.columns, cells, on))
        if done % STEP == 0:
            tell(done)
    return entries


def make_plan(entries: list[Entry], register: Register, plan: Plan) -> None:
    """Fill the plan. ``entries``: every row checked by itself;
    the connection must see the authorities' records.
    """
    for entry in entries:
        plan.findings += entry.findings
        if not entry.is_wrong:
            line = register.line(entry, plan)
            if line:
                plan.lines.append(line)
    _refuse_twice(plan)
    there = _there(plan)
    _find_people(plan, there)
    for line in plan.lines:
        record = there.get((line.initiative.pk, line.entry.facts["case_number"]))
        _refuse_beyond(line, record, register, plan)
        _compare(line, record)
    _refuse_overlaps(plan, there)
    plan.findings.sort(key=lambda finding: finding.row)


def _refuse_beyond(line, record, register, plan):
    """What is there already may lie where the assignment does not reach, whatever the file says."""
    if record and not register.reaches(
        record["controller_id"], record["initiative_id"], record["municipality_id"]
    ):
        plan.add(line.entry.row, "case_number", line.entry.facts["case_number"], within_assignment())


def _refuse_twice(plan):
    first = {}
    for line in plan.lines:
        key = (line.initiative.pk, line.entry.facts["case_number"])
        if key in first:
            expected = _("each case number once in an initiative; it stands in row %(row)s too") % {
                "row": first[key]
            }
            plan.add(line.entry.row, "case_number", key[1], expected)
        first.setdefault(key, line.entry.row)


def _there(plan):
    """What the initiatives already have, as far as this connection sees: (initiative,
    case number) → values.
    """
    names = ("id", "controller_id", "initiative_id", "case_number", *FIELDS)
    rows = Enrolment.objects.filter(initiative__in={line.initiative.pk for line in plan.lines})
    found = {}
    for values in rows.order_by().values_list(*names).iterator(chunk_size=10_000):
        record = dict(zip(names, values, strict=True))
        found[record["initiative_id"], record["case_number"]] = record
    return found


# ── People ─────────────────────────────────────────────────────────────────────────────────────────────────


def _find_people(plan, there):
    known, by_key = {}, {}
    names = (
        "id",
        "controller_id",
        "municipality_id",
        "sex",
        "is_anonymous",
        "person_key",
        "birth_date",
        "birth_year",
    )
    rows = Participant.objects.filter(controller__in={line.controller_id for line in plan.lines}).order_by()
    for pk, controller, place, sex, anonymous, key, born, year in rows.values_list(*names).iterator(
        chunk_size=10_000
    ):
        key = bytes(key) if key else None
        person = Person(controller, place, sex, anonymous, "", key, born, year, pk)
        known[pk] = person
        if key:
            by_key[controller, key] = person
    for line in plan.lines:
        record = there.get((line.initiative.pk, line.entry.facts["case_number"]))
        if record and record["controller_id"] != line.controller_id:
            expected = _("the authority that already keeps this case number")
            plan.add(line.entry.row, "controller", "", expected)
        line.person = _person(line, known.get(record["participant_id"]) if record else None, by_key, plan)


def _person(line, there, by_key, plan):
    facts, number, key = line.entry.facts, line.entry.number, line.entry.key
    if key:
        person = by_key.get((line.controller_id, key))
        if person is None and there is not None and there.key is None and not there.is_anonymous:
            person = by_key[line.controller_id, key] = there
            _tell(person, plan, key=key, number=number.text)
        if person is None:
            person = Person(line.controller_id, line.municipality_id, "", row=line.entry.row)
            by_key[line.controller_id, key] = person
            plan.people.append(person)
            person.key, person.number = key, number.text
        sex = facts.get("sex") or person.sex or number.sex
        if person.row and person.sex and person.sex != sex and person.row != line.entry.row:
            expected = _("the same sex as in row %(row)s: it is the same person") % {"row": person.row}
            plan.add(line.entry.row, "sex", sex, expected)
        person.row = person.row or line.entry.row
        _tell(person, plan, sex=sex, birth_date=number.birth_date, birth_year=number.birth_date.year)
        return person
    if facts.get("anonymous"):
        if there is not None and there.is_anonymous:
            _tell(there, plan, sex=facts["sex"])
            return there
        person = Person(line.controller_id, line.municipality_id, facts["sex"], is_anonymous=True)
        plan.people.append(person)
        return person
    if there is None:
        there = Person(line.controller_id, line.municipality_id, facts["sex"], birth_year=facts["birth_year"])
        plan.people.append(there)
    elif there.key is None:
        _tell(there, plan, sex=facts["sex"], birth_year=facts["birth_year"], is_anonymous=False)
    return there


def _tell(person, plan, **facts):
    """A new person takes the facts; a known one is put on the list of those to change when they differ."""
    was = person.is_changed
    person.take(**facts)
    if person.id and person.is_changed and not was:
        plan.people.append(person)


# ── Comparison ─────────────────────────────────────────────────────────────────────────────────────────────


def _compare(line, record):
    facts = line.entry.facts
    values = line.values
    values["municipality_id"] = line.municipality_id
    for name in FACTS:
        if name in facts:
            values[name] = facts[name] or WHEN_EMPTY.get(name, facts[name])
    if record is None:
        line.verdict = "new"
        values["misregistered_because"] = BECAUSE if values.get("exit_reason") == "misregistration" else ""
        return
    line.id = record["id"]
    if "exit_reason" in values:
        is_wrong = values["exit_reason"] == "misregistration"
        values["misregistered_because"] = (record["misregistered_because"] or BECAUSE) if is_wrong else ""
    is_same_person = line.person.id == record["participant_id"] and not line.person.is_changed
    is_same = is_same_person and all(record[name] == value for name, value in values.items())
    line.verdict = "unchanged" if is_same else "changed"
    for name in FIELDS:
        values.setdefault(name, record[name])


def _refuse_overlaps(plan, there):
    """No person twice at the same time in an initiative,
    counting both the file and what stays in the database.
    """
    times = defaultdict(list)
    mine = {line.id for line in plan.lines if line.id}
    for line in plan.lines:
        if line.values.get("exit_reason") != "misregistration":
            person = line.person.id or id(line.person)
            times[person, line.initiative.pk].append(
                (line.values.get("started_on"), line.values.get("ended_on"), line.entry.row)
            )
    for record in there.values():
        key = (record["participant_id"], record["initiative_id"])
        if record["id"] not in mine and key in times and record["exit_reason"] != "misregistration":
            times[key].append((record["started_on"], record["ended_on"], None))
    for spells in times.values():
        if len(spells) > 1:
            _refuse_overlap(plan, spells)


def _refuse_overlap(plan, spells):
    waiting = sorted(
        (row or 0) for started, _ended, row in spells if not started
    )  # 0: in the database already
    for row in waiting[1:]:
        plan.add(
            row, "started_on", "", _("a start date: the person already has a place waiting in the initiative")
        )
    started = sorted(
        ((start, end or NEVER, row) for start, end, row in spells if start and start != end),
        key=lambda spell: spell[:2],
    )
    latest, holder = None, None
    for start, end, row in started:
        if latest is not None and start < latest:
            other = _("row %(row)s") % {"row": holder} if row and holder else _("what is already registered")
            expected = _("a time that does not overlap %(other)s: it is the same person") % {"other": other}
            plan.add(row or holder or 0, "started_on", start.isoformat() if row else "", expected)
        if latest is None or end > latest:
            latest, holder = end, row
