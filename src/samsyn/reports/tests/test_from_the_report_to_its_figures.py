"""From the numbers of a report that is read, to the pages where they are followed back."""

import re
from datetime import date
from html import escape, unescape

import pytest
from django.urls import reverse

from samsyn.enrolments.models import Enrolment
from samsyn.figures.tests.registers import some
from samsyn.reports import actions
from samsyn.reports.numbers import cell_of
from samsyn.reports.output.page import as_page
from samsyn.reports.tree import of_kind

LINK = re.compile(
    r'<a class="whence" href="([^"]+)"[^>]*>[^<]+<span lang="sv">([^<]*)<span[^>]*>: ([^<]+)</span></span>'
)


def read(client, user, report, page="read"):
    client.force_login(user)
    text = client.get(reverse(f"reports:{page}", args=[report.pk])).content.decode()
    return {unescape(name + words): unescape(address) for address, words, name in LINK.findall(text)}


def in_texts(response):
    """The links under the texts, by what they say."""
    nodes = [node for part in parts(response) for node in part["nodes"] if node["kind"] == "text"]
    text = response.content.decode()
    found = {
        f"{one['words']}: {one['number']}": one["href"] for node in nodes for one in node.get("whence", ())
    }
    assert all(f'<a href="{escape(href)}">{words}</a>' in text for words, href in found.items())
    return found


def parts(response):
    tree = response.context["tree"]
    return [tree, *tree["appendices"]]


@pytest.fixture
def approved(world):
    return world.approved()


def test_each_table_of_a_figure_leads_to_a_page_with_the_same_numbers(client, world, approved):
    found = read(client, world.chair, approved)
    tree = approved.editions.get(is_frozen=True).tree
    told = [one for kind in ("table", "chart") for one in of_kind(tree, kind) if one.get("figure")]
    names = {"table": "Tabell", "chart": "Diagram"}
    called = {
        f"{names[one['kind']]} {one['number']}. {one['caption']}": one for one in told if "beside" not in one
    }
    assert {*called} == {one for one in found if not one.endswith((": före", ": efter"))}
    for name, node in called.items():
        page = client.get(found[name])
        table = page.context["table"]
        if node["kind"] == "table" and node["figure"] != "result":
            assert list(table.by) == node["by"] and table.figure.name == node["figure"]
            rows = [row for number, row in enumerate(node["rows"]) if number not in node["bold"]]
            assert rows == [
                [*(row.labels[one] for one in node["by"]), *(cell_of(row, one) for one in node["columns"])]
                for row in table.rows
            ]


def test_what_was_before_and_after_leads_to_both(client, world, as_owner):
    with as_owner():
        some(world.place, 30, start=date(2025, 1, 3), end=date(2025, 10, 1), work=True)
        Enrolment.objects.update(occupation_at_start="none")
    approved = world.approved()
    found = read(client, world.chair, approved)
    charts = of_kind(approved.editions.get(is_frozen=True).tree, "chart")
    both = [
        (chart, series, by)
        for chart in charts if "beside" in chart
        for series, by in zip(chart["series"], (*chart["by"], chart["beside"]), strict=True)
    ]  # fmt: skip
    assert [by for _chart, _series, by in both][:2] == ["occupation_at_start", "occupation_at_end"]
    for chart, series, by in both:
        address = found[f"Diagram {chart['number']}. {chart['caption']}: {series['name'].lower()}"]
        table = client.get(address).context["table"]
        shown = {row.labels[by]: cell_of(row, "ended") for row in table.rows}
        assert table.by == (by,)
        assert series["values"] == [shown[category] for category in chart["categories"]]


def test_an_initiatives_report_leads_to_its_own_row(client, world):
    report = world.start("appendix", initiative=world.place.initiatives[0])
    actions.ask_for_edition(report=report, by=world.director)
    world.made(report)
    [address] = [one for name, one in read(client, world.director, report).items() if "Tabell" in name]
    table = client.get(address).context["table"]
    [node] = [one for one in of_kind(report.editions.first().tree, "table") if one.get("figure") == "result"]
    [row] = [row for row in table.rows if row.keys["initiative"] == world.place.initiatives[0].pk]
    assert (table.period, table.by) == (report.period, ("initiative",))
    assert {name: row.values[name] for name in node["stated"]} == node["stated"]


def test_who_does_not_see_figures_is_not_led_to_them(client, world, approved):
    assert read(client, world.chair, approved) and not read(client, world.adjuster, approved)


def test_what_everybody_reads_leads_nowhere_inside(client, world):
    report = world.signed()
    actions.publish(report=report, by=world.director)
    assert not read(client, world.chair, report, "published_read")
    assert "whence" not in as_page(report.editions.get(is_frozen=True).tree)


def test_years_of_a_report_of_part_of_a_year_lead_to_the_same_numbers(client, world):
    report = world.start("interim", first_day=date(2025, 1, 1), last_day=date(2025, 6, 30))
    block = report.blocks.filter(kind="text").first()
    data = {"figure": "participants", "by": ["year"], "period": "years", "measures": ["total", "new"]}
    for kind, own in (("table", {"caption": "Åren"}), ("chart", {"caption": "I bild", "form": "columns"})):
        actions.add_figures(after=block, kind=kind, data=data | own, by=world.director)
    actions.ask_for_edition(report=report, by=world.director)
    world.made(report)
    found = read(client, world.director, report)
    [node] = [one for one in of_kind(report.editions.first().tree, "table") if one["caption"] == "Åren"]
    for caption in ("Åren", "I bild"):
        [address] = [one for name, one in found.items() if name.endswith(caption)]
        rows = client.get(address).context["table"].rows
        numbers = [[cell_of(row, one) for one in node["columns"]] for row in rows]
        assert numbers == [row[1:] for row in node["rows"]]


WHOLE = (
    "Nya {{participants.new}}, av dem kvinnor {{participants.new sex=kvinna}}. Året innan "
    "{{participants.total 2024}}. Till arbete {{work_or_studies.percent}} procent. I en insats "
    "{{participants.total initiative=%s}}."
)
OF_ONE = "Hos oss {{participants.total}}, året innan {{participants.new 2024}}."


def test_each_number_in_text_leads_to_where_it_is_followed_back(client, world):
    _one, other = world.place.initiatives
    report = world.start()
    world.write(report, "individuals", WHOLE % other.name.casefold().replace(" ", "-"))
    [appendix] = [a for a in actions.collect_appendices(
        report=report, due_on=date(2026, 1, 20), by=world.director) if a.initiative == other]  # fmt: skip
    world.write(appendix, "success", OF_ONE)
    for each in report.appendices.all():
        actions.hand_in(report=each, by=world.director)
    world.approve(world.sent_to_review(report))
    client.force_login(world.chair)
    found = in_texts(client.get(reverse("reports:read", args=[report.pk])))
    cards = {said: client.get(address).context["card"] for said, address in found.items()}
    assert {
        said: (card.measure.name, card.value, card.period.first.year) for said, card in cards.items()
    } == {
        "Deltagare, nya: 14": ("new", 14, 2025),
        "Deltagare, nya, Kvinna: 8": ("new", 8, 2025),
        "Deltagare, totalt, 2024: 7": ("total", 7, 2024),
        "Till arbete eller studier, procent: 46,2": ("numerator", 6, 2025),
        f"Deltagare, totalt, {other.name}: 7": ("total", 7, 2025),
        "Deltagare, totalt: 7": ("total", 7, 2025),
        "Deltagare, nya, 2024: 7": ("new", 7, 2024),
    }
    share = cards["Till arbete eller studier, procent: 46,2"].share
    assert (share.numerator, share.denominator, share.percent) == (6, 13, 46.2)
    assert cards["Deltagare, totalt: 7"].of == other.name


def test_a_number_in_text_that_is_not_shown_leads_to_its_table(client, world):
    report = world.approved(individuals="Utan känd utbildning {{participants.new education=compulsory}}.")
    client.force_login(world.chair)
    [(said, address)] = in_texts(client.get(reverse("reports:read", args=[report.pk]))).items()
    page = client.get(address)
    assert said.endswith(": •") and page.context["table"].by == ("education",) and not page.context["card"]


def test_who_does_not_see_figures_is_led_nowhere_from_text_either(client, world):
    report = world.approved(individuals="Nya {{participants.new}}.")
    client.force_login(world.adjuster)
    assert not in_texts(client.get(reverse("reports:read", args=[report.pk])))
