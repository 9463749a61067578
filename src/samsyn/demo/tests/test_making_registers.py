"""The story of a register made for measuring: valid, mixed and as large as is wanted."""

import csv
from datetime import date

import pytest
from django.core.management import call_command

from samsyn.demo import registers
from samsyn.demo.numbers import check_digit, is_test_number, number_for, phone
from samsyn.demo.rows import COLUMNS
from samsyn.participants import identity


@pytest.fixture(scope="module")
def register():
    return list(registers.rows(5000, seed=3))


def test_the_same_seed_gives_the_same_register(register):
    assert list(registers.rows(5000, seed=3)) == register
    assert list(registers.rows(10, seed=4)) != register[:10]


def test_it_has_the_columns_of_the_import(register):
    assert all(list(row) == COLUMNS for row in register)


def test_case_numbers_are_used_once(register):
    assert len({(row["initiative"], row["case_number"]) for row in register}) == 5000


def test_people_come_back_but_never_to_two_places_in_one_initiative_at_once(register):
    stays = {}
    for row in register:
        if row["personal_identity_number"] and row["exit_reason"] != "misregistration":
            end = row["ended_on"] or "9999"
            who = stays.setdefault((row["personal_identity_number"], row["initiative"]), [])
            assert all(end <= began or row["started_on"] >= ended for began, ended in who)
            who.append((row["started_on"], end))
    people = {number for number, _ in stays}
    assert len(people) < 4800


def test_anonymous_rows_say_nothing_that_identifies(register):
    hidden = [row for row in register if row["anonymous"]]
    assert hidden
    assert not any(row["personal_identity_number"] or row["birth_year"] for row in hidden)


def test_every_number_is_valid_and_belongs_to_nobody(register):
    for row in register[:500]:
        if number := row["personal_identity_number"]:
            assert is_test_number(number)
            assert identity.parse(number).sex == row["sex"]


def test_a_day_runs_out_of_numbers_in_the_end():
    taken = []
    for _ in range(11):
        taken.append(number_for(date(1995, 5, 1), "woman", taken))
    assert len(set(taken)) == 11
    with pytest.raises(LookupError):
        number_for(date(1995, 5, 1), "woman", taken)


def test_the_check_digit_follows_the_luhn_rule():
    assert check_digit("811228987") == 4


def test_telephone_numbers_stay_in_the_series_for_fiction():
    assert {phone(turn)[:11] for turn in range(200)} == {"070-174 06 "}
    assert min(phone(turn) for turn in range(200)) == "070-174 06 05"


def test_the_command_writes_a_file(tmp_path):
    file = tmp_path / "register.csv"
    call_command("make_register", "40", str(file))
    with file.open(encoding="utf-8", newline="") as written:
        assert len(list(csv.DictReader(written))) == 40
