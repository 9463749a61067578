"""A figure as a table: counted through the gate or as reported, under disclosure control,
with its sum and sources.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.initiatives.models import Capacity, Coverage, Initiative, Track
from samsyn.organisations.models import Association, Controller, Municipality
from samsyn.participants.codes import Sex

from . import reported
from .control import HEADLINE, NOT_STATED, Control, family
from .counting import COLUMNS, POPULATION_NAMES, Group, Period, count, every_subset
from .definitions import FIGURES, FINE, Figure, is_fine
from .models import ReportedCount
from .reported import Piece
from .shares import Share

NOBODY = dict.fromkeys(POPULATION_NAMES, 0)
OF_MEASURE = {"numerator": "work", "denominator": "ended"}


@dataclass
class Row:
    """``keys``: raw values by dimension; ``labels``: the same in words; ``hidden``:
    names of suppressed measures.

    ``is_missing``: counts are reported by somebody else, and none are for this period.
    """

    keys: dict[str, Any]
    labels: dict[str, str]
    values: dict[str, int | None]
    source: str
    hidden: set[str] = field(default_factory=set)
    is_missing: bool = False

    @property
    def share(self) -> Share:
        return Share(self.values.get("numerator"), self.values.get("denominator"))


@dataclass
class Table:
    figure: Figure
    association: Association
    period: Period
    by: tuple[str, ...]
    unit: str
    rows: list[Row]
    sum: Row
    as_of: datetime | None = None
    is_own: bool = False  # exact counts of the reader's own authorities, not the association's
    missing: list[str] = field(default_factory=list)  # initiatives without reported counts for the period

    @property
    def has_hidden(self) -> bool:
        return any(row.hidden for row in self.rows)

    def row_with(self, keys: dict[str, Any]) -> Row | None:
        return next((row for row in [*self.rows, self.sum] if row.keys == keys), None)


def table(
    name: str,
    association: Association,
    period: Period,
    *,
    by: Sequence[str] = (),
    unit: str = "enrolments",
    own_initiatives: Collection[int] | None = None,
    as_of: datetime | None = None,
) -> Table:
    """The figure over the period by the dimensions.
    Raises ValidationError when it is not given for that period.

    ``own_initiatives``: count only what the connection sees of these initiatives, exactly (somebody working
    inside an authority); otherwise the association's figures, under disclosure control.
    """
    maker = _Maker(FIGURES[name], association, period, tuple(by), unit, own_initiatives)
    made = maker.make()
    made.as_of = as_of
    return made


def is_controlled(figure: Figure, by: Iterable[str]) -> bool:
    """Must the table be under disclosure control? The four populations by initiative,
    sex and year need not.
    """
    return is_fine(by) or (figure.is_share and bool(set(by) & set(HEADLINE)))


class _Maker:
    """Gathers what a table needs, in a fixed number of queries, and puts it together."""

    def __init__(self, figure, association, period, by, unit, own_initiatives):
        self.figure, self.association, self.period, self.by, self.unit = figure, association, period, by, unit
        self.is_own = own_initiatives is not None
        self.dimensions = tuple(name for name in by if name != "year")
        self.is_controlled = not self.is_own and is_controlled(figure, self.dimensions)
        self.rows_of = period.by_year() if "year" in by else [period]
        self._refuse_odd_periods()
        initiatives = Initiative.objects.filter(association=association).order_by("name")
        if self.is_own:
            initiatives = initiatives.filter(pk__in=own_initiatives)
        self.initiatives = {one.pk: one for one in initiatives}
        counts = [] if self.is_own else ReportedCount.objects.filter(
            association=association, first_day__gte=period.first, last_day__lte=period.last
        )  # fmt: skip
        self.reported: dict[int | None, list[ReportedCount]] = {}
        for one in counts:
            self.reported.setdefault(one.initiative_id, []).append(one)
        self.capacities: dict[tuple[int, int], int] = {}
        for one in Capacity.objects.filter(initiative__in=self.initiatives, year__in=period.years):
            self.capacities[one.initiative_id, one.year] = one.budgeted
        self.sources: dict[tuple[Period, Group], set[str]] = {}
        self.missing: dict[Period, set[int]] = {}
        self.as_a_whole: dict[tuple[Period, Group], Piece] = {}

    def _refuse_odd_periods(self):
        if not self.is_own and len(FINE & set(self.dimensions)) > 1:
            raise ValidationError(
                _("Choose municipality or track, one at a time, so that small counts cannot be worked out."),
                code="by",
            )
        # The outcome as a whole is exact: day by day it would be that of the few who left that day.
        is_odd_share = self.figure.is_share and not self.is_own and not self.period.is_whole_years
        is_odd = self.is_controlled and not all(period.is_whole_year for period in self.rows_of)
        if is_odd or is_odd_share:
            raise ValidationError(
                _(
                    "This breakdown is given for whole calendar years only, so that small counts cannot be "
                    "worked out "
                    "by comparing periods. Choose 1 January to 31 December, or several years by year."
                ),
                code="period",
            )

    def make(self) -> Table:
        self.periods = list(dict.fromkeys([self.period, *self.rows_of, *self._years_as_a_whole()]))
        self.counts = count(
            self.periods,
            self._groupings(),
            list(self.initiatives),
            persons=self.unit == "persons" or self.is_controlled,
            own_rows=self.is_own,
        )
        if not self.is_own:
            for period in self.periods:
                self._add_reported(period)
        self.names = self._names()
        self._add_zero_rows()
        self.control = Control(self.counts, self.association.suppress_below, self.periods)
        if self.is_controlled:
            for period in self.rows_of:
                self.control.decide(period, self.dimensions)
        if not set(self.dimensions) - {"sex"} and self.unit == "enrolments":
            self._take_reported_as_a_whole()
        rows = [row for period in self.rows_of for row in self._rows(period)]
        rows.sort(key=self._order)
        missing = sorted({self.initiatives[n].name for found in self.missing.values() for n in found})
        return Table(
            self.figure, self.association, self.period, self.by, self.unit, rows, self._sum_row(),
            is_own=self.is_own, missing=missing,
        )  # fmt: skip

    def _groupings(self) -> list[tuple[str, ...]]:
        if self.is_controlled:
            return every_subset(sorted(family(self.dimensions), key=list(COLUMNS).index))
        return list(dict.fromkeys([self.dimensions, *([("initiative",)] if self.reported else []), ()]))

    # ── What others have reported ─────────────────────────────────────────────────────────────────────────

    def _add_reported(self, period: Period) -> None:
        for initiative in self.initiatives.values():
            counts = self.reported.get(initiative.pk, [])
            is_reported = initiative.source == Initiative.Source.REPORTED
            if not is_reported and (not counts or self._has_records(period, initiative)):
                continue
            whole = reported.all_of(counts, period)
            if whole is None or self.unit == "persons" or (self.figure.is_share and whole.work is None):
                if is_reported and _ran_during(initiative, period):
                    self.missing.setdefault(period, set()).add(initiative.pk)
                continue
            self._add(period, initiative.pk, whole, reported.per_sex(counts, period))

    def _has_records(self, period: Period, initiative: Initiative) -> bool:
        return self.counts.of("enrolments", period, Group({("initiative", initiative.pk)}))["total"] > 0

    def _add(self, period: Period, initiative: int, whole: Piece, sexes: dict[str, Piece] | None) -> None:
        """Put a reported count into every grouping, as fine as it was reported."""
        by_sex: Mapping[Any, Piece] = sexes or {NOT_STATED: whole}
        parts = list(by_sex.items())
        for grouping in self._groupings():
            for sex, piece in parts if "sex" in grouping else [(None, whole)]:
                known = {"initiative": initiative, "sex": sex}
                key = period, Group((name, known.get(name, NOT_STATED)) for name in grouping)
                before = self.counts.enrolments.get(key, NOBODY)
                assert piece.total is not None and piece.new is not None
                numbers: dict[str, Any] = {
                    "total": piece.total, "before": piece.total - piece.new, "new": piece.new,
                    "ended": piece.ended,
                    "ongoing": piece.ongoing, "work": piece.work or 0,
                }  # fmt: skip
                had = self.sources.setdefault(key, {"records"} if before["total"] else set())
                had.add("reported")
                self.counts.enrolments[key] = {
                    name: before[name] + numbers[name] for name in POPULATION_NAMES
                }

    def _years_as_a_whole(self) -> list[Period]:
        """Calendar years to count too, when some of them may be reported for the association as a whole."""
        return self.period.by_year() if self.reported.get(None) and not set(self.dimensions) - {"sex"} else []

    def _take_reported_as_a_whole(self) -> None:
        """Where counts are reported for the association as a whole, they are what is shown for it."""
        counts = self.reported.get(None, [])
        if not counts:
            return
        groupings = [self.dimensions] if self.dimensions else []
        for period in self.rows_of:
            self._whole(period, counts, groupings)
        self._whole(self.period, counts, [])

    def _whole(self, period: Period, counts, groupings) -> None:
        pieces = reported.all_of(counts, period)
        if pieces is None:
            years = [reported.all_of(counts, one) or self._counted(one) for one in period.by_year()]
            pieces = reported.together(years)
            if pieces is None or not pieces.is_reported:
                return
            self.sources[period, Group()] = {"records", "reported"}
        else:
            self.sources[period, Group()] = {"reported"}
        self.as_a_whole[period, Group()] = pieces
        sexes = reported.per_sex(counts, period)
        by_sex: Mapping[Any, Piece] = sexes or {NOT_STATED: pieces}
        for _grouping in groupings:
            for sex, piece in by_sex.items():
                self.as_a_whole[period, Group({("sex", sex)})] = piece
                self.sources[period, Group({("sex", sex)})] = self.sources[period, Group()]
            for sex in Sex.values if not sexes else ():
                self.counts.enrolments.pop((period, Group({("sex", sex)})), None)

    def _counted(self, period: Period) -> Piece:
        of = self.counts.of("enrolments", period, Group())
        return Piece(
            period, self._budgeted(period, None), of["total"], of["new"], of["ended"], of["ongoing"],
            of["work"],
            is_reported=False,
        )  # fmt: skip

    # ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────

    def _add_zero_rows(self) -> None:
        """What could have been counted and was not is a zero, and is shown."""
        for grouping in self._groupings():
            if {"track", "controller"} & set(grouping) or ("municipality" in grouping and not self.covered):
                continue
            for period in self.periods:
                for keys in self._possible(period, grouping):
                    self.counts.enrolments.setdefault((period, Group(keys.items())), NOBODY)

    def _possible(self, period: Period, grouping) -> list[dict[str, Any]]:
        places = [name for name in ("initiative", "municipality") if name in grouping]
        running = [one.pk for one in self.initiatives.values() if _ran_during(one, period)]
        if "municipality" in grouping:
            found = [
                {name: {"initiative": covered[0], "municipality": covered[1]}[name] for name in places}
                for covered in self.covered
                if covered[0] in running and self.initiatives[covered[0]].source == Initiative.Source.RECORDS
            ]
        else:
            found = [{"initiative": number} for number in running] if places else [{}]
        if "sex" not in grouping:
            return found
        return [
            place | {"sex": sex} for place in found for sex in self._sexes_of(period, place.get("initiative"))
        ]

    def _sexes_of(self, period: Period, initiative: int | None) -> list[Any]:
        """Both; for an initiative that does not report them apart, neither."""
        one = self.initiatives.get(initiative)
        if one is None or one.source == Initiative.Source.RECORDS:
            return list(Sex.values)
        return list(reported.per_sex(self.reported.get(initiative, []), period) or [NOT_STATED])

    def _rows(self, period: Period) -> list[Row]:
        rows = []
        groups = self.counts.groups(period, self.dimensions)
        for group in groups or ([] if self.dimensions else [Group()]):
            rows.append(self._row(period, group))
        for period_, group in self.as_a_whole:
            wanted = period_ == period and {name for name, _v in group} == set(self.dimensions)
            if wanted and not any(row.keys == self._keys(period, group) for row in rows):
                rows.append(self._row(period, group))
        return rows

    def _keys(self, period: Period, group: Group) -> dict[str, Any]:
        known = dict(group) | {"year": period.first.year}
        return {name: known[name] for name in self.by}

    def _row(self, period: Period, group: Group) -> Row:
        keys = self._keys(period, group)
        labels = {
            name: self.names[name].get(value, str(value)) if name != "year" else str(value)
            for name, value in keys.items()
        }
        row = Row(keys, labels, self._values(period, group), self._source(period, group))
        known = dict(group)
        if known.get("initiative") in self.missing.get(period, set()):
            row.is_missing, row.source = True, "reported"
            row.values |= {name: None for name in row.values if name != "budgeted"}
        elif self.is_controlled:
            self._hide(row, period, group)
        return row

    def _values(self, period: Period, group: Group) -> dict[str, int | None]:
        whole = self.as_a_whole.get((period, group))
        values: dict[str, int | None] = {}
        for measure in self.figure.columns:
            name = OF_MEASURE.get(measure, measure)
            if name == "budgeted":
                keys = dict(group)
                can = not set(keys) - {"initiative"}
                values[name] = self._budgeted(period, keys.get("initiative")) if can else None
                if whole and whole.budgeted is not None:
                    values[name] = whole.budgeted
            elif whole:
                values[measure] = getattr(whole, name)
            else:
                values[measure] = self.counts.of(self.unit, period, group)[name]
        return values

    def _budgeted(self, period: Period, initiative: int | None) -> int | None:
        """Of the years that the period touches; a reported initiative's own statement goes first."""
        numbers = [
            self._budgeted_of(period, one) for one in ([initiative] if initiative else self.initiatives)
        ]
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    def _budgeted_of(self, period: Period, initiative: int) -> int | None:
        said = reported.all_of(self.reported.get(initiative, []), period)
        if said and said.budgeted is not None:
            return said.budgeted
        known = [n for y in period.years if (n := self.capacities.get((initiative, y))) is not None]
        return sum(known) if known else None

    def _source(self, period: Period, group: Group) -> str:
        sources = self.sources.get((period, group), {"records"})
        return "mixed" if len(sources) > 1 else next(iter(sources))

    def _hide(self, row: Row, period: Period, group: Group) -> None:
        def hidden(column):
            return self.control.is_hidden(period, group, column)

        for measure in self.figure.columns:
            column = OF_MEASURE.get(measure, measure)
            if measure == "numerator":
                is_hidden = hidden("work") or hidden("ended")
            else:
                is_hidden = column != "budgeted" and hidden(column)
            if is_hidden:
                row.values[measure] = None
                row.hidden.add(measure)

    def _sum_row(self) -> Row:
        row = self._row_of_all()
        if (
            self.missing.get(self.period)
            and row.source == "records"
            and any(one.source == Initiative.Source.REPORTED for one in self.initiatives.values())
        ):
            row.is_missing = True
        return row

    def _row_of_all(self) -> Row:
        group: Group = Group()
        return Row({}, {}, self._values(self.period, group), self._source(self.period, group))

    # ── Names ─────────────────────────────────────────────────────────────────────────────────────────────

    def _names(self) -> dict[str, dict[Any, str]]:
        found: dict[str, dict[Any, str]] = {"year": {}}
        found["initiative"] = {one.pk: one.name for one in self.initiatives.values()}
        found["sex"] = {code: str(label) for code, label in Sex.choices}
        self.covered: list[tuple[int, int]] = []
        values = {name: {dict(g).get(name) for _p, g in self.counts.enrolments} for name in self.dimensions}
        if "municipality" in self.dimensions:
            if not self.is_own:
                covered = Coverage.objects.filter(initiative__in=self.initiatives)
                self.covered = list(covered.values_list("initiative_id", "municipality_id"))
            wanted = values["municipality"] | {place for _i, place in self.covered}
            found["municipality"] = {
                one.pk: one.name for one in Municipality.objects.filter(pk__in=[n for n in wanted if n])
            }
        if "track" in self.dimensions:
            tracks = Track.objects.filter(pk__in=[n for n in values["track"] if n])
            found["track"] = {one.pk: one.name for one in tracks}
            track_names = list(found["track"].values())
            for one in tracks:
                if "initiative" not in self.dimensions and track_names.count(one.name) > 1:
                    found["track"][one.pk] = f"{self.initiatives[one.initiative_id].name}: {one.name}"
            found["track"][None] = _("No track")
        if "controller" in self.dimensions:
            authorities = Controller.objects.filter(pk__in=[n for n in values["controller"] if n])
            found["controller"] = {one.pk: one.short_name for one in authorities}
        for names in found.values():
            names[NOT_STATED] = _("Not stated (reported counts)")
        return found

    def _order(self, row: Row):
        def place(name):
            value = row.keys[name]
            if name == "year":
                return (0, value, "")
            if name == "sex":
                return (value == NOT_STATED, -(value == "woman"), "")
            return (value in (None, NOT_STATED), 0, row.labels[name].casefold())

        return [place(name) for name in self.by]


def _ran_during(initiative: Initiative, period: Period) -> bool:
    return initiative.kind == Initiative.Kind.INDIVIDUAL and _overlaps(initiative, period)


def _overlaps(initiative: Initiative, period: Period) -> bool:
    return (initiative.starts_on is None or initiative.starts_on <= period.last) and (
        initiative.ends_on is None or initiative.ends_on >= period.first
    )


def years_in_use(association: Association, last: int) -> range:
    """The years that a choice of year offers: from the first reported or budgeted to ``last``."""
    first = [last]
    count_ = ReportedCount.objects.filter(association=association).order_by("first_day").first()
    capacity = Capacity.objects.filter(Q(initiative__association=association)).order_by("year").first()
    first += [count_.first_day.year] if count_ else []
    first += [capacity.year] if capacity else []
    return range(min(first), last + 1)
