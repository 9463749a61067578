"""Who could be counted: every group that a table has a row for, whether anybody is in it or not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from samsyn.initiatives.models import Initiative

from . import reported
from .control import NOT_STATED
from .counting import NOBODY, Counts, Group, Period
from .dimensions import NO, SPLITS, YES, dimension, fine, is_split
from .grounds import Grounds

PLACES = ("initiative", "municipality", "track")


@dataclass(frozen=True)
class Possible:
    grounds: Grounds
    counts: Counts

    def add_zeros(
        self, periods: Iterable[Period], groupings: Iterable[tuple[str, ...]],
        but: Callable[[Period, Group], bool] = lambda _period, _group: False,
    ) -> None:  # fmt: skip
        """What could have been counted and was not is a zero, and is shown."""
        for period, grouping in product(periods, groupings):
            if "controller" in grouping:
                continue
            there = self.counts.level(period, grouping)
            for group in self._within_period(period, grouping):
                if group not in there and not but(period, group):
                    self.counts.put(period, group, NOBODY)

    def _within_period(self, period: Period, grouping: tuple[str, ...]) -> Iterator[Group]:
        places = [name for name in PLACES if name in grouping]
        yield from self._coded(period, grouping, self._places(period, places, has_fine=bool(fine(grouping))))

    def on(self, day: date, grouping: tuple[str, ...], period: Period, column: str) -> Iterator[Group]:
        """What somebody who goes on over the end of the day could be counted in, judged by the initiatives
        that anybody goes on in: the day ends one period and begins another, and is alike in both.
        ``period``, ``column``: where those who go on are counted.
        """
        there = self.counts.level(period, ("initiative",)).items()
        within = [
            number for group, of in there for _name, number in group
            if of[column] and self.grounds.initiatives[number].source == Initiative.Source.RECORDS
        ]  # fmt: skip
        wanted = [name for name in PLACES if name in grouping]
        places = self._within(within, wanted) if wanted else [{}]
        yield from self._coded(Period(day, day), grouping, places)

    def _coded(
        self, period: Period, grouping: Iterable[str], places: list[dict[str, Any]]
    ) -> Iterator[Group]:
        coded = [name for name in grouping if name not in PLACES]
        for found in places:
            lists = [self._codes(name, period, found.get("initiative")) for name in coded]
            for values in product(*lists):
                yield Group([*found.items(), *zip(coded, values, strict=True)])

    def _places(self, period: Period, names: Sequence[str], *, has_fine: bool) -> list[dict[str, Any]]:
        if not names:
            return [{}]
        if self.grounds.own is not None and list(names) != ["initiative"]:
            return []  # an authority's own people are told of nowhere else
        running = [
            one.pk for one in self.grounds.initiatives.values()
            if (self.grounds.ran_during(one, period) or self._has_people(one.pk, period))
            and (not has_fine or one.source == Initiative.Source.RECORDS)
        ]  # fmt: skip
        return self._within(running, names)

    def _within(self, running: list[int], names: Sequence[str]) -> list[dict[str, Any]]:
        """The municipalities and tracks of the initiatives."""
        found: dict[tuple, dict[str, Any]] = {}
        for number in running:
            towns = [m for i, m in self.grounds.covered if i == number] if "municipality" in names else [None]
            tracks = self._tracks(number) if "track" in names else [None]
            for town, track in product(towns, tracks):
                all_ = {"initiative": number, "municipality": town, "track": track}
                found.setdefault(tuple(all_[name] for name in names), {name: all_[name] for name in names})
        return list(found.values())

    def _has_people(self, initiative: int, period: Period) -> bool:
        return self.counts.of("enrolments", period, Group({("initiative", initiative)}))["total"] > 0

    def _tracks(self, initiative: int) -> list[int | None]:
        """Without tracks, none is what all have."""
        own: list[int | None] = [
            one.pk for one in self.grounds.tracks.values() if one.initiative_id == initiative
        ]
        return own or [None]

    def _codes(self, name: str, period: Period, initiative: int | None) -> list[Any]:
        if name == "sex":
            return self._sexes_of(period, initiative)
        if is_split(name):
            aims = initiative is None or self.grounds.destinations.get(initiative)
            return [YES, NO] if aims or "initiative" not in SPLITS[name].of else []
        return [code for code, _label in dimension(name).choices]

    def _sexes_of(self, period: Period, initiative: int | None) -> list[Any]:
        """Both; for an initiative that does not report them apart, neither."""
        one = self.grounds.initiatives.get(initiative) if initiative else None
        if one is None or one.source == Initiative.Source.RECORDS:
            return [code for code, _label in dimension("sex").choices]
        counts = self.grounds.reported_within(initiative, period)
        return list(reported.per_sex(counts, period) or [NOT_STATED])
