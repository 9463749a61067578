"""Sets up the demo's associations: members, areas, statistics, initiatives with plans, goals,
staff and meetings.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from samsyn.demo import goals, kalmar, places
from samsyn.demo import initiatives as plans
from samsyn.figures.models import ReportedCount
from samsyn.initiatives import actions as initiatives
from samsyn.initiatives.holidays import next_working_day
from samsyn.initiatives.models import Initiative, TeamMeeting
from samsyn.organisations import actions as organisations
from samsyn.organisations.models import Association, Municipality, Region

SOURCE_2022 = "Årsredovisning 2022, tabell 2"


def set_up(slug: str, by) -> Association:
    """The association with its members: the region, the municipalities' authorities, and the national two."""
    facts = places.ASSOCIATIONS[slug]
    association = Association.objects.filter(slug=slug).first() or organisations.create_association(
        slug=slug, name=facts["name"], by=by
    )
    region = Region.objects.get(code=facts["region"])
    organisations.create_controller(
        association=association, by=by, name=facts["region_name"], short_name=facts["region_name"],
        slug=facts["region_name"].lower().replace(" ", "-").translate(places.TO_ASCII), kind="region",
        region=region,
        **places.HEALTH_CARE,
    )  # fmt: skip
    for name, genitive in facts["municipalities"].items():
        organisations.create_controller(
            association=association, by=by, name=f"{genitive} kommun, socialnämnden", short_name=name,
            slug=name.lower().translate(places.TO_ASCII), kind="municipality",
            municipality=municipality(name), keeps_whole_team=name in places.WHOLE_TEAM,
            **places.SOCIAL_SERVICES,
        )  # fmt: skip
    return association


def set_up_sormland(today: date, by) -> None:
    association = set_up("sormland", by)
    areas = {
        name: organisations.add_area(
            association=association,
            name=name,
            seat=municipality(seat),
            places=map(municipality, names),
            by=by,
        )
        for name, (seat, names) in places.AREAS.items()
    }
    _statistics(association, by)
    sikta = _initiative(association, plans.SIKTA, places.SORMLAND_MUNICIPALITIES, by)
    for number, year, decided_on in plans.SIKTA_PLANS:
        plan = initiatives.write_plan(
            initiative=sikta, number=number, year=year, text=plans.SIKTA_PLAN_TEXT, by=by
        )
        initiatives.decide_plan(plan=plan, decided_by="Central styrgrupp", decided_on=decided_on, by=by)
    for year in range(2024, max(2025, today.year) + 1):
        initiatives.set_capacity(initiative=sikta, year=year, budgeted=135, by=by)
    _goals(association, sikta, goals.SIKTA, range(2024, max(2025, today.year) + 1), by)
    for year in sorted({2025, today.year}):
        _staffing(sikta, year, by)
    for name, area in areas.items():
        _meetings(sikta, area, today, places.AREAS[name][0])
    older = _initiative(association, plans.SIKTA_2020, plans.SIKTA_2020_PLACES, by)
    for track, many in plans.SIKTA_TRACKS.items():
        initiatives.add_track(initiative=older, name=track, places=many, is_open=False, by=by)
    for year in (2020, 2021, 2022):
        initiatives.set_capacity(initiative=older, year=year, budgeted=130, by=by)
    _goals(association, older, goals.SIKTA_2020, (2020, 2021, 2022), by)


def set_up_kalmar(by) -> None:
    """Kalmar's initiatives, and what was reported for the association as a whole in the years before."""
    association = set_up("kalmar", by)
    for line in kalmar.TABLE:
        facts = plans.KALMAR[line["initiative"]]
        initiative = _initiative(association, facts, line["municipalities"], by)
        initiatives.set_capacity(initiative=initiative, year=2022, budgeted=line["budgeted"], by=by)
        _goals(association, initiative, goals.KALMAR_INITIATIVES.get(line["initiative"], []), [2022], by)
    initiatives.create_initiative(
        association=association, name="Hemligheten", kind="structural", by=by,
        purpose="Länsmuseets workshops om ungas psykiska hälsa.", length_benchmark_months=None,
    )  # fmt: skip
    _goals(association, None, goals.KALMAR, [2022], by)
    ReportedCount.objects.bulk_create(
        ReportedCount(
            association=association, first_day=date(line["year"], 1, 1), last_day=date(line["year"], 12, 31),
            source=SOURCE_2022, reported_by=by, version=1,
            **{name: line[name] for name in ("budgeted", "total", "new", "ended", "ongoing")},
        )
        for line in kalmar.PUBLISHED["participants_by_year"]
        if line["year"] < 2022
    )  # fmt: skip


def municipality(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def _initiative(association, facts, names, by) -> Initiative:
    facts = {name: value for name, value in facts.items() if name != "slug"}
    initiative = initiatives.create_initiative(association=association, by=by, **facts)
    for name in names:
        initiatives.cover(initiative=initiative, municipality=municipality(name), by=by)
    return initiative


def _goals(association, initiative, stated, years, by):
    for one in stated:
        goal = initiatives.add_goal(association=association, initiative=initiative, by=by, **one.facts)
        for year in years:
            target = initiatives.set_target(goal=goal, year=year, by=by, **one.target)
            if one.outcome:
                initiatives.note_outcome(target=target, by=by, **one.outcome)
            if one.verdict:
                initiatives.judge(target=target, by=by, **one.verdict)


def _staffing(initiative, year, by):
    cells = {(None, "coordinator", "region"): places.REGION_COORDINATORS}
    for name, (own, paid) in places.STAFFING.items():
        place = municipality(name).pk
        cells |= {(place, "coach", "municipality"): own, (place, "coach", "association"): paid}
    initiatives.set_staffing(initiative=initiative, year=year, cells=cells, by=by)


def _meetings(initiative, area, today, seat):
    """Every second week from four months back to three ahead; the next in a few days."""
    coming = next_working_day(today + timedelta(5))
    days = [next_working_day(coming + timedelta(14 * turn)) for turn in range(-8, 7)]
    TeamMeeting.objects.bulk_create(
        TeamMeeting(
            initiative=initiative, area=area, starts_at=timezone.make_aware(datetime.combine(day, time(13))),
            place=f"{seat}, kommunhuset", version=1,
        )
        for day in days
    )  # fmt: skip


def _statistics(association, by):
    for measure, as_of, source, values in places.STATISTICS:
        rows = [(municipality(name), measure, Decimal(value)) for name, value in values.items()]
        organisations.import_statistics(
            association=association, rows=rows, as_of=date.fromisoformat(as_of), source=source, by=by
        )
