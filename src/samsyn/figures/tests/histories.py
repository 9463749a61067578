"""A register that changes, with the history that the database's own triggers write, on days of its own."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection

from samsyn.enrolments.models import Enrolment
from samsyn.figures.models import ReportedCount
from samsyn.initiatives.models import Capacity
from samsyn.participants.models import Participant

from .registers import enrol

DAY_ZERO = datetime(2025, 1, 1, tzinfo=UTC)
EVENTS = (
    "enrolments_enrolmentevent", "participants_participantevent", "referrals_referralevent",
    "figures_reportedcountevent", "initiatives_initiativeevent", "initiatives_coverageevent",
    "initiatives_trackevent", "initiatives_capacityevent",
)  # fmt: skip


def moment(step):
    return DAY_ZERO + timedelta(days=step)


class Clock:
    """What the triggers wrote in one transaction, put on days of its own: the history itself is theirs."""

    def __init__(self):
        self.step, self.told = 0, dict.fromkeys(EVENTS, 0)

    def tick(self):
        self.step += 1
        with connection.cursor() as cursor:
            for events in EVENTS:
                cursor.execute(f"ALTER TABLE {events} DISABLE TRIGGER USER")
                cursor.execute(
                    f"UPDATE {events} SET pgh_created_at = %s WHERE pgh_id > %s",
                    [moment(self.step) - timedelta(hours=1), self.told[events]],
                )
                cursor.execute(f"ALTER TABLE {events} ENABLE TRIGGER USER")
                cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {events}")
                self.told[events] = cursor.fetchone()[0]


def start_anew(where, n):
    person = n % 3
    enrol(where, [{"person": person, "controller": n % 2, "initiative": n // 3 % 2,
                   "sex": "woman" if person else "man",
                   "start": date(2024, 1 + n % 12, 1 + n % 28)}])  # fmt: skip


def discharge(where, n, enrolment):
    enrolment.ended_on = enrolment.started_on + timedelta(days=n * 7)
    enrolment.exit_reason, enrolment.occupation_at_end = "work_studies_jobseeking", "employed"


def take_the_end_back(where, n, enrolment):
    enrolment.ended_on, enrolment.exit_reason, enrolment.occupation_at_end = None, "", ""


def move(where, n, enrolment):
    enrolment.initiative = where.initiatives[n % 2]


def start_another_day(where, n, enrolment):
    enrolment.started_on = date(2024, 1, 1) + timedelta(days=n * 11)


def undo(where, n, enrolment):
    enrolment.ended_on, enrolment.occupation_at_end = None, ""
    enrolment.exit_reason, enrolment.misregistered_because = "misregistration", "fel person"


def another_sex(where, n):
    for person in Participant.objects.filter(controller=where.controllers[n % 2])[:1]:
        person.sex = "man" if person.sex == "woman" else "woman"
        person.save()


def report(where, n):
    found = {"association": where.association, "initiative": where.initiatives[1],
             "first_day": date(2024, 1, 1), "last_day": date(2024, 12, 31)}  # fmt: skip
    numbers = {"total": n + 5, "new": n, "ended": 2, "ongoing": n + 3, "source": "egen"}
    ReportedCount.objects.update_or_create(
        **found, defaults=numbers | {"reported_by": where.director}, create_defaults=
        found | numbers | {"reported_by": where.director},
    )  # fmt: skip


def budget(where, n):
    Capacity.objects.update_or_create(initiative=where.initiatives[0], year=2024, defaults={"budgeted": n})


OF_ONE = (discharge, take_the_end_back, move, start_another_day, undo)
ALL = (start_anew, start_anew, *OF_ONE, another_sex, report, budget)


def happen(where, act, n):
    if act not in OF_ONE:
        act(where, n)
        return
    there = Enrolment.objects.exclude(exit_reason="misregistration").order_by("pk")
    for enrolment in there[n % max(1, there.count()) :][:1]:
        act(where, n, enrolment)
        if enrolment.ended_on is None or enrolment.ended_on >= enrolment.started_on:
            enrolment.save()
