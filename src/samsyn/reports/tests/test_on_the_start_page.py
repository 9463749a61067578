"""What a start page tells of reports."""

from datetime import date

from django.urls import reverse

from samsyn.reports import actions, cards, queries


def test_a_report_stands_before_the_appendices_that_it_waits_for(world):
    report = world.start()
    appendices = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    found = cards.mine(None, world.director)["reports"]
    assert found[0] == report
    assert set(found[1:]) <= set(appendices) and len(found) > 1
    assert cards.mine(None, world.manager)["reports"] == [appendices[0]]  # of their own initiative
    assert cards.mine(None, world.coach) is None


def test_two_of_the_same_title_are_told_apart_by_their_days(client, world):
    own = world.place.initiatives[0]
    half = world.start("status", initiative=own, last_day=date(2025, 6, 30))
    whole = world.start("status", initiative=own)
    assert half.title == whole.title
    assert (half.days_apart, whole.days_apart) == ("2025-01-01 – 2025-06-30", "")
    client.force_login(world.manager)
    assert f'{half.title} <span class="sub">{half.days_apart}</span>' in client.get("/").content.decode()
    found = [one.label for one in queries.find(world.manager, half.title)]
    assert sorted(found) == [whole.title, f"{half.title} {half.days_apart}"]
    assert half.days_apart in client.get(reverse("reports:list")).content.decode()
