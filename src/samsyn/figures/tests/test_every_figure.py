"""Every figure by everything that it can be broken down by, held against a second count by polars."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import polars as pl
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.enrolments.models import Enrolment
from samsyn.figures.counting import Period, count, year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.dimensions import ALL, SPLITS
from samsyn.figures.queries import table as asked
from samsyn.figures.tables import table
from samsyn.participants.codes import Education, IncomeSource, Occupation
from samsyn.participants.models import Participant

from .registers import place

DAY = date(2025, 1, 1)
occupations = st.sampled_from([str(code) for code in Occupation])
incomes = st.lists(st.sampled_from([str(code) for code in IncomeSource][:4]), max_size=3, unique=True)
people = st.lists(
    st.fixed_dictionaries({
        "sex": st.sampled_from(["woman", "man"]), "initiative": st.integers(0, 1),
        "start": st.integers(-300, 364), "length": st.none() | st.integers(0, 500),
        "birth_year": st.none() | st.integers(1958, 2010),
        "education": st.sampled_from([str(code) for code in Education]),
        "public_support_months": st.none() | st.integers(0, 80),
        "referrer": st.sampled_from(["fk", "af", ""]),
        "occupation_at_start": occupations, "occupation_at_end": occupations,
        "income_at_start": incomes, "income_at_end": incomes,
        "exit_reason": st.sampled_from(["illness", "moved", "other"]),
        "destination": st.sampled_from(["", "work", "studies", "right_benefit"]),
        "waited": st.none() | st.integers(0, 90), "decided": st.integers(0, 90),
    }),
    max_size=18,
)  # fmt: skip


def written(where, rows):
    found = []
    for number, row in enumerate(rows):
        start = DAY + timedelta(days=row["start"])
        end = None if row["length"] is None else start + timedelta(days=row["length"])
        person = Participant.objects.create(
            controller=where.controllers[0], sex=row["sex"], birth_year=row["birth_year"], is_anonymous=False
        )
        referred = None if row["waited"] is None else start - timedelta(days=row["waited"] + row["decided"])
        at_end = {"ended_on": end, **{name: row[name] for name in (
            "exit_reason", "occupation_at_end", "income_at_end", "destination")}} if end else {}  # fmt: skip
        Enrolment.objects.create(
            participant=person, controller=person.controller, initiative=where.initiatives[row["initiative"]],
            municipality=person.controller.municipality, case_number=f"{number}", started_on=start,
            referred_on=referred,
            approved_on=referred and referred + timedelta(days=row["decided"]),
            **{name: row[name] for name in (
                "education", "public_support_months", "referrer", "occupation_at_start", "income_at_start")},
            **at_end,
        )  # fmt: skip
        found.append(row | {"start": start, "end": end})
    return found


class Undo(Exception):
    pass


@pytest.fixture
def each_register(db, as_owner):
    def run(rows, check):
        with pytest.raises(Undo), transaction.atomic():
            with as_owner():
                where = place(2, 1)
                for initiative in where.initiatives:
                    initiative.destinations = ["work", "studies"]
                    initiative.save()
                found = written(where, rows)
            check(where, found)
            raise Undo

    return run


def age_band(row):
    if row["birth_year"] is None:
        return "unknown"
    age = row["start"].year - row["birth_year"]
    if age < 20 or age > 64:
        return "0-15" if age < 16 else "16-19" if age < 20 else "65-"
    return f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def support_band(row):
    months = row["public_support_months"]
    if not months:
        return "unknown" if months is None else "none"
    return next((band for limit, band in ((12, "0-1"), (36, "1-3"), (60, "3-5")) if months < limit), "5-")


SAID = {"age": age_band, "public_support": support_band}
CODED = ("age", "public_support", "education", "referrer", "occupation_at_start", "occupation_at_end",
         "exit_reason", "destination", "income_at_start", "income_at_end")  # fmt: skip


def value_of(name, row):
    return (
        SAID[name](row)
        if name in SAID
        else row[name] or (["unknown"] if isinstance(row[name], list) else "unknown")
    )


PERIOD = year(2025)
POPULATIONS = {
    "total": lambda row: row["start"] <= PERIOD.last and (row["end"] is None or row["end"] >= PERIOD.first),
    "new": lambda row: PERIOD.first <= row["start"] <= PERIOD.last,
    "ended": lambda row: row["end"] is not None and PERIOD.first <= row["end"] <= PERIOD.last,
    "ongoing": lambda row: row["start"] <= PERIOD.last and (row["end"] is None or row["end"] > PERIOD.last),
}
law = settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@given(rows=people)
@law
def test_each_dimension_and_pair_counts_as_polars_does(each_register, rows):
    def check(where, found):
        pairs = [("occupation_at_start", "occupation_at_end"), ("income_at_start", "income_at_end"),
                 ("age", "education")]  # fmt: skip
        levels = [*((name,) for name in CODED), *pairs]
        counts = count([PERIOD], levels, [one.pk for one in where.initiatives])
        for level in levels:
            names = list(level)
            for population, belongs in POPULATIONS.items():
                if population != "ended" and any(ALL[name].at_end for name in names):
                    continue
                frame = pl.DataFrame(
                    [{name: value_of(name, row) for name in names} for row in found if belongs(row)],
                    schema={
                        name: pl.List(pl.String) if ALL[name].is_several else pl.String for name in names
                    },
                )
                for name in names:
                    if ALL[name].is_several:
                        frame = frame.explode(name)
                apart = {row[:-1]: row[-1] for row in frame.group_by(names).len().iter_rows()}
                ours = {
                    tuple(dict(group)[name] for name in names): of[population]
                    for group, of in counts.level(PERIOD, level).items() if of[population]
                }  # fmt: skip
                assert ours == apart, (level, population)

    each_register(rows, check)


def share_of(name, ended):
    """Numerator and denominator, reckoned apart from SQL."""
    steps = {"none": 0, "daily_activities": 1, "work_training": 2, "jobseeker": 3, "studies": 4,
             "subsidised": 4,
             "employed": 5, "own_business": 5}  # fmt: skip
    at = [(steps.get(row["occupation_at_start"]), steps.get(row["occupation_at_end"])) for row in ended]
    known = [(before, after) for before, after in at if before is not None and after is not None]
    many = len(ended)

    def with_(key, *codes):
        return sum(row[key] in codes for row in ended)

    def a_year_later(day):
        return date(day.year + 1, day.month, min(day.day, 28 if day.month == 2 else day.day))

    return {
        "work_or_studies": (
            with_("occupation_at_end", "employed", "subsidised", "own_business", "studies"), many),
        "jobseekers": (with_("occupation_at_end", "jobseeker"), many),
        "positive_step": (sum(after > before for before, after in known), len(known)),
        "right_benefit": (with_("destination", "right_benefit"), many),
        "destination_reached": (with_("destination", "work", "studies"), many),
        "over_12_months": (sum(row["end"] >= a_year_later(row["start"]) for row in ended), many),
    }[name]  # fmt: skip


@given(rows=people)
@law
def test_shares_and_middle_values_are_those_reckoned_apart(each_register, rows):
    def check(where, found):
        own = {"own_initiatives": [one.pk for one in where.initiatives]}
        from samsyn.base.tenancy import acting_in

        with acting_in([where.controllers[0].pk]):
            ended = [row for row in found if POPULATIONS["ended"](row)]
            for name in SPLITS:
                values = table(name, where.association, PERIOD, **own).sum.values
                assert (values["numerator"], values["denominator"]) == share_of(name, ended), name
            waits = [row["waited"] + row["decided"] for row in found
                     if POPULATIONS["new"](row) and row["waited"] is not None]  # fmt: skip
            values = table("waiting_time", where.association, PERIOD, **own).sum.values
            assert values["whole_median"] == (median(waits) if waits else None)
            stays = [(row["end"] - row["start"]).days for row in ended]
            values = table("time_in_initiative", where.association, PERIOD, **own).sum.values
            assert values["stay_median"] == (median(stays) if stays else None)
            assert values["counted"] == len(stays)

    each_register(rows, check)


@pytest.fixture
def thirty(db, as_owner):
    with as_owner():
        where = place(2, 2)
        rows = [
            {"sex": ("woman", "man")[n % 2], "initiative": n % 2, "start": n,
             "length": 100 if n % 3 else None,
             "birth_year": 1980 + n % 20, "education": "compulsory", "public_support_months": n,
             "referrer": "fk", "occupation_at_start": "none",
             "occupation_at_end": ("employed", "none")[n % 2],
             "income_at_start": ["social_assistance"], "income_at_end": ["salary"], "exit_reason": "other",
             "destination": "work", "waited": 5, "decided": 10}
            for n in range(60)
        ]  # fmt: skip
        written(where, rows)
    return where


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_given_by_each_of_its_dimensions(thirty, name):
    figure = FIGURES[name]
    for by in [(), *((one,) for one in figure.dimensions if one not in figure.always)]:
        made = table(name, thirty.association, PERIOD, by=by)
        assert set(made.sum.values) == set(figure.columns)
        assert set(by) <= set(made.by)
        assert figure.label
        assert figure.english
        assert figure.text
        assert figure.population


@pytest.mark.parametrize(
    ("name", "by"),
    [("participants", ["exit_reason"]), ("ended", ["age", "education", "municipality"]),
     ("work_or_studies", ["age", "education"]), ("ended", ["age", "sex", "initiative", "education"])],
)  # fmt: skip
def test_tables_that_do_not_exist_are_refused_with_words(thirty, name, by):
    with pytest.raises(ValidationError):
        table(name, thirty.association, PERIOD, by=by)


@pytest.mark.parametrize("name", SPLITS)
def test_a_share_is_of_enrolments_since_a_person_may_have_two_outcomes(thirty, name):
    with pytest.raises(ValidationError):
        table(name, thirty.association, PERIOD, unit="persons")


def test_reports_ask_for_one_initiative(thirty):
    one = thirty.initiatives[0]
    made = asked("ended", association=thirty.association, since=PERIOD.first, until=PERIOD.last,
                 by=["sex"], initiative=one.pk)  # fmt: skip
    assert made.by == ("sex",)
    assert made.sum.values["ended"] == sum(row.values["ended"] for row in made.rows)
    assert Counter(row.keys["sex"] for row in made.rows) == {"woman": 1, "man": 1}


def test_a_table_is_one_statement_however_many_initiatives(thirty, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        table("ended", thirty.association, PERIOD, by=["education", "initiative"])


def test_a_middle_value_of_few_is_hidden(db, as_owner):
    with as_owner():
        where = place(1, 1)
        from .registers import some

        some(where, 3, start=date(2025, 2, 1), end=date(2025, 5, 1))
    made = table(
        "time_in_initiative", where.association, Period(PERIOD.first, PERIOD.last), by=["initiative"]
    )
    assert made.rows[0].values["stay_median"] is None
    assert "stay_median" in made.rows[0].hidden
