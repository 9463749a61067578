"""Everything that can be decided about an initiative."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record
from samsyn.organisations.actions import municipal_authority
from samsyn.organisations.models import Area, Association, Controller, Municipality
from samsyn.organisations.territory import area_of

from ..holidays import is_working_day, next_working_day
from ..models import (
    Capacity,
    Coverage,
    Initiative,
    PlanVersion,
    Staffing,
    TeamMeeting,
    Track,
)
from ..posts import Cell, staffing_cells, staffing_years

# Asked for as the initiative where none is meant: an assignment narrowed to some initiatives does not reach
# it.
NONE_OF_THEM = 0

# ── The initiative ─────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def create_initiative(*, association: Association, name: str, by, **facts) -> Initiative:
    require(by, Permission.CHANGE_INITIATIVES, association=association, initiative=NONE_OF_THEM)
    initiative = _saved(Initiative(association=association, name=name, slug=_slug(name), **facts))
    record("initiative.created", initiative, by=by)
    return initiative


@transaction.atomic
def change_initiative(*, initiative: Initiative, by, **facts) -> Initiative:
    _require(by, initiative)
    _set(initiative, **facts)
    record("initiative.changed", initiative, by=by)
    return initiative


# ── Where it works and whose the records are ───────────────────────────────────────────────────────────────


@transaction.atomic
def cover(
    *,
    initiative: Initiative,
    municipality: Municipality,
    by,
    controller: Controller | None = None,
    area: Area | None = None,
) -> Coverage:
    """Have the initiative cover a municipality. Covered already by the same authority: nothing changes.

    Without ``controller`` the municipality's own authority keeps the records; without ``area`` it is the
    association's area that the municipality lies in. The authority is a member of the association.
    """
    association = initiative.association
    known = Coverage.objects.filter(initiative=initiative, municipality=municipality).first()
    if known and controller in (None, known.controller):
        return known
    _require(by, initiative)
    controller = controller or municipal_authority(municipality=municipality, association=association, by=by)
    _refuse_stranger(initiative, controller)
    area = area or area_of(association, municipality)
    coverage = _saved(
        Coverage(initiative=initiative, municipality=municipality, controller=controller, area=area)
    )
    record("coverage.added", coverage, by=by)
    return coverage


@transaction.atomic
def change_coverage(*, coverage: Coverage, controller: Controller, area: Area | None, by) -> Coverage:
    """Another authority keeps the records from now on; those that are kept already stay where they are."""
    _require(by, coverage.initiative)
    _refuse_stranger(coverage.initiative, controller)
    _set(coverage, controller=controller, area=area)
    record("coverage.changed", coverage, by=by)
    return coverage


@transaction.atomic
def uncover(*, coverage: Coverage, by) -> Initiative:
    """Take a municipality out. Enrolments are not touched: they keep their own municipality and authority."""
    initiative = coverage.initiative
    _require(by, initiative)
    record("coverage.removed", coverage, by=by)
    coverage.delete()
    return initiative


def _refuse_stranger(initiative, controller):
    if not initiative.association.parties.filter(controller=controller).exists():
        raise ValidationError({"controller": _("The authority is not a member of the association.")})


# ── Tracks and capacity ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_track(
    *, initiative: Initiative, name: str, by, places: int | None = None, is_open: bool = True
) -> Track:
    _require(by, initiative)
    track = _saved(Track(initiative=initiative, name=name, places=places, is_open=is_open))
    record("track.added", track, by=by)
    return track


@transaction.atomic
def change_track(*, track: Track, name: str, places: int | None, is_open: bool, by) -> Track:
    _require(by, track.initiative)
    _set(track, name=name, places=places, is_open=is_open)
    record("track.changed", track, by=by)
    return track


@transaction.atomic
def set_capacity(*, initiative: Initiative, year: int, budgeted: int, by) -> Capacity:
    """How many participants are budgeted for in a year; a year that is set already is changed."""
    _require(by, initiative)
    known = Capacity.objects.filter(initiative=initiative, year=year).first()
    capacity = _set(known or Capacity(initiative=initiative, year=year), budgeted=budgeted)
    record("capacity.set", capacity, by=by)
    return capacity


@transaction.atomic
def change_capacity(*, capacity: Capacity, budgeted: int, by) -> Capacity:
    _require(by, capacity.initiative)
    _set(capacity, budgeted=budgeted)
    record("capacity.changed", capacity, by=by)
    return capacity


# ── The plan ───────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def write_plan(*, initiative: Initiative, number: str, year: int, text: str, by) -> PlanVersion:
    _require(by, initiative)
    plan = _saved(PlanVersion(initiative=initiative, number=number, year=year, text=text))
    record("plan.written", plan, by=by)
    return plan


@transaction.atomic
def change_plan(*, plan: PlanVersion, number: str, year: int, text: str, by) -> PlanVersion:
    _require(by, plan.initiative)
    _refuse_decided(plan)
    _set(plan, number=number, year=year, text=text)
    record("plan.changed", plan, by=by)
    return plan


@transaction.atomic
def decide_plan(*, plan: PlanVersion, decided_by: str, decided_on: date, by) -> PlanVersion:
    """Note who decided the plan and when. From then on it stays as it is; the database holds it too."""
    _require(by, plan.initiative)
    _refuse_decided(plan)
    if not plan.text.strip():
        raise ValidationError(_("There is nothing in the plan to decide on yet."))
    _set(plan, decided_by=decided_by, decided_on=decided_on)
    record("plan.decided", plan, by=by)
    return plan


def _refuse_decided(plan):
    # Asked of the database again: somebody may have decided it since it was read.
    if PlanVersion.objects.select_for_update().get(pk=plan.pk).is_decided:
        raise ValidationError(_("A decided plan is not changed. Write the next version instead."))


# ── Staffing ───────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def set_staffing(*, initiative: Initiative, year: int, cells: Mapping[Cell, int | None], by) -> Initiative:
    """The whole table of a year at once. 0 or nothing in a cell means that nobody works there."""
    _require(by, initiative)
    known = {
        (one.municipality_id, one.post, one.funder): one
        for one in Staffing.objects.filter(initiative=initiative, year=year)
    }
    for cell, percent in cells.items():
        row = known.get(cell)
        if row and not percent:
            row.delete()
        elif percent and (row is None or row.percent != percent):
            place, post, funder = cell
            new = Staffing(initiative=initiative, year=year, municipality_id=place, post=post, funder=funder)
            _set(row or new, percent=percent)
    # The table has no row of its own: the initiative's version tells the next one that somebody was here.
    initiative.save()
    record("staffing.set", initiative, by=by)
    return initiative


@transaction.atomic
def copy_staffing(*, initiative: Initiative, year: int, by) -> Initiative:
    """Start a year's table from the latest year before it. A year that has staff already is left alone."""
    _require(by, initiative)
    if initiative.staffing.filter(year=year).exists():
        raise ValidationError(_("That year has staff already. Change its table instead."))
    before = next((one for one in staffing_years(initiative) if one < year), None)
    if before is None:
        raise ValidationError(_("There is no earlier year to copy."))
    return set_staffing(initiative=initiative, year=year, cells=staffing_cells(initiative, before), by=by)


# ── Team meetings ──────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def plan_meetings(
    *,
    initiative: Initiative,
    first_on: date,
    until: date,
    at: time,
    every_days: int,
    moved: bool,
    place: str,
    area: Area | None,
    by,
) -> list[TeamMeeting]:
    """A series in the team's rhythm. A meeting on a holiday or weekend is
    moved to the next working day, or left out.

    Meetings that are in the calendar already are kept as they are, so the same series may be planned again.
    """
    _require(by, initiative)
    _refuse_strange_area(initiative, area)
    if until < first_on:
        raise ValidationError({"until": _("The series cannot end before it begins.")})
    planned = []
    for day in _days(first_on, until, every_days, moved):
        starts_at = timezone.make_aware(datetime.combine(day, at))
        if not initiative.meetings.filter(area=area, starts_at=starts_at).exists():
            planned.append(
                _saved(TeamMeeting(initiative=initiative, area=area, starts_at=starts_at, place=place))
            )
    record("meetings.planned", initiative, by=by)
    return planned


def _days(first: date, until: date, every: int, moved: bool) -> Iterable[date]:
    day = first
    while day <= until:
        if is_working_day(day):
            yield day
        elif moved:
            yield next_working_day(day)
        # The rhythm goes on from the planned day, not from where a holiday moved the meeting.
        day += timedelta(every)


@transaction.atomic
def add_meeting(
    *, initiative: Initiative, starts_at: datetime, place: str, area: Area | None, by
) -> TeamMeeting:
    _require(by, initiative)
    _refuse_strange_area(initiative, area)
    meeting = _saved(TeamMeeting(initiative=initiative, area=area, starts_at=starts_at, place=place))
    record("meeting.added", meeting, by=by)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: TeamMeeting, starts_at: datetime, place: str, area: Area | None, by
) -> TeamMeeting:
    _require(by, meeting.initiative)
    _refuse_strange_area(meeting.initiative, area)
    _set(meeting, starts_at=starts_at, place=place, area=area)
    record("meeting.changed", meeting, by=by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: TeamMeeting, by) -> Initiative:
    """Take it out of the calendar, unless something is already circulated for it."""
    initiative = meeting.initiative
    _require(by, initiative)
    record("meeting.cancelled", meeting, by=by)
    try:
        meeting.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("Referrals are waiting for this meeting. Move it to another time instead.")
        ) from error
    return initiative


def _refuse_strange_area(initiative, area):
    if area and area.association_id != initiative.association_id:
        raise ValidationError({"area": _("The area belongs to another association.")})


# ── What all of them do ────────────────────────────────────────────────────────────────────────────────────


def _require(by, initiative):
    require(
        by, Permission.CHANGE_INITIATIVES, association=initiative.association_id, initiative=initiative.pk
    )


def _set(fact, **values):
    for name, value in values.items():
        setattr(fact, name, value)
    return _saved(fact)


def _saved(fact):
    fact.full_clean()
    fact.save()
    return fact


def _slug(name: str) -> str:
    """The name as a short name for addresses and commands. The same name twice is refused by the model."""
    return slugify(name.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:80] or "insats"
