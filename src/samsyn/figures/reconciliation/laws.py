"""Laws: one line each says what ought to hold between numbers at addresses, and applies wherever they stand.

`sum | participants_sum.{c} = sum(participants_by_initiative.*.{c})` reads: for each column c of the sums,
the sum is what the rows add up to. `{c}` and `{y}` take any value, `{y-1}` the year before, `*` all,
`!Totalt` all but that. A `?` before a term: it counts when it stands there. `a / b`: a share in per cent.
`>=`: at least. A law is silent where a number that it needs is not stated.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .quantities import Path, Quantity
from .relations import Relation, Term
from .stated import Stated

HOLE = re.compile(r"\{(\w+)(-1)?\}")


@dataclass(frozen=True)
class Law:
    rule: str
    target: str
    expression: str
    per: str = ""
    at_least: bool = False
    otherwise: str = "error"
    where: str = ""

    def relations(self, stated: Stated, given: Mapping[str, str]) -> Iterator[Relation]:
        pattern = tuple(self.target.lstrip("-").split("."))
        sign = -1 if self.target.startswith("-") else 1
        words = {place: part for place, part in enumerate(pattern) if "{" not in part}
        for path in stated.with_words(len(pattern), words):
            one, bound = stated[path], _bind(pattern, path, given)
            if bound is None:
                continue
            expected, per = _terms(self.expression, bound, stated), _terms(self.per, bound, stated)
            if expected and (per or not self.per):
                where = _filled(self.where, bound) or self._where(path, bound)
                yield Relation(
                    self.rule, where, [(sign, one)], expected, per or (), self.otherwise, self.at_least
                )

    def _where(self, path: Path, bound: dict[str, str]) -> str:
        """Of a sum the place of its parts, of an identity that of its row, of the same thing twice both."""
        if self.rule == "sum" and (parts := re.search(r"sum\(([^)]*)\)", self.expression)):
            return " ".join(part for part in _filled(parts[1], bound).split(".") if part[0] not in "*!")
        if self.rule in ("identity", "carry"):
            return " ".join(path[:-1])
        if self.rule == "same quantity twice":
            other = _filled(self.expression.strip("- "), bound).replace(".", " ")
            return f"{' '.join(path)} against {other}"
        return " ".join(path)


def read_laws(text: str) -> list[Law]:
    """One law a line: `rule | target = expression`, with kind of difference or place after more bars."""
    return [_law(line) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _law(line: str) -> Law:
    rule, formula, *more = (part.strip() for part in line.split("|"))
    at_least = ">=" in formula
    target, expression = (part.strip() for part in formula.split(">=" if at_least else "=", 1))
    expression, _bar, per = (part.strip() for part in expression.partition(" / "))
    otherwise = "definition" if "definition" in more else "error"
    where = next((one.removeprefix("at ") for one in more if one.startswith("at ")), "")
    return Law(rule, target, expression, per, at_least, otherwise, where)


def relations_of(laws: Iterable[Law], stated: Stated, **given: str) -> list[Relation]:
    """``given``: what a hole stands for wherever it occurs, as the latest year."""
    return [relation for law in laws for relation in law.relations(stated, given)]


def _bind(pattern: tuple[str, ...], path: Path, given: Mapping[str, str]) -> dict[str, str] | None:
    if len(pattern) != len(path):
        return None
    bound = dict(given)
    for wanted, part in zip(pattern, path, strict=True):
        hole = HOLE.fullmatch(wanted)
        if hole and bound.setdefault(hole[1], part) != part:
            return None
        if not hole and wanted != part:
            return None
    return bound


def _filled(pattern: str, bound: dict[str, str]) -> str:
    def value(hole: re.Match) -> str:
        known = bound.get(hole[1], "")
        return str(int(known) - 1) if hole[2] and known.isdigit() else ("–" if hole[2] else known)

    return HOLE.sub(value, pattern)


def _terms(expression: str, bound: dict[str, str], stated: Stated) -> list[Term] | None:
    """The numbers of an expression with their signs; None when one that is needed is not stated."""
    found: list[Term] = []
    sign = 1
    for word in expression.split():
        if word in ("+", "-"):
            sign = -1 if word == "-" else 1
            continue
        if word.startswith("-"):
            sign, word = -1, word[1:]
        some = _named(word.lstrip("?"), bound, stated)
        if not some and not word.startswith("?"):
            return None
        found += [(sign, one) for one in some]
    return found


def _named(word: str, bound: dict[str, str], stated: Stated) -> list[Quantity]:
    # Holes are filled part by part, since a name may itself hold a point.
    pattern = tuple(_filled(part, bound) for part in word.removeprefix("sum(").rstrip(")").split("."))
    if word.startswith("sum("):
        words = {place: part for place, part in enumerate(pattern) if part[:1] not in ("*", "!")}
        return [stated[path] for path in stated.with_words(len(pattern), words) if _fits(pattern, path)]
    return [stated[pattern]] if pattern in stated else []


def _fits(pattern: tuple[str, ...], path: Path) -> bool:
    return len(pattern) == len(path) and all(
        part == wanted or wanted == "*" or (wanted[:1] == "!" and part not in wanted[1:].split(","))
        for wanted, part in zip(pattern, path, strict=True)
    )
