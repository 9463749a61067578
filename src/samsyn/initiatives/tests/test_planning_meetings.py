"""The team's calendar: a series in its rhythm, without holidays."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.tests.factories import coordinator, director
from samsyn.initiatives import actions, queries
from samsyn.organisations.tests.factories import AreaFactory, PartyFactory

from .factories import InitiativeFactory, TeamMeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return InitiativeFactory(team_meets_every_days=14)


@pytest.fixture
def by(initiative):
    return director(initiative.association)


def series(initiative, by, first_on, until, *, moved=True, **facts):
    facts = {"at": time(13), "every_days": 14, "place": "", "area": None} | facts
    planned = actions.plan_meetings(
        initiative=initiative, first_on=first_on, until=until, moved=moved, by=by, **facts
    )
    return [timezone.localtime(meeting.starts_at) for meeting in planned]


def test_every_other_week_at_the_same_time_of_day_winter_and_summer(initiative, by):
    planned = series(initiative, by, date(2026, 3, 11), date(2026, 4, 10))
    assert [f"{at:%m-%d %H:%M}" for at in planned] == ["03-11 13:00", "03-25 13:00", "04-08 13:00"]


def test_a_holiday_moves_the_meeting_and_keeps_the_rhythm(initiative, by):
    planned = series(initiative, by, date(2025, 12, 22), date(2026, 1, 30), every_days=15)
    assert [f"{at:%m-%d}" for at in planned] == ["12-22", "01-07", "01-21"]


def test_or_it_is_left_out(initiative, by):
    planned = series(initiative, by, date(2025, 12, 22), date(2026, 1, 30), every_days=15, moved=False)
    assert [f"{at:%m-%d}" for at in planned] == ["12-22", "01-21"]


def test_the_same_series_again_adds_nothing(initiative, by):
    series(initiative, by, date(2026, 3, 11), date(2026, 4, 10))
    assert series(initiative, by, date(2026, 3, 11), date(2026, 4, 10)) == []


def test_it_cannot_end_before_it_begins(initiative, by):
    with pytest.raises(ValidationError):
        series(initiative, by, date(2026, 3, 11), date(2026, 3, 10))


def test_coordinators_see_the_calendar_and_do_not_change_it(initiative, by):
    authority = PartyFactory(association=initiative.association).controller
    with pytest.raises(PermissionDenied):
        series(initiative, coordinator(authority), date(2026, 3, 11), date(2026, 4, 10))


def test_the_next_meeting_is_the_areas_own_or_one_for_all(initiative):
    south, north = (AreaFactory(association=initiative.association) for _ in range(2))
    TeamMeetingFactory(initiative=initiative, area=north, starts_at=datetime(2026, 5, 4, 8, tzinfo=UTC))
    everyone = TeamMeetingFactory(initiative=initiative, starts_at=datetime(2026, 5, 5, 8, tzinfo=UTC))
    own = TeamMeetingFactory(initiative=initiative, area=south, starts_at=datetime(2026, 5, 6, 8, tzinfo=UTC))
    assert queries.next_meeting(initiative, south, date(2026, 5, 1)) == everyone
    assert queries.next_meeting(initiative, south, datetime(2026, 5, 5, 8, tzinfo=UTC)) == own
    assert queries.next_meeting(initiative, south, date(2026, 6, 1)) is None


def test_an_area_of_another_association_is_refused(initiative, by):
    with pytest.raises(ValidationError):
        series(initiative, by, date(2026, 3, 11), date(2026, 4, 10), area=AreaFactory())


def test_the_pages_plan_change_and_cancel(client, initiative, by):
    client.force_login(by)
    address = reverse("initiatives:meeting_series", args=[initiative.pk])
    form = client.get(address).context["form"]
    sent = {
        "save_key": form["save_key"].value(), "first_on": "2030-03-06", "until": "2030-03-20", "at": "13:00",
        "every_days": 14, "on_holiday": "move", "place": "Rådhuset",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert initiative.meetings.count() == 2
    meeting = initiative.meetings.first()
    listed = client.get(reverse("initiatives:meetings", args=[initiative.pk])).content.decode()
    assert "Rådhuset" in listed

    address = reverse("initiatives:meeting_edit", args=[meeting.pk])
    form = client.get(address).context["form"]
    key, seen = form["save_key"].value(), form["seen_version"].value()
    sent = {"save_key": key, "seen_version": seen, "starts_at": "2030-03-07T09:30", "place": "Biblioteket"}
    assert client.post(address, sent).status_code == 302
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts_at).hour == 9

    address = reverse("initiatives:meeting_cancel", args=[meeting.pk])
    key = client.get(address).context["form"]["save_key"].value()
    assert client.post(address, {"save_key": key}).status_code == 302
    assert initiative.meetings.count() == 1


def test_what_somebody_else_has_cancelled_meanwhile_is_not_saved(client, initiative, by):
    client.force_login(by)
    meeting = TeamMeetingFactory(initiative=initiative)
    page = client.get(reverse("initiatives:meeting_edit", args=[meeting.pk])).context["form"]
    typed = {"save_key": page["save_key"].value(), "seen_version": page["seen_version"].value()}
    form = type(page)(
        typed | {"starts_at": "2030-03-07T09:30", "place": "Biblioteket"},
        initiative=initiative,
        record=meeting,
    )
    assert form.is_valid(), form.errors
    initiative.meetings.all().delete()
    with pytest.raises(ValidationError, match="tagit bort"):
        form.refuse_if_stale()
