"""The same tree as PDF, page and spreadsheet: the same numbers, tagged, numbered, and safe."""

import io
import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import openpyxl
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samsyn.figures.counting import Period
from samsyn.figures.definitions import FIGURES
from samsyn.figures.rows import ReportedBeside, Row, Table
from samsyn.figures.tests.registers import some
from samsyn.reports import drafts
from samsyn.reports.blocks import _left_out, _notes, _shows_nothing, _spans
from samsyn.reports.charts import svg
from samsyn.reports.checking import unwritten
from samsyn.reports.models import Kind
from samsyn.reports.outlines import outline_of
from samsyn.reports.output.page import as_page
from samsyn.reports.output.pdf import as_pdf
from samsyn.reports.output.sheets import as_spreadsheet
from samsyn.reports.resolving import resolve
from samsyn.reports.tree import HIDDEN, of_kind
from samsyn.reports.typeface import printable

from .world import YEAR

pytestmark = pytest.mark.usefixtures("however_few")


@pytest.fixture
def tree(world):
    report = world.start()
    world.write(
        report, "chair", "**{{participants.total}}** deltog. <b>#panic()</b> =1+1 [här](https://example.org)"
    )
    world.write(report, "initiatives", "- ett\n- två\n\n1. först\n2. sedan")
    return resolve(drafts.draft_of(report), timezone.now())


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_pdf_is_tagged_titled_and_in_swedish(tree):
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(tree, {})))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("sv")
    assert reader.metadata.title.startswith("Årsredovisning 2025")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert len(reader.outline) > 5


def test_headings_of_one_level_stand_on_one_level_where_one_above_them_is_left_out(tree):
    levels = {one["text"]: one["level"] for one in of_kind(tree, "heading")}
    under_management = ["Organisation", "Uppdrag", "Finansiering", "Verksamhetsidé och vision"]
    assert {levels[name] for name in under_management} == {levels["Förvaltningsberättelse"] + 1}
    assert all(after <= before + 1 for before, after in pairwise([0, *levels.values()]))


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs poppler's pdfinfo")
def test_another_reader_says_so_too(tree, tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(as_pdf(tree, {}))
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told


@pytest.mark.parametrize(
    "text",
    [
        "> " * 30 + "djupt",
        "1. > - " * 20 + "djupt",
        "[dit](https://example.org/" + "a" * 9000 + ")",
        "\N{THUMBS UP SIGN}\N{ZERO WIDTH JOINER}\N{HEAVY BLACK HEART}\ufe0f \0 \ufdfa \U0001d49c",
    ],
)
def test_no_text_keeps_the_pdf_from_being_made(tree, text):
    for node in tree["nodes"]:
        if node["kind"] in ("heading", "text"):
            node |= {"markdown": text, "text": text}
    tree |= {"title": text, "association": text}
    assert as_pdf(tree, {}).startswith(b"%PDF")


def test_where_typst_breaks_down_it_is_an_error_like_others(tree, monkeypatch):
    class PanicException(BaseException):
        pass

    def breaks(*_args, **_facts):
        raise PanicException("out of bounds")

    monkeypatch.setattr("typst.compile", breaks)
    with pytest.raises(ValidationError, match="out of bounds"):
        as_pdf(tree, {})


def test_the_pdf_holds_the_numbers_and_text_stays_text(tree):
    text = text_of(as_pdf(tree, {}))
    table = next(one for one in of_kind(tree, "table") if one["key"] == "by_initiative")
    assert table["caption"] in text.replace("\n", " ")
    for cell in table["rows"][-1][1:]:
        if cell is not None:
            assert str(cell) in text
    assert "#panic()" in text and "21 deltog" in text


def test_the_reader_sees_where_typed_numbers_come_from_and_what_a_dot_is(world):
    report = world.start()
    text = "{{ 17 | väntelistan <b>}} väntar, {{participants.new age=25-29 sex=man}} yngre"
    world.write(report, "chair", text)
    tree = resolve(drafts.draft_of(report), timezone.now())
    [node] = [one for one in of_kind(tree, "text") if one["key"] == "chair"]
    node["values"][0]["value"] = HIDDEN
    for made in (as_page(tree).replace("&lt;b&gt;", "<b>"), text_of(as_pdf(tree, {})).replace("\n", " ")):
        assert "• står för ett antal som inte redovisas" in made
        assert "Källa: väntelistan <b> (17)." in made


def test_the_same_tree_gives_the_same_pdf(tree):
    assert as_pdf(tree, {}) == as_pdf(tree, {})


def test_every_chart_has_a_text_alternative(tree):
    for chart in of_kind(tree, "chart"):
        shown = {"•": "visas inte", None: "saknas"}
        for value in (value for one in chart["series"] for value in one["values"]):
            assert str(shown.get(value, value)) in chart["alt"]
        assert "•" not in chart["alt"] and "None" not in chart["alt"]
        assert f'aria-label="{chart["alt"]}"' in as_page(tree)


def test_on_a_phone_charts_are_drawn_anew_with_every_name_and_number(tree):
    for chart in of_kind(tree, "chart"):
        wide, narrow = (svg(chart, is_narrow=one) for one in (False, True))
        assert 'viewBox="0 0 340 ' in narrow and wide in as_page(tree) and narrow in as_page(tree)
        told = re.findall(r">([^<>]+)</text>", narrow)
        numbers = [value for one in chart["series"] for value in one["values"]]
        named = [one["name"] for one in chart["series"]] if len(chart["series"]) > 1 else []
        assert len(told) == len(named) + len(chart["categories"]) + len(numbers)
        assert {*chart["categories"], *named} <= {*told}
        ends = [
            float(x) + 6 * len(text)
            for x, text in re.findall(r'x="([\d.]+)" y="[\d.]+" text-anchor="start"[^>]*>([^<]+)<', narrow)
        ]
        assert max(ends) < 340


@pytest.mark.parametrize(
    ("heads", "row", "is_stacked"),
    [(["Nivå", "Mål", "Målvärde", "Utfall", "Bedömning"], ["Individ", "Alla", "Minst 95 %", "90 %", "Nej"],
      True),
     (["Insats", "Nya"], ["KRUS", 7], False), (["Post", "2025", "2024"], ["Intäkter", 1e9, 1e9], True)],
)  # fmt: skip
def test_a_table_without_room_on_a_phone_names_each_cell(tree, heads, row, is_stacked):
    labels = sum(isinstance(cell, str) for cell in row)
    table = {"kind": "table", "key": "", "number": 1, "caption": "", "heads": heads, "labels": labels,
             "rows": [row], "bold": [], "groups": [], "notes": [], "source": ""}  # fmt: skip
    page = as_page(tree | {"nodes": [table], "appendices": []})
    assert ('class="stack"' in page.partition("<table")[2]) is is_stacked
    for head in heads[1:]:
        assert f'data-label="{head}"' in page


def test_each_form_says_how_its_figures_are_counted(tree):
    told = tree["nodes"][-1]["markdown"]
    assert "- **Deltagare** (definition 1). " in told and "*Nya:* " in told
    assert "Väntetid" not in told  # no such figure stands in it
    for form in (text_of(as_pdf(tree, {})), as_page(tree)):
        assert "Så räknas siffrorna" in form and "(definition 1)" in form


def test_each_table_has_its_sheet_with_numbers_as_numbers(tree):
    book = openpyxl.load_workbook(io.BytesIO(as_spreadsheet(tree)))
    assert book.sheetnames[0] == "Innehåll"
    for table in of_kind(tree, "table"):
        rows = list(book[f"Tabell {table['number']}"].iter_rows(min_row=4, values_only=True))
        for row, cells in zip(table["rows"], rows, strict=False):
            assert [cell or None for cell in cells[: len(row)]] == [cell or None for cell in row]
    for chart in of_kind(tree, "chart"):
        assert f"Diagram {chart['number']}" in book.sheetnames


def test_the_page_stands_alone_and_lets_nothing_through(tree):
    page = as_page(tree)
    assert "<script" not in page and "&lt;b&gt;#panic()" in page
    assert '<html lang="sv">' in page and "21</strong> deltog" in page


def test_headings_skip_no_level(tree):
    for document in (tree, *tree["appendices"]):
        levels = [0, *(one["level"] for one in document["nodes"] if one["kind"] == "heading")]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_draft_says_where_nothing_is_written_and_what_the_board_reads_does_not(tree):
    page, read = as_page(tree), as_page(tree | {"standing": "För granskning"})
    assert re.search(r'Förväntad utveckling</h\d>\s*<div class="text"><p><em>Här står ännu ingenting', page)
    assert page.count("Här står ännu ingenting.") == text_of(as_pdf(tree, {})).count(
        "Här står ännu ingenting."
    )
    assert "Här står ännu ingenting." not in read
    assert "Förväntad utveckling" in unwritten(tree)
    assert not {"Ordförande har ordet", "Förvaltningsberättelse", "Redovisningsprinciper"} & {
        *unwritten(tree)
    }


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_can_be_made_in_every_form(world, kind):
    initiative = world.place.initiatives[0] if outline_of(kind).of_initiative else None
    tree = resolve(drafts.fresh_draft(world.association, kind, *YEAR.values(), initiative), timezone.now())
    assert not tree["problems"]
    assert (
        as_pdf(tree, {})[:5] == b"%PDF-"
        and as_spreadsheet(tree)[:2] == b"PK"
        and tree["title"] in as_page(tree)
    )


def test_suppressed_numbers_are_in_no_output(world, as_owner):
    with as_owner():
        some(world.place, 2, initiative=1, start=YEAR["first_day"], end=YEAR["last_day"], work=True)
    report = world.start("appendix", initiative=world.place.initiatives[1])
    tree = resolve(drafts.draft_of(report), timezone.now())
    [table] = [one for one in of_kind(tree, "table") if one.get("figure") == "result"]
    assert {row[0]: row[1] for row in table["rows"]}["Antal till arbete eller studier"] == "•"


@pytest.mark.parametrize(("year", "kind"), [(2025, "chart"), (2019, "text")])
def test_a_chart_without_anything_to_draw_is_a_sentence(world, year, kind):
    fresh = drafts.fresh_draft(world.association, Kind.ANNUAL, date(year, 1, 1), date(year, 12, 31))
    ages = drafts.Draft(fresh.report, [one for one in fresh.blocks if one.key == "chart_age"])
    node = resolve(ages, timezone.now())["nodes"][0]
    assert node["kind"] == kind and ("inga antal" in node.get("markdown", "")) == (kind == "text")


@pytest.mark.parametrize(
    ("values", "is_said"),
    [([HIDDEN, HIDDEN, 0, None], True), ([HIDDEN, HIDDEN, 5], True), ([HIDDEN, 5, 6], False), ([0, 0], True),
     ([5, 0], False)],
)  # fmt: skip
def test_most_bars_must_be_drawn(values, is_said):
    assert _shows_nothing([{"name": "Nya", "values": values}]) is is_said


def counted(*values):
    """New participants by education, 40 in all; None is hidden."""
    rows = [Row({}, {}, {"new": one}, "records", {"new"} if one is None else set()) for one in values]
    whole = Row({}, {}, {"new": 40}, "records")
    figure = FIGURES["participants"]
    return Table(figure, None, Period(*YEAR.values()), ("education",), "enrolments", rows, whole)


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ((9, None, 0), None, ["31 av 40 visas inte."]),
        ((30, 10, 0), None, []),
        ((None, 8), (38, 2), ["Före: 32 av 40 visas inte."]),
        ((None, 8), (None, 30), ["Före: 32 av 40 visas inte.", "Efter: 10 av 40 visas inte."]),
    ],
)
def test_a_chart_says_how_many_stand_behind_no_bar(monkeypatch, first, then, told):
    monkeypatch.setattr("samsyn.reports.blocks._after", lambda _block, _context: counted(*then))
    block = SimpleNamespace(data={"measures": ["new"]} | ({"beside": "education"} if then else {}))
    whole, of_one = (SimpleNamespace(numbers=SimpleNamespace(initiative=one)) for one in (None, 1))
    assert _left_out(block, whole, counted(*first)) == told
    assert _left_out(block, of_one, counted(*first)) == []  # the sum is the association's


def test_what_the_association_reported_is_no_remark_on_one_initiative():
    table = counted(9, 8)
    table.reported_beside = ReportedBeside((2025,), 258)
    whole, of_one = (SimpleNamespace(numbers=SimpleNamespace(initiative=one)) for one in (None, 1))
    assert "258" in " ".join(_notes(table, whole)) and not _notes(table, of_one)


def test_what_is_not_shown_is_said_where_its_bar_would_be():
    chart = {"form": "bars", "categories": ["a", "b"], "series": [{"name": "Före", "values": [HIDDEN, 8]}]}
    assert "visas inte" in svg(chart)


@pytest.mark.parametrize(
    ("years", "said"),
    [([2011], "2011"), ([2011, 2012, 2013], "2011–2013"), ([2011, 2012, 2014], "2011–2012 och 2014"),
     ([2011, 2013, 2015, 2016], "2011, 2013 och 2015–2016")],
)  # fmt: skip
def test_years_in_a_row_are_said_as_a_span(years, said):
    assert _spans(years) == said


@pytest.mark.parametrize("before", range(0, 40, 4))
def test_everybody_signs_on_one_page_which_says_what_is_signed(tree, before):
    text = {"kind": "text", "values": [], "typed": [], "bare": []}
    intro = text | {"markdown": "fyllning\n\n" * before + "en sak till"}
    signed = text | {"markdown": "Vi intygar"}
    people = [{"name": f"Namn-{n}", "function": "Ledamot", "signed": "", "method": "", "is_adjuster": False}
              for n in range(12)]  # fmt: skip
    small = tree | {
        "nodes": [intro, signed, {"kind": "signatures"}],
        "appendices": [],
        "signatures": people,
    }
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(small, {}))).pages]
    [page] = [page for page in pages if "Namn-" in page]
    assert "Vi intygar" in page and "Namn-0" in page and "Namn-11" in page


@pytest.mark.parametrize("before", range(45, 54))
def test_the_heading_of_a_group_of_rows_never_stands_alone_at_the_foot_of_a_page(tree, before):
    rows = [*([f"Rad {n}", n] for n in range(before)), ["Gruppen", None], ["Den första", 1], ["Den andra", 2]]
    table = {"kind": "table", "key": "", "number": 1, "caption": "", "heads": ["Post", "Antal"], "labels": 1,
             "rows": rows, "bold": [], "groups": [before], "notes": [], "source": ""}  # fmt: skip
    pdf = as_pdf(tree | {"nodes": [table], "appendices": []}, {})
    [page] = [
        page
        for page in (one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        if "Gruppen" in page
    ]
    assert "Den första" in page


def test_no_line_parts_a_number_or_takes_its_unit_from_it():
    hard = "\N{NO-BREAK SPACE}"
    told = {
        "cells": [
            "3 853 654 kr. 1 123 654 kr över",
            "(50 % av målet) 12 324 600 kronor",
            "2022 2021 5 av 112",
        ]
    }
    assert printable(told)["cells"] == [
        f"3{hard}853{hard}654{hard}kr. 1{hard}123{hard}654{hard}kr över",
        f"(50{hard}% av målet) 12{hard}324{hard}600{hard}kronor",
        "2022 2021 5 av 112",
    ]


def test_a_result_says_where_it_comes_from(world):
    report = world.start("appendix", initiative=world.place.initiatives[1])
    [table] = [
        one for one in of_kind(resolve(drafts.draft_of(report), timezone.now()), "table") if "stated" in one
    ]
    assert table["source"] == "Källa: registret. Enhet: inskrivningar."
