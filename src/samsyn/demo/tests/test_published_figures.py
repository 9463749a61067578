"""The story of following the published figures: what the product counts in the demo is what was printed."""

import io
import json

from django.core.management import call_command

from samsyn.demo import kalmar, registers
from samsyn.demo.rows import COLUMNS
from samsyn.figures.counting import count, year
from samsyn.initiatives.models import Initiative

YEAR = ["--association", "kalmar", "--from", "2022-01-01", "--to", "2022-12-31", "--format", "json"]
COUNTED = ("initiative", "budgeted", "total", "new", "ended", "ongoing")


def figure(capsys, *arguments):
    call_command("figures", *arguments)
    return json.loads(capsys.readouterr().out)


def test_participants_by_initiative_are_table_1(person, capsys):
    counted = figure(capsys, "participants", "--by", "initiative", *YEAR)
    rows = [{name: row[name] for name in COUNTED} for row in counted["rows"]]
    table = [{name: line[name] for name in COUNTED} for line in kalmar.TABLE]
    assert sorted(rows, key=str) == sorted(table, key=str)
    assert {name: counted["sum"][name] for name in COUNTED[1:]} == kalmar.PUBLISHED["participants_sum"]


def test_women_and_men_are_those_of_the_report(person, capsys):
    counted = figure(capsys, "participants", "--by", "sex", *YEAR)
    assert {row["sex"]: row["new"] for row in counted["rows"]} == {"woman": 71, "man": 51}


def test_the_background_of_the_new_is_that_of_the_report(person):
    """Counted before disclosure control, which hides parts of it from the association."""
    initiatives = list(Initiative.objects.filter(association__slug="kalmar").values_list("pk", flat=True))
    names = ("age", "education", "public_support", "sex")
    counts = count([year(2022)], [(name,) for name in names], initiatives)
    of = {
        name: {
            dict(group)[name]: numbers["new"] for group, numbers in counts.level(year(2022), (name,)).items()
        }
        for name in names
    }
    published = kalmar.PUBLISHED["new_participants"]
    assert of["sex"] == {"woman": published["women"], "man": published["men"]}
    assert sum(of["age"][band] for band in ("16-19", "20-24", "25-29")) == published["under_30"]
    known = sum(of["education"].values()) - of["education"]["unknown"]
    percent = published["education_known_percent"]
    assert round(100 * of["education"]["compulsory"] / known) == percent["compulsory_only"]
    assert round(100 * of["education"]["upper_secondary"] / known) == percent["upper_secondary_completed"]
    support, everybody = of["public_support"], sum(of["public_support"].values())
    over = {"over_one_year": ("1-3", "3-5", "5-"), "over_five_years": ("5-",)}
    assert {
        name: round(100 * sum(support[band] for band in bands) / everybody) for name, bands in over.items()
    } == published["public_support_percent"]


def test_how_it_went_is_shown_as_far_as_small_numbers_allow(person, capsys):
    counted = figure(capsys, "ended", "--by", "occupation_at_end", *YEAR)
    shown = {row["occupation_at_end"]: row["ended"] for row in counted["rows"]}
    assert shown["jobseeker"] == kalmar.PUBLISHED["discharged"]["registered_as_jobseeker"]
    assert None in shown.values()


def test_persons_are_as_many_as_enrolments_that_year(person, capsys):
    assert figure(capsys, "participants", "--unit", "persons", *YEAR)["sum"]["total"] == 264


def test_a_third_go_on_to_work_or_studies(person, capsys):
    [row] = figure(capsys, "work_or_studies", *YEAR)["rows"]
    assert (row["numerator"], row["denominator"], row["percent"]) == (36, 112, 32.1)


def test_the_years_before_are_as_printed_errors_included(person, capsys):
    for line in kalmar.PUBLISHED["participants_by_year"][:-1]:
        year = line["year"]
        period = [
            "--association",
            "kalmar",
            "--from",
            f"{year}-01-01",
            "--to",
            f"{year}-12-31",
            "--format",
            "json",
        ]
        total = figure(capsys, "participants", *period)["sum"]
        assert {name: total[name] for name in COUNTED[1:]} == {name: line[name] for name in COUNTED[1:]}
        assert total["source"] == "reported"


def test_registers_can_be_imported_as_they_are(person, tmp_path):
    file = tmp_path / "register.csv"
    rows = [list(COLUMNS), *([row[column] for column in COLUMNS] for row in registers.rows(300, seed=7))]
    file.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    told = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_enrolments", str(file), "--association", "sormland", "--create-initiatives", **told)
    names = {name for name, _, _ in registers.INITIATIVES}
    assert names == set(Initiative.objects.filter(name__in=names).values_list("name", flat=True))
