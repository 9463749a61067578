"""What can be put into running text: the picker's list of references with what each says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.figures.counting import Period
from samsyn.figures.definitions import DIMENSIONS, FIGURES, Figure, is_controlled, is_of_whole_years

from .numbers import Numbers, names_of
from .statements import Sheet

Group = tuple[str, list["Choice"]]


@dataclass(frozen=True)
class Choice:
    reference: str
    label: str


def groups(numbers: Numbers) -> list[Group]:
    """By figure, then by statement of the report: what can be filled in there. Nothing is counted: the
    preview shows the numbers.
    """
    figures = [(str(figure.label), list(_of_figure(figure, numbers))) for figure in FIGURES.values()]
    sheets = [(one.sheet.label, list(_of_sheet(one.sheet, key))) for key, one in numbers.sheets.items()]
    return [(name, choices) for name, choices in [*figures, *sheets] if choices]


def dimensions(period: Period) -> list[tuple[str, str]]:
    """What a table or chart can be broken down by; of part of a year only what is not under disclosure
    control.
    """
    return [
        (name, label) for name, label in DIMENSIONS.items()
        if period.is_whole_years or not is_controlled(FIGURES["participants"], [name])
    ]  # fmt: skip


def numbers(period: Period) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a table or chart can show: of each figure all its numbers, or one."""
    return [
        (str(figure.label), [
            (figure.name, _("%(figure)s: all numbers") % {"figure": figure.label}),
            *((f"{figure.name}.{one.name}", str(one.label)) for one in figure.measures),
            *([(f"{figure.name}.percent", _("per cent"))] if figure.is_share else []),
        ])
        for figure in FIGURES.values() if period.is_whole_years or not is_of_whole_years(figure)
    ]  # fmt: skip


def _of_figure(figure: Figure, numbers: Numbers) -> Iterable[Choice]:
    """Over the report's period, then of the year before."""
    before = str(numbers.period.last.year - 1)
    for year in ("", before):
        for name, label in names_of(figure).items():
            reference = f"{figure.name}.{name} {year}".strip()
            if numbers.offers(reference):
                yield Choice(reference, f"{label} {year}".strip())


def _of_sheet(sheet: Sheet, key: str) -> Iterable[Choice]:
    for line in sheet.lines:
        if not line.is_head:
            yield Choice(f"amount.{key}.{line.name}", line.label)
    if sheet.is_free:
        yield Choice(f"amount.{key}.sum", _("Sum"))
