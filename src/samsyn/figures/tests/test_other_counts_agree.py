"""What start pages count in a reader's own lists is what the figure says of the same day."""

from datetime import date

from samsyn.accounts.tests import factories as people
from samsyn.base.tenancy import acting_in
from samsyn.enrolments import quality
from samsyn.enrolments import queries as enrolments
from samsyn.figures.counting import Period
from samsyn.figures.queries import views_for

from .registers import place, some

DAY = date(2026, 3, 1)


def test_the_ongoing_of_a_coordinators_start_page_are_the_ongoing_of_the_figure(db, as_owner):
    with as_owner():
        where = place(2, 1)
        some(where, 4)
        some(where, 3, initiative=1, end=DAY, work=True)  # the last day is a day with them no more
        some(where, 2, sex="man", start=DAY)
        some(where, 1, start=date(2026, 4, 1))
        coordinator = people.coordinator(where.controllers[0])
    with acting_in([where.controllers[0].pk]):
        [view] = views_for(coordinator)
        figure = view.table("participants", Period(DAY, DAY)).sum.values["ongoing"]
        counted = enrolments.counts(coordinator, DAY, own=False)["ongoing"]
        on_the_start_page = sum(row["ongoing"] for row in quality.overview_for(coordinator, DAY))
    assert counted == on_the_start_page == figure == 6
