"""What each kind of report consists of, in the field's headings: data, from which blocks are made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samsyn.figures.definitions import DIMENSIONS, FIGURES

from ..models import Block, BlockKind, Kind
from ..periods import Span, in_words


@dataclass(frozen=True)
class Spec:
    """A block of an outline. ``key`` is what references and checks call it by."""

    kind: BlockKind
    heading: str = ""
    level: int = 2
    key: str = ""
    text: str = ""
    hint: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    is_numbered: bool = False


@dataclass(frozen=True)
class Outline:
    """``of_initiative``: it is about one initiative; ``title``: with the name or year filled in;
    ``has_appendices``: each initiative writes one; ``is_signed``: the board signs it. ``span``: what its
    period must be, if not any.
    """

    kind: Kind
    title: str
    specs: tuple[Spec, ...]
    of_initiative: bool = False
    has_appendices: bool = False
    is_signed: bool = False
    span: Span | None = None

    def title_of(self, name: str, first: date, last: date) -> str:
        when = in_words(first, last)
        return self.title.format(name=name, year=last.year, quarter=(last.month + 2) // 3, when=when)

    def may_be_of(self, first_day: date, last_day: date) -> bool:
        return self.span is None or (first_day, last_day) == self.span.around(last_day)

    def blocks(self, report) -> list[Block]:
        """The blocks that a new report starts with, unsaved."""
        return [
            Block(
                report=report, place=place * 10, kind=spec.kind, key=spec.key, level=spec.level,
                is_numbered=spec.is_numbered, heading=spec.heading, hint=spec.hint,
                text=spec.text or self._own_words(report, spec),
                data={name: value for name, value in spec.data.items() if name != "from"},
            )
            for place, spec in enumerate(filter(is_there, self.specs), 1)
        ]  # fmt: skip

    def _own_words(self, report, spec: Spec) -> str:
        """What the initiative says of itself already is not written again: ``from`` names its field."""
        return getattr(report.initiative, spec.data["from"], "") if "from" in spec.data else ""


def is_there(spec: Spec) -> bool:
    """Are the figure and the breakdown that the block shows among those that are counted?"""
    wanted = {*spec.data.get("by", ()), *filter(None, [spec.data.get("beside")])}
    return spec.data.get("figure", "participants") in FIGURES and wanted <= set(DIMENSIONS)


def outline_of(kind: str) -> Outline:
    from . import annual, finsam, initiative

    return {one.kind: one for one in (*annual.OUTLINES, *initiative.OUTLINES, finsam.OUTLINE)}[Kind(kind)]
