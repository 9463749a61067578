"""What a start page tells of reports."""

from datetime import date

from samsyn.reports import actions, cards


def test_a_report_stands_before_the_appendices_that_it_waits_for(world):
    report = world.start()
    appendices = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=world.director)
    found = cards.mine(None, world.director)["reports"]
    assert found[0] == report
    assert set(found[1:]) <= set(appendices) and len(found) > 1
    assert cards.mine(None, world.manager)["reports"] == [appendices[0]]  # of their own initiative
    assert cards.mine(None, world.coach) is None
