"""Numbers are checked as the law says, kept encrypted, found by key and never repeated in an error."""

from datetime import date

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from samsyn.participants import identity

from .factories import check_digit, number

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def standing_still():
    with time_machine.travel(TODAY, tick=False):
        yield


def written(born: date, serial: int, coordination: bool) -> str:
    day = born.day + (60 if coordination else 0)
    birth = f"{born.year}{born.month:02d}{day:02d}"
    return f"{birth}-{serial:03d}{check_digit(f'{birth[2:]}{serial:03d}')}"


births = st.dates(date(1900, 1, 1), TODAY)
serials = st.integers(1, 999)


@given(births, serials, st.booleans())
def test_every_right_number_is_read_the_same_however_it_is_written(born, serial, coordination):
    text = written(born, serial, coordination)
    sign = "+" if TODAY.year - born.year >= 100 else "-"
    for typed in (text, text.replace("-", ""), f" {text[2:8]}{sign}{text[-4:]} ", text[:8] + " " + text[-4:]):
        with time_machine.travel(TODAY, tick=False):
            read = identity.parse(typed)
        assert (read.text, read.birth_date, read.is_coordination) == (text, born, coordination)
        assert read.sex == ("man" if serial % 2 else "woman")


@given(births, serials, st.integers(1, 9))
def test_no_other_last_digit_is_taken(born, serial, off):
    text = written(born, serial, False)
    with time_machine.travel(TODAY, tick=False), pytest.raises(ValidationError):
        identity.parse(text[:-1] + str((int(text[-1]) + off) % 10))


@given(st.integers(0, 99), st.integers(0, 99), serials)
def test_only_days_that_exist_are_taken(month, day, serial):
    birth = f"1981{month:02d}{day:02d}"
    typed = f"{birth}-{serial:03d}{check_digit(f'{birth[2:]}{serial:03d}')}"
    try:
        expected = date(1981, month, day - 60 if day > 60 else day)
    except ValueError:
        expected = None
    with time_machine.travel(TODAY, tick=False):
        if expected:
            assert identity.parse(typed).birth_date == expected
        else:
            with pytest.raises(ValidationError):
                identity.parse(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "10 or 12 digits"),
        ("8102034567890", "10 or 12 digits"),
        ("٨١٠٢٠٣٤٥٦٧", "10 or 12 digits"),
        ("19810203--4567", "10 or 12 digits"),
        ("19810203-R567", "Interim numbers"),
        (number(1, born=date(2026, 11, 23)), "not come yet"),
        (number(1, born=date(1850, 5, 5)), "130 years"),
    ],
)
def test_what_is_wrong_is_said(typed, says, settings):
    settings.LANGUAGE_CODE = "en"
    from django.utils.translation import override

    with override("en"), pytest.raises(ValidationError, match=says):
        identity.parse(typed)


@given(births, serials)
def test_no_error_repeats_the_number(born, serial):
    typed = written(born, serial, False)[:-1] + "x"
    wrong_digit = written(born, serial, False)
    wrong_digit = wrong_digit[:-1] + str((int(wrong_digit[-1]) + 1) % 10)
    for text in (typed, wrong_digit):
        with time_machine.travel(TODAY, tick=False), pytest.raises(ValidationError) as caught:
            identity.parse(text)
        assert text[-5:] not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
    assert wrong_digit[-4:] not in repr(identity.parse(written(born, serial, False)))


def test_the_key_of_a_person_does_not_depend_on_how_the_number_is_written():
    text = number(7)
    keys = {identity.key_of(identity.parse(typed).text) for typed in (text, text.replace("-", ""), text[2:])}
    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_the_key_depends_on_the_secret_of_the_installation(settings):
    before = identity.key_of(number(7))
    settings.IDENTITY_HASH_KEY = "another secret"
    assert identity.key_of(number(7)) != before


def test_an_old_encryption_key_still_opens_and_the_new_one_locks(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [old]
    box = identity.encrypt(number(7))
    settings.IDENTITY_KEYS = [new, old]
    assert identity.decrypt(memoryview(box)) == number(7)
    assert Fernet(new).decrypt(identity.encrypt(number(7))).decode() == number(7)


def test_a_masked_number_shows_the_birth_date_only():
    assert identity.masked("19810203-4567") == "810203-••••"
    assert identity.masked("") == ""
