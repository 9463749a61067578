"""Identity numbers after the pattern of the Tax Agency's test numbers, and telephone numbers of nobody.

Birth numbers 980–999, and for those born from 1990 also 238 and 239, are what the test numbers that the
Agency publishes are made of (19850709-9805, 20170101-2393). Source: its open data set "Testpersonnummer"
(https://www.dataportal.se/datasets/6_67959) and its page "Allt du behöver veta om testpersonnummer" at
skatteverket.se. The set lists numbers of certain days; these are made for any day by the same pattern, and
so are for invented people in demos and tests and nowhere else. Telephone numbers 070-174 06 05 – 070-174
06 99 are kept by the Post and Telecom Authority for books and films (pts.se, "Telefonnummer för användning i
böcker och filmer").
"""

from collections.abc import Container
from datetime import date

OLD_SERIES = range(980, 1000)
NEW_SERIES = (238, 239)


def check_digit(nine: str) -> int:
    """The tenth digit of YYMMDDNNN by the Luhn rule (weights 2, 1, 2 ...)."""
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(product // 10 + product % 10 for product in products) % 10


def birth_numbers(born: date, sex: str) -> list[int]:
    """The test birth numbers for that day: even for women, odd for men."""
    series = [*(NEW_SERIES if born.year >= 1990 else ()), *OLD_SERIES]
    return [number for number in series if number % 2 == (sex == "man")]


def number_for(born: date, sex: str, taken: Container[str] = ()) -> str:
    """YYYYMMDD-NNNN: the first test number of the day for ``sex`` (woman, man) that is not ``taken``.

    Raises LookupError when the day has no number left (at most eleven per sex).
    """
    for birth_number in birth_numbers(born, sex):
        nine = f"{born:%y%m%d}{birth_number:03}"
        number = f"{born:%Y%m%d}-{birth_number:03}{check_digit(nine)}"
        if number not in taken:
            return number
    raise LookupError(f"No test number left for {born}.")


def is_test_number(number: str) -> bool:
    """Is YYYYMMDD-NNNN of the test series?"""
    born = date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}")
    return int(number[9:12]) in [*birth_numbers(born, "woman"), *birth_numbers(born, "man")]


def phone(turn: int) -> str:
    """One of the 95 mobile numbers that nobody has."""
    return f"070-174 06 {5 + turn % 95:02}"
