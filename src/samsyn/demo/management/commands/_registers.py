"""Puts an invented register into the case tables: participants with their enrolments,
each at its own authority.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samsyn.accounts.models import Assignment, User
from samsyn.base.tenancy import acting_in
from samsyn.demo.numbers import phone
from samsyn.demo.rows import Row
from samsyn.enrolments.models import CaseNumberSeries, Enrolment
from samsyn.initiatives.models import Coverage, Initiative, Track
from samsyn.organisations.models import Association
from samsyn.participants import identity
from samsyn.participants.models import Participant


def put_in(association: Association, rows: Iterable[Row], by: User) -> None:
    """Rows of one association. The same person at one authority is one participant; at two, two."""
    rows = list(rows)
    initiatives = {one.name: one for one in Initiative.objects.filter(association=association)}
    covered = Coverage.objects.filter(initiative__association=association).select_related("municipality")
    places = {(one.initiative_id, one.municipality.name): one for one in covered}
    tracks = {
        (one.initiative_id, one.name): one
        for one in Track.objects.filter(initiative__association=association)
    }
    by_controller = defaultdict(list)
    for row in rows:
        initiative = initiatives[row.initiative]
        by_controller[places[initiative.pk, row.municipality].controller_id].append((row, initiative))
    for controller, own in by_controller.items():
        coaches = _coaches(controller)
        with acting_in([controller]):
            participants = _participants(controller, own, places)
            Enrolment.objects.bulk_create(
                _enrolment(row, initiative, participants[_who(row)], places, tracks, coaches, turn)
                for turn, (row, initiative) in enumerate(own)
            )
    with acting_in(by_controller):  # the numbers are for whoever works at some authority
        _go_on_numbering(rows, initiatives)


def _who(row: Row) -> str:
    return row.personal_identity_number or f"{row.initiative} {row.case_number}"


def _participants(controller, own, places) -> dict[str, Participant]:
    made = {}
    for turn, (row, initiative) in enumerate(own):
        if _who(row) in made:
            continue
        participant = Participant(
            controller_id=controller, given_name=row.given_name, family_name=row.family_name, sex=row.sex,
            birth_date=row.born, birth_year=row.birth_year, is_anonymous=row.anonymous, version=1,
            municipality=places[initiative.pk, row.municipality].municipality,
            phone=phone(turn) if row.ended_on is None and not row.anonymous else "",
        )  # fmt: skip
        participant.set_number(
            identity.parse(row.personal_identity_number).text if row.personal_identity_number else ""
        )
        made[_who(row)] = participant
    Participant.objects.bulk_create(made.values())
    return made


def _enrolment(row, initiative, participant, places, tracks, coaches, turn) -> Enrolment:
    own = coaches.get(initiative.pk, [])
    return Enrolment(
        controller_id=participant.controller_id, participant=participant, initiative=initiative,
        track=tracks.get((initiative.pk, row.track)),
        municipality=places[initiative.pk, row.municipality].municipality,
        case_number=row.case_number, referrer=row.referrer, referred_on=row.referred_on,
        approved_on=_between(row.referred_on, row.started_on), coach_id=own[turn % len(own)] if own else None,
        started_on=row.started_on, education=row.education, public_support_months=row.public_support_months,
        income_at_start=list(row.income_at_start), occupation_at_start=row.occupation_at_start,
        ended_on=row.ended_on, exit_reason=row.exit_reason, occupation_at_end=row.occupation_at_end,
        income_at_end=list(row.income_at_end), destination=row.destination,
        recorded_at=_entered(row.started_on, turn), version=1,
        ended_recorded_at=_entered(row.ended_on, turn + 5) if row.ended_on else None,
    )  # fmt: skip


def _coaches(controller) -> dict[int, list[int]]:
    """Coaches of the authority by initiative; the first of those whose only place it is."""
    found = defaultdict(list)
    for one in (
        Assignment.objects.filter(role="coach", controller=controller)
        .exclude(approved_at=None)
        .order_by("pk")
    ):
        for initiative in one.initiatives:
            found[initiative].append(one.user_id)
    return found


def _between(referred_on: date | None, started_on: date) -> date | None:
    return referred_on + timedelta((started_on - referred_on).days // 2) if referred_on else None


def _entered(day: date, turn: int) -> datetime:
    """Mostly within the week; one in nineteen late."""
    days = 18 + turn % 25 if turn % 19 == 0 else turn * 7 % 6
    return min(timezone.now(), timezone.make_aware(datetime.combine(day + timedelta(days), time(12))))


def _go_on_numbering(rows, initiatives) -> None:
    """The next case number that the product gives comes after those of the register."""
    last: dict[tuple[int, int], int] = {}
    for row in rows:
        _, _, rest = row.case_number.partition("-")
        year, _, number = rest.partition("-")
        if len(year) == 4 and number.isdigit():
            key = (initiatives[row.initiative].pk, int(year))
            last[key] = max(last.get(key, 0), int(number))
    CaseNumberSeries.objects.bulk_create(
        CaseNumberSeries(initiative_id=initiative, year=year, last=number)
        for (initiative, year), number in last.items()
    )
