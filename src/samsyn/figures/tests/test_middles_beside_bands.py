"""A median or a mean beside the ages in bands, days or months: it must not tell how few there are in one."""

from datetime import date

import pytest

from samsyn.enrolments.models import Enrolment
from samsyn.figures.counting import Period, year
from samsyn.figures.tables import table
from samsyn.participants.models import Participant

from .registers import place, some

BOTH = Period(date(2025, 1, 1), date(2026, 12, 31))


def aged(as_owner, **many_by_age):
    with as_owner():
        where = place(1, 1)
        for name, many in many_by_age.items():
            before = set(Participant.objects.values_list("pk", flat=True))
            some(where, many)
            Participant.objects.exclude(pk__in=before).update(birth_year=2026 - int(name[1:]))
    return where


def middles(where, period=None, **how):
    found = table("age_at_start", where.association, period or year(2026), **how)
    return found.sum.values["age_median"], found.sum.values["age_mean"]


@pytest.mark.parametrize("period", [year(2026), BOTH])
def test_a_median_half_way_between_two_bands_tells_how_many_are_in_each(db, as_owner, period):
    assert middles(aged(as_owner, a22=3, a62=3), period)[0] is None


def test_a_mean_tells_how_few_are_old(db, as_owner):
    median, mean = middles(aged(as_owner, a22=8, a62=2))
    assert (median, mean) == (22, None)


def test_they_are_told_where_one_more_or_less_in_a_band_would_give_them_too(db, as_owner):
    assert middles(aged(as_owner, a20=3, a21=3, a22=3, a27=3)) == (21.5, 22.5)


def test_they_are_told_where_no_band_is_hidden(db, as_owner):
    assert middles(aged(as_owner, a22=6, a62=6)) == (42, 42)


def test_how_long_nine_in_ten_stayed_tells_how_few_stayed_for_more_than_a_year(db, as_owner):
    with as_owner():
        where = place(1, 1)
        some(where, 9, start=date(2026, 1, 1), end=date(2026, 2, 1))
        some(where, 2, start=date(2024, 1, 1), end=date(2026, 2, 1))
    found = table("time_in_initiative", where.association, year(2026)).sum.values
    assert (found["counted"], found["stay_median"], found["stay_p90"]) == (11, 31, None)


def test_how_soon_half_was_entered_tells_how_few_were_entered_late(db, as_owner):
    with as_owner():
        where = place(1, 1)
        some(where, 6, start=date(2026, 2, 1))
        late = list(Enrolment.objects.values_list("pk", flat=True)[:3])
        Enrolment.objects.update(recorded_at="2026-02-02T12:00+01:00")
        Enrolment.objects.filter(pk__in=late).update(recorded_at="2026-04-02T12:00+02:00")
    assert table("entry_delay", where.association, year(2026)).sum.values["started_median"] is None


def test_inside_an_authority_they_are_exact(db, as_owner):
    where = aged(as_owner, a22=3, a62=3)
    with as_owner():
        own = [one.pk for one in where.initiatives]
        assert middles(where, own_initiatives=own)[0] == 42
