"""What a start page tells of reports."""

from datetime import date
from unittest.mock import patch

from samsyn.reports import actions, cards


def test_a_report_stands_before_the_appendices_that_it_waits_for(world):
    report = world.start()
    appendices = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    found = cards.mine(None, world.director)["reports"]
    assert found[0] == report
    assert set(found[1:]) <= set(appendices) and len(found) > 1
    assert cards.mine(None, world.manager)["reports"] == [appendices[0]]  # of their own initiative
    assert cards.mine(None, world.coach) is None


def test_what_waits_for_approval_stands_first(world):
    for month in range(1, 7):
        world.start("status", by=world.manager, initiative=world.place.initiatives[0],
                    first_day=date(2025, month, 1), last_day=date(2025, month, 28))  # fmt: skip
    waiting = world.reviewed()
    assert cards.mine(None, world.director)["reports"][0] == waiting


def test_what_should_have_been_handed_in_is_marked_late_on_the_start_page(world, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    report = world.start()
    actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    client.force_login(world.director)
    for day, is_late in [(date(2026, 1, 20), False), (date(2026, 1, 21), True)]:
        with patch("samsyn.reports.cards.today", return_value=day):
            assert ("försenad" in client.get("/").content.decode()) == is_late


def test_two_of_the_same_kind_are_told_apart_by_their_titles(world):
    half, whole = (
        world.start(kind, last_day=last).title
        for kind, last in (("interim", date(2025, 8, 31)), ("interim", date(2025, 12, 31)))
    )
    assert (half, whole) == ("Delårsrapport januari–augusti 2025", "Delårsrapport 2025")
