"""What figures say of goals is what their tables say, and no more."""

import pytest

from samsyn.figures.counting import year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.tables import table
from samsyn.initiatives import measures
from samsyn.initiatives.tests.factories import InitiativeFactory
from samsyn.organisations.models import Association

pytestmark = pytest.mark.django_db
MEASURES = [name for name, _label in measures.offered()]


def test_every_share_is_offered_and_no_budget_is():
    shares = {name for name, figure in FIGURES.items() if figure.is_share}
    assert shares | {"participants.total", "waiting_time.whole_median"} <= set(MEASURES)
    assert not [name for name in MEASURES if name.endswith((".budgeted", ".counted"))]


@pytest.mark.parametrize("name", MEASURES)
def test_where_nobody_is_counted_there_is_no_share_and_a_count_is_nothing(name):
    initiative = InitiativeFactory()
    measure = measures.measure_of(name)
    told = measure.ask(initiative.association, year(2025).last, {None, initiative.pk, -1})
    assert set(told) == {None, initiative.pk, -1}
    assert told[-1].value is None  # of another association, or gone
    for one in told.values():
        assert one.value is not None or one.why_not
        if measure.unit == "percent":
            assert one.value is None


def test_a_year_that_is_reported_is_told_so():
    from samsyn.accounts.tests.factories import UserFactory
    from samsyn.figures.models import ReportedCount

    initiative = InitiativeFactory(source="reported")
    association: Association = initiative.association
    ReportedCount.objects.create(
        association=association, initiative=initiative, first_day=year(2025).first,
        last_day=year(2025).last, total=20, new=8, ended=12, ongoing=8, to_work_or_studies=6,
        source="Bilaga", reported_by=UserFactory(), version=1,
    )  # fmt: skip
    told = measures.measure_of("work_or_studies").ask(association, year(2025).last, {None, initiative.pk})
    assert (told[None].numerator, told[None].denominator, str(told[None].value)) == (6, 12, "50.0")
    assert told[None].source == "rapporterade"
    row = table("work_or_studies", association, year(2025), by=["initiative"]).rows[0]
    assert (told[initiative.pk].value is None) == bool(row.hidden)
