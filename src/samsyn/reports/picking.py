"""What can be put into running text: the picker's list of references with what each says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.figures.definitions import FIGURES

from . import statements
from .models import BlockKind
from .numbers import SHARES


@dataclass(frozen=True)
class Choice:
    reference: str
    label: str


def groups(block) -> list[tuple[str, list[Choice]]]:
    """By figure, then by statement of the report. Nothing is counted: the preview shows the numbers."""
    found = [(str(figure.label), list(_of_figure(figure, block.report.year))) for figure in FIGURES.values()]
    for other in block.report.blocks.all():
        if other.kind == BlockKind.STATEMENT:
            sheet = statements.SHEETS[other.data["sheet"]]
            found.append((sheet.label, list(_of_sheet(sheet, other.key or sheet.name))))
    return found


def numbers() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a table or chart can show: of each figure all its numbers, or one."""
    return [
        (str(figure.label), [
            (figure.name, _("%(figure)s: all numbers") % {"figure": figure.label}),
            *((f"{figure.name}.{one.name}", str(one.label)) for one in figure.measures),
            *([(f"{figure.name}.percent", _("per cent"))] if figure.is_share else []),
        ])
        for figure in FIGURES.values()
    ]  # fmt: skip


def _of_figure(figure, year: int) -> Iterable[Choice]:
    for measure in figure.measures:
        yield Choice(f"{figure.name}.{measure.name}", str(measure.label))
    if figure.is_share:
        words = {"percent": _("per cent"), "low": _("interval from"), "high": _("interval to")}
        yield from (Choice(f"{figure.name}.{name}", words[name]) for name in SHARES)
    first = "percent" if figure.is_share else figure.measures[-1].name
    yield Choice(f"{figure.name}.{first} {year - 1}", _("the year before (%(year)s)") % {"year": year - 1})


def _of_sheet(sheet, key: str) -> Iterable[Choice]:
    for line in sheet.lines:
        if not line.is_head:
            yield Choice(f"amount.{key}.{line.name}", line.label)
    if sheet.is_free:
        yield Choice(f"amount.{key}.sum", _("Sum"))
