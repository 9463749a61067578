"""A question whose text is written once gives the same rows as one written each time, to everybody."""

import pytest
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from samsyn.base.prepared import prepared
from samsyn.organisations.models import Municipality, Region

pytestmark = pytest.mark.django_db


@prepared
def named(prefixes, *, region, codes):
    begins = Q()
    for prefix in prefixes:
        begins |= Q(name__startswith=prefix)
    found = Municipality.objects.filter(begins, region__code=region, code__any_of=codes)
    return found.select_related("region").order_by("name")


@prepared
def pairs(*, region):
    return Municipality.objects.filter(region=region).values_list("pk", "name").order_by("pk")


@prepared
def nobody(*, name):
    return Municipality.objects.filter(name=name, pk__in=[])


@pytest.fixture(autouse=True)
def kalmar():
    region = Region.objects.create(code="98", name="Kalmar län")
    for code, name in {
        "9880": "Kalmar",
        "9883": "Västervik",
        "9884": "Vimmerby",
        "9861": "Mönsterås",
    }.items():
        Municipality.objects.create(code=code, name=name, region=region)
    return region


def test_the_rows_are_those_of_the_ordinary_question(kalmar):
    codes = [one.code for one in Municipality.objects.filter(region=kalmar)]
    asked = named(("K", "V"), region="98", codes=codes)
    ordinary = Municipality.objects.filter(Q(name__startswith="K") | Q(name__startswith="V"), region=kalmar)
    assert asked == list(ordinary.order_by("name"))
    assert len(asked) > 1


def test_what_is_given_counts_each_time(kalmar):
    assert {one.name for one in named(("K",), region="98", codes=["9880"])} == {"Kalmar"}
    assert named(("K",), region="97", codes=["9880"]) == []
    assert named(("K",), region="98", codes=[]) == []


def test_what_is_fixed_has_a_text_of_its_own():
    assert named(("K",), region="98", codes=["9880"])
    assert named(("V",), region="98", codes=["9880"]) == []


def test_related_records_come_in_the_same_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [one.region.code for one in named(("K",), region="98", codes=["9880"])] == ["98"]


def test_values_may_be_asked_for_instead_of_records(kalmar):
    assert pairs(region=kalmar.pk) == list(
        Municipality.objects.filter(region=kalmar).values_list("pk", "name").order_by("pk")
    )


def test_an_impossible_condition_gives_nothing():
    assert nobody(name="Kalmar") == []


def test_the_text_is_written_once(monkeypatch, kalmar):
    pairs(region=kalmar.pk)

    def written_again(self, *args, **kwargs):
        raise AssertionError("compiled anew")

    monkeypatch.setattr(SQLCompiler, "as_sql", written_again)
    assert pairs(region=kalmar.pk)


def test_what_is_given_cannot_become_part_of_the_text():
    assert named(("K",), region="98' OR '1'='1", codes=["9880"]) == []


def test_a_value_that_is_missing_or_unknown_is_refused(kalmar):
    with pytest.raises(TypeError):
        pairs()
    with pytest.raises(TypeError):
        pairs(region=kalmar.pk, name="Kalmar")


def test_rows_that_are_changed_by_one_are_not_seen_by_the_next(kalmar):
    first = named(("K",), region="98", codes=["9880"])[0]
    first.name = "changed in memory"
    assert named(("K",), region="98", codes=["9880"])[0].name == "Kalmar"
