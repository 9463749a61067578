"""From the tables and charts of a report to the pages of the figures that they show."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from samsyn.figures.definitions import FIGURES
from samsyn.figures.queries import View

from .tree import Node

RESULT = "participants"  # what most lines of an initiative's results are


def with_whence(tree: dict[str, Any], view: View | None) -> dict[str, Any]:
    """The prepared tree with ``whence``, the address of its figure's page, for each node that shows one. Not
    for who sees only an own authority's figures, or none: there other numbers would stand.
    """
    if view is None or view.is_own:
        return tree
    for part in (tree, *tree["appendices"]):
        for node in part["nodes"]:
            name = RESULT if node.get("figure") == "result" else node.get("figure")
            if name in FIGURES:
                node["whence"] = _address(view, name, node, part)
    return tree


def _address(view: View, name: str, node: Node, part: dict[str, Any]) -> str:
    """Over the same days and broken down alike. A report of one initiative shows its rows of the whole."""
    by = [*(["initiative"] if part["initiative"] else []), *node.get("by", ())]
    first, last = part["period"].split(" – ")
    if "year" in by and (years := _years(node)):
        first = f"{min(years)}-01-01"
    chosen = [one for one in dict.fromkeys(by) if one not in FIGURES[name].always]
    page = reverse("figures:figure", args=[view.association.slug, name])
    return f"{page}?{urlencode({'first': first, 'last': last, 'by': chosen}, doseq=True)}"


def _years(node: Node) -> list[int]:
    """“2021” and “januari–juni 2022” are of those years."""
    place = node["by"].index("year")
    if node["kind"] == "table":
        named = [row[place] for number, row in enumerate(node["rows"]) if number not in node["bold"]]
    else:
        named = (node["categories"], [one["name"] for one in node["series"]])[place]
    return [int(one[-4:]) for one in named]
