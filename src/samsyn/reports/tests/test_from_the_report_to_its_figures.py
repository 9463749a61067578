"""From a table or chart of a report that is read, to the page where its numbers are followed back."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from samsyn.reports import actions
from samsyn.reports.numbers import cell_of
from samsyn.reports.output.page import as_page
from samsyn.reports.tree import of_kind

LINK = re.compile(r'<a class="whence" href="([^"]+)"[^>]*>([^<]+)<span[^>]*>: ([^<]+)</span></a>')


def read(client, user, report, page="read"):
    client.force_login(user)
    text = client.get(reverse(f"reports:{page}", args=[report.pk])).content.decode()
    return {unescape(name): unescape(address) for address, _words, name in LINK.findall(text)}


@pytest.fixture
def approved(world):
    return world.approved()


def test_each_table_of_a_figure_leads_to_a_page_with_the_same_numbers(client, world, approved):
    found = read(client, world.chair, approved)
    tree = approved.editions.get(is_frozen=True).tree
    told = [one for kind in ("table", "chart") for one in of_kind(tree, kind) if one.get("figure")]
    names = {"table": "Tabell", "chart": "Diagram"}
    assert {*found} == {f"{names[one['kind']]} {one['number']}. {one['caption']}" for one in told}
    for node in told:
        page = client.get(found[f"{names[node['kind']]} {node['number']}. {node['caption']}"])
        table = page.context["table"]
        if node["kind"] == "table" and node["figure"] != "result":
            assert list(table.by) == node["by"] and table.figure.name == node["figure"]
            rows = [row for number, row in enumerate(node["rows"]) if number not in node["bold"]]
            assert rows == [
                [*(row.labels[one] for one in node["by"]), *(cell_of(row, one) for one in node["columns"])]
                for row in table.rows
            ]


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
