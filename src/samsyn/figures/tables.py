"""A figure as a table: counted through the gate or as reported, under disclosure control,
with its sum and sources.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.base.alphabet import alphabetical
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from . import consultations, durations, reported
from .control import MOST, MOST_FINE, NOT_STATED, Control, all_levels
from .counting import NOBODY, POPULATION_NAMES, Counts, Group, Period, count_together, in_order
from .definitions import DIMENSIONS, FIGURES, Figure, is_controlled
from .dimensions import DERIVED, GROUPS, HEADLINE, NO, SPLITS, UNKNOWN, YES, dimension, fine, is_split
from .grounds import Grounds
from .mixing import Mixed
from .rows import Row, Table

__all__ = ["Ask", "Row", "Table", "is_controlled", "is_given", "table", "tables", "years_in_use"]

PIECES = {"numerator": "work", "denominator": "ended"}
PLACES = ("initiative", "municipality", "track")
SPARSE = 2  # fine dimensions from which rows of nothing but zeros are left out


@dataclass(frozen=True)
class Ask:
    """For a table: a figure's name, the period, what to break down by, and the unit to count in."""

    name: str
    period: Period
    by: tuple[str, ...] = ()
    unit: str = "enrolments"


def table(
    name: str,
    association: Association,
    period: Period,
    *,
    by: Sequence[str] = (),
    unit: str = "enrolments",
    own_initiatives: Collection[int] | None = None,
    as_of: datetime | None = None,
    grounds: Grounds | None = None,
) -> Table:
    """The figure over the period by the dimensions.
    Raises ValidationError when it is not given for that period or by those dimensions.

    ``own_initiatives``: count only what the connection sees of these initiatives, exactly (somebody working
    inside an authority); otherwise the association's figures, under disclosure control. ``grounds``: when
    several tables are made for the same page.
    """
    ask = Ask(name, period, tuple(by), unit)
    made = tables([ask], grounds or Grounds(association, own_initiatives))[ask]
    made.as_of = made.as_of or as_of
    return made


def tables(asks: Iterable[Ask], grounds: Grounds) -> dict[Ask, Table]:
    """Several tables for the same page or report: those over the same periods are counted in one statement.
    Raises ValidationError when one of them is not given.
    """
    makers: dict[Ask, _Maker | None] = {ask: _maker(ask, grounds) for ask in asks}
    together: dict[frozenset[Period], list[_Maker]] = {}
    for maker in makers.values():
        if maker:
            together.setdefault(frozenset(maker.periods), []).append(maker)
    for alike in together.values():
        _count(alike, grounds)
    found = {ask: maker.make() if maker else _middles(ask, grounds) for ask, maker in makers.items()}
    for made in found.values():
        made.as_of = grounds.at
    return found


def is_given(ask: Ask, grounds: Grounds) -> bool:
    try:
        refuse(ask, grounds)
    except ValidationError:
        return False
    return True


def _maker(ask: Ask, grounds: Grounds) -> "_Maker | None":
    refuse(ask, grounds)
    figure = FIGURES[ask.name]
    if figure.base in ("durations", "consultations"):
        return None
    return _Maker(figure, grounds, ask.period, _all_of(ask), ask.unit)


def _middles(ask: Ask, grounds: Grounds) -> Table:
    of = durations if FIGURES[ask.name].base == "durations" else consultations
    return of.table(FIGURES[ask.name], grounds, ask.period, _all_of(ask))


def _all_of(ask: Ask) -> tuple[str, ...]:
    """What is asked for, and what the figure always tells apart."""
    return (*ask.by, *(one for one in FIGURES[ask.name].always if one not in ask.by))


def _count(makers: Sequence["_Maker"], grounds: Grounds) -> None:
    counts = count_together(
        makers[0].periods,
        [maker.groupings for maker in makers],
        list(grounds.initiatives),
        persons=any(maker.needs_persons for maker in makers),
        own_rows=grounds.own is not None,
        destinations=grounds.destinations,
        at=grounds.at,
    )
    for maker in makers:
        maker.counts = counts.of_these(maker.groupings) if len(makers) > 1 else counts


def years_in_use(association: Association, last: int) -> range:
    """The years that a choice of year offers: from the first reported or budgeted to ``last``."""
    return Grounds(association).years(last)


def refuse(ask: Ask, grounds: Grounds) -> None:
    """Raise ValidationError for a table that does not exist, or that could be used to work out others."""
    figure, period, by, unit = FIGURES[ask.name], ask.period, _all_of(ask), ask.unit
    for name in by:
        if name not in (*figure.dimensions, "year", "controller"):
            raise ValidationError(
                _("%(figure)s cannot be broken down by %(name)s. Choose from: %(all)s.")
                % {"figure": figure.label, "name": name,
                   "all": ", ".join(_offered(figure))},
                code="by",
            )  # fmt: skip
    if len(set(by) - {"year"}) > MOST:
        raise ValidationError(_("Choose at most three things to break down by, beside year."), code="by")
    if unit == "persons" and "persons" not in figure.units:
        raise ValidationError(_("%(figure)s is not given in persons.") % {"figure": figure.label},
                              code="unit")  # fmt: skip
    if grounds.own is not None:
        return
    if len(fine([*by, *([figure.split] if figure.split else [])])) > MOST_FINE:
        raise ValidationError(
            _("Choose at most %(most)s beside initiative, sex and year, so that small counts cannot be "
              "worked out.") % {"most": MOST_FINE - bool(figure.split)},
            code="by",
        )  # fmt: skip
    if len(fine(by)) > 1 and (groups := [name for name in by if name in GROUPS]):
        raise ValidationError(
            _(
                "%(name)s is broken down by initiative, sex and year only, so that small counts cannot be "
                "worked out."
            )
            % {"name": DIMENSIONS[groups[0]]},
            code="by",
        )
    rows_of = period.by_year() if "year" in by else [period]
    if "controller" in by and fine(name for name in by if name != "controller"):
        raise ValidationError(
            _("Only numbers by initiative, sex and year are followed back to authorities, so that small "
              "counts cannot be worked out."),
            code="by",
        )  # fmt: skip
    is_odd = is_controlled(figure, by) and not all(one.is_whole_year for one in rows_of)
    # The outcome as a whole is exact: day by day it would be that of the few who left that day.
    is_whole_only = figure.is_share or figure.base != "enrolments"
    if is_odd or (is_whole_only and not period.is_whole_years):
        raise ValidationError(
            _(
                "This breakdown is given for whole calendar years only, so that small counts cannot be "
                "worked out "
                "by comparing periods. Choose 1 January to 31 December, or several years by year."
            ),
            code="period",
        )
    if grounds.at and (is_controlled(figure, by) or figure.base != "enrolments"):
        raise ValidationError(
            _("As of an earlier moment only participants by initiative, sex and year are given, and shares of"
              " the association as a whole: what two moments differ by could be a single person."),
            code="at",
        )  # fmt: skip


def _offered(figure: Figure) -> list[str]:
    return [*dict.fromkeys([*figure.dimensions, "year"])]


class _Maker:
    """Says what must be counted for a table, and when that is done puts it together."""

    def __init__(self, figure, grounds, period, by, unit):
        self.figure, self.grounds, self.period, self.by, self.unit = figure, grounds, period, by, unit
        self.is_own = grounds.own is not None
        self.dimensions = tuple(name for name in by if name != "year")
        self.split = figure.split
        self.counted_by = in_order([*self.dimensions, *([self.split] if self.split else [])])
        self.is_controlled = not self.is_own and is_controlled(figure, by)
        self.rows_of = period.by_year() if "year" in by else [period]
        self.lines: dict[tuple[Period, Group], bool] = {}  # whose authorities are hidden
        self.groupings = self._groupings()
        self.periods = list(dict.fromkeys([self.period, *self.rows_of, *self._years_as_a_whole()]))
        self.needs_persons = self.unit == "persons" or self.is_controlled
        self.counts = Counts()  # until it has been counted

    def make(self) -> Table:
        self.mixed = Mixed(self.grounds, self.counts, self.groupings)
        if not self.is_own:
            for period in self.periods:
                self.mixed.add(period, unit=self.unit, split=self.split)
        self._add_zeros()
        self.control = Control(
            self.counts, self.grounds.association.suppress_below, self.periods, self._sorts(),
            self._possible_on,
        )  # fmt: skip
        if self._may_be_as_a_whole():
            self._take_as_a_whole()
        return self._table()

    def _table(self) -> Table:
        rows = [row for period in self.rows_of for row in self._rows(period)]
        rows.sort(key=self._order)
        missing = {self.grounds.initiatives[n].name for found in self.mixed.missing.values() for n in found}
        several = any(dimension(name).is_several for name in self.dimensions)
        return Table(
            self.figure, self.grounds.association, self.period, tuple(self.by), self.unit, rows,
            self._sum_row(), is_own=self.is_own, missing=sorted(missing),
            adds_up="year" not in self.by and not several and self.unit == "enrolments",
        )  # fmt: skip

    # ── What is counted ───────────────────────────────────────────────────────────────────────────────────

    def _groupings(self) -> list[tuple[str, ...]]:
        found = [(), self.dimensions, self.counted_by, (self.split,) if self.split else ()]
        if self.grounds.reported:
            found.append(("initiative",))
        if self.is_controlled:
            # An authority is judged by the municipalities of its participants.
            names = {"municipality" if name == "controller" else name for name in self.counted_by}
            found += [("initiative",), *all_levels(fine(names))]
            if "controller" in self.counted_by:
                found += [(*HEADLINE, "controller", *split) for split in self._further()]
        return list(dict.fromkeys(in_order(grouping) for grouping in found))

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

    def _add_zeros(self) -> None:
        """What could have been counted and was not is a zero, and is shown."""
        for grouping in self.groupings:
            if "controller" in grouping:
                continue
            for period in self.periods:
                there = self.counts.level(period, grouping)
                for group in self._possible(period, grouping):
                    if group not in there:
                        self.counts.put(period, group, NOBODY)

    def _possible(self, period: Period, grouping: tuple[str, ...]) -> Iterator[Group]:
        places = [name for name in PLACES if name in grouping]
        yield from self._coded(period, grouping, self._places(period, places, has_fine=bool(fine(grouping))))

    def _possible_on(self, day: date, grouping: tuple[str, ...]) -> Iterator[Group]:
        """What somebody who goes on over the end of the day could be counted in, judged by the initiatives
        that anybody goes on in: the day ends one period and begins another, and is alike in both.
        """
        period, column = self.control.where(day)
        there = self.counts.level(period, ("initiative",)).items()
        within = [
            number for group, of in there for _name, number in group
            if of[column] and self.grounds.initiatives[number].source == Initiative.Source.RECORDS
        ]  # fmt: skip
        wanted = [name for name in PLACES if name in grouping]
        places = self._within(within, wanted) if wanted else [{}]
        yield from self._coded(Period(day, day), grouping, places)

    def _coded(
        self, period: Period, grouping: Iterable[str], places: list[dict[str, Any]]
    ) -> Iterator[Group]:
        coded = [name for name in grouping if name not in PLACES]
        for found in places:
            lists = [self._codes(name, period, found.get("initiative")) for name in coded]
            for values in product(*lists):
                yield Group([*found.items(), *zip(coded, values, strict=True)])

    def _places(self, period: Period, names: Sequence[str], *, has_fine: bool) -> list[dict[str, Any]]:
        if not names:
            return [{}]
        if self.is_own and list(names) != ["initiative"]:
            return []  # an authority's own people are told of nowhere else
        running = [
            one.pk for one in self.grounds.initiatives.values()
            if (self.grounds.ran_during(one, period) or self._has_people(one.pk, period))
            and (not has_fine or one.source == Initiative.Source.RECORDS)
        ]  # fmt: skip
        return self._within(running, names)

    def _within(self, running: list[int], names: Sequence[str]) -> list[dict[str, Any]]:
        """The municipalities and tracks of the initiatives."""
        found: dict[tuple, dict[str, Any]] = {}
        for number in running:
            towns = [m for i, m in self.grounds.covered if i == number] if "municipality" in names else [None]
            tracks = self._tracks(number) if "track" in names else [None]
            for town, track in product(towns, tracks):
                all_ = {"initiative": number, "municipality": town, "track": track}
                found.setdefault(tuple(all_[name] for name in names), {name: all_[name] for name in names})
        return list(found.values())

    def _has_people(self, initiative: int, period: Period) -> bool:
        return self.counts.of("enrolments", period, Group({("initiative", initiative)}))["total"] > 0

    def _tracks(self, initiative: int) -> list[int | None]:
        """Without tracks, none is what all have."""
        own: list[int | None] = [
            one.pk for one in self.grounds.tracks.values() if one.initiative_id == initiative
        ]
        return own or [None]

    def _codes(self, name: str, period: Period, initiative: int | None) -> list[Any]:
        if name == "sex":
            return self._sexes_of(period, initiative)
        if is_split(name):
            aims = initiative is None or self.grounds.destinations.get(initiative)
            return [YES, NO] if aims or "initiative" not in SPLITS[name].of else []
        return [code for code, _label in dimension(name).choices]

    def _sexes_of(self, period: Period, initiative: int | None) -> list[Any]:
        """Both; for an initiative that does not report them apart, neither."""
        one = self.grounds.initiatives.get(initiative) if initiative else None
        if one is None or one.source == Initiative.Source.RECORDS:
            return [code for code, _label in dimension("sex").choices]
        counts = self.grounds.reported_within(initiative, period)
        return list(reported.per_sex(counts, period) or [NOT_STATED])

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
        return row

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
        """Of the years that the period touches; a reported initiative's own statement goes first."""
        which = [initiative] if initiative else self.grounds.initiatives
        known = [n for one in which if (n := self._budgeted_of(period, one)) is not None]
        return sum(known) if known else None

    def _budgeted_of(self, period: Period, initiative: int) -> int | None:
        said = reported.all_of(self.grounds.reported_within(initiative, period), period)
        if said and said.budgeted is not None:
            return said.budgeted
        budgeted = self.grounds.capacities
        known = [n for y in period.years if (n := budgeted.get((initiative, y))) is not None]
        return sum(known) if known else None

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
            return self.control.is_hidden(period, group, measure.population)
        sorts = (YES, NO) if measure.name == "numerator" else (UNKNOWN,)
        beside = measure.name == "denominator" and self.control.is_hidden(period, group, "ended")
        return beside or any(
            self.control.is_hidden(period, group | {(self.split, sort)}, "ended") for sort in sorts
        )

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
                line <= group and any(self.control.is_hidden(period, group, one) for one in column)
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
