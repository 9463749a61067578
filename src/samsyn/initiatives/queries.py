"""What a person may see of initiatives and what is decided about them, and the sums that their pages show."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, Func, IntegerField, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, has, held_where
from samsyn.base.prepared import prepared
from samsyn.base.tabs import Hit
from samsyn.organisations.models import Area, Association, Municipality
from samsyn.organisations.models import ReferenceStatistic as Statistic
from samsyn.organisations.queries import (
    associations_for,
    associations_where,
    associations_within,
    latest_statistics,
)

from .allocation import allocate, shares
from .models import (
    Capacity,
    Coverage,
    Goal,
    Initiative,
    PlanVersion,
    Staffing,
    TeamMeeting,
    Track,
)
from .posts import Cell as Cell
from .posts import staffing_cells as staffing_cells
from .posts import staffing_years as staffing_years

SOON_ENDING_DAYS = 183


# ── Initiatives ────────────────────────────────────────────────────────────────────────────────────────────


def initiatives_for(user):
    """Every initiative of the user's own associations."""
    return initiatives_of(associations_for(user))


def initiatives_of(associations):
    return Initiative.objects.filter(association__in=associations).select_related("association", "run_by")


def choices_of(association_ids) -> list[tuple[int, str]]:
    """What an assignment can be narrowed to; accounts asks (accounts/scopes.py)."""
    return list(
        Initiative.objects.filter(association__in=association_ids).order_by("name").values_list("pk", "name")
    )


@prepared
def initiatives_at(*, controllers):
    """(id, name) of what these authorities take part in; the like below of its parts."""
    return Initiative.objects.filter(_covered(controllers)).values_list("pk", "name")


@prepared
def tracks_at(*, controllers):
    covered = Initiative.objects.filter(_covered(controllers)).order_by()
    return Track.objects.filter(initiative__in=covered).values_list("pk", "name")


@prepared
def areas_at(*, controllers):
    covered = Initiative.objects.filter(_covered(controllers)).order_by()
    found = Area.objects.filter(Exists(covered.filter(association=OuterRef("association"))))
    return found.values_list("pk", "name")


@prepared
def municipalities_at(*, controllers):
    covered = Coverage.objects.filter(municipality=OuterRef("pk"), controller__any_of=controllers)
    return Municipality.objects.filter(Exists(covered.order_by())).values_list("pk", "name")


def _covered(controllers) -> Exists:
    covered = Coverage.objects.filter(initiative=OuterRef("pk"), controller__any_of=controllers)
    return Exists(covered.order_by())


def changeable_initiatives_for(user):
    """An assignment may be narrowed to some initiatives; it then changes only those."""
    mine = Q(pk__in=[])
    for assignment in held_where(user, Permission.CHANGE_INITIATIVES):
        here = Q(association=assignment.association_id)
        mine |= here & Q(pk__in=assignment.initiatives) if assignment.initiatives else here
    return Initiative.objects.filter(mine).select_related("association")


def may_change(user, initiative: Initiative) -> bool:
    return has(
        user, Permission.CHANGE_INITIATIVES, association=initiative.association_id, initiative=initiative.pk
    )


def associations_where_new(user):
    """Where the user may start an initiative: a narrowed assignment does not reach what is not there yet."""
    whole = [
        assignment.association_id
        for assignment in held_where(user, Permission.CHANGE_INITIATIVES)
        if not assignment.initiatives
    ]
    return Association.objects.filter(pk__in=whole).order_by("name")


def parts_of(model, user):
    """Tracks, meetings, goals ... (anything with an initiative) that the user may change."""
    return model.objects.filter(initiative__in=changeable_initiatives_for(user)).select_related(
        "initiative__association"
    )


def in_state(initiatives, state: str, day: date):
    """Planned, ongoing or ended on a day. An initiative without dates is ongoing."""
    match state:
        case "planned":
            return initiatives.filter(starts_on__gt=day)
        case "ended":
            return initiatives.filter(ends_on__lt=day)
        case "ongoing":
            return initiatives.filter(Q(starts_on=None) | Q(starts_on__lte=day)).filter(
                Q(ends_on=None) | Q(ends_on__gte=day)
            )
    return initiatives


def page_after(initiatives, after: str, size: int) -> tuple[list[Initiative], int | None]:
    """The page that follows the initiative with the id ``after`` (by name),
    and the id that the next one follows.
    """
    last = Initiative.objects.filter(pk=after).first() if after.isdecimal() else None
    if last:
        initiatives = initiatives.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(initiatives.order_by("name", "pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def initiative_named(association, name: str) -> Initiative | None:
    """By name, whatever the case, or by short name."""
    return association.initiatives.filter(Q(name__iexact=name.strip()) | Q(slug=name.strip())).first()


def coverage_of(initiative: Initiative):
    return Coverage.objects.filter(initiative=initiative).select_related("municipality", "controller", "area")


def find(user, words: str) -> list[Hit]:
    """The initiatives whose names hold the words, for the search of every page."""
    if not words.strip():
        return []
    found = _named(*associations_where(user), words=words.strip())
    return [
        Hit(_("Initiative"), name, reverse("initiatives:detail", args=[pk]), association)
        for pk, name, association in found
    ]


@prepared
def _named(own, members, *, words):
    found = initiatives_of(associations_within(own, members)).filter(name__icontains=words)
    return found.order_by("name", "pk").values_list("pk", "name", "association__name")[:10]


# ── What is to be done about them ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Attention:
    """An ongoing initiative and what it lacks."""

    initiative: Initiative
    ends_soon: bool
    has_plan: bool
    has_capacity: bool
    has_meetings: bool


LACKS: dict[str, Callable[[Attention], bool]] = {
    "ends": lambda one: one.ends_soon,
    "plan": lambda one: not one.has_plan,
    "capacity": lambda one: not one.has_capacity,
    "meetings": lambda one: not one.has_meetings,
}


def lacking(initiatives, lack: str, user, day: date):
    """Those of the initiatives that lack something that the user could put right."""
    found = [one.initiative.pk for one in attention_for(user, day) if LACKS[lack](one)]
    return initiatives.filter(pk__in=found)


def with_budgets(initiatives):
    """Each with ``budgets``: pairs of a year and how many participants it is budgeted for."""
    capacities = Capacity.objects.filter(initiative=OuterRef("pk")).order_by("year")
    of_ints = ArrayField(IntegerField())
    pair = Func("year", "budgeted", template="ARRAY[%(expressions)s]", output_field=of_ints)
    return initiatives.annotate(budgets=ArraySubquery(capacities.values_list(pair)))


def overview_for(user, day: date) -> list[Any]:
    """The user's own associations' initiatives by name, with budgets and whether each has what it needs."""
    mine = OuterRef("pk")
    has_plan = Exists(PlanVersion.objects.filter(initiative=mine, year=day.year, decided_on__isnull=False))
    has_meetings = Exists(TeamMeeting.objects.filter(initiative=mine, starts_at__gte=_midnight(day)))
    found = with_budgets(initiatives_for(user)).annotate(has_plan=has_plan, has_meetings=has_meetings)
    return list(found.order_by("name"))


def attention_for(user, day: date, among: list[Any] | None = None) -> list[Attention]:
    """Ongoing initiatives that the user may change and that end within six months, or lack this year's plan
    or capacity, or a coming meeting. ``among``: the overview_for, when it has been read.
    """
    held = held_where(user, Permission.CHANGE_INITIATIVES)
    all_of_them = overview_for(user, day) if among is None else among
    theirs = [one for one in all_of_them if any(_reaches(assignment, one) for assignment in held)]
    found = []
    for one in sorted(theirs, key=lambda one: (one.ends_on or date.max, one.name, one.pk)):
        people = one.kind == Initiative.Kind.INDIVIDUAL
        ends_soon = bool(one.ends_on and one.ends_on <= day + timedelta(SOON_ENDING_DAYS))
        has_capacity = not people or any(year == day.year for year, _budgeted in one.budgets)
        has_meetings = one.has_meetings or not people
        is_lacking = ends_soon or not (one.has_plan and has_capacity and has_meetings)
        if is_lacking and one.is_ongoing_on(day):
            found.append(Attention(one, ends_soon, one.has_plan, has_capacity, has_meetings))
    return found


def _reaches(assignment, initiative: Initiative) -> bool:
    is_named = not assignment.initiatives or initiative.pk in assignment.initiatives
    return assignment.association_id == initiative.association_id and is_named


# ── Meetings ───────────────────────────────────────────────────────────────────────────────────────────────


def next_meeting(initiative: Initiative, area: Area | None, after: date | datetime) -> TeamMeeting | None:
    """The team's first meeting after a moment (or after the beginning of a day),
    in the area or for all areas.
    """
    moment = after if isinstance(after, datetime) else _midnight(after)
    meetings = TeamMeeting.objects.filter(initiative=initiative, starts_at__gt=moment)
    if area is not None:
        meetings = meetings.filter(Q(area=area) | Q(area=None))
    return meetings.order_by("starts_at", "pk").first()


def coming_meetings(initiative: Initiative, day: date):
    return initiative.meetings.filter(starts_at__gte=_midnight(day)).select_related("area")


def past_meetings(initiative: Initiative, day: date):
    """The latest first; no more than a page of them."""
    return (
        initiative.meetings.filter(starts_at__lt=_midnight(day))
        .select_related("area")
        .order_by("-starts_at", "-pk")
    )[:50]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


# ── Plan and goals ─────────────────────────────────────────────────────────────────────────────────────────


def plans_for(user):
    return PlanVersion.objects.filter(initiative__in=initiatives_for(user)).select_related(
        "initiative__association"
    )


def goals_of(initiative: Initiative):
    return initiative.goals.prefetch_related("targets")


def goals_for(user):
    """Goals of the user's own associations and their initiatives."""
    return Goal.objects.filter(association__in=associations_for(user)).select_related(
        "association", "initiative"
    )


def changeable_goals_for(user):
    """Goals of initiatives the user may change, and of associations as a whole."""
    return Goal.objects.filter(
        Q(initiative__in=changeable_initiatives_for(user))
        | Q(initiative=None, association__in=associations_where_new(user))
    ).select_related("association", "initiative")


def association_goals(association):
    return association.goals.filter(initiative=None).prefetch_related("targets")


def tracks_of(initiative: Initiative):
    return Track.objects.filter(initiative=initiative)


# ── Staffing ───────────────────────────────────────────────────────────────────────────────────────────────


def staffed_places(initiative: Initiative, year: int) -> list[Municipality | None]:
    """The rows of the table: what the initiative covers or has staff in,
    and last the initiative as a whole.
    """
    places = Municipality.objects.filter(
        Q(coverage__initiative=initiative)
        | Q(pk__in=Staffing.objects.filter(initiative=initiative, year=year).values("municipality"))
    ).distinct()
    return [*places, None]


def staffing_columns() -> list[tuple[str, str]]:
    return [(post, funder) for post in Staffing.Post.values for funder in Staffing.Funder.values]


@dataclass(frozen=True)
class StaffingRow:
    place: Municipality | None
    percents: list[int | None]

    @property
    def sum(self) -> int:
        return sum(filter(None, self.percents))


def staffing_table(initiative: Initiative, year: int) -> list[StaffingRow]:
    cells, columns = staffing_cells(initiative, year), staffing_columns()
    rows = [
        StaffingRow(place, [cells.get((place.pk if place else None, *column)) for column in columns])
        for place in staffed_places(initiative, year)
    ]
    return [row for row in rows if row.place or row.sum]


def column_sums(rows: Iterable[StaffingRow]) -> list[int]:
    sums = [sum(filter(None, column)) for column in zip(*(row.percents for row in rows), strict=True)]
    return [*sums, sum(sums)]


# A count is weighed as it is; a rate or an index per inhabitant times the inhabitants.
COUNTS = (
    Statistic.Measure.POPULATION,
    Statistic.Measure.UNEMPLOYED,
    Statistic.Measure.SOCIAL_ASSISTANCE,
    Statistic.Measure.ACTIVITY_COMPENSATION,
)
RATES = (Statistic.Measure.SICKNESS_DAYS, Statistic.Measure.SOCIOECONOMY)
WEIGHED = (*COUNTS, *RATES)


@dataclass(frozen=True)
class Proposal:
    """The planner's answer: rows of (municipality, part 0–1, proposed, present),
    or what is missing to give one.
    """

    rows: list[tuple[Municipality, float, int, int]]
    missing: list[str]

    @property
    def proposed(self) -> int:
        return sum(row[2] for row in self.rows)

    @property
    def present(self) -> int:
        return sum(row[3] for row in self.rows)


def propose(
    initiative: Initiative, year: int, *, percent: int, step: int, weights: dict[str, int]
) -> Proposal:
    """Distribute ``percent`` of full time over the municipalities covered,
    beside how they are staffed in a year.
    """
    places = [one.municipality for one in coverage_of(initiative)]
    known = latest_statistics(places)
    used = {name for name, weight in weights.items() if weight}
    needed = used | ({Statistic.Measure.POPULATION.value} if used & set(RATES) else set())
    missing = list(_missing(places, known, needed))
    if missing or not used:
        return Proposal([], missing)
    needs = {name: {place: _need(known[place.pk], name) for place in places} for name in used}
    parts = shares(needs, weights)
    given = allocate(parts, percent, step)
    present: dict[int | None, int] = {}
    for (place, _post, _funder), value in staffing_cells(initiative, year).items():
        present[place] = present.get(place, 0) + value
    return Proposal(
        [
            (place, float(parts.get(place, 0)), given.get(place, 0), present.get(place.pk, 0))
            for place in places
        ],
        [],
    )


def _missing(places, known, needed) -> Iterator[str]:
    for place in places:
        lacking = [
            str(Statistic.Measure(name).label) for name in sorted(needed - set(known.get(place.pk, {})))
        ]
        if lacking:
            yield f"{place}: {', '.join(lacking)}"


def _need(figures, name) -> Fraction:
    value = Fraction(figures[name].value)
    return value * Fraction(figures[Statistic.Measure.POPULATION].value) if name in RATES else value
