"""Tables and charts that a writer adds: any figure that is given, seen at once, changed and taken away."""

import io
import uuid
import zipfile

import openpyxl
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.reports import actions, drafts
from samsyn.reports.models import Block
from samsyn.reports.output.page import as_page
from samsyn.reports.output.pdf import as_pdf
from samsyn.reports.output.sheets import as_spreadsheet
from samsyn.reports.resolving import resolve
from samsyn.reports.tree import of_kind

pytestmark = pytest.mark.usefixtures("however_few")


@pytest.fixture
def chair(client, world):
    client.force_login(world.director)
    return world.block(world.start(), "chair")


def at(page, block):
    return reverse(f"reports:{page}", args=[block.pk])


def chosen(**other):
    return {"save_key": uuid.uuid4(), "what": "participants.new", "first": "initiative", "second": "sex",
            "shape": "bars", "caption": "Nya per insats"} | other  # fmt: skip


def added(report) -> Block:
    return report.blocks.get(key="", kind__in=["table", "chart"])


def shown(report, kind):
    tree = resolve(drafts.draft_of(report), timezone.now())
    return [one for one in of_kind(tree, kind) if not one["key"]]


def test_a_chart_comes_after_the_section_and_is_seen_at_once(client, world, chair):
    answer = client.post(at("add_figures", chair), chosen(), follow=True)
    assert "Nya per insats" in answer.content.decode() and "<svg" in answer.content.decode()
    order = list(chair.report.blocks.values_list("pk", flat=True))
    assert order.index(added(chair.report).pk) == order.index(chair.pk) + 1
    [chart] = shown(chair.report, "chart")
    assert [one["name"] for one in chart["series"]] == ["Kvinna", "Man"]
    assert chart["number"] == 1 and chart["form"] == "bars"


def test_what_is_said_instead_of_a_chart_is_seen_too(client, world, chair):
    answer = client.post(
        at("add_figures", chair),
        chosen(what="consultations.anonymous", first="party", second=""),
        follow=True,
    )
    assert "visas inte som diagram: det finns inga antal" in answer.content.decode()


def test_a_table_over_the_years_holds_all_of_them(client, world, chair):
    client.post(
        at("add_figures", chair),
        chosen(what="participants", first="year", second="", shape="table", caption="Åren"),
    )
    [table] = shown(chair.report, "table")
    assert table["caption"] == "Åren" and len(table["heads"]) == 6
    assert table["rows"][-1][0] == "2025"


def test_a_share_is_drawn_in_per_cent(client, world, chair):
    client.post(
        at("add_figures", chair),
        chosen(what="work_or_studies.percent", first="year", second="", caption="Till arbete"),
    )
    [chart] = shown(chair.report, "chart")
    assert [one["name"] for one in chart["series"]] == ["Procent"]
    assert any(isinstance(one, float) for one in chart["series"][0]["values"])


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"first": "exit_reason"}, "kan inte delas upp på"),
        ({"what": "ended", "first": "age", "second": "age_group"}, "små antal"),
        ({"what": "participants", "second": ""}, "högst 4 staplar"),
        ({"what": "participants"}, "ett enda tal"),
        ({"first": "sex", "second": "initiative", "caption": "Nya deltagares ålder 2025, efter kön"},
         "heter redan så"),
        ({"caption": ""}, "måste fyllas i"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told_and_nothing_is_lost(client, world, chair, other, why):
    many = chair.report.blocks.count()
    page = client.post(at("add_figures", chair), chosen(**other)).content.decode()
    assert why in page
    assert chair.report.blocks.count() == many
    assert other.get("caption", "Nya per insats") in page


def test_it_is_changed_and_taken_away(client, world, chair):
    client.post(at("add_figures", chair), chosen())
    block = added(chair.report)
    page = client.get(at("choose_figures", block)).content.decode()
    assert 'value="participants.new" selected' in page and 'value="bars" selected' in page
    client.post(
        at("choose_figures", block),
        chosen(shape="table", second="", caption="Nya", seen_version=block.version),
    )
    [table] = shown(chair.report, "table")
    assert table["heads"] == ["Insats", "Nya"]
    client.post(at("remove", block))
    assert not Block.objects.filter(pk=block.pk).exists()


def test_two_who_choose_at_once_see_each_other(client, world, chair):
    client.post(at("add_figures", chair), chosen())
    block = added(chair.report)
    client.post(at("choose_figures", block), chosen(caption="Den enes", seen_version=block.version))
    page = client.post(
        at("choose_figures", block), chosen(caption="Den andras", seen_version=block.version)
    ).content.decode()
    assert "Den enes" in page and "Den andras" in page
    block.refresh_from_db()
    assert block.data["caption"] == "Den enes"


def test_a_double_click_adds_one(client, world, chair):
    form = chosen()
    for _turn in range(2):
        client.post(at("add_figures", chair), form)
    assert chair.report.blocks.filter(key="", kind="chart").count() == 1


def test_what_the_outline_shows_stays(client, world, chair):
    outlined = chair.report.blocks.get(key="by_year")
    assert client.get(at("choose_figures", outlined)).status_code == 404
    assert client.post(at("remove", outlined)).status_code == 404
    with pytest.raises(ValidationError):
        actions.choose_figures(block=outlined, kind="chart", data={}, by=world.director)


def test_an_initiatives_report_shows_its_own_rows_alone(client, world):
    client.force_login(world.director)
    one = world.place.initiatives[0]
    appendix = world.start("appendix", initiative=one)
    after = appendix.blocks.first()
    client.post(at("add_figures", after), chosen(first="sex", second="", shape="table"))
    client.post(
        at("add_figures", after), chosen(first="initiative", second="", shape="table", caption="Egen")
    )
    by_sex, by_initiative = sorted(shown(appendix, "table"), key=lambda one: one["caption"], reverse=True)
    assert [row[0] for row in by_sex["rows"]] == ["Kvinna", "Man"]
    assert [row[0] for row in by_initiative["rows"]] == [one.name]


def test_braces_in_a_caption_are_only_braces(client, world, chair):
    client.post(at("add_figures", chair), chosen(caption="Nya {0} {x} {year}"))
    [chart] = shown(chair.report, "chart")
    assert chart["caption"] == "Nya {0} {x} 2025"


WICKED = [
    "=[http://example.org/a.xlsx]Blad!A1", "=1+1", '#import "/etc/passwd"', "<script>alert(1)</script>",
    '" onmouseover="alert(1)', "*a* [b](https://example.org) `c` \\", "rad\n\n# två",
    "\ue0009\ue001källa\ue002", "{{participants.total}}",
]  # fmt: skip


def everything_made_of(report):
    tree = resolve(drafts.draft_of(report), timezone.now())
    book = zipfile.ZipFile(io.BytesIO(as_spreadsheet(tree)))
    charts = "".join(book.read(one).decode() for one in book.namelist() if "/charts/" in one)
    cells = openpyxl.load_workbook(io.BytesIO(as_spreadsheet(tree)))
    kinds = {cell.data_type for sheet in cells for row in sheet.iter_rows() for cell in row}
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(tree, {}))).pages)
    return as_page(tree), charts, kinds, pdf


@pytest.mark.parametrize("shape", ["bars", "table"])
def test_whatever_a_caption_is_it_is_only_text(client, world, chair, shape):
    for number, caption in enumerate(WICKED):
        client.post(at("add_figures", chair), chosen(caption=f"{caption} {number}", shape=shape))
    assert len(shown(chair.report, "chart" if shape == "bars" else "table")) == len(WICKED)
    page, charts, kinds, pdf = everything_made_of(chair.report)
    assert "<script" not in page and "<mark" not in page and 'onmouseover="' not in page
    assert "f>[" not in charts and "f>1+1" not in charts and "f" not in kinds
    assert "#import" in pdf


def test_what_is_said_instead_of_a_chart_holds_its_caption_as_text(client, world, chair):
    none = {"what": "consultations.anonymous", "first": "party", "second": ""}
    for number, caption in enumerate(WICKED):
        client.post(at("add_figures", chair), chosen(caption=f"{caption} {number}", **none))
    page, *_others = everything_made_of(chair.report)
    assert page.count("visas inte som diagram") == len(WICKED)
    assert "<script" not in page and 'href="https://example.org' not in page and "<mark" not in page
    assert "*a* [b](https://example.org) `c`" in page and "{{participants.total}}" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"what": "participants.nothing"}, {"what": "../../etc"}, {"what": ""}, {"first": "controller"},
        {"first": "person"}, {"first": ""}, {"second": "work_or_studies"}, {"shape": "pie"},
        {"caption": "x" * 161}, {"caption": "\0"}, {"what": "participants.percent"},
        {"what": "ended", "first": "age_group", "second": "municipality", "shape": "table"},
    ],
)  # fmt: skip
def test_what_no_form_would_send_is_refused(client, world, chair, sent):
    many = chair.report.blocks.count()
    assert client.post(at("add_figures", chair), chosen(**sent)).status_code == 200
    assert chair.report.blocks.count() == many


def test_who_manages_an_initiative_adds_its_own_rows_to_its_own_report_alone(client, world):
    own, other = world.place.initiatives
    theirs = world.start("appendix", initiative=other).blocks.first()
    mine = world.start("appendix", initiative=own)
    client.force_login(world.manager)
    assert client.post(at("add_figures", theirs), chosen()).status_code == 404
    for number, first in enumerate(["initiative", "year", "sex", "municipality", "age_group"]):
        client.post(
            at("add_figures", mine.blocks.first()),
            chosen(first=first, second="", shape="table", caption=f"{number}"),
        )
    tree = resolve(drafts.draft_of(mine), timezone.now())
    assert len(shown(mine, "table")) == 5
    assert own.name in f"{tree}" and other.name not in f"{tree}"


def test_what_is_under_review_or_approved_stays(client, world):
    report = world.start()
    client.force_login(world.director)
    client.post(at("add_figures", world.block(report, "chair")), chosen())
    block = added(report)
    actions.send_to_review(report=report, on=timezone.localdate(), by=world.director)
    for page, where in (("add_figures", world.block(report, "chair")), ("choose_figures", block)):
        assert client.post(at(page, where), chosen(caption="Nytt")).status_code == 404
    with pytest.raises(ValidationError):
        actions.choose_figures(block=block, kind="chart", data=block.data, by=world.director)
