"""Entered amounts: what is a sum is computed, and what must agree does."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from samsyn.figures.counting import year
from samsyn.reports import actions, checking, drafts, forms
from samsyn.reports.resolving import resolve
from samsyn.reports.statements import SAME, SHEETS, filled

INCOME = {"values": {"revenue": [100, 90], "costs": [-120, -80], "financial_income": [5, None]}}


def test_sums_are_computed_line_upon_line():
    found = filled(SHEETS["income"], INCOME, year(2025)).amounts
    assert found["operating"] == [-20, 10]
    assert found["result"] == [-15, 10]


def test_nothing_is_the_sum_of_nothing():
    assert filled(SHEETS["income"], {}, year(2025)).is_empty


def test_a_cost_below_budget_is_a_good_deviation():
    data = {"values": {"net_cost": [90, 100], "fees": [80, 85]}}
    found = filled(SHEETS["operating"], data, year(2025)).amounts
    assert (found["net_cost"], found["fees"]) == ([90, 100, 10], [80, 85, -5])
    assert found["result"][:2] == [-10, -15]


def test_free_rows_are_summed_by_group_and_in_all():
    rows = [
        {"label": "Hyra", "group": "Övriga externa kostnader", "values": [10, 9]},
        {"label": "Resor", "group": "Övriga externa kostnader", "values": [5, None]},
        {"label": "Lön", "group": "Personalkostnader", "values": [100, 90]},
    ]
    found = filled(SHEETS["note_costs"], {"rows": rows}, year(2025)).amounts
    assert (found["sum_1"], found["sum_2"], found["sum"]) == ([15, 9], [100, 90], [115, 99])


def test_what_must_agree_names_lines_that_are_there():
    for one, other, _sign in SAME:
        for name, line, place in (one, other):
            sheet = SHEETS[name]
            assert place < len(sheet.columns(year(2025)))
            assert line == "sum" if sheet.is_free else line in [each.name for each in sheet.lines]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1 234 567", 1234567), ("−208\xa0847", -208847), ("2,8", 2.8), ("", None), ("500 kr", 500), ("0", 0)],
)
def test_an_amount_is_typed_as_people_type_it(typed, amount):
    assert forms.AmountField(label="x").clean(typed) == amount


@pytest.mark.parametrize("typed", ["tolv", "1.234.567", "1e9", "--5", "12,345"])
def test_what_is_no_amount_is_told(typed):
    with pytest.raises(forms.forms.ValidationError, match="1 234 567"):
        forms.AmountField(label="x").clean(typed)


@pytest.mark.parametrize(
    ("typed", "count"), [("12", 12), ("0", 0), ("1 234", 1234), ("1\xa0234", 1234), ("", None)]
)
def test_a_number_of_people_is_typed_as_people_type_it(typed, count):
    assert forms.CountField(label="x").clean(typed) == count


@pytest.mark.parametrize("typed", ["-5", "−5", "12,5", "12.0", "500 kr", "tolv", "²"])
def test_nobody_is_half_a_participant_nor_less_than_none(world, client, typed):
    client.force_login(world.director)
    report = world.start("appendix", initiative=world.place.initiatives[0])
    block = report.blocks.get(kind="result")
    sent = {"save_key": str(uuid.uuid4()), "seen_version": block.version, "new": typed, "total": "7"}
    page = client.post(reverse("reports:enter", args=[block.pk]), sent).content.decode()
    assert f"”{typed}” är inget antal; skriv ett heltal från 0." in page
    assert f'value="{typed}"' in page  # and nothing of it is lost
    block.refresh_from_db()
    assert "since_start" not in block.data


@pytest.mark.parametrize("counted", [-1, 12.5, "12", True])
def test_nor_is_it_saved_past_the_form(world, counted):
    block = world.start("appendix", initiative=world.place.initiatives[0]).blocks.get(kind="result")
    with pytest.raises(ValidationError, match="heltal från 0"):
        actions.enter(block=block, since_start={"new": counted}, source="", by=world.director)


def test_sums_are_seen_while_amounts_are_typed_and_nothing_is_saved(world, client):
    client.force_login(world.director)
    block = world.start().blocks.get(kind="statement", data__sheet="income")
    typed = {"save_key": str(uuid.uuid4()), "revenue_0": "100 000", "costs_0": "-40 000", "source": ""}
    address = reverse("reports:sums", args=[block.pk])
    answer = client.post(address, typed)
    assert "60 000" in answer.content.decode().replace("\xa0", " ")
    block.refresh_from_db()
    assert not block.data.get("values")
    # What is no amount leaves what stands there
    assert client.post(address, typed | {"revenue_0": "hundra"}).status_code == 204


# ── Minus where none is expected, and none where it is ─────────────────────────────────────────────────────


def told_of(report) -> list[str]:
    return [one["text"] for one in checking.findings(resolve(drafts.draft_of(report), timezone.now()))]


def entered(world, report, sheet, **data):
    block = report.blocks.get(kind="statement", data__sheet=sheet)
    return actions.enter(block=block, **data, source="Bokslutet", by=world.director)


WITHOUT = "är skrivet utan minus; här väntas ett belopp med minus."
WITH = "är skrivet med minus; här väntas ett belopp utan minus."


def test_a_cost_without_the_minus_of_its_statement_is_told_by_line_year_and_amount(world):
    report = world.start()
    entered(world, report, "income", values={"revenue": [16183999, None], "costs": [14937830, -1]})
    assert told_of(report) == [f"Verksamhetens kostnader, 2025: 14\xa0937\xa0830 {WITHOUT}"]


def test_a_net_cost_with_a_minus_is_told_but_not_the_deviation_that_is_computed(world):
    report = world.start()
    entered(world, report, "operating", values={"net_cost": [100, -90], "fees": [80, 90]})
    assert told_of(report) == [f"Nettokostnad, Budget: −90 {WITH}"]


def test_costs_with_a_minus_in_a_note_are_told_by_their_sum_and_a_rounding_is_not(world):
    report = world.start()
    rows = [{"label": "Hyra", "values": [-10, 9]}, {"label": "Öresutjämning", "values": [1, -1]}]
    entered(world, report, "note_costs", rows=rows)
    assert told_of(report) == [f"Summa, 2025: −9 {WITH}"]


def test_nought_and_what_is_not_typed_have_no_sign_to_tell_of(world):
    report = world.start()
    entered(
        world, report, "income", values={"revenue": [0, 10], "costs": [0, None], "extraordinary": [5, -5]}
    )
    assert told_of(report) == []


def test_who_types_a_cost_without_its_minus_is_told_at_once_and_it_is_saved(world, client):
    client.force_login(world.director)
    block = world.start().blocks.get(kind="statement", data__sheet="income")
    typed = {"revenue_0": "100 000", "costs_0": "40 000", "source": "Bokslutet"}
    told = f"Verksamhetens kostnader, 2025: 40\xa0000 {WITHOUT}"
    enter, sums = (reverse(f"reports:{name}", args=[block.pk]) for name in ("enter", "sums"))
    assert (
        'id="shown"' in client.get(enter).content.decode()
    )  # where it is told, also before the first amount
    key = {"save_key": str(uuid.uuid4())}
    assert told in client.post(sums, typed | key).content.decode()
    assert WITHOUT not in client.post(sums, typed | key | {"costs_0": "-40 000"}).content.decode()
    saved = client.post(enter, typed | key | {"seen_version": block.version}, follow=True)
    assert f"Sparat, men stämmer det? {told}" in saved.content.decode()
    block.refresh_from_db()
    assert block.data["values"]["costs"] == [40000, None]
    assert told in client.get(enter).content.decode()


def test_the_board_cannot_approve_before_it_has_been_read(world):
    report = world.start()
    entered(world, report, "income", values={"revenue": [100, 90], "costs": [80, -80]})
    world.handed_in(report)
    world.sent_to_review(report)
    with pytest.raises(ValidationError) as refused:
        world.approve(report)
    assert "has_read" in refused.value.error_dict
