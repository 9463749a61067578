"""Running text: references to figures become numbers, and numbers that were typed are found.

``{{participants.new}}``             the report's period (and initiative)
``{{participants.new 2021}}``        another year
``{{participants.new sex=woman}}``   a part of it
``{{work_or_studies.percent}}``      a share in per cent
``{{amount.income.result}}``         an entered amount: block, line, perhaps ``.2`` the column
``{{155 | teamens protokoll}}``      a number typed by hand, with its source
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

import nh3
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from .tree import HIDDEN

REFERENCE = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")
LOOSE = re.compile(r"\{\{|\}\}")
TYPED = re.compile(r"^[−–-]?\d[\d\s.,]*%?$")
# A figure: not a year, a day with its month, a law's number, a paragraph or the number of a list.
MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
NO_FIGURE = re.compile(
    rf"\b\d{{1,2}}\s+(?:{MONTHS})\b|\b\d{{4}}:\d+|\b\d{{4}}-\d\d-\d\d\b|\b(?:19|20)\d\d(?:[–-](?:19|20)?\d\d)?\b"
    r"|\b\d+\s*(?:§|kap)|^\s*\d+[.)]\s|\b\d{1,2}[.:]\d\d\b|\w*[A-Za-zÅÄÖåäö]\d+|\d+[A-Za-zÅÄÖåäö]\w*",
    re.MULTILINE | re.IGNORECASE,
)
FIGURE = re.compile(r"(?<![\w.,])\d+(?:[   ]\d{3})*(?:[.,]\d+)?(?![\w])")
# Around what was filled in, while Markdown becomes HTML: letters that nobody types (Unicode's private use).
OPEN, SOURCE, CLOSE = "\ue000", "\ue001", "\ue002"
NAMES = {"\ue003": "figure", "\ue004": "typed", "\ue005": "bare", "\ue006": "wrong"}
FIGURE_MARK, TYPED_MARK, BARE_MARK, WRONG_MARK = NAMES
DEEPEST, LONGEST_ADDRESS = 5, 2000
HIDDEN_NOTE = (
    f"{HIDDEN} står för ett antal som inte redovisas, eftersom det är litet eller skulle avslöja ett sådant."
)
MOST = 100  # references in one text: each may be a count of its own
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}


class Unknown(Exception):
    """A reference to what is not there. ``why``: what is wrong with it; ``about``: the number, in words."""

    def __init__(self, why: str, about: str = ""):
        super().__init__(why, about)
        self.why, self.about = why, about

    def __str__(self):
        return f"{self.about}: {self.why}" if self.about else self.why


@dataclass
class Wording:
    """A text with its numbers filled in. ``marked`` still tells which were; ``plain`` does not."""

    marked: str = ""
    values: list[dict[str, Any]] = field(default_factory=list)
    typed: list[dict[str, str]] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    wrong: list[Unknown] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What could not be filled in, by why: each cause is told once, with the numbers that it stops."""
        causes: dict[str, list[str]] = {}
        for one in self.wrong:
            causes.setdefault(one.why, []).append(one.about)
        return [str(Unknown(why, "; ".join(filter(None, dict.fromkeys(of))))) for why, of in causes.items()]

    @property
    def plain(self) -> str:
        return re.sub(f"{SOURCE}[^{CLOSE}]*{CLOSE}|{OPEN}.|{CLOSE}", "", self.marked)


def worded(
    text: str, look_up: Callable[[str], Any], remark: Callable[[str], str] = lambda _one: ""
) -> Wording:
    """``look_up(reference)`` gives a number, HIDDEN or None; raises Unknown. ``remark(reference)``: what the
    reader is told of it under the text.
    """
    found = Wording()
    text = re.sub("[\ue000-\ue006]", "", text)
    told = too_many(text)

    def filled(match: re.Match) -> str:
        reference, source = match[1], match[2]
        if TYPED.match(reference):
            found.typed.append({"value": reference, "source": source or ""})
            return _marked(TYPED_MARK, reference, source or _("no source is given"))
        if len(found.values) + len(found.wrong) >= MOST:
            return _marked(WRONG_MARK, "?", told)
        try:
            value = look_up(reference)
        except Unknown as wrong:
            found.wrong.append(wrong)
            return _marked(WRONG_MARK, "?", str(wrong))
        told_of_it = remark(reference)
        found.values.append(
            {"reference": reference, "value": value} | ({"remark": told_of_it} if told_of_it else {})
        )
        return _marked(FIGURE_MARK, said(value), reference)

    parts, end = [], 0
    for match in REFERENCE.finditer(text):
        parts += [_with_bare(text[end : match.start()], found), filled(match)]
        end = match.end()
    found.marked = "".join([*parts, _with_bare(text[end:], found)])
    if LOOSE.search(REFERENCE.sub("", text)):
        found.wrong.append(
            Unknown(_("A figure’s braces are not in pairs: it begins with {{ and ends with }}."))
        )
    if told:
        found.wrong.append(Unknown(told))
    return found


def too_many(text: str) -> str:
    """What to say of a text with more references than one may hold; nothing where they are few enough."""
    count = sum(not TYPED.match(match[1]) for match in REFERENCE.finditer(text))
    if count <= MOST:
        return ""
    return _(
        "The text refers to %(count)s figures; one section may refer to %(most)s. Divide it into several "
        "sections, or show the numbers in a table."
    ) % {"count": count, "most": MOST}


def _marked(kind: str, shown: str, about: str) -> str:
    return f"{OPEN}{kind}{shown}{SOURCE}{about}{CLOSE}"


def _with_bare(text: str, found: Wording) -> str:
    """The text with every figure in it marked that has neither a reference nor a source."""
    taken = {place for match in NO_FIGURE.finditer(text) for place in range(*match.span())}

    def mark(match: re.Match) -> str:
        if match.start() in taken:
            return match[0]
        found.bare.append(match[0])
        return _marked(BARE_MARK, match[0], _("a typed number without a source"))

    return FIGURE.sub(mark, text)


def notes(values: Iterable[dict[str, Any]], typed: Iterable[dict[str, str]]) -> list[str]:
    """What the reader is told under a text: what a dot stands for, what numbers are beside others that were
    reported, and where typed ones come from.
    """
    values = list(values)
    told = [HIDDEN_NOTE] if any(one["value"] == HIDDEN for one in values) else []
    told += dict.fromkeys(one["remark"] for one in values if "remark" in one)
    return [*told, *sources_told((one["value"], one["source"]) for one in typed)]


def sources_told(of: Iterable[tuple[str, str]]) -> list[str]:
    """One sentence: each source of numbers once, with those that are from it. Pairs of number and source."""
    sources: dict[str, list[str]] = {}
    for value, source in of:
        if source := source.strip(" ."):
            sources.setdefault(source, []).append(value)
    said_of = "; ".join(f"{source} ({', '.join(values)})" for source, values in sources.items())
    return [f"{'Källa' if len(sources) == 1 else 'Källor'}: {said_of}."] if sources else []


def said(value: Any) -> str:
    """A number as a Swedish sentence has it, whoever reads it: 11 633 528 and 32,1."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    decimals = 0 if float(value).is_integer() and not isinstance(value, float) else 1
    with translation.override("sv"):  # as the document
        return number_format(value, decimals, use_l10n=True, force_grouping=True).replace("-", "−", 1)


# ── Markdown ───────────────────────────────────────────────────────────────────────────────────────────────


def _parser() -> MarkdownIt:
    """Without entities: ``&#xe000;`` would become one of our own marks after those were taken out."""
    without = ["image", "code", "fence", "entity"]
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(without)


def html(markdown: str) -> str:
    """Markdown as safe HTML, where marks become <mark>. Headings become bold lines.

    What is said about a mark was typed by somebody, and may hold quotation marks and tags: nothing of it may
    end the attribute that it stands in, as htmx takes commands from attributes.
    """
    drawn = _parser().render(markdown)
    drawn = re.sub(r"<h[1-6]>(.*?)</h[1-6]>", r"<p><strong>\1</strong></p>", drawn)
    safe = nh3.clean(drawn, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
    return re.sub(
        f"{OPEN}(.)([^{SOURCE}]*){SOURCE}([^{CLOSE}]*){CLOSE}",
        lambda match: f'<mark class="{NAMES.get(match[1], "")}" title="{_plain(match[3])}">{match[2]}</mark>',
        safe,
    )


def _plain(safe: str) -> str:
    """Safe HTML as the value of an attribute: its text alone."""
    return escape(unescape(re.sub(r"<[^>]*>", "", safe)))


def as_text(typed: str) -> str:
    """What somebody typed, as Markdown that says just that: no marks, no links, no new lines."""
    bare = re.sub("[\ue000-\ue006]", "", typed)
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(bare.split()))


def nodes(markdown: str) -> list[dict[str, Any]]:
    """Markdown as a tree of its own for typesetting: {"t": kind, "c": children} and {"t": "s", "s": text}."""
    root: dict[str, Any] = {"t": "root", "c": []}
    stack = [root]
    for token in _parser().parse(markdown):
        if token.type == "inline":
            _inline(token.children or [], stack[-1])
        else:
            _step(token, stack)
    return root["c"]


def _inline(tokens, into: dict[str, Any]) -> None:
    stack = [into]
    for token in tokens:
        if token.type in ("text", "code_inline"):
            stack[-1]["c"].append({"t": "s", "s": token.content})
        elif token.type == "softbreak":
            stack[-1]["c"].append({"t": "s", "s": " "})
        elif token.type == "hardbreak":
            stack[-1]["c"].append({"t": "br"})
        else:
            _step(token, stack)


def _step(token, stack: list[dict[str, Any]]) -> None:
    if token.nesting == 1 and token.tag == "blockquote" and token.level > DEEPEST:
        stack.append(stack[-1])  # typesetting gives up on quotations in quotations in quotations
    elif token.nesting == 1:
        node = {"t": token.tag, "c": []}
        if token.tag == "a":
            node["href"] = _address(token.attrGet("href") or "")
        stack[-1]["c"].append(node)
        stack.append(node)
    elif token.nesting == -1:
        stack.pop()


def _address(href: str) -> str:
    """Nothing where it is too long to be a link in a PDF."""
    return href if len(href) <= LONGEST_ADDRESS else ""


__all__ = ["HIDDEN", "Unknown", "Wording", "as_text", "html", "nodes", "notes", "said", "worded"]
