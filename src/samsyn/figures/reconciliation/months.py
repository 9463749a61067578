"""The whole months of a year that a title plainly names: “januari–juni 2022”, “kvartal 3 2022”."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from django.utils.formats import date_format

from .words import ALONE, ANY_YEAR, NO_WHOLE_YEAR, PART_OF_YEAR, is_running, year_in, year_of

STARTS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
NUMBERS = {word: number for number, word in enumerate(STARTS, 1)} | {"may": 5, "oct": 10}
MONTH = (
    r"(jan(?:uar[iy])?|feb(?:ruar[iy])?|mar(?:s|ch)?|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?|aug(?:usti?)?"
    r"|sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:19|20)\d\d"
OF_YEAR = rf"(?:,?\s+(?:år\s+)?{YEAR}\b)?"
DAY = r"(?:(?:den\s+)?(\d{1,2})\s+)?"
TO = r"\s*(?:[-–—]|till(?: och med)?|t\.? ?o\.? ?m\.?|to)\s*"
FROM = r"(?:från(?: och med)?\s+|fr\.? ?o\.? ?m\.?\s+|from\s+)?"
ORDINALS = {
    "första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
    **{f"{number}:{end}": number for number in range(1, 5) for end in "ae"},
}  # fmt: skip
LENGTHS = {"kv": 3, "q": 3, "tertial": 4, "half": 6, "halv": 6}  # in months, by how the word begins
NAMED = re.compile(rf"\b{FROM}\b{DAY}{MONTH}{OF_YEAR}(?:{TO}{DAY}{MONTH}{OF_YEAR})?", re.IGNORECASE)
DATED = re.compile(
    rf"(?<![\w-])({YEAR})-(\d\d)(?:-(\d\d))?(?:{TO}({YEAR})-(\d\d)(?:-(\d\d))?)?(?![\d-])", re.IGNORECASE
)
NUMBERED = re.compile(
    rf"\b(kvartal(?:et)?|kv\.?|q|quarter|tertial(?:et)?|halvår(?:et)?)\s*([1-4])"
    rf"(?:{TO}(?:kvartal|kv\.?|q|tertial)?\s*([1-4]))?\b{OF_YEAR}",
    re.IGNORECASE,
)
ORDINAL = rf"(?:{'|'.join(ORDINALS)})"
IN_ORDER = re.compile(
    rf"\b({ORDINAL})\s+(kvartal(?:et)?|tertial(?:et)?|halvår(?:et)?|quarter|half)\b{OF_YEAR}", re.IGNORECASE
)
# What makes it more, or other, than what was read.
BEFORE = re.compile(rf"(?:[/+&]|\b(?:och|samt|and|till|to)|\b{ORDINAL},?)\s*$", re.IGNORECASE)
AFTER = re.compile(r"\s*(?:[,/+&–—-]?\s*\d|[/+&]|(?:och|samt|and|till|to)\b)", re.IGNORECASE)
# A report that ends with a month, or of a quarter, is mostly of all months so far.
SO_FAR = re.compile(r"\b\w*(?:rapport|bokslut|redovisning|uppföljning|delår|ackum)\w*", re.IGNORECASE)
# How the rows of a table are divided: “per kvartal”, “månadsvis”.
DIVIDED = re.compile(
    r"\b(?:(?:per|efter|varje|by)\s+)?(?:kvartal|tertial|månad|halvår|quarter|month)(?:s?vis|er)?\b(?!\s*[1-4]\b)",
    re.IGNORECASE,
)
SHORT = re.compile(r"^([kth])\s?(?=[1-4]\b)", re.IGNORECASE)  # as rows are called
ANY = 2000  # a year, where it does not matter which
SHORT_FOR = {"k": "kvartal ", "t": "tertial ", "h": "halvår "}


@dataclass(frozen=True)
class Months:
    """From the first to the last of them, in one year."""

    year: int
    first_month: int
    last_month: int

    @property
    def first(self) -> date:
        return date(self.year, self.first_month, 1)

    @property
    def last(self) -> date:
        return _last_of(self.year, self.last_month)

    def __str__(self) -> str:
        names = dict.fromkeys(date_format(day, "F") for day in (self.first, self.last))
        return f"{'–'.join(names)} {self.year}"


Named = tuple[int, int, bool]  # first and last month, and whether both are said


def months_in(title: str, year: int | None = None) -> Months | None:
    """Nothing where it names several, other days, or a plan. ``year``: of a title that names none."""
    named = {int(one) for one in ANY_YEAR.findall(title)}
    of = min(named, default=year)
    if of is None or len(named) > 1:
        return None
    matches = list(_matches(title))
    found = {_read(match, of) for match in matches}
    months = found.pop() if len(found) == 1 else None
    if months is None or not _is_plain(title, matches, of):
        return None
    first, last, is_told = months
    if SO_FAR.search(title) and not is_told and not first == 1 < last:
        return None
    return Months(of, first, last)


def months_of(label: str, heading: str, year: int | None = None) -> Months | None:
    """What a row is of that is called by months and by nothing else: “Kvartal 1”, “Jan”, “Q2 2022”. Their
    year is its own, else the one that the ``heading`` of the table plainly names, else ``year``.
    """
    if is_running(heading) or NO_WHOLE_YEAR.search(heading):
        return None
    named = SO_FAR.sub(" ", DIVIDED.sub(" ", heading))
    whole = months_in(named, year)
    of = whole.year if whole else year_in(named)
    if of is None and not (ANY_YEAR.search(named) or PART_OF_YEAR.search(named)):
        of = year
    found = _called(label, of)
    is_within = not (whole and found) or (whole.first <= found.first and found.last <= whole.last)
    return found if is_within else None


def is_time(label: str) -> bool:
    """Is a row called by a year, or by months?"""
    return _span(label) is not None


def makes_up(labels: Iterable[str], label: str) -> bool:
    """Are the times of rows, each once, the time of another? So months are of their quarter."""
    spans, whole = sorted(filter(None, map(_span, labels))), _span(label)
    follow = all(after[0] == one[1] + 1 for one, after in pairwise(spans))
    return len(spans) > 1 and follow and (spans[0][0], spans[-1][1]) == whole


def overlap(labels: Iterable[str]) -> bool:
    """January–June holds January–March."""
    spans = sorted(filter(None, map(_span, labels)))
    return any(after[0] <= one[1] for one, after in pairwise(spans))


@lru_cache(maxsize=1_000)
def _span(label: str) -> tuple[int, int] | None:
    """First and last month of a row, in all months since the beginning of time."""
    year = year_of(label)
    months = Months(year, 1, 12) if year else _called(label, ANY)
    if months is None:
        return None
    return 12 * months.year + months.first_month, 12 * months.year + months.last_month


def _called(label: str, year: int | None) -> Months | None:
    bare = SHORT.sub(lambda short: SHORT_FOR[short[1].casefold()], label.strip(" :*"))
    rest = ANY_YEAR.sub("", bare)
    for match in _matches(bare):
        rest = rest.replace(ANY_YEAR.sub("", match[0]), "", 1)
    return None if re.search(r"\w", rest) else months_in(bare, year)


def _matches(title: str) -> Iterator[re.Match]:
    for pattern in (NAMED, DATED, NUMBERED, IN_ORDER):
        yield from pattern.finditer(title)


def _is_plain(title: str, matches: list[re.Match], year: int) -> bool:
    """Does nothing else in the title speak of time?"""
    if any(BEFORE.search(title[: one.start()]) or AFTER.match(title[one.end() :]) for one in matches):
        return False
    rest = title
    for match in matches:
        rest = rest.replace(match[0], f" {year} ")
    rest = SO_FAR.sub(" ", rest)
    is_alone = len(ALONE.findall(rest)) == len(ANY_YEAR.findall(rest))
    return is_alone and not PART_OF_YEAR.search(rest) and not NO_WHOLE_YEAR.search(rest)


def _read(match: re.Match, year: int) -> Named | None:
    if match.re is NAMED:
        day, month, last_day, last_month = match.groups()
        return _of_days(year, day, _number(month), last_day, _number(last_month or ""))
    if match.re is DATED:
        _year, month, day, _last_year, last_month, last_day = match.groups()
        return _of_days(year, day, int(month), last_day, int(last_month or 0))
    if match.re is NUMBERED:
        kind, first, last = match.groups()
        return _of_parts(kind, int(first), int(last or first))
    place = ORDINALS[match[1].casefold()]
    return _of_parts(match[2], place, place)


def _number(month: str) -> int:
    return NUMBERS.get(month[:3].casefold(), 0)


def _of_days(year: int, day: str | None, month: int, last_day: str | None, last_month: int) -> Named | None:
    """From the first of a month, told or not, to the last of one; a day of a month alone is none."""
    if not last_month:
        return (month, month, False) if 1 <= month <= 12 and not day else None
    if not 1 <= month <= last_month <= 12 or int(day or 1) != 1:
        return None
    is_whole = not last_day or int(last_day) == _last_of(year, last_month).day
    return (month, last_month, True) if is_whole and bool(last_day) >= bool(day) else None


def _of_parts(kind: str, first: int, last: int) -> Named | None:
    size = next(length for word, length in LENGTHS.items() if kind.casefold().startswith(word))
    is_there = first <= last and last * size <= 12
    return ((first - 1) * size + 1, last * size, first < last) if is_there else None


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
