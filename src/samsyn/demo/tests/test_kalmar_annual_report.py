"""The story of Kalmar's annual report 2022: every table as published, every sum right, nothing to find."""

import io
from datetime import date

import openpyxl
import pypdf
import pytest
from django.core.management import call_command

from samsyn.demo import kalmar
from samsyn.demo.reports import ACCOUNTS
from samsyn.figures import reconciliation
from samsyn.reports import checking, drafts
from samsyn.reports.models import Report
from samsyn.reports.tree import HIDDEN, digest, of_kind


@pytest.fixture
def report(person) -> Report:
    return Report.objects.get(association__slug="kalmar", kind="annual", last_day=date(2022, 12, 31))


def tables(report) -> dict:
    return {table["key"]: table for table in of_kind(drafts.frozen_tree(report), "table")}


def test_it_is_approved_and_the_next_one_is_on_its_way(report):
    assert report.state == "approved" and report.editions.get(is_frozen=True).pdf
    following = Report.objects.get(association__slug="kalmar", kind="annual", last_day=date(2023, 12, 31))
    assert following.state == "collecting"
    written = following.appendices.get(initiative__name="KRUS").blocks.exclude(text="")
    assert {"purpose", "time"} <= set(written.values_list("key", flat=True))


def test_the_reconciliation_finds_nothing(report):
    frozen = report.editions.get(is_frozen=True)
    assert checking.findings(frozen.tree) == []
    assert len(checking.document_of(frozen.tree)["tables"]) >= 11
    assert digest(frozen.tree) == frozen.digest


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_its_own_files_reconcile_to_what_it_says_itself(report, tmp_path, ending):
    file = tmp_path / f"a.{ending}"
    arguments = ["--association", "kalmar", "--year", "2022", "--out", str(file)]
    call_command("report", "annual", *arguments, stdout=io.StringIO())
    text = reconciliation.text_of(file.read_bytes())
    made = reconciliation.examined(reconciliation.document_of(text))
    assert made.findings == []
    told = {(one.rule, int(one.stated), int(one.expected)) for one in made.declared}
    assert len(told) == 18 and ("identity", 178, 132) in told and ("carry", 258, 260) in told


def test_participants_are_those_of_table_1_and_2(report):
    found = tables(report)
    published = sorted(
        [line["initiative"], *(line[n] for n in ("budgeted", "total", "new", "ended", "ongoing"))]
        for line in kalmar.TABLE
    )
    *rows, last = found["by_initiative"]["rows"]
    assert sorted(rows) == published
    assert last[1:] == list(kalmar.PUBLISHED["participants_sum"].values())
    years = [
        [str(line["year"]), *(line[n] for n in ("budgeted", "total", "new", "ended", "ongoing"))]
        for line in kalmar.PUBLISHED["participants_by_year"]
    ]
    assert found["by_year"]["rows"] == years


def test_diagrams_1_to_6_are_there_and_half_the_bars_of_those_by_sex(report):
    charts = of_kind(drafts.frozen_tree(report), "chart")
    assert [(one["number"], one["key"]) for one in charts] == [
        (1, "chart_age"), (2, "chart_education"), (3, "chart_support"), (4, "chart_occupation"),
        (5, "chart_before_after"), (6, "chart_income"), (7, "chart_years"),
    ]  # fmt: skip
    for chart in charts[:3]:
        cells = [cell for one in chart["series"] for cell in one["values"] if cell]
        assert cells.count(HIDDEN) <= len(cells) / 2, chart["caption"]


def test_what_was_reported_and_does_not_hold_is_said_under_the_table(report):
    [note] = [one for one in tables(report)["by_year"]["notes"] if "rapporterades" in one]
    assert "2011" in note and "2021" in note and "2022" not in note


@pytest.mark.parametrize(
    ("key", "line", "amounts"),
    [
        ("income", "Årets resultat", [-204793, 1245879]),
        ("income", "Verksamhetens resultat", [-208847, 1246169]),
        ("balance", "Summa tillgångar", [7509910, 7481518]),
        ("balance", "Utgående eget kapital", [3853655, 4058448]),
        ("cash_flow", "Likvida medel vid årets slut", [7187431, 7333759]),
        ("operating", "Resultat", [-204793, -2047000, 1842207]),
        ("note_income", "Summa", [16383989, 16183999]),
        ("note_costs", "Summa övriga externa kostnader", [13760528, 12394755]),
        ("note_costs", "Summa personalkostnader", [2832308, 2543075]),
        ("note_costs", "Summa", [16592836, 14937830]),
        ("costs", "Summa", [11633528]),
    ],
)
def test_the_sums_that_the_product_computes_are_the_published_ones(report, key, line, amounts):
    table = tables(report)[key]
    row = next(row for row in table["rows"] if row[0] == line)
    assert row[table["labels"] :] == amounts


def test_the_files_hold_it_all(report, tmp_path):
    for ending in ("pdf", "xlsx"):
        arguments = ["--association", "kalmar", "--year", "2022", "--out", str(tmp_path / f"a.{ending}")]
        call_command("report", "annual", *arguments, stdout=io.StringIO())
    pages = pypdf.PdfReader(tmp_path / "a.pdf").pages
    text = " ".join("\n".join(page.extract_text() for page in pages).replace("\xa0", " ").split())
    for number in (
        "264",
        "32,1 procent",
        "11 633 528",
        "−204 793",
        "7 509 910",
        "Fastställd av styrelsen",
    ):
        assert number in text, number
    for number, line in enumerate(sorted(kalmar.TABLE, key=lambda one: one["initiative"].casefold()), 1):
        assert f"Bilaga {number}. {line['initiative']}" in text
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == 1 + len(of_kind(drafts.frozen_tree(report), "table")) + len(
        of_kind(drafts.frozen_tree(report), "chart")
    )


def test_amounts_come_from_one_place(report):
    entered = {
        block.key: block.data for block in report.blocks.filter(kind="statement") if block.data.get("source")
    }
    assert set(entered) <= set(ACCOUNTS) and len(entered) == 10
