"""Puts the counts that others report among those that are counted, and remembers where each comes from."""

from collections.abc import Collection, Mapping
from typing import Any

from samsyn.initiatives.models import Initiative
from samsyn.participants.codes import Sex

from . import reported
from .control import NOT_STATED
from .counting import NOBODY, POPULATION_NAMES, Counts, Group, Period
from .dimensions import NO, YES, is_split
from .grounds import Grounds
from .reported import Piece
from .rows import ReportedBeside


class Mixed:
    """``missing``: initiatives without counts for a period; ``as_a_whole``: reported for all of it."""

    def __init__(self, grounds: Grounds, counts: Counts, groupings: Collection[tuple[str, ...]]):
        self.grounds, self.counts, self.groupings = grounds, counts, groupings
        self.sources: dict[tuple[Period, Group], set[str]] = {}
        self.missing: dict[Period, set[int]] = {}
        self.as_a_whole: dict[tuple[Period, Group], Piece] = {}

    def source(self, period: Period, group: Group) -> str:
        sources = self.sources.get((period, group), {"records"})
        return "mixed" if len(sources) > 1 else next(iter(sources))

    def add(self, period: Period, *, unit: str, split: str) -> None:
        for initiative in self.grounds.initiatives.values():
            counts = self.grounds.reported_within(initiative.pk, period)
            is_reported = initiative.source == Initiative.Source.REPORTED
            if not is_reported and (not counts or self._has_records(period, initiative)):
                continue
            whole = reported.all_of(counts, period)
            told = whole is not None and unit != "persons"
            if split and (split != "work_or_studies" or whole is None or whole.work is None):
                told = False
            if told and whole is not None:
                self._put(period, initiative.pk, whole, reported.per_sex(counts, period))
            elif is_reported and self.grounds.ran_during(initiative, period):
                self.missing.setdefault(period, set()).add(initiative.pk)

    def _has_records(self, period: Period, initiative: Initiative) -> bool:
        return self.counts.of("enrolments", period, Group({("initiative", initiative.pk)}))["total"] > 0

    def _put(self, period: Period, initiative: int, whole: Piece, sexes: dict[str, Piece] | None) -> None:
        """A reported count goes into every grouping, as fine as it was reported."""
        by_sex: Mapping[Any, Piece] = sexes or {NOT_STATED: whole}
        for grouping in self.groupings:
            for sex, piece in by_sex.items() if "sex" in grouping else [(None, whole)]:
                for sort, numbers in _numbers(piece, [name for name in grouping if is_split(name)]):
                    known = {"initiative": initiative, "sex": sex} | sort
                    group = Group((name, known.get(name, NOT_STATED)) for name in grouping)
                    before = self.counts.of("enrolments", period, group)
                    had = self.sources.setdefault(
                        (period, group), {"records"} if any(before.values()) else set()
                    )
                    had.add("reported")
                    sums = {name: before[name] + numbers[name] for name in POPULATION_NAMES}
                    self.counts.put(period, group, sums)

    # ── For the association as a whole ────────────────────────────────────────────────────────────────────

    def take_as_a_whole(self, period: Period, by_sex: bool, budgeted: Mapping[Period, int | None]) -> None:
        """Where counts are reported for the association as a whole, they are what is shown for it."""
        counts = self.grounds.reported_within(None, period)
        if not counts:
            return
        pieces = reported.all_of(counts, period)
        if pieces is None:
            years = [
                reported.all_of(counts, one) or self._counted(one, budgeted.get(one))
                for one in period.by_year()
            ]
            pieces = reported.together(years)
            if pieces is None or not pieces.is_reported:
                return
            self.sources[period, Group()] = {"records", "reported"}
        else:
            self.sources[period, Group()] = {"reported"}
        self.as_a_whole[period, Group()] = pieces
        if by_sex:
            self._by_sex(period, pieces, reported.per_sex(counts, period))

    def _by_sex(self, period: Period, pieces: Piece, sexes: dict[str, Piece] | None) -> None:
        told: Mapping[Any, Piece] = sexes or {NOT_STATED: pieces}
        for sex, piece in told.items():
            group = Group({("sex", sex)})
            self.as_a_whole[period, group] = piece
            self.sources[period, group] = self.sources[period, Group()]
        for sex in Sex.values if not sexes else ():
            self.counts.drop(period, Group({("sex", sex)}))

    def _counted(self, period: Period, budgeted: int | None) -> Piece:
        of = self.counts.of("enrolments", period, Group())
        work = self.counts.of("enrolments", period, Group({("work_or_studies", YES)}))["ended"]
        return Piece(
            period, budgeted, of["total"], of["new"], of["ended"], of["ongoing"], work, is_reported=False
        )


def reported_beside(grounds: Grounds, period: Period) -> ReportedBeside | None:
    """What is reported for the association as a whole of days in the period, for a table that does not take
    it.
    """
    counts = [
        one for one in grounds.reported.get(None, ())
        if one.first_day <= period.last and one.last_day >= period.first
    ]  # fmt: skip
    if not counts:
        return None
    whole = reported.all_of(counts, period)
    years = {year for one in counts for year in Period(one.first_day, one.last_day).years}
    within = tuple(sorted(years & {*period.years}))
    return ReportedBeside(within, whole.total, whole.new, whole.ended) if whole else ReportedBeside(within)


def _numbers(piece: Piece, splits: list[str]) -> list[tuple[dict[str, str], dict[str, int]]]:
    """A reported count as populations; where a share is told apart, its yes and its no."""
    assert piece.total is not None and piece.new is not None and piece.ended is not None
    if splits:
        work = piece.work or 0
        return [
            ({splits[0]: YES}, NOBODY | {"ended": work}),
            ({splits[0]: NO}, NOBODY | {"ended": piece.ended - work}),
        ]
    return [({}, {
        "total": piece.total, "before": piece.total - piece.new, "new": piece.new, "ended": piece.ended,
        "ongoing": piece.ongoing or 0,
    })]  # fmt: skip
