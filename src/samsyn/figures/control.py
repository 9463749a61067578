"""Disclosure control: which cells are hidden so that nobody outside an authority learns a count of 1 to
limit − 1.

Counts are judged in *families*: all tables by the same fine dimensions (municipality, education …), alone and
with initiative and sex. A family has three *parts*: the stock on a day (those ongoing), the flow over a
period (total, new and ended, hidden together) and the exits (those who ended, by what is known at the end).

Every small count is hidden together with what it takes to make an *exchange* (``exchange.py``) that changes
it and leaves everything shown as it is. So for each there is a second register which nobody can tell from the
first by sums, zeros or the fact that counts are not negative. Exchanges are carried on to every family that a
family's counts are sums of: from a stock to the flows on both sides of its day, from flows to exits (unless
those who began make up for it), from a share or wider groups to the codes that decide them, from one fine
dimension to two. A family is always decided in the same way, whatever table was asked for, and never changes
what a coarser one shows.

A stock is decided by its day alone, but where the headlines say that nobody began or ended in the year before
(``movement.py``). Then it also hides what the year's small numbers would follow from, and goes on with what
the year's flows cannot make up for of the exchanges of the stock a year before.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

from .counting import Counts, Group, Numbers, Period, year
from .dimensions import DERIVED, HEADLINE, SPLITS, Derived, dimension, fine, is_split
from .exchange import (
    ALL,
    INITIATIVE,
    SEX,
    Corner,
    Exchange,
    Key,
    Linked,
    Turns,
    Without,
    changed,
    corners,
    is_shown,
    summed,
    turned_by,
)
from .movement import Movement

NOT_STATED = -1  # what a reported count is not broken down by; it was published as it is
MOST = 3  # dimensions in a table, beside a share
MOST_FINE = (
    2  # fine ones among them, a share being one: with more, families could be played against each other
)
LARGEST = 20_000  # cells of a family beyond which all of it is hidden instead of deciding cell by cell
PARTNERS = 24  # values of a dimension that are tried, the most fitting first
ZERO = 30  # what it costs to hide a zero, in participants
COARSER = 50  # how much dearer a cell is for each of initiative and sex that it does not tell apart
FLOW = ("total", "new", "ended")
THROUGH = ("", "new", "ended")

When = Period | date


class Terms(NamedTuple):
    """On which an exchange is made: that no count would be below zero, that the flows of the year before
    make up for it, and whether shares that are decided already may be hidden for its sake.
    """

    is_roomy: bool = True
    is_made_up_for: bool = False
    opens_shares: bool = False


ROOMY = Terms()
# How values may differ between the two initiatives, or the two sexes, of an exchange that is carried on: not,
# those of what is not known yet, or also those of the codes that an exchange of a share or group decides.
APART = ("", "some", "all")


@dataclass(frozen=True)
class Cell:
    """``small``: the columns that must not be known. ``rooms``: by how much it can be less without any count
    below zero, by what makes up for it (``Exchange.through``).
    """

    weight: int
    small: frozenset[str]
    rooms: dict[str, int]


NOBODY_KNOWS = Cell(0, frozenset(), dict.fromkeys(THROUGH, 1))


@dataclass
class Control:
    """Decides for one association's counts, which must hold every level of the families asked for.

    ``possible``: the groups of a level that somebody could be in on a day. A day is the end of one period and
    the beginning of the next, and must be judged alike from both: so a zero that only one of the periods
    knows of does not count. ``tied``: years with headlines that tie stock and flow together; when the year
    before the periods is one of them, the counts hold ``behind``: it and those before, as long as they are.
    ``broken_down_from``: of fewer enrolments in a period or on a day no breakdown is shown.
    """

    counts: Counts
    limit: int
    periods: list[Period]
    sorts: dict[str, Any] = field(default_factory=dict)  # by what is derived: its value, of those deciding it
    possible: Callable[[date, tuple[str, ...]], Iterable[Group]] | None = None
    tied: frozenset[int] = frozenset()
    behind: Sequence[Period] = ()
    broken_down_from: int = 0
    families: dict[tuple[str, tuple[str, ...], When], "Family"] = field(default_factory=dict)

    def is_hidden(self, period: Period, group: Group, column: str) -> bool:
        """``column``: total, new, ended, ongoing or before, of a group as it stands in a table."""
        names = fine(name for name, _value in group)
        if not names:
            return False
        part, when = part_of(column, names), period.before if column == "before" else period.last
        family = self.family(part, names, when if part == "stock" else period)
        return family.hides(family.key(group))

    def family(self, part: str, names: tuple[str, ...], when: When) -> "Family":
        found = self.families.get((part, names, when))
        if found is None:
            found = self.families[part, names, when] = Family(self, part, names, when)
            found.decide()
        return found

    def is_tied(self, day: date) -> bool:
        """Do headlines of the year that ends with the day tie its stock to its flows?"""
        return day.year in self.tied and day == year(day.year).last

    def where(self, when: When) -> tuple[Period, str]:
        """The period to look in; for a day also whether it is at its end or just before it."""
        if isinstance(when, Period):
            return when, ""
        for periods in (self.periods, self.behind):
            for period in periods:
                if period.last == when:
                    return period, "ongoing"
            for period in periods:
                if period.before == when:
                    return period, "before"
        raise LookupError(when)


def part_of(column: str, names: Iterable[str]) -> str:
    if any(dimension(name).at_end for name in names):
        return "exit"
    return "flow" if column in FLOW else "stock"


def levels(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The tables of a family that may be shown: at most so many dimensions beside a share."""
    counted = sum(not is_split(name) for name in names)
    exact = len(names) == 1 and is_split(names[0]) and DERIVED[names[0]].is_exact
    return [
        (*names, *headline)
        for size in range(1 if exact else 0, min(len(HEADLINE), MOST - counted) + 1)
        for headline in combinations(HEADLINE, size)
    ]


def needed_by(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The families that must be decided before: one dimension less, or what follows from it."""
    found = [tuple(one for one in names if one != without) for without in names if len(names) > 1]
    for one in DERIVED.values():
        deciding = set(one.of) - set(HEADLINE)
        is_shown = one.reach == "start" or (one.reach == "headline" and deciding == set(names))
        if deciding and deciding <= set(names) and is_shown:
            found.append(fine({*(set(names) - deciding), one.name}))
    return found


def all_levels(names: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Every grouping that must be counted to decide about the family."""
    found, families = set(), [names]
    for one in families:
        found |= set(levels(one))
        if any(dimension(name).is_several for name in one):  # how many there are without one
            found |= {of for size in range(len(HEADLINE) + 1) for of in combinations(HEADLINE, size)}
        families += [other for other in (*needed_by(one), codes_of(one)) if other and other not in families]
    return found


def codes_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Of a share by headlines alone: what decides it, and is decided after it."""
    is_by_headlines = len(names) == 1 and is_split(names[0]) and DERIVED[names[0]].reach == "headline"
    return fine(DERIVED[names[0]].of) if is_by_headlines else ()


@dataclass
class Family:
    """One part of all tables by the same fine dimensions, over one period or on one day."""

    control: Control
    part: str
    names: tuple[str, ...]
    when: When
    movement: Movement | None = None  # of the year before the day, where headlines tie the two together
    hidden: set[Key] = field(default_factory=set)
    exchanges: list[Exchange] = field(default_factory=list)
    left_open: dict[Key, set[str]] = field(default_factory=dict)  # of a flow: the columns that are changed
    beside: set[Key] = field(default_factory=set)
    passed_on: dict[Any, list[Turns]] = field(default_factory=dict)  # where, by root, what began here goes on
    rests: dict[Key, "Cell"] = field(default_factory=dict)  # how many are without one of several values
    opened: dict[str, set[Key]] = field(default_factory=dict)  # by share: what had to change of it
    begun: set[Key] = field(default_factory=set)  # hidden by what did not go on from the year before
    has_given_up: bool = False

    def decide(self) -> None:
        self.dimensions = (*self.names, *HEADLINE)
        self.several = [dimension(name).is_several for name in self.dimensions]
        self.cells = dict(self._read())
        self.told = [tuple(name in level for name in self.dimensions) for level in levels(self.names)]
        self.values: list[list[Any]] = [
            sorted({key[n] for key in self.cells if key[n] is not ALL}, key=str)
            for n in range(len(self.dimensions))
        ]
        if not isinstance(self.when, Period) and self.control.is_tied(self.when):
            self.movement = Movement(self.control.counts, year(self.when.year), self.dimensions)
        older = list(self._older())
        if len(self.cells) > LARGEST or any(one.has_given_up for one in older):
            return self._give_up()
        if not all(self._carry(one) for one in _by_root([self._passed_on_by(one) for one in older])):
            return self._give_up()
        small = [key for key, cell in self.cells.items() if cell.small or self._tells_flow(key, cell)]
        for key in sorted(small, key=lambda key: (-key.count(ALL), str(key))):
            if not self._is_kept(key) and not self._keep(key):
                return self._give_up()
        self.hidden |= self.beside
        return None

    def hides(self, key: Key) -> bool:
        """What was decided, and of few people any breakdown. A share of everybody is none."""
        is_of_all = all(map(is_split, self.names)) and set(key[-len(HEADLINE) :]) == {ALL}
        if self.is_of_few and not is_of_all:
            return key in self.cells
        return key in self.hidden or key in self.opened_by_codes

    @cached_property
    def opened_by_codes(self) -> set[Key]:
        """Of a share, what the codes that decide it could not be kept without changing."""
        deciding = codes_of(self.names)
        if not deciding:
            return set()
        return self.control.family(self.part, deciding, self.when).opened.get(self.names[0], set())

    @cached_property
    def is_of_few(self) -> bool:
        """So few in all that the zeros of a table would tell who the others are."""
        period, column = self.control.where(self.when)
        column = column or {"flow": "total", "exit": "ended"}[self.part]
        everybody = self.control.counts.of("enrolments", period, Group())
        return 0 < everybody[column] < self.control.broken_down_from

    def _is_kept(self, key: Key) -> bool:
        """What went on from the year before leaves those who began or ended in it as they are."""
        if self.part != "flow":
            return key in (self.begun if self._tells_flow(key, self.cells[key]) else self.hidden)
        return self.cells[key].small <= self.left_open.get(key, set())

    def _leaves_open(self, exchange: Exchange) -> set[str]:
        """The columns of a flow that an exchange changes. Of a stock's, in a tied year none is counted on: it
        may go on to the next stock, and leave those who began or ended as they are.
        """
        assert isinstance(self.when, Period)
        _names, _places, part, day = exchange.root
        if part == "flow":
            return set(FLOW)
        if self.control.is_tied(self.when.last):
            return set()
        changes_total = exchange.through == ("new" if day == self.when.last else "ended")
        return {exchange.through, "total"} if changes_total else {exchange.through}

    def key(self, group: Group) -> Key:
        known = dict(group)
        return tuple(known.get(name, ALL) for name in self.dimensions)

    def _read(self) -> Iterator[tuple[Key, Cell]]:
        period, column = self.control.where(self.when)
        counts = self.control.counts
        for level in levels(self.names):
            for group in self._groups(period, level, column):
                if any(value == NOT_STATED for _name, value in group):
                    continue
                of, persons = counts.of("enrolments", period, group), counts.persons.get((period, group))
                key, cell = self.key(group), self._cell(of, persons, column)
                rests = list(self._rests(period, group, key, of, column))
                self.rests |= rests
                small = cell.small.union(*(rest.small for _key, rest in rests))
                if self.part == "flow" and self._is_one_sided(period, group, of):
                    small |= {"new", "ended"}
                yield key, Cell(cell.weight, small, cell.rooms)

    def _is_one_sided(self, period: Period, group: Group, of: Numbers) -> bool:
        """That nobody began in it would be so in each part of it, and the stocks before and after would tell
        how few ended there; and the other way round. What the headline says is known anyhow: ``movement.py``.
        """
        headline = Group(pair for pair in group if pair[0] in HEADLINE)
        known = self.control.counts.of("enrolments", period, headline)
        return bool(of["new"]) != bool(of["ended"]) and bool(known["new"] and known["ended"])

    def _rests(
        self, period: Period, group: Group, key: Key, of: Numbers, column: str
    ) -> Iterator[tuple[Key, Cell]]:
        """Where somebody may have several values, how many are without this one follows from how many have
        it, and is a count as well; and where two things are told apart so, how many have neither.
        """
        told = [n for n, is_several in enumerate(self.several) if is_several and key[n] is not ALL]
        for n in told:
            one = self._without(group, n)
            all_ = self.control.counts.of("enrolments", period, one)
            alone = (*key[:n], Without(key[n]), *key[n + 1 :])
            left = self._cell({name: max(all_[name] - of[name], 0) for name in of}, None, column)
            if len(self.names) > 1:  # without anybody in it, the rest is the whole, which is kept by itself
                left = replace(left, small=left.small & {name for name in of if of[name]})
            yield alone, left
        if len(told) == 2:
            first, second = (self._without(group, n) for n in told)
            neither = self._without(first, told[1])
            counts = [self.control.counts.of("enrolments", period, one) for one in (neither, first, second)]
            rest = {
                name: max(counts[0][name] - counts[1][name] - counts[2][name] + of[name], 0) for name in of
            }
            yield (
                tuple(Without(value) if n in told else value for n, value in enumerate(key)),
                self._cell(rest, None, column),
            )

    def _without(self, group: Group, n: int) -> Group:
        return Group(pair for pair in group if pair[0] != self.dimensions[n])

    def _groups(self, period: Period, level: tuple[str, ...], column: str) -> Iterable[Group]:
        there = self.control.counts.level(period, level)
        if isinstance(self.when, Period) or self.control.possible is None:
            return there
        somebody = [group for group, of in there.items() if of[column]]
        return dict.fromkeys([*somebody, *self.control.possible(self.when, level)])

    def _cell(self, of, persons, column: str) -> Cell:
        columns = FLOW if self.part == "flow" else ("ended",) if self.part == "exit" else (column,)
        small = {
            name for counted in (of, persons or {}) for name in columns
            if 0 < counted.get(name, 0) < self.control.limit
        }  # fmt: skip
        rooms = dict.fromkeys(THROUGH, of[columns[0]])
        if self.part == "flow":
            rooms = {"": min(of["new"], of["ended"]), "new": of["new"], "ended": of["ended"]}
        return Cell(sum(of[name] for name in columns), frozenset(small), rooms)

    # ── What coarser families have decided ────────────────────────────────────────────────────────────────

    def _older(self) -> Iterator["Family"]:
        if self.part == "flow":
            assert isinstance(self.when, Period)
            yield self.control.family("stock", self.names, self.when.before)
            yield self.control.family("stock", self.names, self.when.last)
        for names in needed_by(self.names):
            part = part_of("ended", names) if self.part != "stock" else "stock"
            yield self.control.family(part, names, self.when)
        if self.movement:
            yield self.control.family("stock", self.names, self.movement.period.before)

    def _passed_on_by(self, older: "Family") -> list[Exchange]:
        """Its exchanges; of the stock a year before what the year's flows cannot make up for."""
        if self.movement is None or older.when == self.when:
            return older.exchanges
        return [part for one in older.exchanges for part in one.parts(self._where_it_goes_on(one))]

    def _where_it_goes_on(self, one: Exchange) -> list[Turns]:
        """Whoever is exchanged and neither began nor ended is there still. What began in a coarser family is
        decided there, as a finer one must not go on with what the coarser shows.
        """
        if one.root[0] != self.names:
            return self.control.family("stock", one.root[0], self.when).passed_on.get(one.root, [])
        if one.root in self.passed_on:
            return self.passed_on[one.root]
        cells = [cell for cell in changed(one.places, self.told) if is_shown(cell[0])]
        assert self.movement is not None
        stuck = [
            {key for key, sign in cells if not self.movement.allows(key, way * sign, "before")}
            for way in sorted(one.ways)
        ]
        self.passed_on[one.root] = one.turns(min(stuck, key=len))
        return self.passed_on[one.root]

    def _tells_flow(self, key: Key, cell: Cell) -> bool:
        """Where nobody is left, those who ended are those who were there before."""
        return self.movement is not None and cell.weight > 0 and self.movement.tells(key, self.control.limit)

    def _tries(self) -> Iterator[Terms]:
        """First so that no count would be below zero, and the flows of the year before make up for it; then
        the first alone; then with shares hidden for its sake; then for the sums alone. The last not among
        those who ended by two things: most of those counts are zeros, which would tell.
        """
        if self.movement:
            yield Terms(is_made_up_for=True)
        yield Terms()
        if self._may_open:
            yield Terms(opens_shares=True)
        if self.part != "exit" or len(self.names) == 1:
            yield Terms(is_roomy=False)

    def _carry(self, exchanges: list[Exchange]) -> bool:
        """Make an older family's exchange here too. False when it cannot be made."""
        known: dict[str, tuple[Any, ...]] = {}
        for one in exchanges:
            for name, values in zip(one.dimensions, one.places, strict=True):
                known.setdefault(name, values)
        ways = frozenset.intersection(*(one.ways for one in exchanges)) or frozenset({1, -1})
        # What the coarser family has seen to already.
        seen_to = {
            derived.name for derived in DERIVED.values()
            if derived.reach != "start" and any(set(derived.of) <= set(one.dimensions) for one in exchanges)
        }  # fmt: skip
        through = self._through(exchanges)
        if self.part == "exit" and through == ["new"]:
            return True  # those who ended are let be
        # Whether somebody ended is one of several ways in which a stock's exchange may have come about;
        # so what has no room here is carried all the same, for the sake of the sums.
        for terms in self._tries():
            for those, apart in product(through, APART):
                ways_to_place = ((places, let_be | seen_to) for places, let_be in self._places(known, apart))
                best = self._best(ways_to_place, exchanges[0].root, ways, terms, those)
                if best:
                    self._make(best)
                    return True
            if (
                terms.is_roomy
                and len(through) > 1
                and self._carry_in_parts(known, exchanges[0].root, ways, seen_to)
            ):
                return True
        return False

    def _carry_in_parts(self, known: dict[str, tuple[Any, ...]], root, ways: frozenset[int], seen_to) -> bool:
        """Make a stock's exchange in parts: where the headline says that nobody began, those who ended make
        up for it, and elsewhere those who began.
        """
        found = [
            self._in_parts(Exchange(self.dimensions, places, ways, root), let_be | seen_to)
            for apart in APART for places, let_be in self._places(known, apart)
        ]  # fmt: skip
        best = min(filter(None, found), key=lambda fits: sum(fit[0] for fit in fits), default=[])
        for fit in best:
            self._make(fit)
        return bool(best)

    def _in_parts(self, whole: Exchange, let_be: set[str]) -> list[tuple[int, Exchange, list[Corner]]]:
        """What it costs, the exchange and its cells, of each part; nothing where one of them does not fit."""
        period, _column = self.control.where(self.when)
        by: dict[str, list[Turns]] = {"new": [], "ended": []}
        for turns, headline in whole.headlines():
            known = self.control.counts.of("enrolments", period, headline)
            by["new" if known["new"] else "ended"].append(turns)
        if not all(by.values()):
            return []
        for way in sorted(whole.ways):
            one_way = replace(whole, ways=frozenset({way}))
            fits = [
                self._fits(part.places, let_be, part.root, part.ways, through=through)
                for through, chosen in by.items() for part in one_way.parts(chosen)
            ]  # fmt: skip
            if all(fits):
                return fits
        return []

    def _through(self, exchanges: list[Exchange]) -> list[str]:
        """What a stock's exchange changes is made up for by those who began, if they can, else by those who
        ended: then it goes on to the exits. What begins in a flow leaves the stocks as they are, with both.
        """
        decided = [one.through for one in exchanges if one.through]
        if decided:
            return decided[:1]
        return ["new", "ended"] if self.part == "flow" and exchanges[0].root[2] == "stock" else [""]

    def _best(self, tried, root, ways, terms: Terms, through: str = ""):
        """The cheapest of places and what is meant to change; the first that costs nothing is good enough."""
        best: tuple[int, Exchange, list[Corner]] | None = None
        for places, let_be in tried:
            below = best[0] if best else None
            fit = self._fits(places, let_be, root, ways, terms, through=through, below=below)
            if fit:
                best = fit
                if not fit[0]:
                    break
        return best

    def _places(self, known: dict[str, tuple[Any, ...]], apart: str) -> Iterator[tuple[tuple, set[str]]]:
        """Every way to place what is known from coarser families among our dimensions, and what follows from
        them that this is meant to change.
        """
        told = set(self.dimensions)
        derived = [DERIVED[name] for name in known if name in DERIVED and name not in told]
        derived = [one for one in derived if set(one.of) <= told]
        choices: list[list[tuple[Any, ...]]] = []
        for n, name in enumerate(self.dimensions):
            if name in known:
                choices.append([known[name]])
            elif turned := [one for one in derived if name == one.of[-1] and len(known[one.name]) > 1]:
                choices.append(list(self._turned(n, turned[0], known, apart)))
            else:
                choices.append([(value,) for value in self.values[n]])
                choices[-1] += self._linked(n, known, apart)
        for places in product(*choices):
            if all(self._is_meant(one, places, known[one.name]) for one in derived):
                yield places, {one.name for one in derived}

    def _turned(self, n: int, one: Derived, known: dict[str, tuple[Any, ...]], apart: str) -> Iterator[tuple]:
        """Pairs of values, of which the first makes one class of what follows, and the second the other."""
        classes = known[one.name]
        pairs = list(permutations(self.values[n], 2))
        if apart != "all" or isinstance(classes, Linked):
            yield from (turned_by(classes, pair) for pair in pairs)
            return
        for leader in _spanned(known):
            of = [
                [pair for pair in pairs if self._makes(one, pair, classes, {HEADLINE[leader]: headline})]
                for headline in known[HEADLINE[leader]]
            ]
            yield from (Linked(*both, leader) for both in product(of[0], of[1]) if both[0] != both[1])

    def _makes(self, one: Derived, pair: tuple[Any, Any], classes, facts: dict[str, Any]) -> bool:
        """Does the pair make these classes, as far as the facts tell?"""
        if not set(one.of[:-1]) <= set(facts):
            return True
        return tuple(self.control.sorts[one.name](facts | {one.of[-1]: value}) for value in pair) == classes

    def _linked(self, n: int, known: dict[str, tuple[Any, ...]], apart: str) -> list[Linked]:
        """Other values in one initiative than in the other, or for women than for men; of municipalities and
        tracks always, where the two initiatives have none in common.
        """
        spanned = _spanned(known)
        if apart:
            pairs = list(permutations(self.values[n], 2))
            return [Linked(pair[:1], pair[1:], leader) for leader in spanned for pair in pairs]
        if self.dimensions[n] not in ("municipality", "track") or INITIATIVE not in spanned:
            return []
        of: list[set[Any]] = [
            {key[n] for key in self.cells if key[INITIATIVE] == one and key[n] is not ALL}
            for one in known["initiative"]
        ]
        if of[0] & of[1]:
            return []
        return [Linked((one,), (two,)) for one, two in product(*(sorted(values, key=str) for values in of))]

    def _is_meant(self, derived: Derived, places, classes: tuple[Any, ...]) -> bool:
        """Do the values chosen make exactly the classes of the exchange in what follows from them?"""
        last = self.dimensions.index(derived.of[-1])
        meant = corners((*places[:last], classes, *places[last + 1 :]))
        return all(
            self.control.sorts[derived.name](dict(zip(self.dimensions, atom, strict=True))) == wanted[last]
            for (atom, _sign), (wanted, _same) in zip(corners(places), meant, strict=True)
        )

    # ── What this family must keep ────────────────────────────────────────────────────────────────────────

    def _keep(self, key: Key) -> bool:
        """Hide a small count with the least that leaves it open; alone where the headlines give it away.
        False when coarser families would.
        """
        best, nothing = None, set[str]()
        for terms in self._tries():
            for around in (self._around(key), self._across(key)):
                tried = ((places, nothing) for places in around)  # that follows is meant to change
                best = best or self._best(tried, None, frozenset({1, -1}), terms)
        if best:
            self._make(best)
        elif not self._keep_as_before(key):
            is_hidden = key in self.hidden
            self.hidden.add(key)
            return is_hidden or len(self.names) == 1  # what headlines alone give away cannot be helped
        return True

    def _keep_as_before(self, key: Key) -> bool:
        """By an exchange of a coarser family that passes through the cell."""
        found = []
        for one in list(self.exchanges):
            free = [
                n for n, name in enumerate(self.dimensions) if name in self.names and len(one.places[n]) == 1
            ]
            places = tuple(
                (key[n],) if n in free and key[n] is not ALL else values
                for n, values in enumerate(one.places)
            )
            fit = self._fits(places, set(), one.root, one.ways, through=one.through)
            if fit and any(cell == key for cell, _sign in fit[2]) and self._agrees(one, places):
                found.append(fit)
        if found:
            self._make(min(found, key=lambda fit: fit[0]))
        return bool(found)

    def _agrees(self, one: Exchange, places) -> bool:
        """Only what no coarser family has fixed may be placed otherwise."""
        fixed = set(one.root[0]) if one.root else set(self.dimensions)
        return all(places[n] == one.places[n] for n, name in enumerate(self.dimensions) if name in fixed)

    def _around(self, key: Key) -> Iterator[tuple[tuple[Any, ...], ...]]:
        """Exchanges that would change the cell, those that change least besides first."""
        told = [n for n, name in enumerate(self.dimensions) if name in HEADLINE and key[n] is not ALL]
        exact = len(self.names) == 1 and is_split(self.names[0]) and DERIVED[self.names[0]].is_exact
        for size in range(len(told), (0 if exact else -1), -1):
            for spanned in combinations(told, size):
                choices: list[list[tuple[Any, ...]]] = []
                for n, name in enumerate(self.dimensions):
                    if name in self.names or n in spanned:
                        choices.append([(key[n], other) for other in self._partners(key, n)])
                    elif key[n] is not ALL:
                        choices.append([(key[n],)])
                    else:
                        choices.append([(value,) for value in self.values[n]])
                yield from product(*choices)

    def _across(self, key: Key) -> Iterator[tuple[tuple[Any, ...], ...]]:
        """Of those who ended, exchanges of one sex in one initiative with the other sex in another: where an
        initiative has women alone, there is nobody else to exchange them with.
        """
        if self.part != "exit" or key[INITIATIVE] is key[SEX] is ALL:
            return
        pairs = [[(key[n], other) for other in self._partners(key, n)] for n in range(len(self.names))]
        headlines = [
            [pair for pair in permutations(self.values[n], 2) if key[n] in (ALL, pair[0])]
            for n in (INITIATIVE, SEX)
        ]  # fmt: skip
        for *fine_ones, initiatives, sexes in product(*pairs, *headlines):
            yield (*fine_ones, Linked(initiatives[:1], initiatives[1:], SEX), sexes)

    def _partners(self, key: Key, n: int) -> list[Any]:
        """Other values, those first whose cell beside this one is hidden already or small."""
        if self.several[n]:
            return [Without(key[n])]

        def fitting(value):
            beside = (*key[:n], value, *key[n + 1 :])
            cell = self.cells.get(beside)
            return (beside not in self.hidden, cell is None or not cell.weight, cell.weight if cell else 0,
                    str(value))  # fmt: skip

        return sorted((value for value in self.values[n] if value != key[n]), key=fitting)[:PARTNERS]

    # ── Exchanges ─────────────────────────────────────────────────────────────────────────────────────────

    def _fits(
        self, places, let_be: set[str], root, ways, terms: Terms = ROOMY, *,
        through: str = "", below: int | None = None,
    ):  # fmt: skip
        """(what it costs, the exchange, the cells it changes), or None when it cannot be made or costs no
        less than ``below``.
        """
        cells: list[Corner] = []
        cost, left = 0, set(ways)
        for key, sign in changed(places, self.told):
            cells.append((key, sign))
            is_rest = not is_shown(key)
            cell = self.rests.get(key, NOBODY_KNOWS) if is_rest else self.cells.get(key)
            if cell is None:
                return None
            if not is_rest and key not in self.hidden:
                cost += (1 + (cell.weight or ZERO)) * COARSER ** key[-len(HEADLINE) :].count(ALL)
                if below is not None and cost >= below:
                    return None
            if terms.is_roomy and not cell.rooms[through]:
                left.discard(-sign)
            if terms.is_made_up_for and self.movement and not is_rest:
                left = {way for way in left if self.movement.allows(key, way * sign, "ongoing")}
            if not left:
                return None
        may_change = let_be | self._may_open if terms.opens_shares else let_be
        if not left or not self._keeps_derived(places, may_change):
            return None
        root = root or (self.names, places, self.part, self.when)
        return cost, Exchange(self.dimensions, places, frozenset(left), root, terms.is_roomy, through), cells

    def _keeps_derived(self, places, let_be: set[str]) -> bool:
        """What is shown beside and follows from these values must come out the same."""
        for one in DERIVED.values():
            if not one.of or one.name in let_be or not set(one.of) <= set(self.dimensions):
                continue
            if all(len(places[self.dimensions.index(name)]) == 1 for name in one.of):
                continue
            sums: dict[tuple[Any, ...], int] = {}
            for atom, sign in corners(places):
                facts = dict(zip(self.dimensions, atom, strict=True))
                beside = [facts[name] for name in self._told_beside(one)]
                sort = self.control.sorts[one.name](facts)
                sums[*beside, sort] = sums.get((*beside, sort), 0) + sign
            if any(sums.values()):
                return False
        return True

    @cached_property
    def _may_open(self) -> set[str]:
        """The shares by headlines alone that follow from just these codes."""
        return {name for name in SPLITS if codes_of((name,)) == self.names}

    def _changes_share(self, name: str, places) -> set[Key]:
        sort, of = self.control.sorts[name], self.dimensions
        atoms = (
            ((sort(dict(zip(of, atom, strict=True))), *atom[-len(HEADLINE) :]), sign)
            for atom, sign in corners(places)
        )
        told = [tuple(one in level for one in (name, *HEADLINE)) for level in levels((name,))]
        return {key for key, _sign in summed(atoms, told)}

    def _told_beside(self, one) -> list[str]:
        """What follows from others is told apart by these at most."""
        if one.reach == "whole":
            return []
        return [
            name for name in self.dimensions
            if name in HEADLINE or (one.reach == "start" and name not in one.of)
        ]  # fmt: skip

    def _make(self, fit: tuple[int, Exchange, list[Corner]]) -> None:
        _cost, exchange, cells = fit
        if exchange not in self.exchanges:
            self.exchanges.append(exchange)
        shown = {key for key, _sign in cells if is_shown(key)}
        self.hidden |= shown
        if exchange.root[3] == self.when:
            self.begun |= shown
        for share in self._may_open:
            self.opened.setdefault(share, set()).update(self._changes_share(share, exchange.places))
        self.beside |= self._with_other_sources(exchange, shown)
        if self.part == "flow":
            for key in shown:
                self.left_open[key] = self.left_open.get(key, set()) | self._leaves_open(exchange)

    def _with_other_sources(self, exchange: Exchange, shown: set[Key]) -> set[Key]:
        """Whoever is exchanged may have other values besides: where everybody has one of them, its counts are
        those that must be hidden.
        """
        found = set()
        for n, values in enumerate(exchange.places):
            if self.several[n] and len(values) == 1:
                alike = ((*key[:n], value, *key[n + 1 :]) for key in shown for value in self.values[n])
                found |= {key for key in alike if key in self.cells}
        return found

    def _give_up(self) -> None:
        """Show none of it, not even zeros: then it cannot speak against what coarser families rely on."""
        self.has_given_up = True
        self.hidden = set(self.cells)


def _spanned(known: dict[str, tuple[Any, ...]]) -> list[int]:
    """The headline dimensions that are."""
    of = {leader: known.get(HEADLINE[leader], ()) for leader in (INITIATIVE, SEX)}
    return [leader for leader, values in of.items() if len(values) == 2 and not isinstance(values, Linked)]


def _by_root(older: list[list[Exchange]]) -> list[list[Exchange]]:
    """The exchanges of coarser families, those together that began as the same one.

    Where a family has made it in several places, each goes with the first of the others.
    """
    found: dict[Any, list[list[Exchange]]] = {}
    for n, exchanges in enumerate(older):
        for one in exchanges:
            found.setdefault(one.root, [[] for _exchanges in older])[n].append(one)
    together: list[list[Exchange]] = []
    for lists in found.values():
        first = {n: of[0] for n, of in enumerate(lists) if of}
        for n, of in enumerate(lists):
            for place, one in enumerate(of):
                if place or n == min(first):
                    together.append([one, *(other for m, other in first.items() if m != n)])
    return together
