"""Names stand as in a Swedish telephone book."""

from samsyn.base.alphabet import alphabetical


def test_the_last_letters_come_last_and_in_order():
    names = ["Örebro", "Älmhult", "Åtvidaberg", "zon", "Ystad", "Essunga", "Édith", "Edsbyn", "A\u030ahus"]
    assert sorted(names, key=alphabetical) == [
        "Édith", "Edsbyn", "Essunga", "Ystad", "zon", "A\u030Ahus", "Åtvidaberg", "Älmhult", "Örebro",
    ]  # fmt: skip
