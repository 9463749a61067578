"""From the numbers of a report, in text, tables and charts, to the pages of the figures that they show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from samsyn.figures.counting import Period
from samsyn.figures.definitions import FIGURES
from samsyn.figures.pages import row_name
from samsyn.figures.queries import View

from .models import Report
from .numbers import Numbers, Place
from .tree import Node
from .wording import said

RESULT = "participants"  # what most lines of an initiative's results are


def with_whence(tree: dict[str, Any], view: View | None, report: Report) -> dict[str, Any]:
    """The prepared tree with ``whence``, links to pages of figures, for each node that shows any: a table, a
    chart, a text. Not for who sees only an own authority's figures, or none: there other numbers would stand.
    """
    if view is None or view.is_own:
        return tree
    about = {one.title: one for one in (report, *report.appendices.select_related("initiative"))}
    for part in (tree, *tree["appendices"]):
        numbers = _numbers(view, part, about.get(part["title"]))
        for node in part["nodes"]:
            name = RESULT if node.get("figure") == "result" else node.get("figure")
            if name in FIGURES:
                node["whence"] = _of_node(view, name, node, part)
            elif node["kind"] == "text" and numbers:
                node["whence"] = _in_text(view, numbers, node["values"])
    return tree


def _numbers(view: View, part: dict[str, Any], report: Report | None) -> Numbers | None:
    """What the part's references are read by; None where it is not known whose they are."""
    first, last = map(date.fromisoformat, _days(part))
    return Numbers(view.association, Period(first, last), report.initiative) if report else None


def _days(part: dict[str, Any]) -> list[str]:
    return part["period"].split(" – ")


def _in_text(view: View, numbers: Numbers, values: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """To each number that stands in a text, once, with what it is of."""
    shown = {one["reference"]: said(one["value"]) for one in values}
    with translation.override("sv"):  # as the document
        places = [(number, numbers.place(one)) for one, number in shown.items()]
    return [
        {"href": _number(view, place), "words": place.words, "number": number}
        for number, place in places if place
    ]  # fmt: skip


def _number(view: View, place: Place) -> str:
    """Where the number is marked, and told of. A share is told of by those whom it counts."""
    ask = place.ask
    ask = replace(ask, by=_chosen(ask.name, ask.by))
    cell = place.measure if place.measure in ask.figure.columns else "numerator"
    shown = {"row": row_name(ask.all_by, place.keys), "cell": cell}
    days = f"{ask.period.first}", f"{ask.period.last}"
    return f"{_page(view, ask.name, days, ask.by)}&{urlencode(shown)}#cell"


def _of_node(view: View, name: str, node: Node, part: dict[str, Any]) -> list[dict[str, str]]:
    """To the table that it shows; to both, named as its series, where it has what was so beside what is."""
    if "beside" not in node:
        return [{"href": _address(view, name, node, part), "words": ""}]
    both = node["by"], [node["beside"]]
    return [
        {"href": _address(view, name, node | {"by": by}, part), "words": one["name"]}
        for one, by in zip(node["series"], both, strict=True)
    ]  # fmt: skip


def _address(view: View, name: str, node: Node, part: dict[str, Any]) -> str:
    """Over the same days and broken down alike. A report of one initiative shows its rows of the whole."""
    by = [*(["initiative"] if part["initiative"] else []), *node.get("by", ())]
    first, last = _days(part)
    if "year" in by and (years := _years(node)):
        first = f"{min(years)}-01-01"
    return _page(view, name, (first, last), _chosen(name, by))


def _chosen(name: str, by: Iterable[str]) -> tuple[str, ...]:
    """What the page is asked to break down by, beside what it always does."""
    return tuple(one for one in dict.fromkeys(by) if one not in FIGURES[name].always)


def _page(view: View, name: str, days: tuple[str, str], by: Sequence[str]) -> str:
    page = reverse("figures:figure", args=[view.association.slug, name])
    return f"{page}?{urlencode({'first': days[0], 'last': days[1], 'by': by}, doseq=True)}"


def _years(node: Node) -> list[int]:
    """“2021” and “januari–juni 2022” are of those years."""
    place = node["by"].index("year")
    if node["kind"] == "table":
        named = [row[place] for number, row in enumerate(node["rows"]) if number not in node["bold"]]
    else:
        named = (node["categories"], [one["name"] for one in node["series"]])[place]
    return [int(one[-4:]) for one in named]
