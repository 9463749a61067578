"""Which associations' figures a person may see, in which of the two ways, and what has been reported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, assignments_where, held_where
from samsyn.enrolments.queries import enrolments_for
from samsyn.initiatives.models import Coverage, Initiative
from samsyn.organisations.models import Association, Party

from . import changes, tables
from .counting import Period, year
from .definitions import FIGURES, Figure
from .grounds import Grounds
from .models import ReportedCount
from .moments import Moment, latest_of, moments
from .rows import Table


@dataclass(eq=False)
class View:
    """How a person sees an association's figures: as a whole under disclosure control,
    or their own authorities'.

    ``own_initiatives``: ids, for somebody working inside an authority; None for the association's own people.
    """

    association: Association
    own_initiatives: frozenset[int] | None = None
    initiatives: list[Initiative] | None = None  # all of the association's with_budgets, where already read

    @property
    def is_own(self) -> bool:
        return self.own_initiatives is not None

    def table(self, name: str, period: Period, **how) -> Table:
        return tables.table(name, self.association, period, grounds=self.grounds, **how)

    def tables(self, *asks: tables.Ask) -> list[Table]:
        """Several at once, in the same order."""
        found = tables.tables(asks, self.grounds)
        return [found[ask] for ask in asks]

    def latest_year(self, this: int) -> int:
        """``this`` year; when nobody has begun or ended in it, the latest year in which somebody began."""
        years = self.grounds.years(this)
        period = Period(year(years[0]).first, year(years[-1]).last)
        rows = self.table("participants", period, by=["year"]).rows
        values = {row.keys["year"]: row.values for row in rows}
        if (now := values.get(this)) and (now["new"] or now["ended"]):
            return this
        return max((number for number, one in values.items() if one["new"]), default=this)

    @cached_property
    def grounds(self) -> Grounds:
        """Read once for all tables of the same page."""
        return Grounds(self.association, self.own_initiatives, there=self.initiatives)

    @cached_property
    def moments(self) -> list[Moment]:
        return moments(self.association)

    def compared(
        self, name: str, period: Period, by, then: datetime, now: datetime | None = None,
        *, unit: str = "enrolments",
    ) -> changes.Compared:  # fmt: skip
        """The figure at two moments. Raises ValidationError for a table that is not given or not compared.

        The association compares with now, and with moments at which it has approved something only: between
        moments of one's own choice there may be a single change. By what the numbers changed is told since
        the last of them that is about those days, for two of them could be subtracted from each other.
        A middle value that moved tells the days of the one who came, and consultations are few: those are
        compared by nobody but the authority itself.
        """
        is_told = self.is_own
        if why_not := why_not_compared(self, FIGURES[name], tuple(by)):
            raise ValidationError(why_not, code="compared")
        if not self.is_own:
            chosen = next((one for one in self.moments if one.at == then), None)
            if chosen is None or now is not None:
                raise ValidationError(_("Choose a moment at which a report was approved."), code="moment")
            is_told = chosen == latest_of(self.moments, period)
        grounds = Grounds(self.association, self.own_initiatives, at=now) if now else self.grounds
        return changes.compared(name, grounds, period, by, then, now, unit=unit, is_told=is_told)


def table(
    name: str,
    *,
    association: Association,
    since: date,
    until: date,
    by=(),
    unit: str = "enrolments",
    initiative: int | None = None,
    grounds: Grounds | None = None,
    as_of=None,
) -> Table:
    """The association's figure, under disclosure control: what reports and exports ask for.

    Raises KeyError for an unknown name and ValidationError for a table that is not given. ``initiative``:
    only that one's rows, and its sum. ``grounds``: ``Grounds(association)``, when several tables are
    asked for.
    """
    period = Period(since, until)
    if initiative is None:
        return tables.table(
            name, association, period, by=by, unit=unit, as_of=as_of, grounds=grounds or Grounds(association)
        )
    grounds = grounds or Grounds(association)
    wanted = ["initiative", *(one for one in by if one != "initiative")]
    found = tables.table(name, association, period, by=wanted, unit=unit, as_of=as_of, grounds=grounds)
    sums = found if len(found.by) == 1 else tables.table(
        name, association, period, by=["initiative"], unit=unit, grounds=grounds
    )  # fmt: skip
    return _of_one(found, sums, initiative)


def _of_one(found: Table, sums: Table, initiative: int) -> Table:
    whole = next((row for row in sums.rows if row.keys.get("initiative") == initiative), None)
    found.rows = [row for row in found.rows if row.keys.pop("initiative") == initiative and row.keys]
    for row in found.rows:
        row.labels.pop("initiative")
    found.by = tuple(name for name in found.by if name != "initiative")
    if whole is None:
        found.sum = replace(found.sum, values=dict.fromkeys(found.sum.values), is_missing=True)
    else:
        found.sum = replace(whole, keys={}, labels={})
    return found


def views_for(user) -> list[View]:
    """One view per association, by name. An association's own people see the whole of it."""
    sides = held_where(user, Permission.SEE_FIGURES)
    whole = {one.association_id: one.association for one in sides if one.association}
    found = [View(association) for association in whole.values()]
    if inside := [one for one in sides if one.controller_id]:
        found += [View(one, frozenset(one.own)) for one in _inside(inside).exclude(pk__in=whole)]
    return sorted(found, key=lambda view: view.association.name)


def _inside(assignments):
    """The associations of the assignments' authorities, each with ``own``: the ids of the initiatives that
    the assignments name, else of all that their authorities keep records for.
    """
    controllers = [one.controller_id for one in assignments]
    named = {number for one in assignments for number in one.initiatives}
    unlimited = [one.controller_id for one in assignments if not one.initiatives]
    covered = Coverage.objects.filter(
        Q(controller__in=unlimited) | Q(initiative__in=named, controller__in=controllers)
    )
    own = Initiative.objects.filter(association=OuterRef("pk"), pk__in=covered.values("initiative"))
    members = Party.objects.filter(controller__in=controllers).values("association")
    there = Association.objects.filter(pk__in=members)
    return there.annotate(own=ArraySubquery(own.order_by("pk").values("pk")))


def view_for(user, slug: str) -> View | None:
    return next((view for view in views_for(user) if view.association.slug == slug), None)


def reporting_associations_for(user):
    """Where the user may report counts."""
    allowed = assignments_where(user, Permission.REPORT_COUNTS).values("association")
    return Association.objects.filter(pk__in=allowed).order_by("name")


def reported_counts_for(user):
    return ReportedCount.objects.filter(association__in=reporting_associations_for(user)).select_related(
        "association", "initiative"
    )


def why_not_compared(view: View, figure: Figure, by: Sequence[str]) -> str:
    """Why the table is not given as it stood at an earlier moment, to this reader; nothing where it is."""
    if view.is_own:
        return ""
    if figure.base == "durations":
        return _(
            "Not compared with an earlier moment: how far a middle value has moved could tell the days of a "
            "single person."
        )
    if figure.base == "consultations":
        return _(
            "Not compared with an earlier moment: consultations are few, and the difference could be a "
            "single one."
        )
    if tables.is_controlled(figure, by):
        return _(
            "Not compared with an earlier moment: only participants by initiative, sex and year, and shares "
            "of the association as a whole, are, since a difference could be a single person."
        )
    return ""


def enrolments_behind(user, ids):
    """Those of the enrolments counted whose pages the user may open."""
    return enrolments_for(user).filter(pk__in=ids).order_by("-started_on", "-pk")


def named_behind(user, ids) -> dict:
    """The enrolments among them whose pages the user may open, by id."""
    return {one.pk: one for one in enrolments_behind(user, ids)}
