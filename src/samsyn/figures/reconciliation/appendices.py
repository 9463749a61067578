"""What ought to hold inside the appendices that initiatives write, each in its own way."""

from collections.abc import Iterator, Mapping
from typing import Any

from .quantities import Path, Quantity
from .relations import Relation

# What a breakdown can be a breakdown of: the one of these that was stated nearest before it.
WHOLES = ("total", "new", "ended", "consultations", "expressions_of_interest")
BREAKDOWNS = ("referrers", "consultation_referrers", "exit_reasons")
# Of the ways on after discharge these are steps back, or none.
NO_STEP = ("Åter till", "Annat")


def relations_in(appendices: Mapping[str, Any], stated: Mapping[Path, Quantity]) -> Iterator[Relation]:
    for name, appendix in appendices.items():
        if isinstance(appendix, Mapping):
            yield from _breakdowns(appendix, ("appendix_figures", str(name)), stated)
            yield from _after_discharge(("appendix_figures", str(name)), stated)
    yield from _consultations(appendices, stated)


def _breakdowns(appendix: Mapping[str, Any], path: Path, stated) -> Iterator[Relation]:
    whole = ""
    for name, value in appendix.items():
        if name in WHOLES:
            whole = name
        elif name in BREAKDOWNS and whole and (*path, whole) in stated:
            parts = _below((*path, name), stated)
            apart = (
                [(1, stated[*path, "anonymous"])]
                if whole == "total" and (*path, "anonymous") in stated
                else []
            )
            if parts:
                yield Relation("sum", " ".join((*path, name)), [(1, stated[*path, whole]), *apart], parts)
        elif isinstance(value, Mapping):
            yield from _breakdowns(value, (*path, str(name)), stated)


def _after_discharge(path: Path, stated) -> Iterator[Relation]:
    ways = [one for one in _below((*path, "after_discharge"), stated) if one[1].path[-1] != "ended"]
    ended = stated.get((*path, "after_discharge", "ended")) or stated.get((*path, "ended"))
    if not ways or ended is None:
        return
    yield Relation("sum", " ".join((*path, "after_discharge")), [(1, ended)], ways)
    share = stated.get((*path, "positive_step_percent"))
    if share is not None:
        steps = [one for one in ways if not one[1].path[-1].startswith(NO_STEP)]
        yield Relation("share", " ".join(share.path), [(1, share)], steps, [(1, ended)])


def _consultations(appendices: Mapping[str, Any], stated) -> Iterator[Relation]:
    """The whole is what the appendices add up to; at least that, where some of them say nothing."""
    whole = stated.get(("consultations",))
    names = [str(name) for name, appendix in appendices.items() if isinstance(appendix, Mapping)]
    said = {
        name: one
        for name in names
        for key in ("consultations", "of_which_consultations")
        if (one := stated.get(("appendix_figures", name, key))) is not None
    }
    if whole is not None and said:
        yield Relation(
            "sum", "appendix_figures consultations", [(1, whole)], [(1, one) for one in said.values()],
            at_least=len(said) < len(names),
        )  # fmt: skip


def _below(path: Path, stated: Mapping[Path, Quantity]) -> list[tuple[int, Quantity]]:
    return [(1, one) for where, one in stated.items() if where[: len(path)] == path]
