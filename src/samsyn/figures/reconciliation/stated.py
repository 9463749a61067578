"""Flattens what was handed in to one map: the address of each stated number, and the number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .quantities import Path, Quantity, Unreadable, quantity

MOST = 5_000  # numbers in one document
DEEPEST = 12
NAMES = ("year", "initiative", "name", "municipality", "label", "goal")  # what a row is called by


class Stated(dict[Path, Quantity]):
    """All stated numbers by address, and quick to ask for those that have a word at a place."""

    def __init__(self, numbers: Mapping[Path, Quantity]):
        super().__init__(numbers)
        self._by_word: dict[tuple[int, int, str], list[Path]] = {}
        for path in self:
            for place, part in enumerate(path):
                self._by_word.setdefault((len(path), place, part), []).append(path)

    def with_words(self, length: int, words: Mapping[int, str]) -> Sequence[Path]:
        """Addresses of a length with the rarest of these words; the others are for the caller to look at."""
        if not words:
            return [path for path in self if len(path) == length]
        return min((self._by_word.get((length, *one), []) for one in words.items()), key=len)


def stated_in(document: Mapping[str, Any], unit_of) -> dict[Path, Quantity]:
    """``unit_of(path)``: count, kr or nothing, for numbers whose name does not tell."""
    found: dict[Path, Quantity] = {}
    for path, value in _leaves(document, ()):
        one = quantity(value, path, unit_of(path))
        if one is not None:
            found[_unused(path, found)] = one
        if len(found) > MOST:
            raise Unreadable(_("No more than %(most)s numbers at a time.") % {"most": MOST})
    return found


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if len(path) > DEEPEST:
        raise Unreadable(_("Too many levels below “%(name)s”.") % {"name": " ".join(path[:3])[:60]})
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _of_list(value, path)
    elif not isinstance(value, str):
        yield path, value


def _of_list(rows: Sequence[Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """Rows go by their name, year or first word; else by their place."""
    for place, row in enumerate(rows):
        if isinstance(row, Mapping):
            key = next((name for name in NAMES if isinstance(row.get(name), str | int)), "")
            inner = {name: value for name, value in row.items() if name != key}
            yield from _leaves(inner, (*path, str(row.get(key, place))))
        elif isinstance(row, Sequence) and not isinstance(row, str) and row and isinstance(row[0], str):
            yield from _leaves(list(row[1:]), (*path, row[0]))
        else:
            yield from _leaves(row, (*path, str(place)))


def _unused(path: Path, found: Mapping[Path, Quantity]) -> Path:
    """Two rows of the same name are two rows."""
    number = 2
    while path in found:
        path = (
            (*path[:-2], f"{path[-2]} ({number})", path[-1]) if len(path) > 1 else (f"{path[0]} ({number})",)
        )
        number += 1
    return path
