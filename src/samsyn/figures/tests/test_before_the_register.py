"""Years before the register begins: nothing is registered of them, which is not nought."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.figures import shapes
from samsyn.figures.counting import Period, year
from samsyn.figures.models import ReportedCount
from samsyn.figures.tables import table

from .registers import place, some

YEARS = Period(date(2021, 1, 1), date(2024, 12, 31))
pytestmark = pytest.mark.usefixtures("however_few")


@pytest.fixture
def where(db, as_owner, settings):
    """The register begins in 2023, and of the second initiative in 2024; 2021 is reported of the first."""
    settings.SECOND_FACTOR_REQUIRED = False
    with as_owner():
        found = place(2, 1)
        some(found, 30, start=date(2023, 2, 1), end=date(2023, 9, 1))
        some(found, 30, initiative=1, start=date(2024, 2, 1))
    found.director = people.director(found.association)
    ReportedCount.objects.create(
        association=found.association, initiative=found.initiatives[0], first_day=date(2021, 1, 1),
        last_day=date(2021, 12, 31), total=20, new=20, ended=12, ongoing=8, source="årsredovisningen",
        reported_by=found.director,
    )  # fmt: skip
    return found


def totals(found):
    return {(row.keys["year"], row.labels["initiative"]): row.values["total"] for row in found.rows}


def test_by_initiative_they_have_no_numbers_but_what_is_reported(where):
    one, other = (initiative.name for initiative in where.initiatives)
    found = table("participants", where.association, YEARS, by=["year", "initiative"])
    assert totals(found) == {
        (2021, one): 20, (2021, other): None, (2022, one): None, (2022, other): None,
        (2023, one): 30, (2023, other): 0, (2024, one): 0, (2024, other): 30,
    }  # fmt: skip
    assert {row.source for row in found.rows if row.is_before} == {"records"}


def test_a_year_without_anybody_after_the_register_began_is_nought(where):
    later = Period(date(2025, 1, 1), date(2026, 12, 31))
    with_one = table("participants", where.association, later, by=["year", "sex", "municipality"])
    assert not any(row.is_before for row in with_one.rows)
    ended = table("ended", where.association, later, by=["year", "initiative"])
    assert {row.values["ended"] for row in ended.rows} == {0}


def test_where_nothing_is_registered_yet_no_year_has_numbers(where, as_owner):
    with as_owner():
        empty = place(1, 1)
    found = table("participants", empty.association, YEARS, by=["year", "initiative"])
    assert {*totals(found).values()} == {None}
    assert "Ingenting är registrerat än." in shapes.notes(found)


def test_the_page_and_the_files_say_so(client, where):
    client.force_login(where.director)
    asked = {"first": YEARS.first, "last": YEARS.last, "by": ["year", "initiative"]}
    text = client.get(reverse("figures:participants", args=[where.association.slug]), asked).content.decode()
    assert text.count("ingenting registrerat") == 3
    found = table("participants", where.association, YEARS, by=["year", "initiative"])
    assert "Ingenting är registrerat före 2023." in shapes.notes(found)
    assert [row.get("missing", False) for row in shapes.as_json(found)["rows"]] == [
        False, True, True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "by"), [("participants", "initiative"), ("participants", "education"), ("jobseekers", "sex")]
)
def test_a_year_by_itself_has_none_either_and_says_why(client, where, name, by):
    client.force_login(where.director)
    page = client.get(
        reverse("figures:figure", args=[where.association.slug, name]), {"year": 2022, "by": by}
    )
    table = page.context["table"]
    assert table.rows and all(row.is_before for row in [*table.rows, table.sum])
    assert {*table.sum.values.values()} == {None}
    assert "Ingenting är registrerat före 2023." in page.content.decode()


def test_what_is_reported_of_such_a_year_is_its_sum(where):
    found = table("participants", where.association, year(2021), by=["initiative"])
    assert [(row.values["total"], row.is_before) for row in [*found.rows, found.sum]] == [
        (20, False), (None, True), (20, False),
    ]  # fmt: skip


def test_by_what_is_under_control_they_have_none_either(where):
    found = table("participants", where.association, YEARS, by=["year", "education"])
    records = [row for row in found.rows if row.source == "records" and not row.hidden]
    assert {row.is_before for row in records if row.keys["year"] < 2023} == {True}
    assert {row.is_before for row in records if row.keys["year"] >= 2023} == {False}
