"""What an association's tables stand on beside the records: initiatives, budgets, reported counts, names."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samsyn.audit.history import as_of
from samsyn.base.alphabet import alphabetical
from samsyn.initiatives.models import Capacity, Coverage, Initiative, Track
from samsyn.initiatives.queries import with_budgets
from samsyn.organisations.models import Association, Controller, Municipality, PartyKind

from .control import NOT_STATED
from .counting import Period, first_day
from .dimensions import dimension
from .models import ReportedCount
from .movement import tied_back_from

LISTS = {"initiative": "initiatives", "municipality": "municipalities", "track": "tracks", "party": "kinds"}
READ = ("name", "slug", "kind", "source", "starts_on", "ends_on", "destinations", "association_id")


class Grounds:
    """Each part is read once, when it is asked for, and serves every table of the same page.

    ``own_initiatives``: only these, for somebody working inside an authority, to whom nothing is reported.
    ``there``: initiatives ``with_budgets`` that were read already, the association's among them.
    ``at``: everything as it stood at that moment.
    """

    def __init__(self, association: Association, own_initiatives=None, *, there=None,
                 at: datetime | None = None):  # fmt: skip
        self.association, self.at, self._given = association, at, there
        self._behind: dict[int, list[Period]] = {}
        self.own = None if own_initiatives is None else set(own_initiatives)

    @cached_property
    def initiatives(self) -> dict[int, Initiative]:
        of = self.association.pk
        there = as_of(Initiative, self.at, association=of) if self.at else self._there
        found = sorted(there, key=lambda one: alphabetical(one.name))
        return {one.pk: one for one in found if self.own is None or one.pk in self.own}

    @cached_property
    def _there(self) -> list[Initiative]:
        if self._given is not None:
            return [one for one in self._given if one.association_id == self.association.pk]
        there = Initiative.objects.filter(association=self.association).order_by("pk")
        return list(with_budgets(there.only(*READ)))

    @cached_property
    def reported(self) -> dict[int | None, list[ReportedCount]]:
        found: dict[int | None, list[ReportedCount]] = {}
        if self.own is None:
            for one in self._all(ReportedCount, association=self.association.pk):
                found.setdefault(one.initiative_id, []).append(one)
        return found

    def reported_within(self, initiative: int | None, period: Period) -> list[ReportedCount]:
        return [
            one for one in self.reported.get(initiative, ())
            if one.first_day >= period.first and one.last_day <= period.last
        ]  # fmt: skip

    @cached_property
    def capacities(self) -> dict[tuple[int, int], int]:
        if not self.at:
            return {(one.pk, year): number for one in self._there for year, number in one.budgets}  # type: ignore[attr-defined]  # annotated
        found = as_of(Capacity, self.at, initiative__association=self.association.pk)
        return {(one.initiative_id, one.year): one.budgeted for one in found}

    @cached_property
    def destinations(self) -> dict[int, list[str]]:
        return {one.pk: one.destinations for one in self.initiatives.values() if one.destinations}

    @cached_property
    def municipalities(self) -> dict[int, str]:
        """Those that the initiatives cover. Any other is the association's by mistake, and told as such."""
        return {place: name for _i, place, name in self._coverage}

    @cached_property
    def covered(self) -> list[tuple[int, int]]:
        return [(initiative, place) for initiative, place, _name in self._coverage]

    @cached_property
    def _coverage(self) -> list[tuple[int, int, str]]:
        if self.at:
            there = as_of(Coverage, self.at, initiative__in=list(self.initiatives))
            names = dict(Municipality.objects.values_list("pk", "name"))
            return [(one.initiative_id, one.municipality_id, names[one.municipality_id]) for one in there]
        found = Coverage.objects.filter(initiative__in=list(self.initiatives)).order_by("pk")
        return list(found.values_list("initiative_id", "municipality_id", "municipality__name"))

    @cached_property
    def tracks(self) -> dict[int, Track]:
        return {one.pk: one for one in self._all(Track, initiative__in=list(self.initiatives))}

    @cached_property
    def controllers(self) -> dict[int, str]:
        found = Controller.objects.filter(coverage__initiative__in=list(self.initiatives)).distinct()
        return {one.pk: one.short_name for one in found.order_by("pk")}

    def _all(self, model, **facts) -> list:
        return (
            as_of(model, self.at, **facts) if self.at else list(model.objects.filter(**facts).order_by("pk"))
        )

    @cached_property
    def kinds(self) -> list[str]:
        """The sorts of authority that are or have been members."""
        found = Controller.objects.filter(parties__association=self.association)
        return sorted(set(found.order_by().values_list("kind", flat=True)))

    def behind(self, period: Period) -> list[Period]:
        """The years before the period that its first stock is decided with (``control.Control``)."""
        last = period.first.year - 1
        if last not in self._behind:
            self._behind[last] = tied_back_from(last, self.initiatives)
        return self._behind[last]

    def is_before_register(self, period: Period) -> bool:
        """Was it over before anybody in the register began?"""
        return self.begins is None or period.last < self.begins

    @cached_property
    def begins(self) -> date | None:
        return first_day(self.initiatives, own_rows=self.own is not None, at=self.at)

    # ── Years ─────────────────────────────────────────────────────────────────────────────────────────────

    def years(self, last: int) -> range:
        """The years that a choice of year offers: from the first reported or budgeted to ``last``."""
        first = [last, *(year for _number, year in self.capacities)]
        first += [one.first_day.year for counts in self.reported.values() for one in counts]
        return range(min(first), last + 1)

    def ran_during(self, initiative: Initiative, period: Period) -> bool:
        return initiative.kind == Initiative.Kind.INDIVIDUAL and (
            (initiative.starts_on is None or initiative.starts_on <= period.last)
            and (initiative.ends_on is None or initiative.ends_on >= period.first)
        )

    # ── Names ─────────────────────────────────────────────────────────────────────────────────────────────

    def values(self, name: str) -> Iterable[Any]:
        """All that a dimension can be here, as rows have it."""
        here = LISTS.get(name)
        return getattr(self, here) if here else [code for code, _label in dimension(name).choices]

    def label(self, name: str, value: Any, *, beside: tuple[str, ...] = ()) -> str:
        """A value of a dimension in words; ``beside``: the dimensions that stand in the same row."""
        if value == NOT_STATED:
            return _("Not stated (reported counts)")
        if name == "initiative":
            return self.initiatives[value].name
        if name == "party":
            return str(PartyKind(value).label)
        if name == "track":
            return self._track(value, beside)
        if name == "municipality":
            return self.municipalities.get(value, str(value))
        if name == "controller":
            return self.controllers.get(value, str(value))
        return str(value) if name == "year" else str(dict(dimension(name).choices).get(value, value))

    def _track(self, value: int | None, beside) -> str:
        if value is None:
            return _("No track")
        one = self.tracks[value]
        alike = sum(other.name == one.name for other in self.tracks.values()) > 1
        if alike and "initiative" not in beside:
            return f"{self.initiatives[one.initiative_id].name}: {one.name}"
        return one.name
