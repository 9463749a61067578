"""Makes a table: says what must be counted, and when that is done puts it together, with sum and sources."""

from functools import partial
from typing import Any

from samsyn.base.alphabet import alphabetical
from samsyn.initiatives.models import Initiative

from . import reported
from .asks import Ask
from .control import NOT_STATED, Control, all_levels
from .counting import POPULATION_NAMES, Counts, Group, Period, every_subset, in_order, year
from .definitions import is_controlled
from .dimensions import DERIVED, HEADLINE, NO, SPLITS, UNKNOWN, YES, dimension, fine
from .grounds import Grounds
from .mixing import Mixed, reported_beside
from .movement import is_tied
from .possible import Possible
from .rows import Row, Table

PIECES = {"numerator": "work", "denominator": "ended"}
SPARSE = 2  # fine dimensions from which rows of nothing but zeros are left out


class Maker:
    """Says what must be counted for a table, and when that is done puts it together."""

    def __init__(self, ask: Ask, grounds: Grounds):
        self.figure, self.period, self.by, self.unit = ask.figure, ask.period, ask.all_by, ask.unit
        self.grounds = grounds
        self.is_own = grounds.own is not None
        self.dimensions = tuple(name for name in self.by if name != "year")
        self.split = self.figure.split
        self.counted_by = in_order([*self.dimensions, *([self.split] if self.split else [])])
        self.is_controlled = not self.is_own and is_controlled(self.figure, self.by)
        self.rows_of = self.period.by_year() if "year" in self.by else [self.period]
        self.lines: dict[tuple[Period, Group], bool] = {}  # whose authorities are hidden
        self.groupings = self._groupings()
        self.periods = list(dict.fromkeys([self.period, *self.rows_of, *self._years_as_a_whole()]))
        self.of_persons = [grouping for grouping in self.groupings if self._needs_persons(grouping)]
        self.counts = Counts()  # until it has been counted
        self.behind: list[Period] = []  # years counted for the sake of the control

    def make(self) -> Table:
        self.tied, self.before = self._tied(), self._before_register()
        records = self.counts.of_these(self.groupings) if self._mixes_under_control() else None
        self.mixed = Mixed(self.grounds, self.counts, self.groupings)
        if not self.is_own:
            for period in [*self.periods, *self.behind]:
                self.mixed.add(period, unit=self.unit, split=self.split)
        possible = Possible(self.grounds, self.counts)
        possible.add_zeros(self.periods, self.groupings)
        self.controls = [self._control(possible)]
        if records:
            # Whoever reported a count knows it, and takes it from what is shown: nothing hides behind it.
            possible = Possible(self.grounds, records)
            possible.add_zeros(self.periods, self.groupings, but=self._is_reported)
            self.controls.append(self._control(possible))
        if self._may_be_as_a_whole():
            self._take_as_a_whole()
        return self._table()

    def _control(self, possible: Possible) -> Control:
        association = self.grounds.association
        control = Control(
            possible.counts, association.suppress_below, self.periods, self._sorts(),
            lambda day, grouping: possible.on(day, grouping, *control.where(day)), self.tied, self.behind,
            association.broken_down_from,
        )  # fmt: skip
        return control

    @property
    def judges_stocks(self) -> bool:
        """Of anything under control that is known at the start."""
        at_start = [
            fine(names) for names in self.groupings if not any(dimension(one).at_end for one in names)
        ]
        return self.is_controlled and any(at_start)

    def _tied(self) -> frozenset[int]:
        """As the records have it, whatever is reported beside them."""
        years = [one for one in [*self.periods, *self.behind] if one.is_whole_year]
        return frozenset(
            one.first.year for one in years if is_tied(self.counts.level(one, HEADLINE).values())
        )

    def _before_register(self) -> frozenset[Period]:
        """As the records have it, too: the periods, where they are told apart further, that were over before
        anybody in the register began.
        """
        periods = {*self.rows_of, self.period} if self.dimensions else set()
        empty = [one for one in periods if not self.counts.of("enrolments", one, Group())["total"]]
        return frozenset(one for one in empty if self.grounds.is_before_register(one))

    def _hides(self, period: Period, group: Group, column: str) -> bool:
        return any(one.is_hidden(period, group, column) for one in self.controls)

    def _mixes_under_control(self) -> bool:
        return self.is_controlled and any(
            self.grounds.reported_within(one, period)
            for one in self.grounds.initiatives for period in [*self.periods, *self.behind]
        )  # fmt: skip

    def _is_reported(self, period: Period, group: Group) -> bool:
        """Of an initiative whose counts over the period are all reported?"""
        own = Group(pair for pair in group if pair[0] == "initiative")
        return bool(own) and self.mixed.source(period, own) == "reported"

    def _table(self) -> Table:
        rows = [row for period in self.rows_of for row in self._rows(period)]
        rows.sort(key=self._order)
        missing = {
            self.grounds.initiatives[n].name
            for period in self.periods for n in self.mixed.missing.get(period, ())
        }  # fmt: skip
        several = any(dimension(name).is_several for name in self.dimensions)
        begins = self.grounds.begins if self.before else None
        return Table(
            self.figure, self.grounds.association, self.period, tuple(self.by), self.unit, rows,
            self._sum_row(), is_own=self.is_own, missing=sorted(missing),
            adds_up="year" not in self.by and not several and self.unit == "enrolments",
            reported_beside=None if self.mixed.as_a_whole else reported_beside(self.grounds, self.period),
            begins=begins.year if begins else None,
        )  # fmt: skip

    # ── What is counted ───────────────────────────────────────────────────────────────────────────────────

    def _groupings(self) -> list[tuple[str, ...]]:
        found = [(), self.dimensions, self.counted_by, (self.split,) if self.split else ()]
        if self.grounds.reported:
            found.append(("initiative",))
        if self.is_controlled:
            # An authority is judged by the municipalities of its participants.
            names = {"municipality" if name == "controller" else name for name in self.counted_by}
            found += [*every_subset(HEADLINE), *all_levels(fine(names))]
            if "controller" in self.counted_by:
                found += [(*HEADLINE, "controller", *split) for split in self._further()]
        return list(dict.fromkeys(in_order(grouping) for grouping in found))

    def _needs_persons(self, grouping: tuple[str, ...]) -> bool:
        """To be shown, or to find that they are few where enrolments are not."""
        is_judged = self.is_controlled and bool({*fine(grouping)} | {"controller"} & {*grouping})
        return self.unit == "persons" or is_judged

    def _sorts(self) -> dict[str, Any]:
        destinations = self.grounds.destinations
        return {one.name: partial(_sort_of, one.sort, destinations) for one in DERIVED.values() if one.sort}

    def _may_be_as_a_whole(self) -> bool:
        about_all = not set(self.dimensions) - {"sex"} and self.split in ("", "work_or_studies")
        return about_all and self.unit == "enrolments" and not self.is_own

    def _years_as_a_whole(self) -> list[Period]:
        """Calendar years to count too, when some of them may be reported for the association as a whole."""
        may = self._may_be_as_a_whole() and self.grounds.reported_within(None, self.period)
        return self.period.by_year() if may else []

    def _take_as_a_whole(self) -> None:
        budgeted = {one: self._budgeted(one, None) for one in self.periods}
        for period in dict.fromkeys([*self.rows_of, self.period]):
            by_sex = self.dimensions == ("sex",) and period in self.rows_of
            self.mixed.take_as_a_whole(period, by_sex, budgeted)

    # ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, period: Period) -> list[Row]:
        groups = list(self.counts.level(period, self.dimensions)) if self.dimensions else [Group()]
        groups += [
            group for when, group in self.mixed.as_a_whole
            if when == period and {name for name, _v in group} == set(self.dimensions) and group not in groups
        ]  # fmt: skip
        rows = [self._row(period, group) for group in groups]
        if len(fine(self.dimensions)) >= SPARSE and not self.figure.is_matrix:
            rows = [row for row in rows if row.hidden or row.is_missing or any(row.values.values())]
        return rows

    def _row(self, period: Period, group: Group) -> Row:
        known = dict(group) | {"year": period.first.year}
        keys = {name: known[name] for name in self.by}
        labels = {
            name: self.grounds.label(name, value, beside=tuple(self.by)) for name, value in keys.items()
        }
        row = Row(keys, labels, self._values(period, group), self.mixed.source(period, group))
        if known.get("initiative") in self.mixed.missing.get(period, set()):
            row.is_missing, row.source = True, "reported"
            row.values |= {name: None for name in row.values if name != "budgeted"}
        elif self.is_controlled:
            self._hide(row, period, group)
        self._tell_before(row, period)
        return row

    def _tell_before(self, row: Row, period: Period) -> None:
        """Nobody was counted then because nobody could be: that is not nought. What is hidden stays so."""
        if period in self.before and row.source == "records" and not row.hidden:
            row.is_before = True
            row.values |= {name: None for name in row.values if name != "budgeted"}

    def _values(self, period: Period, group: Group) -> dict[str, Any]:
        whole = self.mixed.as_a_whole.get((period, group))
        values: dict[str, Any] = {}
        for measure in self.figure.measures:
            if measure.name == "budgeted":
                values["budgeted"] = self._budgeted_of_row(period, group, whole)
            elif whole:
                values[measure.name] = getattr(whole, PIECES.get(measure.name, measure.name))
            elif self.split:
                sorts = (YES,) if measure.name == "numerator" else (YES, NO)
                values[measure.name] = sum(
                    self.counts.of(self.unit, period, group | {(self.split, sort)})["ended"] for sort in sorts
                )
            else:
                values[measure.name] = self.counts.of(self.unit, period, group)[measure.population]
        return values

    def _budgeted_of_row(self, period: Period, group: Group, whole) -> int | None:
        keys = dict(group)
        if whole and whole.budgeted is not None:
            return whole.budgeted
        return self._budgeted(period, keys.get("initiative")) if not set(keys) - {"initiative"} else None

    def _budgeted(self, period: Period, initiative: int | None) -> int | None:
        """Of the years that the period touches, when it is known of each: that of some looks like all."""
        which = [initiative] if initiative else self.grounds.initiatives
        known = [self._budgets_of(period, one) for one in which]
        years = {y for of in known for y in of or ()}
        if None in known or not years or (initiative is None and len(years) < len(period.years)):
            return None
        return sum(n for of in known for n in (of or {}).values())

    def _budgets_of(self, period: Period, initiative: int) -> dict[int, int] | None:
        """By year, none of an initiative without; None when those of some years are not known. A reported
        initiative's own statement goes first.
        """
        said = reported.all_of(self.grounds.reported_within(initiative, period), period)
        if said and said.budgeted is not None:
            return dict.fromkeys(period.years, 0) | {period.first.year: said.budgeted}
        budgeted = self.grounds.capacities
        known = {y: n for y in period.years if (n := budgeted.get((initiative, y))) is not None}
        one = self.grounds.initiatives[initiative]
        ran = (y for y in period.years if self.grounds.ran_during(one, year(y)))
        return None if known and any(y not in known for y in ran) else known

    def _hide(self, row: Row, period: Period, group: Group) -> None:
        for measure in self.figure.measures:
            if measure.name != "budgeted" and self._is_hidden(measure, period, group):
                row.values[measure.name] = None
                row.hidden.add(measure.name)
        if self.split and row.hidden:  # a share with half of it hidden is no share
            row.values |= {"numerator": None}
            row.hidden.add("numerator")

    def _is_hidden(self, measure, period: Period, group: Group) -> bool:
        if "controller" in dict(group):
            return self._is_hidden_authority(period, group)
        if not self.split:
            return self._hides(period, group, measure.population)
        sorts = (YES, NO) if measure.name == "numerator" else (UNKNOWN,)
        beside = measure.name == "denominator" and self._hides(period, group, "ended")
        return beside or any(self._hides(period, group | {(self.split, sort)}, "ended") for sort in sorts)

    def _further(self) -> list[tuple[str, ...]]:
        return [(), (self.split,)] if self.split else [()]

    def _is_hidden_authority(self, period: Period, group: Group) -> bool:
        """Of a row all authorities are shown or none."""
        key = period, Group(pair for pair in group if pair[0] != "controller")
        if key not in self.lines:
            self.lines[key] = self._has_small_authority(*key)
        return self.lines[key]

    def _has_small_authority(self, period: Period, line: Group) -> bool:
        """None of a row that holds an authority's small count of an initiative and sex, so that every row
        with that count is hidden and it is not what one row lacks of another. An authority mostly is a
        municipality's: where one of the row's municipalities is hidden, so are the authorities.
        """
        limit = self.grounds.association.suppress_below
        names = {name for name, _value in line}
        for further in self._further():
            column = ("ended",) if further else POPULATION_NAMES
            small = any(
                line <= group and any(0 < self.counts.of(unit, period, group)[one] < limit for one in column)
                for group in self.counts.level(period, {*HEADLINE, "controller", *further})
                for unit in ("enrolments", "persons")
            )
            if small or any(
                line <= group and any(self._hides(period, group, one) for one in column)
                for group in self.counts.level(period, names | {"municipality", *further})
            ):
                return True
        return False

    def _sum_row(self) -> Row:
        group: Group = Group()
        row = Row({}, {}, self._values(self.period, group), self.mixed.source(self.period, group))
        is_reporting = any(
            one.source == Initiative.Source.REPORTED for one in self.grounds.initiatives.values()
        )
        row.is_missing = bool(
            self.mixed.missing.get(self.period) and row.source == "records" and is_reporting
        )
        if self.split and not self.is_own and not SPLITS[self.split].is_exact:
            if self.period.is_whole_year:
                self._hide(row, self.period, group)
            else:  # with each year shown but one, the sum would tell the one
                row.values, row.hidden = dict.fromkeys(row.values), set(row.values)
        self._tell_before(row, self.period)
        return row

    def _order(self, row: Row):
        def place(name):
            value = row.keys[name]
            if name == "year":
                return (0, value, "")
            if name in HEADLINE and name == "sex":
                return (value == NOT_STATED, -(value == "woman"), "")
            choices = () if name == "controller" else dimension(name).choices
            if choices:
                codes = [code for code, _label in choices]
                return (value == NOT_STATED, codes.index(value) if value in codes else len(codes), "")
            return (value in (None, NOT_STATED), 0, alphabetical(row.labels[name]))

        return [place(name) for name in self.by]


def _sort_of(sort, destinations, values) -> str:
    return sort(values, destinations)
