"""Disclosure control: no count of 1 to 4 can be worked out from what is shown, however much is asked for."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.figures.control import Control, subsets
from samsyn.figures.counting import POPULATION_NAMES, Counts, Group, every_subset, year
from samsyn.figures.tables import table

from .registers import place, some

LIMIT = 5
YEARS = [year(2024), year(2025)]

# ── An attacker who knows every table there is ─────────────────────────────────────────────────────────────

small = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 8, 13])
atoms = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["woman", "man"]), small, small, small,
              small),
    min_size=1, max_size=9, unique_by=lambda row: row[:3],
)  # fmt: skip


def register_of(atoms):
    """Counts by municipality, initiative and sex for two years in a row, with every margin."""
    counts = Counts()
    for municipality, initiative, sex, before, new, ended, later in atoms:
        whole = {"municipality": municipality, "initiative": initiative, "sex": sex}
        ongoing = before
        for when, came in zip(YEARS, (new, later), strict=True):
            total = ongoing + came
            left = min(ended, total)
            numbers = {
                "total": total, "before": ongoing, "new": came, "ended": left, "ongoing": total - left,
                "work": left // 2,
            }  # fmt: skip
            ongoing = total - left
            for names in every_subset(("municipality", "initiative", "sex")):
                group = Group((name, whole[name]) for name in names)
                sums = counts.enrolments.setdefault((when, group), dict.fromkeys(POPULATION_NAMES, 0))
                for name in sums:
                    sums[name] += numbers[name]
    return counts


def solved(equations, hidden):
    """Hidden cells with only one solution, by ordinary fractions (apart from
    the product's own elimination).
    """
    done: dict = {}
    for equation in {frozenset(one.items()) for one in equations}:
        row = {cell: Fraction(factor) for cell, factor in equation if cell in hidden}
        for cell in [cell for cell in row if cell in done]:
            _take(row, done[cell], row[cell])
        if row:
            pivot = next(iter(row))
            row = {cell: factor / row[pivot] for cell, factor in row.items()}
            for other in done.values():
                if pivot in other:
                    _take(other, row, other[pivot])
            done[pivot] = row
    return {pivot for pivot, row in done.items() if len(row) == 1}


def _take(row, other, times):
    for cell, factor in other.items():
        row[cell] = row.get(cell, Fraction(0)) - times * factor
        if not row[cell]:
            del row[cell]


DIMENSIONS = ("municipality", "initiative", "sex")
COLUMNS = ("total", "new", "ended", "work", "other")


def everything_tied_together(counts):
    """Every equation among all cells of all tables of both years: sums,
    and the identities within each row.
    """
    found = []
    for when in YEARS:
        days = [("ongoing", when.before), ("ongoing", when.last)]
        for level in subsets(DIMENSIONS):
            for group in counts.groups(when, level):
                total, new, ended, work, other = ((group, column, when) for column in COLUMNS)
                before, ongoing = ((group, *day) for day in days)
                found += [
                    {total: -1, ended: 1, ongoing: 1},
                    {total: -1, new: 1, before: 1},
                    {ended: -1, work: 1, other: 1},
                ]
                for name in level:
                    whole = Group(pair for pair in group if pair[0] != name)
                    for column, of in [*((column, when) for column in COLUMNS), *days]:
                        parts = [
                            (one, column, of) for one in counts.groups(when, level)
                            if Group(pair for pair in one if pair[0] != name) == whole
                        ]  # fmt: skip
                        found.append({(whole, column, of): -1} | dict.fromkeys(parts, 1))
    return found


def hidden_cells(control, equations):
    """What the tables do not show. The rest of the ended is as hidden as those to work or studies."""
    found = set()
    for equation in equations:
        for group, column, when in equation:
            if column == "ongoing":
                is_hidden = group in control.hidden.get(("stock", when), ())
            else:
                is_hidden = control.is_hidden(when, group, "work" if column == "other" else column)
            if is_hidden:
                found.add((group, column, when))
    return found


def value_of(counts, cell):
    group, column, when = cell
    if column == "ongoing":
        period = next(p for p in YEARS if when in (p.before, p.last))
        return counts.of("enrolments", period, group)["ongoing" if period.last == when else "before"]
    of = counts.of("enrolments", when, group)
    return of["ended"] - of["work"] if column == "other" else of[column]


@given(atoms=atoms)
@settings(max_examples=12, deadline=None)
def test_nobody_can_work_out_a_hidden_number_from_all_tables_of_both_years(atoms):
    counts = register_of(atoms)
    control = Control(counts, LIMIT, YEARS)
    for when in YEARS:
        control.decide(when, DIMENSIONS)
    equations = everything_tied_together(counts)
    hidden = hidden_cells(control, equations)
    # What cannot be helped: what follows from the exact headlines although everything else is hidden.
    most = {
        cell for equation in equations for cell in equation
        if control.may_hide("outcome" if cell[1] in ("work", "other") else "flow",
                            cell[0]) and value_of(counts, cell)
    }  # fmt: skip

    fallen = solved(equations, hidden) - solved(equations, most | hidden)
    assert not [cell for cell in fallen if 0 < value_of(counts, cell) < LIMIT]


@given(atoms=atoms)
@settings(max_examples=15, deadline=None)
def test_every_small_count_is_hidden_and_headlines_never(atoms):
    counts = register_of(atoms)
    control = Control(counts, LIMIT, YEARS)
    control.decide(YEARS[1], DIMENSIONS)
    for (when, group), of in counts.enrolments.items():
        if when != YEARS[1]:
            continue
        is_fine = "municipality" in dict(group)
        for name in ("total", "new", "ended", "ongoing"):
            if is_fine and 0 < of[name] < LIMIT:
                assert control.is_hidden(when, group, name)
            if not is_fine:
                assert not control.is_hidden(when, group, name)


@given(atoms=atoms)
@settings(max_examples=10, deadline=None)
def test_what_is_hidden_does_not_depend_on_which_table_is_asked_for(atoms):
    counts = register_of(atoms)
    alone, among_others = Control(counts, LIMIT, YEARS), Control(counts, LIMIT, YEARS)
    alone.decide(YEARS[1], ("municipality",))
    among_others.decide(YEARS[0], ("municipality", "sex"))
    among_others.decide(YEARS[1], ("municipality", "initiative", "sex"))
    for group in counts.groups(YEARS[1], ("municipality",)):
        for column in ("total", "ongoing", "work"):
            assert alone.is_hidden(YEARS[1], group, column) == among_others.is_hidden(YEARS[1], group, column)


# ── As tables ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def four_places(db, as_owner):
    """Municipalities with 3, 12, 9 and 0 participants, and two of the last who ended, one to work."""
    with as_owner():
        where = place(2, 4)
        some(where, 3, controller=0)
        some(where, 10, controller=1, sex="man")
        some(where, 2, controller=1, initiative=1, end=date(2026, 5, 1), work=True)
        some(where, 9, controller=2)
    return where


def values(found, name):
    return {row.labels["municipality"]: row.values[name] for row in found.rows}


def test_a_small_count_is_hidden_with_a_companion_and_zero_is_shown(four_places):
    found = table("participants", four_places.association, year(2026), by=["municipality"])
    shown = [row.values["total"] for row in found.rows]
    assert len(shown) == 4
    assert shown.count(None) >= 2  # the third is what the headlines by sex and initiative give away
    assert 0 in shown
    assert 3 not in shown
    assert found.sum.values["total"] == 24


def test_persons_are_hidden_where_enrolments_are(four_places):
    enrolments, persons = (
        table("participants", four_places.association, year(2026), by=["municipality"], unit=unit)
        for unit in ("enrolments", "persons")
    )
    assert [row.hidden for row in enrolments.rows] == [row.hidden for row in persons.rows]


def test_headlines_are_exact(four_places):
    found = table("participants", four_places.association, year(2026), by=["initiative", "sex"])
    assert not found.has_hidden
    assert sorted(row.values["total"] for row in found.rows) == [0, 2, 10, 12]


def test_a_small_numerator_hides_the_share(four_places):
    found = table("work_or_studies", four_places.association, year(2026), by=["municipality"])
    assert all(row.share.percent is None for row in found.rows if row.values["denominator"] != 0)
    assert found.sum.values["numerator"] == 2


@pytest.mark.parametrize(("limit", "is_hidden"), [(3, False), (5, True)])
def test_the_limit_is_the_associations(db, as_owner, limit, is_hidden):
    with as_owner():
        where = place(1, 3, suppress_below=limit)
        for controller, number in enumerate((3, 8, 9)):
            some(where, number, controller=controller)
    found = table("participants", where.association, year(2026), by=["municipality"])
    assert found.has_hidden == is_hidden


def test_the_outcome_is_not_given_day_by_day(four_places):
    from samsyn.figures.counting import Period

    for days in (Period(date(2026, 3, 2), date(2026, 3, 2)), Period(date(2026, 1, 1), date(2026, 11, 30))):
        for by in ([], ["year"]):
            with pytest.raises(ValidationError):
                table("work_or_studies", four_places.association, days, by=by)
    years = Period(date(2025, 1, 1), date(2026, 12, 31))
    assert table("work_or_studies", four_places.association, years).sum.values["numerator"] == 2


def test_odd_periods_are_refused_because_two_of_them_could_be_compared(four_places):
    from samsyn.figures.counting import Period

    with pytest.raises(ValidationError):
        table(
            "participants",
            four_places.association,
            Period(date(2026, 1, 1), date(2026, 11, 30)),
            by=["municipality"],
        )
    found = table(
        "participants",
        four_places.association,
        Period(date(2025, 1, 1), date(2026, 12, 31)),
        by=["year", "municipality"],
    )
    assert len(found.rows) == 8
