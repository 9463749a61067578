"""Tables in the general shape: rows against sums, identities, shares, and years that follow one another.

`{"name", "rows": [{"label", "values": {column: number}}], "sum": {column: number},
"identities": [[left, right]], "parts": [[whole, part]],
"differences": [[column, [one, other]]], "shares": [{"percent", "of": [part, whole]}],
"series": {"by": "year", "carry": [before, now]}, "whole": [column], "means": [column], "stocks": [column],
"unit", "year"}`.
`unit`: count, kr, tkr or percent, for the table or `{column: unit}`; `whole`: shares that come to 100;
`means`: where the sum row may hold what all have in the middle; `stocks`: where it need not be
what the rows come to, as of the same people at several times.
`doubtful`: rows that may be sums. A row of some of another row names it: `{"label": "varav nya", "of":
"KRUS"}`.
A row that is shown as others reported it may say so, and what in it is known not to hold (declared.py):
`{"label", "values", "reported": true, "declared": [{"rule": "identity", "stated": 178, "expected": 132}]}`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from .declared import COUNTS, Said, is_declaration, said_of
from .months import Months, is_time, months_in, months_of
from .quantities import Quantity, Unreadable, is_percent, quantity
from .relations import Relation, Term, Untried, percent_of, slack, total
from .words import (
    MEANINGS,
    bounds_in,
    in_words,
    inline,
    is_average,
    is_difference,
    is_mean,
    is_of_years,
    is_part_of_year,
    is_sex,
    is_total,
    some_of,
    year_in,
    year_of,
)

SIGN = re.compile(r"\s*([+\-−])\s*")
SUM = "sum"
NAMED = ("whole", "means", "stocks", "doubtful")  # lists of columns and rows
PARTS = (("ended", "work_or_studies"), ("ended", "work"), ("work_or_studies", "work"))  # whole and part
When = int | Months  # a year, or months of one
Expression = str | list[str]  # columns with signs between them, or columns to add up
KNOWN = {name for name, _pattern in MEANINGS}  # populations: no parts of a total across the row


@dataclass
class Row:
    label: str
    values: dict[str, Quantity]
    missing: set[str] = field(default_factory=set)  # hidden or unknown: stated as null
    percents: set[str] = field(default_factory=set)  # stated with a “%”, whatever the column is called
    declared: frozenset[Said] = frozenset()  # what the document says of it, as others reported it
    of: str | None = None  # the row that it is a part of, or nothing where none is said

    @property
    def shares(self) -> list[str]:
        """The columns where it states a percentage."""
        return [column for column in self.values if is_percent(column) or column in self.percents]

    def said_of(self, terms: "list[Term]") -> frozenset[Said]:
        return self.declared if {one.path[-1] for _sign, one in terms} <= COUNTS else frozenset()


@dataclass
class Table:
    name: str
    rows: list[Row]
    sum: Row | None
    declared: Mapping[str, Any]

    @property
    def columns(self) -> set[str]:
        return {column for row in self.all_rows for column in (*row.values, *row.missing)}

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, *([self.sum] if self.sum else [])]

    @property
    def year(self) -> int | None:
        """As declared, else the one that its name plainly tells."""
        return year_in(str(self.declared.get("year", ""))) or year_in(self.name)

    def when(self, row: Row, year: int | None = None) -> When | None:
        """What a row is of: its own year or months, else those of the table, where they can be read, else
        ``year``.
        """
        own = year_of(row.label)
        if own is None and is_time(row.label):
            return months_of(row.label, self._heading, year)
        if not self.is_of_part_of_year:
            return own or self.year or year
        months = months_in(self._heading, own or year)
        return months if months and months.year == (own or months.year) else None

    @property
    def is_of_part_of_year(self) -> bool:
        return is_part_of_year(self._heading)

    @property
    def _heading(self) -> str:
        return f"{self.name} {self.declared.get('year', '')}"

    def relations(self) -> Iterator[Relation | Untried]:
        yield from self._sums()
        if doubtful := _list(self.declared, "doubtful"):
            why = _("Nothing was held against %(rows)s: what it is the total of is not plain.")
            yield Untried(in_words(self.name), why % {"rows": some_of(doubtful)})
        yield from self._identities()
        yield from self._differences()
        yield from self._parts()
        yield from self._shares()
        yield from self._series()

    def _sums(self) -> Iterator[Relation | Untried]:
        """Over counts that are hidden, or missing where there should be more, a sum can only be too small.
        Means have none.
        """
        if self.sum is None:
            return
        shares = {share["percent"] for share in _list(self.declared, "shares")}
        columns = list(self.sum.values)
        never = (
            shares
            | {columns[place] for place in bounds_in(columns)}
            | set(filter(self._is_of_years, columns))
        )
        means = {*_list(self.declared, "means"), *filter(is_mean, columns)}
        hidden: dict[str, list[str]] = {}
        not_added, stocks = [], []
        for column, one in self.sum.values.items():
            parts = [(1, row.values[column]) for row in self.added if column in row.values]
            if column in never or (column in self.sum.shares and (not parts or _is_average(one, parts))):
                continue
            is_right = total(parts) == one.exact
            if not is_right and column in self.stocks:
                stocks.append(column)
                continue
            may_be_mean = column in means and not is_right
            missing = [row.label for row in self.added if column in row.missing]
            if not is_right and _can_only_grow([*parts, (1, one)]):
                missing += self._empty(column)
            if missing:
                hidden.setdefault(some_of(missing), []).append(column)
            elif may_be_mean:
                not_added.append(column)
            if parts and not may_be_mean and (not missing or _can_only_grow(parts)):
                at_least = bool(missing)
                yield Relation("sum", f"{self.name} {column}", [(1, one)], parts, at_least=at_least)
        for rows, unknown in hidden.items():
            why = _("The sum of %(columns)s was not tried: the numbers are not shown for %(rows)s.")
            words = {"columns": ", ".join(map(inline, unknown)), "rows": rows}
            yield Untried(in_words(self.name), why % words)
        if not_added:
            why = _("The rows of %(columns)s were not added up: they may be means, medians or shares.")
            yield Untried(in_words(self.name), why % {"columns": ", ".join(map(inline, not_added))})
        if stocks:
            why = _(
                "The rows of %(columns)s were not added up: they may count the same people several times."
            )
            yield Untried(in_words(self.name), why % {"columns": ", ".join(map(inline, stocks))})

    def _is_of_years(self, column: str) -> bool:
        stated = [row.values[column].value for row in self.added if column in row.values]
        return is_of_years(column) and bool(stated) and all(map(year_of, stated))

    def _empty(self, column: str) -> list[str]:
        """Rows without a number there. One that has none at all is a heading, unless it is of a sex."""
        stated = (row for row in self.added if row.values or row.missing or is_sex(row.label))
        return [row.label for row in stated if column not in row.values and column not in row.missing]

    @property
    def added(self) -> list[Row]:
        return [row for row in self.rows if row.of is None]

    @property
    def stocks(self) -> list[str]:
        return _list(self.declared, "stocks")

    @property
    def identities(self) -> list[tuple[Expression, Expression]]:
        """As declared, and the one that the names say."""
        declared = [tuple(pair) for pair in _list(self.declared, "identities")]
        known = ("total", "ended + ongoing")
        is_known = {"total", "ended", "ongoing"} <= self.columns
        return [*declared, *([known] if is_known and known not in declared else [])]

    def _identities(self) -> Iterator[Relation]:
        """Over parts that are hidden or missing a total can only be seen to be too small."""
        for left, right in self.identities:
            columns = {column for one in (left, right) for _sign, column in self._named(one)}
            for row in self.rows if columns & {*self.stocks} else self.all_rows:
                stated, parts = self._terms(left, row), self._shown(right, row)
                is_whole = len(parts) == len(self._named(right))
                if stated and parts and (is_whole or self._is_sum_of_counts(right, parts)):
                    yield Relation(
                        "identity", f"{self.name} {row.label}", stated, parts, at_least=not is_whole,
                        declared=row.said_of([*stated, *parts]),
                    )  # fmt: skip

    def _differences(self) -> Iterator[Relation]:
        """One column less the other, or the other way round: more income is good, and so are lower costs."""
        for column, pair in _list(self.declared, "differences"):
            for row in self.all_rows:
                if {column, *pair} <= row.values.keys():
                    stated, one, other = (row.values[name] for name in (column, *pair))
                    sign = 1 if (stated.value < 0) == (one.value < other.value) else -1
                    terms = [(sign, one), (-sign, other)]
                    yield Relation("difference", f"{self.name} {row.label} {column}", [(1, stated)], terms)

    def _is_sum_of_counts(self, expression: Expression, shown: list[Term]) -> bool:
        return all(sign > 0 for sign, _column in self._named(expression)) and _can_only_grow(shown)

    def _parts(self) -> Iterator[Relation | Untried]:
        """No more went to work than ended, and no more are some of a row than are in it."""
        yield from self._parts_of_rows()
        for whole, part in (*PARTS, *_list(self.declared, "parts")):
            words = {"part": in_words(part), "whole": in_words(whole)}
            rows = [row for row in self.all_rows if part in row.values and part not in row.shares]
            told = [row for row in rows if whole in row.values]
            if self._may_be_shares(whole, part, told):
                why = _("“%(part)s” was not held against “%(whole)s”: its numbers may be shares.")
                yield Untried(in_words(self.name), why % words)
                continue
            for row in told:
                of, one = [(1, row.values[whole])], [(1, row.values[part])]
                yield Relation("at least", f"{self.name} {row.label} {part}", of, one, at_least=True)
            if hidden := [row.label for row in rows if whole in row.missing and row is not self.sum]:
                why = _("“%(part)s” was not held against “%(whole)s”, which is not shown for %(rows)s.")
                yield Untried(in_words(self.name), why % (words | {"rows": some_of(hidden)}))

    def _parts_of_rows(self) -> Iterator[Relation]:
        rows = {row.label: row for row in self.rows}
        for row in self.rows:
            whole = rows[row.of].values if row.of in rows else {}
            for column in filter(whole.__contains__, row.values):
                of, one = [(1, whole[column])], [(1, row.values[column])]
                if _can_only_grow([*of, *one]) and not is_average(f"{self.name} {column}"):
                    yield Relation("at least", f"{self.name} {row.label} {column}", of, one, at_least=True)

    def _may_be_shares(self, whole: str, part: str, rows: list[Row]) -> bool:
        """Numbers that are not whole, or that are larger in every row of several."""
        larger = [row.values[part].value > row.values[whole].value for row in rows if row is not self.sum]
        return any(row.values[part].step for row in rows) or (len(larger) > 1 and all(larger))

    def is_tried_in_part(self, left: Expression, right: Expression, row: Row) -> bool:
        """Is something of the identity hidden or missing in a row that states some of it? Nothing is where
        the parts that are there are the whole: an empty cell is then nought.
        """
        columns = {column for one in (left, right) for _sign, column in self._named(one)}
        if columns <= row.values.keys() or columns.isdisjoint({*row.values, *row.missing}):
            return False
        stated = self._terms(left, row)
        is_nought = stated and total(stated) == total(self._shown(right, row))
        return not is_nought or not columns.isdisjoint(row.missing)

    def _shares(self) -> Iterator[Relation | Untried]:
        for share in _list(self.declared, "shares"):
            part, whole = share["of"]
            for row in self.all_rows:
                stated = self._terms(share["percent"], row)
                over = self._terms(part, row)
                per = self._of_sum(part) if whole == SUM else self._terms(whole, row)
                if stated and over and per:
                    yield Relation("share", f"{self.name} {row.label} {share['percent']}", stated, over, per)
            if whole == SUM and (found := self._whole(share["percent"], part)):
                yield found
        for column in _list(self.declared, "whole"):
            parts = [(1, row.values[column]) for row in self.rows if column in row.values]
            if parts and not any(column in row.missing for row in self.rows):
                yield Relation("sum", f"{self.name} {column}", parts, (), constant=100)

    def _whole(self, percent: str, part: str) -> Relation | Untried | None:
        """Shares of one sum come to 100, where every row states its own."""
        pairs = [(row.values.get(percent), row.values.get(part)) for row in self.rows]
        known = [(share, base) for share, base in pairs if share and base]
        whole = self.sum.values.get(part) if self.sum else None
        if not whole or not whole.exact or len(known) < len(pairs):
            return None
        return whole_of([one for one, _base in known], [base for _one, base in known], whole,
                        (self.name, percent))  # fmt: skip

    def _of_sum(self, part: str) -> list[Term] | None:
        """A share `["population", "sum"]` is one of the column's sum."""
        return self._terms(part, self.sum) if self.sum else None

    def _series(self) -> Iterator[Relation]:
        """`carry: [before, now]`: what the year before says is what this year says; years on end only."""
        series = self.declared.get("series")
        if not series:
            return
        before, now = series["carry"]
        years = {year: row for row in self.rows if (year := _year(row, series.get("by", "year"))) is not None}
        for year, row in years.items():
            if year - 1 not in years:
                continue
            carried, this = self._terms(before, years[year - 1]), self._terms(now, row)
            if carried and this:
                # "total - new" is the ongoing before: told as total = ongoing before + new.
                expected = [*carried, *((-factor, one) for factor, one in this[1:])]
                factor = this[0][0]
                yield Relation(
                    "carry", f"{self.name} {row.label}", [(1, this[0][1])],
                    [(factor * each, one) for each, one in expected],
                    declared=row.said_of([*carried, *this]),
                )  # fmt: skip

    def _terms(self, expression: Expression, row: Row) -> list[Term] | None:
        """None where the row does not say it all."""
        shown = self._shown(expression, row)
        return shown if len(shown) == len(self._named(expression)) else None

    def _shown(self, expression: Expression, row: Row) -> list[Term]:
        """What the row says of it."""
        named = self._named(expression)
        return [(sign, row.values[column]) for sign, column in named if column in row.values]

    def _named(self, expression: Expression) -> list[tuple[int, str]]:
        """Signs and columns; an expression naming no column is bad input."""
        named = _parsed(expression, self.columns)
        for _sign, column in named:
            if column not in self.columns:
                raise Unreadable(
                    _("The table “%(table)s” has no column “%(column)s”, which “%(expression)s” names.")
                    % {"table": self.name[:60], "column": column[:60], "expression": str(expression)[:60]}
                )
        return named


def untried_identities(tables: Sequence[Table]) -> Iterator[Untried]:
    """Rows whose totals were held against some of their parts only, or against none."""
    rows: dict[tuple[str, str], dict[str, None]] = {}  # by table and total
    why = _(
        "“%(total)s” was held against its parts only as far as the numbers shown allow: some are hidden or "
        "missing for %(rows)s."
    )
    for table in tables:
        for left, right in table.identities:
            partly = [row.label for row in table.all_rows if table.is_tried_in_part(left, right, row)]
            rows.setdefault((table.name, str(left)), {}).update(dict.fromkeys(partly))
    for (name, column), labels in rows.items():
        if labels:
            yield Untried(in_words(name), why % {"total": in_words(column), "rows": some_of(list(labels))})


def untried_shares(tables: Sequence[Table], relations: Sequence[Relation]) -> Iterator[Untried]:
    """Percentages that take part in no relation: nothing says what they are the shares of."""
    tried = {one.path for each in relations for _sign, one in (*each.stated, *each.expected)}
    left: dict[tuple[str, str], dict[str, bool]] = {}  # table and column: row, and whether it was tried
    for table in tables:
        for row, column in ((one, name) for one in table.all_rows for name in one.shares):
            rows = left.setdefault((table.name, column), {})
            rows[row.label] = rows.get(row.label, False) or row.values[column].path in tried
    for (name, column), rows in left.items():
        missing = [label for label, is_tried in rows.items() if not is_tried]
        words = {"column": in_words(column), "rows": some_of(missing)}
        if missing and len(missing) == len(rows):
            why = _("The percentages in “%(column)s” were not tried: no columns plainly give them.")
            yield Untried(name, why % words)
        elif missing:
            why = _("“%(column)s” was not tried where the numbers that give it are missing: %(rows)s.")
            yield Untried(name, why % words)


def untried_totals(tables: Sequence[Table], relations: Sequence[Relation]) -> Iterator[Untried]:
    """Columns called a total or a deviation, beside two or more that may give it, that no row was held
    against.
    """
    across = [each for each in relations if each.rule in ("identity", "carry", "difference")]
    tried = {(one.path[0], one.path[-1]) for each in across for _sign, one in each.stated}
    tried |= {(table.name, str(left)) for table in tables for left, _right in table.identities}
    why = _("The totals of the rows in “%(column)s” were not tried: no columns plainly give them.")
    why_not = _("The differences in “%(column)s” were not tried: no two columns plainly give them.")
    for table in tables:
        columns = list(
            dict.fromkeys(one for row in table.all_rows for one in (*row.values, *sorted(row.missing)))
        )
        shares = {column for row in table.all_rows for column in row.shares}
        never = shares | KNOWN | {columns[place] for place in bounds_in(columns)}
        parts = [one for one in columns if one not in never and not is_total(one)]
        for column in columns if len(parts) > 1 else ():
            if is_total(column) and column not in shares and (table.name, column) not in tried:
                yield Untried(in_words(table.name), why % {"column": in_words(column)})
        for column in filter(is_difference, columns if len(columns) > 2 else ()):
            if column not in shares and (table.name, column) not in tried:
                yield Untried(in_words(table.name), why_not % {"column": in_words(column)})


def read_table(raw: Mapping[str, Any], place: int) -> Table:
    """Raises Unreadable with what was wrong."""
    name = str(raw.get("name") or _("Table %(number)s") % {"number": place})
    rows = raw.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Unreadable(
            _("The table “%(table)s” needs “rows”: a list of rows with “values”.") % {"table": name[:60]}
        )
    _check(raw, name)
    read = [_row(name, str(row.get("label", row.get("year", n))), row.get("values", row), raw.get("unit"))
            for n, row in enumerate(rows, 1)]  # fmt: skip
    for one, said in zip(read, rows, strict=True):
        one.declared = said_of(said)
        one.of = str(said["of"]) if "of" in said else None
    sums = _row(name, str(raw.get("sum_label", SUM)), raw[SUM], raw.get("unit")) if raw.get(SUM) else None
    return Table(name, read, sums, raw)


def _row(table: str, label: str, values: Any, unit: Any) -> Row:
    if not isinstance(values, Mapping):
        raise Unreadable(
            _("The row “%(row)s” in “%(table)s” needs “values” by column.")
            % {"row": label[:60], "table": table[:60]}
        )
    row = Row(label, {})
    for column, value in values.items():
        its_unit = unit.get(column, "") if isinstance(unit, Mapping) else unit or ""
        one = quantity(value, (table, label, str(column)), str(its_unit))
        if one is not None:
            row.values[str(column)] = one
            row.percents |= {str(column)} if isinstance(value, str) and "%" in value else set()
        elif value is None:
            row.missing.add(str(column))
    return row


def _check(raw: Mapping[str, Any], name: str) -> None:
    """The declarations have the form that they must have."""
    series = raw.get("series")
    fits: list[bool] = [
        *(_are_two(one) for name in ("identities", "parts", "differences") for one in _list(raw, name)),
        *(
            isinstance(one, Mapping) and isinstance(one.get("percent"), str) and _are_two(one.get("of"))
            for one in _list(raw, "shares")
        ),
        not series or (isinstance(series, Mapping) and _are_two(series.get("carry"))),
        not series or isinstance(series.get("by", ""), str),
        all(
            isinstance(one, str)
            for name in ("whole", "means", "stocks", "doubtful")
            for one in _list(raw, name)
        ),
        all(is_declaration(row.get("declared") or []) for row in raw["rows"]),
    ]
    if not all(fits):
        raise Unreadable(
            _(
                'In “%(table)s”: write identities as ["total", "ended + ongoing"], shares as '
                '{"percent": …, "of": [part, whole]}, series as {"by": "year", "carry": [before, now]} and '
                'declared as [{"rule": "identity", "stated": 178, "expected": 132}].'
            )
            % {"table": name[:60]}
        )


def _are_two(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_expression, value))


def _is_expression(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name) or []
    if not isinstance(found, list):
        raise Unreadable(_("“%(name)s” must be a list.") % {"name": name})
    return found


def _parsed(expression: Expression, columns: set[str]) -> list[tuple[int, str]]:
    """`total - new` as signs and columns; a column may itself hold a hyphen. A list is added up."""
    if isinstance(expression, list):
        return [(1, column) for column in expression]
    if expression.strip() in columns:
        return [(1, expression.strip())]
    spaced = re.split(r"\s+([+\-−])\s+", expression.strip())
    parts = spaced if all(one in columns for one in spaced[::2]) else SIGN.split(expression.strip())
    found, sign = [], 1
    for place, part in enumerate(parts):
        if place % 2:
            sign = 1 if part == "+" else -1
        elif part:
            found.append((sign, part))
    return found


def _year(row: Row, by: str) -> int | None:
    named = row.values.get(by)
    text = str(named.value) if named else row.label
    match = re.search(r"\b(19|20)\d\d\b", text)
    return int(match[0]) if match else None


def _can_only_grow(parts: list[Term]) -> bool:
    """Is a sum of them, and of others that are not known, no less than they come to? So it is of counts."""
    return not any(part.step or part.value < 0 for _sign, part in parts)


def _is_average(one: Quantity, parts: list[Term]) -> bool:
    """In a column of shares the sum row may hold the share of all, which lies among those of the rows."""
    return len(parts) > 1 and one.exact <= max(part.exact for _sign, part in parts)


def whole_of(
    shares: list[Quantity], bases: list[Quantity], whole: Quantity, place: tuple[str, str]
) -> Relation | Untried | None:
    """Shares of one whole against 100, where the bases come to the whole. As they are known, so is what
    rounding explains: the shares rightly rounded may themselves miss 100, and then nothing is wrong.
    """
    parts = [(1, base) for base in bases]
    if abs(total(parts) - whole.exact) > slack([*parts, (1, whole)]):
        why = _("The shares in “%(column)s” were not added up: the rows are not the whole.")
        return Untried(in_words(place[0]), why % {"column": in_words(place[1])})
    rightly = sum(
        (percent_of(base, whole, share) for share, base in zip(shares, bases, strict=True)), Fraction(0)
    )
    if rightly == sum(share.exact for share in shares):
        return None
    terms = [(1, share) for share in shares]
    allowed = min(abs(rightly - 100), slack(terms))
    return Relation("sum", " ".join(place), terms, (), constant=100, allowed=allowed)
