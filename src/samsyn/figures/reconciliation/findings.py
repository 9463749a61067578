"""A finding: which rule does not hold, where, the two numbers and the difference; never a correction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .quantities import Path
from .words import ANY_YEAR, in_words, inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .quantities import Quantity
    from .relations import Relation, Term

KINDS = {
    "error": gettext_lazy("Error"),
    "rounding": gettext_lazy("Rounding"),
    "definition": gettext_lazy("Two counts of the same words"),
}
RULES = {  # what is wrong where a relation does not hold
    "sum": gettext_lazy("The rows do not add up to the sum"),
    "identity": gettext_lazy("The parts do not add up to the total"),
    "carry": gettext_lazy("Does not follow from the year before"),
    "share": gettext_lazy("The share does not follow from its numbers"),
    "statement": gettext_lazy("The statements do not hold together"),
    "difference": gettext_lazy("The deviation is not that of budget and outcome"),
    "same quantity twice": gettext_lazy("The same thing has two numbers"),
    "against table": gettext_lazy("The appendix and the table differ"),
    "against text": gettext_lazy("The text and the table differ"),
    "at least": gettext_lazy("A part is larger than the whole"),
    "against register": gettext_lazy("The document and the register differ"),
}


@dataclass(frozen=True)
class Finding:
    """``kind``: error (not explained by rounding), rounding, or definition (two counts of the same words).
    ``difference``: stated less expected. ``is_declared``: the document says so itself, of counts as others
    reported them.
    """

    rule: str
    where: str
    stated: Decimal
    expected: Decimal
    difference: Decimal
    kind: str
    relation: "Relation"
    is_declared: bool = False

    @property
    def rule_label(self) -> str:
        return _("The shares do not come to 100") if self.relation.constant else str(RULES[self.rule])

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        paths = [one.path for _factor, one in self.relation.stated]
        if len(paths) > 1:  # a whole column
            paths = [tuple(part for part in paths[0] if all(part in path for path in paths))]
        others = [one.path for _factor, one in self.relation.expected]
        if self.rule == "same quantity twice" and len(others) == 1:
            return _("%(one)s and %(other)s") % {"one": place_of(paths[0]), "other": place_of(others[0])}
        return place_of(paths[0]) or self.where

    @property
    def stated_text(self) -> str:
        return number(self.stated)

    @property
    def expected_text(self) -> str:
        return number(self.expected)

    @property
    def difference_text(self) -> str:
        return number(self.difference)

    def sentence(self) -> str:
        """What is stated and what the other numbers give, in the language in use."""
        return f"{self._said()} {self._how_far()}"

    def _said(self) -> str:
        words = {
            "name": _name(self.relation.stated),
            "stated": number(self.stated),
            "expected": number(self.expected),
            "working": _working(self.relation.expected, self.relation.stated),
            "other": place_of(self.relation.expected[0][1].path) if self.relation.expected else "",
        }
        if self.relation.per:
            words |= {"part": _working(self.relation.expected, bare=True),
                      "whole": _working(self.relation.per, bare=True)}  # fmt: skip
            return (
                _("%(name)s is stated as %(stated)s %%, but %(part)s of %(whole)s is %(expected)s %%.")
                % words
            )
        if self.relation.constant:
            return _("The shares add up to %(stated)s %% and not to %(expected)s %%.") % words
        if self.rule == "against register" and self.relation.at_most:
            words["whole"] = inline(self.relation.expected[0][1].path[-1])
            return (
                _("%(name)s is stated as %(stated)s; the register counts only %(expected)s %(whole)s.")
                % words
            )
        if self.rule == "against register":
            return _("%(name)s is stated as %(stated)s; the register counts %(expected)s.") % words
        many = len(self.relation.expected) > 4
        if self.relation.at_least:
            if len(self.relation.expected) == 1:
                return _("%(name)s is stated as %(stated)s, but %(working)s is a part of it.") % words
            words["working"] = _("what adds up to it") if many else words["working"]
            return _("%(name)s is stated as %(stated)s, but %(working)s is already %(expected)s.") % words
        if len(self.relation.expected) == 1:
            return _("%(name)s is stated as %(stated)s; %(other)s says %(expected)s.") % words
        if many:
            return _("%(name)s is stated as %(stated)s, but the parts add up to %(expected)s.") % words
        return _("%(name)s is stated as %(stated)s, but %(working)s is %(expected)s.") % words

    def _how_far(self) -> str:
        words = {"difference": number(self.difference)}
        if self.kind == "rounding":
            return _("The difference, %(difference)s, is no more than rounding explains.") % words
        if self.kind == "definition":
            return _("The difference, %(difference)s, may come from counting in two ways.") % words
        return _("The difference is %(difference)s.") % words

    def as_dict(self) -> dict[str, Any]:
        with translation.override("sv"):
            swedish = self.sentence()
        with translation.override("en"):
            english = self.sentence()
        return {
            "rule": self.rule, "where": self.where, "stated": plain(self.stated),
            "expected": plain(self.expected), "difference": plain(self.difference), "kind": self.kind,
            "text": swedish, "text_en": english,
        }  # fmt: skip


def number(value: Decimal) -> str:
    return number_format(value, use_l10n=True, force_grouping=True).replace("-", "−", 1)


def plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def place_of(path: Path) -> str:
    return " · ".join(map(in_words, path))


def _name(terms: "Sequence[Term]") -> str:
    return " + ".join(dict.fromkeys(_called(one.path) for _factor, one in terms)) or _("The number")


def _called(path: Path) -> str:
    """By its column; in a column that is a year or a day, the row says what it is."""
    is_dated = len(path) > 2 and ANY_YEAR.match(path[-1])
    return ", ".join(map(in_words, path[-2:] if is_dated else path[-1:]))


def _working(terms: "Sequence[Term]", beside: "Sequence[Term]" = (), bare: bool = False) -> str:
    """ended 82 + ongoing (2011) 50"""
    parts: list[str] = []
    columns = {one.path[-1] for _factor, one in terms}
    for factor, one in terms:
        said = number(one.value) if bare else f"{_named(one, columns, beside)} {number(one.value)}"
        sign = "−" if factor < 0 else "+"
        parts.append(f" {sign} {said}" if parts else (f"− {said}" if factor < 0 else said))
    return "".join(parts)


def _named(one: "Quantity", columns: set[str], beside: "Sequence[Term]") -> str:
    """By its column; by its row where all are of one column; with the year where it is of another one."""
    other = beside[0][1].path if beside else one.path
    if len(one.path) < 2 or (beside and other[:-1] == one.path[:-1]):
        return inline(one.path[-1])
    if len(columns) == 1:
        return inline(one.path[-2])
    apart = other[:-2] == one.path[:-2] and other[-2:-1] != one.path[-2:-1]
    return f"{inline(one.path[-1])} ({one.path[-2]})" if apart else inline(one.path[-1])
