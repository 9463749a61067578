"""What was entered after a moment explains why a period's counts are others than they were."""

from datetime import UTC, date, datetime, timedelta

from samsyn.accounts.tests import factories as people
from samsyn.enrolments.models import Enrolment
from samsyn.figures.changes import entered_since
from samsyn.figures.counting import year
from samsyn.figures.models import ReportedCount
from samsyn.figures.queries import table

from .registers import place, some

APPROVED = datetime(2026, 2, 1, tzinfo=UTC)


def ended(where):
    asked = {"association": where.association, "since": date(2025, 1, 1), "until": date(2025, 12, 31)}
    return table("participants", **asked).sum.values["ended"]


def test_two_discharges_entered_late_explain_two_more_ended(db, as_owner):
    with as_owner():
        where = place(2, 1)
        some(where, 6, start=date(2025, 1, 7), end=date(2025, 6, 1))
        Enrolment.objects.update(
            recorded_at=APPROVED - timedelta(1), ended_recorded_at=APPROVED - timedelta(1)
        )
    before = ended(where)
    assert entered_since(where.association, year(2025), APPROVED) == []
    with as_owner():
        some(where, 2, start=date(2025, 1, 7), end=date(2025, 6, 1), sex="man")
        late = Enrolment.objects.filter(recorded_at__gt=APPROVED)
        late.update(recorded_at=APPROVED - timedelta(1), ended_recorded_at=APPROVED + timedelta(9))
    [found] = entered_since(where.association, year(2025), APPROVED)
    assert (found.initiative, found.started, found.ended) == (where.initiatives[0].name, 0, 2)
    assert ended(where) - before == found.ended
    assert found.in_words() == ["2 avslut införda i efterhand"]


def test_what_was_entered_late_about_another_year_is_not_told(db, as_owner):
    with as_owner():
        where = place(1, 1)
        some(where, 3, start=date(2024, 3, 1), end=date(2024, 9, 1))
    assert entered_since(where.association, year(2025), APPROVED) == []


def test_a_reported_count_that_was_changed_is_told(db, as_owner):
    with as_owner():
        where = place(1, 1)
        ReportedCount.objects.create(
            association=where.association, initiative=where.initiatives[0], first_day=date(2025, 1, 1),
            last_day=date(2025, 12, 31), total=9, new=4, ended=3, ongoing=6, source="egen",
            reported_by=people.director(where.association),
        )  # fmt: skip
    [found] = entered_since(where.association, year(2025), APPROVED)
    assert found.reported == 1
