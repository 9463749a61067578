"""From blocks to the resolved tree: text gets its numbers, and blocks become headings, tables and charts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from samsyn.figures.definitions import FIGURES, Figure
from samsyn.figures.tables import Ask, Table

from . import blocks as _blocks
from . import statements, typeface
from .models import Attachment, Block, Report
from .numbers import Numbers
from .tree import Attached, Node, Tree
from .wording import worded

DEFINITIONS = "Så räknas siffrorna"


@dataclass
class Draft:
    """A report with its blocks and the appendices that belong to it, saved or not."""

    report: Report
    blocks: Sequence[Block]
    appendices: list["Draft"] = field(default_factory=list)
    signatures: Sequence[Any] = ()
    attachments: Sequence[Attachment] = ()


@dataclass
class Context:
    """What the blocks of a document share while it is resolved. Counters go on through the appendices."""

    report: Report
    numbers: Numbers
    counters: dict[str, int]
    appendices: list[Draft]
    headings: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    day: date = field(default_factory=timezone.localdate)  # on which the document is resolved
    levels: list[int] = field(default_factory=list)  # of the headings that the last one stands under, and its
    problems: list[str] = field(default_factory=list)

    def next(self, kind: str) -> int:
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return self.counters[kind]


def resolve(
    draft: Draft, as_of: datetime, tell: Callable[[int, int], None] = lambda done, all_: None
) -> Tree:
    """``tell(done, all)``: how many of the document's blocks have been resolved."""
    drafts = [draft, *draft.appendices]
    asked: dict[Ask, Table] = {}
    every = sum(len(one.blocks) for one in drafts)
    done = iter(range(1, every + 1))
    with translation.override("sv"):  # a Swedish document, whoever asks for it
        numbers = [numbers_of(one.report, one.blocks, asked) for one in drafts]
        numbers[0].ask_ahead(
            ask
            for one, own in zip(drafts, numbers, strict=True)
            for block in one.blocks
            for ask in _blocks.asks_of(block, own)
        )
        tree = _tree(draft, numbers, as_of, {}, lambda: tell(next(done), every))
        return tree | {"nodes": [*tree["nodes"], *_definitions({ask.name for ask in asked})]}


def _tree(
    draft: Draft, all_numbers: Sequence[Numbers], as_of: datetime, counters: dict, step: Callable[[], None]
) -> Tree:
    """``all_numbers``: the document's, and those of its appendices."""
    report, (numbers, *others) = draft.report, all_numbers
    context = Context(report, numbers, counters, draft.appendices, day=timezone.localtime(as_of).date())
    nodes: list[Node] = []
    for block in draft.blocks:
        shown = of_block(block, context)
        context.problems += [f"{block}: {problem}" for problem in typeface.told(shown)]
        nodes += shown
        step()
    attached = [_attached(one, context.next("file")) for one in draft.attachments]
    if attached:
        nodes.append({"kind": "heading", "level": 1, "number": "", "text": "Bifogade handlingar"})
        nodes.append({"kind": "files", "files": attached})
    return {
        "title": report.title,
        "kind": report.kind,
        "association": report.association.name,
        "initiative": report.about,
        "period": f"{report.first_day} – {report.last_day}",
        "year": report.year,
        "as_of": timezone.localtime(as_of).isoformat(timespec="seconds"),
        "nodes": nodes,
        "appendices": [
            _tree(one, [own], as_of, counters, step)
            for one, own in zip(draft.appendices, others, strict=True)
        ],
        "signatures": [signature_node(one) for one in draft.signatures],
        "attachments": attached,
        "problems": context.problems,
    }


def _definitions(used: set[str]) -> list[Node]:
    """What each figure of the document means, for who reads it away from the page of the figure."""
    told = [_definition(one) for one in FIGURES.values() if one.name in used]
    if not told:
        return []
    return [
        {"kind": "heading", "level": 1, "number": "", "text": DEFINITIONS},
        {
            "kind": "text", "key": "definitions", "heading": DEFINITIONS, "markdown": "\n".join(told),
            "values": [], "typed": [], "bare": [],
        },
    ]  # fmt: skip


def _definition(figure: Figure) -> str:
    parts = figure.measures if len(figure.measures) > 1 else ()
    told = [str(figure.text), str(figure.population), *(f"*{one.label}:* {one.text}" for one in parts)]
    return f"- **{figure.label}** (definition {figure.version}). {' '.join(told)}"


def _attached(one: Attachment, number: int) -> Attached:
    return {
        "id": one.pk, "number": number, "title": one.title, "name": one.name, "type": one.kind,
        "size": one.size, "digest": one.digest,
    }  # fmt: skip


def numbers_of(report: Report, blocks: Iterable[Block], asked: dict | None = None) -> Numbers:
    sheets = {
        block.key or block.data["sheet"]: statements.filled(
            statements.SHEETS[block.data["sheet"]], block.data, report.period
        )
        for block in blocks
        if block.kind == "statement"
    }
    return Numbers(
        report.association, report.period, report.initiative, sheets, {} if asked is None else asked
    )


def of_block(block: Block, context: Context) -> list[Node]:
    """The block's heading, its text and what it shows."""
    if block.kind == "statement" and not block.text.strip() and _blocks.is_empty(block, context):
        return []  # amounts that are not entered take their heading with them
    nodes: list[Node] = []
    if block.heading:
        nodes.append(_heading(block, context))
    if block.text.strip():
        nodes.append(_text(block, context))
    show = _blocks.SHOWN.get(block.kind)
    return [*nodes, *(show(block, context) if show else [])]


def _heading(block: Block, context: Context) -> Node:
    level, number = block.level, ""
    if block.is_numbered:
        context.headings[level - 1] += 1
        context.headings[level:] = [0] * (len(context.headings) - level)
        number = ".".join(str(one) for one in context.headings[:level])
    # No level is skipped (PDF/UA, WCAG 1.3.1), also where a heading between them has gone with its amounts.
    context.levels = [*(one for one in context.levels if one < level), level]
    return {"kind": "heading", "level": len(context.levels), "number": number, "text": block.heading}


def _text(block: Block, context: Context) -> Node:
    found = worded(block.text, context.numbers.look_up, context.numbers.remark)
    context.problems += [f"{block.heading or block.key}: {problem}" for problem in found.problems]
    return {
        "kind": "text",
        "key": block.key,
        "heading": block.heading,
        "markdown": found.plain,
        "values": found.values,
        "typed": found.typed,
        "bare": found.bare,
    }


def signature_node(one) -> dict[str, str]:
    return {
        "name": one.name,
        "function": str(one.get_function_display()),
        "is_adjuster": "yes" if one.function == "adjuster" else "",
        "signed": f"{timezone.localtime(one.signed_at):%Y-%m-%d %H:%M}" if one.signed_at else "",
        "method": {"totp": "autentiseringsapp", "webauthn": "passnyckel"}.get(one.method, one.method),
    }


__all__ = ["Context", "Draft", "numbers_of", "of_block", "resolve", "signature_node"]
