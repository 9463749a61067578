"""Disclosure control: no count of 1 to 4 can be worked out from what is shown, however much is asked for."""

from collections import Counter
from datetime import date
from functools import cache, partial
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.enrolments.models import Enrolment
from samsyn.figures import pages
from samsyn.figures.control import Control, all_levels, levels, part_of
from samsyn.figures.counting import NOBODY, Counts, Group, Period, year
from samsyn.figures.dimensions import DERIVED, HEADLINE, dimension, fine, is_split
from samsyn.figures.exchange import changed
from samsyn.figures.movement import is_tied
from samsyn.figures.queries import View
from samsyn.figures.tables import table

from .attack import solved, solved_knowing_zeros, spread
from .registers import place, some

LIMIT = 5
YEARS = [year(2024), year(2025)]
BEHIND = [year(2021), year(2022), year(2023)]

# ── A register in memory, and everybody's tables of it ─────────────────────────────────────────────────────

OCCUPATIONS = ("employed", "studies", "jobseeker", "work_training", "daily_activities", "none")
bunches = st.lists(
    st.tuples(
        st.integers(1, 3), st.sampled_from(["compulsory", "upper_secondary", "none"]), st.integers(1, 2),
        st.sampled_from(["woman", "man"]), st.sampled_from(["none", "work_training"]),
        st.sampled_from(OCCUPATIONS), st.sampled_from([2021, 2023, 2024, 2025]),
        st.sampled_from([2023, 2024, 2025, None]), st.sampled_from([1, 1, 2, 3, 6, 9]),
    ),
    min_size=2, max_size=6,
)  # fmt: skip
NAMES = ("municipality", "education", "initiative", "sex", "occupation_at_start", "occupation_at_end")
TABLES = [
    ("municipality",), ("education",), ("municipality", "education"), ("occupation_at_end",),
    ("work_or_studies",), ("jobseekers",), ("municipality", "work_or_studies"),
    ("occupation_at_start", "occupation_at_end"), ("education", "occupation_at_end"),
    ("education", "work_or_studies"), ("education_group",),
]  # fmt: skip
CODES = {"education": ["compulsory", "none", "upper_secondary"],
         "education_group": ["compulsory", "upper_secondary"]}  # fmt: skip
COLUMNS = ("total", "new", "ended")
SORTS = {one.name: partial(lambda sort, v: sort(v, {}), one.sort) for one in DERIVED.values()
         if one.sort and one.name != "destination_reached"}  # fmt: skip


WHOLE = (("work_or_studies",), ("positive_step",))  # shown as they are
EVERY_LEVEL = {level for names in TABLES for level in all_levels(fine(names)) if len(fine(level)) < 3}


def value_of(name, facts):
    return SORTS[name](facts) if name in SORTS else facts[name]


@cache
def every_level():
    return EVERY_LEVEL | {(), ("initiative",), ("sex",), ("initiative", "sex"), *WHOLE}


def register_of(bunches):
    """Counts by everything that a table can show for two years in a row."""
    counts = Counts()
    sums: dict = {}
    for *values, began, ended, many in bunches:
        if ended is not None and ended < began:
            continue
        facts = dict(zip(NAMES, values, strict=True))
        for when in (*BEHIND, *YEARS):
            this = when.first.year
            if began > this or (ended is not None and ended < this):
                continue
            is_ended = ended == this
            for level in every_level():
                group = Group((name, value_of(name, facts)) for name in level)
                if not is_ended and any(is_split(n) or dimension(n).at_end for n in level):
                    continue
                of = sums.setdefault((when, group), Counter())
                of.update(total=many, before=many * (began < this), new=many * (began == this),
                          ended=many * is_ended, ongoing=many * (not is_ended))  # fmt: skip
    for (when, group), of in sums.items():
        counts.put(when, group, NOBODY | of)
    for when in YEARS:  # what could have been counted is a zero
        for level in every_level():
            lists = [possible(counts, when, name) for name in level]
            for values in _products(lists):
                group = Group(zip(level, values, strict=True))
                if group not in counts.level(when, level):
                    counts.put(when, group, NOBODY)
    return counts


def possible(counts, when, name):
    """Codes are known to everybody; of places only those that there are."""
    if name.startswith("occupation"):
        return sorted(OCCUPATIONS if name.endswith("end") else ("none", "work_training"))
    if is_split(name):
        return ["no", "yes"]
    if name in CODES:
        return CODES[name]
    return sorted({value for group in counts.level(when, (name,)) for _n, value in group}, key=str) or ["-"]


def _products(lists):
    found = [()]
    for values in lists:
        found = [(*one, value) for one in found for value in values]
    return found


def control_of(counts):
    tied = [one for one in (*BEHIND, *YEARS) if is_tied(counts.level(one, HEADLINE).values())]
    return Control(counts, LIMIT, YEARS, SORTS, tied=frozenset(one.first.year for one in tied), behind=BEHIND)


def decided(counts):
    control = control_of(counts)
    for when in YEARS:
        for names in TABLES:
            for column in ("ended", "ongoing"):
                if column == "ended" or part_of("ongoing", fine(names)) == "stock":
                    control.family(part_of(column, fine(names)), fine(names),
                                   when if column == "ended" else when.last)  # fmt: skip
    return control


# A cell is (group, column, when); the end of a year is the beginning of the next.


def cells_of(level, group, when):
    if any(is_split(name) or dimension(name).at_end for name in level):
        return {"ended": (group, "ended", when)}
    return {
        **{column: (group, column, when) for column in COLUMNS},
        "before": (group, "ongoing", when.before), "ongoing": (group, "ongoing", when.last),
    }  # fmt: skip


def everything_tied_together(counts):
    """Every equation among all cells of all tables of both years."""
    found = []
    for when in YEARS:
        for level in every_level():
            for group in counts.level(when, level):
                of = cells_of(level, group, when)
                if "total" in of:
                    found += [{of["total"]: -1, of["ended"]: 1, of["ongoing"]: 1},
                              {of["total"]: -1, of["new"]: 1, of["before"]: 1}]  # fmt: skip
            for name in level:
                found += _sums(counts, when, level, name)
            for split, sort in SORTS.items():
                if set(DERIVED[split].of) <= set(level):
                    found += _derived(counts, when, level, split, sort)
    return found


def _sums(counts, when, level, name):
    coarser = tuple(one for one in level if one != name)
    if coarser not in every_level():
        return []
    parts: dict = {}
    for group in counts.level(when, level):
        parts.setdefault(Group(p for p in group if p[0] != name), []).append(group)
    found = []
    for whole, of in parts.items():
        columns = cells_of(level, of[0], when)
        for column in columns:
            found.append({cells_of(coarser, whole, when)[column]: -1}
                         | {cells_of(level, one, when)[column]: 1 for one in of})  # fmt: skip
    return found


def _derived(counts, when, level, name, sort):
    """A share, or a wider group, is the sum of the codes that decide it."""
    parts: dict = {}
    for group in counts.level(when, level):
        facts = dict(group)
        rest = Group(p for p in group if p[0] not in DERIVED[name].of) | {(name, sort(facts))}
        parts.setdefault(rest, []).append(group)
    known = {group for names in every_level() for group in counts.level(when, names)}
    wider = tuple({one for one in level if one not in DERIVED[name].of} | {name})
    return [
        {cells_of(wider, whole, when)[column]: -1} | {cells_of(level, one, when)[column]: 1 for one in of}
        for whole, of in parts.items() if whole in known
        for column in cells_of(wider, whole, when).keys() & cells_of(level, of[0], when).keys()
    ]  # fmt: skip


def hidden_cells(control, cells):
    found = set()
    for group, column, when in cells:
        names = fine(name for name, _value in group)
        if not names or (names in WHOLE and len(group) == 1):
            continue
        family = control.family(part_of(column, names), names, when)
        if family.key(group) in family.hidden:
            found.add((group, column, when))
    return found


def number_in(counts, cell):
    group, column, when = cell
    if column != "ongoing":
        return counts.of("enrolments", when, group)[column]
    period = next(p for p in YEARS if when in (p.before, p.last))
    return counts.of("enrolments", period, group)["ongoing" if period.last == when else "before"]


@given(bunches=bunches)
@settings(max_examples=6, deadline=None)
def test_nobody_can_work_out_a_small_number_from_all_tables_of_both_years(bunches):
    counts = register_of(bunches)
    control = decided(counts)
    equations = everything_tied_together(counts)
    cells = {cell for equation in equations for cell in equation}
    hidden = hidden_cells(control, cells)
    # What cannot be helped: what follows from the exact headlines although all else that counts is hidden.
    most = {
        cell for cell in cells
        if number_in(counts, cell) and fine(n for n, _v in cell[0]) not in ((), *WHOLE)
    } | {cell for cell in cells if ("work_or_studies" in dict(cell[0])) and len(cell[0]) > 1
         and number_in(counts, cell)}  # fmt: skip
    fallen = solved(equations, hidden) - solved(equations, most | hidden)
    assert not [cell for cell in fallen if 0 < number_in(counts, cell) < LIMIT]


def test_who_neither_came_nor_went_is_hidden_alike_on_both_days():
    """Three men who stay for a year in which no other man of the initiative comes or goes: a stock after that
    year which hid them beside others than the stock before would tell them.
    """
    one, two = ("none", "studies"), ("work_training", "daily_activities")
    counts = register_of([
        (1, "upper_secondary", 1, "woman", *one, 2024, None, 4),
        (1, "upper_secondary", 2, "man", *two, 2022, 2025, 3),
        (1, "upper_secondary", 2, "man", *two, 2025, 2025, 4),
        (3, "upper_secondary", 1, "man", *one, 2023, 2024, 1),
        (3, "upper_secondary", 2, "woman", *two, 2023, None, 2),
        (1, "compulsory", 2, "woman", *one, 2024, 2024, 3),
        (3, "compulsory", 2, "woman", *one, 2024, None, 9),
    ])  # fmt: skip
    control = decided(counts)
    equations = everything_tied_together(counts)
    cells = {cell for equation in equations for cell in equation}
    hidden = {cell for cell in hidden_cells(control, cells) if fine(n for n, _v in cell[0]) == ("education",)}
    known = {cell: number_in(counts, cell) for cell in cells}
    of_education = [one for one in equations if all(_is_by_education(cell) for cell in one)]
    told = solved_knowing_zeros(of_education, hidden, known)
    assert not [cell for cell in told if 0 < known[cell] < LIMIT]


def _is_by_education(cell):
    return set(fine(name for name, _value in cell[0])) <= {"education"}


@given(bunches=bunches)
@settings(max_examples=30, deadline=None)
def test_every_small_count_is_hidden_and_headlines_never(bunches):
    counts = register_of(bunches)
    control = decided(counts)
    for names in TABLES:
        for level in levels(fine(names)):
            for group, of in counts.level(YEARS[1], level).items():
                columns = ("ended",) if part_of("ended", fine(names)) == "exit" else (*COLUMNS, "ongoing")
                for column in columns:
                    if 0 < of[column] < LIMIT:
                        assert control.is_hidden(YEARS[1], group, column)
    assert not control.is_hidden(YEARS[1], Group({("sex", "woman"), ("initiative", 1)}), "total")


@given(bunches=bunches)
@settings(max_examples=30, deadline=None)
def test_what_is_hidden_does_not_depend_on_which_table_is_asked_for(bunches):
    counts = register_of(bunches)
    alone = control_of(counts)
    among_others = decided(counts)
    for part, when in (("flow", YEARS[1]), ("stock", YEARS[1].last)):
        for names in (("municipality",), ("education",)):
            assert alone.family(part, names, when).hidden == among_others.family(part, names, when).hidden


@given(bunches=bunches)
@settings(max_examples=30, deadline=None)
def test_no_small_count_is_the_only_one_possible_when_counts_are_not_negative(bunches):
    """The exits by municipality and by occupation: each hidden count may be more or less (exact simplex)."""
    counts = register_of(bunches)
    control = decided(counts)
    when = YEARS[1]
    for names in (("occupation_at_end",), ("work_or_studies",)):
        family = control.family("exit", names, when)
        told = list(levels(names))
        headline = [("initiative",), ("sex",), ("initiative", "sex"), ()]
        equations = []
        for level in told:
            for name in level:
                coarser = tuple(one for one in level if one != name)
                if coarser in told or coarser in headline:
                    equations += _sums(counts, when, level, name)
        cells = {cell for equation in equations for cell in equation}
        hidden = {c for c in cells if fine(n for n, _v in c[0]) and family.key(c[0]) in family.hidden}
        # Those that no exchange could be found for are what the exact headlines give away (see above).
        kept = {
            key for one in family.exchanges if one.is_roomy for key, _s in changed(one.places, family.told)
        }
        known = {c: number_in(counts, c) for c in cells}
        for cell in [c for c in hidden if 0 < known[c] < LIMIT and family.key(c[0]) in kept][:6]:
            low, high = spread(equations, hidden, known, cell)
            assert low != high


# ── Where exchanges go on to ───────────────────────────────────────────────────────────────────────────────

BRIEFLY, ALL_ALONG = (2025, 2025), (2021, None)


def people(many, education, occupation_at_end, years, *, initiative=1, sex="woman"):
    return (1, education, initiative, sex, "none", occupation_at_end, *years, many)


def is_hidden(control, column="ended", **values):
    return control.is_hidden(YEARS[1], Group(values.items()), column)


def test_those_who_ended_are_let_be_where_those_who_began_make_up_for_a_stock():
    """Three go on since long ago. One more or less of them, and one less or more who began."""
    control = decided(register_of([
        people(3, "none", "studies", ALL_ALONG), people(12, "upper_secondary", "studies", ALL_ALONG),
        people(6, "none", "studies", ALL_ALONG, initiative=2),
        people(6, "upper_secondary", "studies", ALL_ALONG, initiative=2),
        *(people(9, education, "studies", BRIEFLY, initiative=initiative)
          for initiative in (1, 2) for education in ("none", "upper_secondary")),
    ]))  # fmt: skip
    assert is_hidden(control, "total", education="none", initiative=1)
    assert not is_hidden(control, education="none", occupation_at_end="studies", initiative=1)


def test_what_a_stock_exchanges_is_made_up_for_by_those_who_began_here_and_those_who_ended_there():
    """No woman ended and no man began: those there after, less those who began, are the women before."""
    control = decided(register_of([
        people(3, "none", "studies", ALL_ALONG), people(9, "upper_secondary", "studies", ALL_ALONG),
        *(people(9, education, "studies", (2025, None)) for education in ("none", "upper_secondary")),
        *(people(9, education, "studies", years, sex="man")
          for education in ("none", "upper_secondary") for years in (ALL_ALONG, (2021, 2025))),
    ]))  # fmt: skip
    flow = control.family("flow", ("education",), YEARS[1])
    assert {one.through for one in flow.exchanges} == {"new", "ended"}
    assert all(one.is_roomy for one in flow.exchanges)
    assert is_hidden(control, "new", education="none")


@pytest.mark.parametrize("others", [{"initiative": 2}, {"sex": "man"}])
def test_what_is_exchanged_may_go_on_differently_in_two_initiatives_or_for_the_two_sexes(others):
    """Some all went to studies, the others all to work: a single place to go does not do for both."""
    control = decided(register_of([
        people(3, "compulsory", "studies", BRIEFLY), people(9, "upper_secondary", "studies", BRIEFLY),
        people(9, "compulsory", "employed", BRIEFLY, **others),
        people(9, "upper_secondary", "employed", BRIEFLY, **others),
    ]))  # fmt: skip
    for occupation in ("studies", "employed"):
        assert is_hidden(control, education="compulsory", occupation_at_end=occupation)
    assert not is_hidden(control, education="compulsory", occupation_at_end="jobseeker")


def test_those_who_ended_are_not_given_by_two_things_where_nobody_could_be_exchanged():
    """All went the same way, two of them with an education that nobody else had: zeros would tell of whom."""
    control = decided(register_of([
        people(2, "none", "studies", BRIEFLY),
        people(9, "upper_secondary", "studies", BRIEFLY, initiative=2),
    ]))  # fmt: skip
    assert is_hidden(control, education="compulsory", occupation_at_end="employed")


def test_families_are_no_more_than_can_be_shown():
    for names in TABLES:
        for level in levels(fine(names)):
            assert len([name for name in level if not is_split(name)]) <= 3
    assert all(len(set(pair)) == 2 for pair in combinations(NAMES, 2))


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


@pytest.mark.parametrize(
    ("figure", "by", "says_so"),
    [
        ("ended", ["municipality", "occupation_at_end"], True),
        ("occupation_before_after", ["occupation_at_start", "occupation_at_end"], True),
        ("participants", ["municipality"], False),
    ],
)
def test_a_table_of_which_nothing_can_be_shown_says_so_and_where_to_look_instead(
    four_places, figure, by, says_so
):
    found = pages.shown(table(figure, four_places.association, year(2026), by=by))
    html = render_to_string("figures/table.html", {"shown": found, "caption": "x"})
    where = reverse("figures:figure", args=[four_places.association.slug, "ended"])
    assert [html.count(f'href="{where}?year=2026&amp;by={name}&amp;unit=enrolments"') for name in by] == [
        says_so for _name in by
    ]
    assert ("Inget av de här antalen kan visas" in html) == says_so
    assert ('<th scope="row"' in html.split("<tfoot>")[0]) != says_so


@pytest.mark.parametrize(
    ("first", "last", "is_given"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), True),
        (date(2026, 2, 1), date(2026, 2, 28), True),
        (date(2026, 2, 1), date(2026, 2, 27), False),
        (date(2026, 2, 2), date(2026, 2, 28), False),
        (date(2025, 1, 1), date(2026, 2, 5), False),
    ],
)
def test_nobody_is_told_by_the_day_on_which_they_came(four_places, first, last, is_given):
    def shown(**facts):
        return table("participants", four_places.association, Period(first, last), by=["sex"], **facts).rows

    if is_given:
        assert shown()
    else:
        with pytest.raises(ValidationError, match="hela månader"):
            shown()
    assert shown(own_initiatives=[one.pk for one in four_places.initiatives])


def test_before_and_after_stand_by_themselves_where_nothing_of_both_can_be_told(four_places):
    view = View(four_places.association)
    with CaptureQueriesContext(connection) as asked:
        found = view.table("occupation_before_after", year(2026))
    alone = len(asked)
    with CaptureQueriesContext(connection) as asked:
        told = pages.told_apart(view, found, ("", ""))
    heads = [str(dimension(name).label) for name in found.figure.always]
    assert [(label, [str(one) for one in each.heads]) for label, each in told.apart] == [
        (head, [head]) for head in heads
    ]
    assert len(asked) <= alone
    html = render_to_string("figures/table.html", {"shown": told, "caption": "x"})
    assert html.count("<table") == 2
    assert pages.told_apart(view, view.table("participants", year(2026)), ("", "")).apart == []


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
    for days in (Period(date(2026, 3, 2), date(2026, 3, 2)), Period(date(2026, 1, 1), date(2026, 11, 30))):
        for by in ([], ["year"]):
            with pytest.raises(ValidationError):
                table("work_or_studies", four_places.association, days, by=by)
    years = Period(date(2025, 1, 1), date(2026, 12, 31))
    assert table("work_or_studies", four_places.association, years).sum.values["numerator"] == 2


@pytest.mark.parametrize(("without", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_how_many_do_without_a_source_of_income_is_a_count_too(db, as_owner, without, is_hidden):
    with as_owner():
        where = place(1, 1)
        some(where, 11 + without)
        ids = Enrolment.objects.order_by("pk").values("pk")[:11]
        Enrolment.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).update(
            income_at_start=["social_assistance"]
        )
    found = table("participants", where.association, year(2026), by=["income_at_start"])
    row = found.row_with({"income_at_start": "social_assistance"})
    assert row.values["total"] == (None if is_hidden else 11)


def test_odd_periods_are_refused_because_two_of_them_could_be_compared(four_places):
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
