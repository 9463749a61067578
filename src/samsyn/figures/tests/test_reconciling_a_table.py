"""What must hold in a table: each rule once, rounding told from error, and nothing reported that is right."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.figures.reconciliation import Unreadable, findings


def table(rows, **more):
    return {"name": "T", "rows": [{"label": str(label), "values": values} for label, values in rows]} | more


def found(*tables, register=None, **more):
    return [(one.rule, one.where, one.stated, one.expected, one.difference, one.kind)
            for one in findings({"tables": list(tables), **more}, register)]  # fmt: skip


ROWS = [("A", {"n": 60}), ("B", {"n": 40})]


def test_a_finding_says_what_failed_and_its_difference_with_one_sign():
    rows = [("A", {"total": 36, "ended": 20, "ongoing": 15, "p": 99, "n": 1})]
    shares = [{"percent": "p", "of": ["n", "n"]}]
    document = {"tables": [table(rows, sum={"total": 35}, year=2022, shares=shares)]}

    def register(initiative, year, measure):
        return 40 if (initiative, measure) == ("A", "total") else None

    with translation.override("en"):
        made = findings(document, register)
        assert [one.difference_text for one in made] == ["−1", "1", "−1", "−4"]
        said = {one.rule: (one.rule_label, one.sentence().partition("The difference is ")[2]) for one in made}
    assert said == {
        "sum": ("The rows do not add up to the sum", "−1."),
        "identity": ("The parts do not add up to the total", "1."),
        "share": ("The share does not follow from its numbers", "−1."),
        "against register": ("The document and the register differ", "−4."),
    }


def test_rows_are_held_against_the_sum():
    assert found(table(ROWS, sum={"n": 100})) == []
    assert found(table(ROWS, sum={"n": 102})) == [("sum", "T n", 102, 100, 2, "error")]


def test_a_sum_over_a_hidden_cell_is_only_wrong_when_it_is_too_small():
    rows = [*ROWS, ("C", {"n": None})]
    assert found(table(rows, sum={"n": 103})) == []
    assert found(table(rows, sum={"n": 99})) == [("sum", "T n", 99, 100, -1, "error")]


def test_a_column_of_means_has_no_sum_by_its_name_or_as_declared():
    rows = [("A", {"n": 60, "medelålder": 42, "x": 42}), ("B", {"n": 40, "medelålder": 38, "x": 38})]
    whole = {"n": 100, "medelålder": 40, "x": 40}
    assert found(table(rows, sum=whole, means=["x"])) == []
    assert [one[1] for one in found(table(rows, sum=whole | {"n": 101}))] == ["T n", "T x"]


def test_amounts_that_were_rounded_may_miss_their_sum_by_what_rounding_explains():
    rows = [("A", {"tkr": 33}), ("B", {"tkr": 33}), ("C", {"tkr": 33})]
    assert found(table(rows, sum={"tkr": 100})) == [("sum", "T tkr", 100, 99, 1, "rounding")]
    assert found(table(rows, sum={"tkr": 103})) == [("sum", "T tkr", 103, 99, 4, "error")]


def test_the_unit_of_a_table_says_that_whole_numbers_are_rounded():
    rows = [("A", {"2022": 33}), ("B", {"2022": 33})]
    assert found(table(rows, sum={"2022": 67}))[0][-1] == "error"
    assert found(table(rows, sum={"2022": 67}, unit="kr"))[0][-1] == "rounding"


def test_numbers_with_decimals_are_rounded_to_the_last_of_them():
    rows = [("A", {"n": Decimal("1.2")}), ("B", {"n": Decimal("1.2")})]
    assert found(table(rows, sum={"n": Decimal("2.5")}))[0][-1] == "rounding"
    assert found(table(rows, sum={"n": Decimal("2.7")}))[0][-1] == "error"


def test_total_is_ended_and_ongoing_in_rows_and_in_the_sum():
    rows = [("A", {"total": 178, "ended": 82, "ongoing": 50})]
    assert found(table(rows)) == [("identity", "T A", 178, 132, 46, "error")]
    assert found(table([("A", {"total": 132, "ended": 82, "ongoing": 50})])) == []


def test_an_identity_can_be_declared():
    rows = [("A", {"all": 5, "women": 2, "men": 2})]
    assert found(table(rows, identities=[["all", "women + men"]])) == [("identity", "T A", 5, 4, 1, "error")]


def test_an_identity_that_names_no_column_is_bad_input():
    with pytest.raises(Unreadable, match="kvinnor"):
        found(table(ROWS, identities=[["n", "kvinnor + men"]]))


SERIES = {"by": "year", "carry": ["ongoing", "total - new"]}


def test_total_is_ongoing_before_and_new():
    rows = [
        (2020, {"total": 277, "new": 112, "ongoing": 152}),
        (2021, {"total": 258, "new": 108, "ongoing": 142}),
    ]
    assert found(table(rows, series=SERIES)) == [("carry", "T 2021", 258, 260, -2, "error")]


def test_years_that_do_not_follow_one_another_carry_nothing_over():
    rows = [(2019, {"total": 9, "new": 1, "ongoing": 5}), (2021, {"total": 258, "new": 108, "ongoing": 142})]
    assert found(table(rows, series=SERIES)) == []


@pytest.mark.parametrize(
    ("percent", "kind"),
    [("32.1", None), ("32", None), ("32.14", None), ("32.2", "error"), ("33", "error"), ("31", "error")],
)
def test_a_share_is_right_when_it_rounds_from_its_numbers(percent, kind):
    rows = [("A", {"p": Decimal(percent), "part": 36, "whole": 112})]
    kinds = [one[-1] for one in found(table(rows, shares=[{"percent": "p", "of": ["part", "whole"]}]))]
    assert kinds == ([kind] if kind else [])


def test_a_share_of_rounded_amounts_may_be_explained_by_their_rounding():
    rows = [("A", {"p": Decimal("33.1"), "part tkr": 1, "whole tkr": 3})]
    assert found(table(rows, shares=[{"percent": "p", "of": ["part tkr", "whole tkr"]}]))[0][-1] == "rounding"


def test_a_share_may_be_of_a_sum_of_columns():
    rows = [("A", {"p": 75, "here": 9000, "left": 3000})]
    assert found(table(rows, shares=[{"percent": "p", "of": ["here", "here + left"]}])) == []


def test_shares_of_a_whole_come_to_100():
    rows = [("A", {"p": 50}), ("B", {"p": 45})]
    assert found(table(rows, whole=["p"], unit="percent"))[0] == (
        "sum",
        "T p",
        95,
        100,
        -5,
        "error",
    )
    thirds = [(name, {"p": 33}) for name in "ABC"]
    assert found(table(thirds, whole=["p"], unit="percent"))[0][-1] == "rounding"


def test_the_share_of_all_in_a_sum_row_is_no_sum():
    rows = [("A", {"percent": 20}), ("B", {"percent": 50})]
    assert found(table(rows, sum={"percent": 32})) == []


def test_an_appendix_with_the_words_of_the_table_counts_otherwise():
    main = table([("RESA", {"total": 22})])
    appendix = {"name": "RESA", "of": "T", "values": {"total": 16}}
    assert found(main, appendices=[appendix]) == [("against table", "RESA total", 16, 22, -6, "definition")]


def test_the_same_quantity_stated_twice():
    same = [[["T", "A", "n"], ["U", "A", "n"]]]
    assert found(table(ROWS), table(ROWS) | {"name": "U"}, same=same) == []
    other = table([("A", {"n": 61})]) | {"name": "U"}
    assert found(table(ROWS), other, same=same) == [
        ("same quantity twice", "T A n against U A n", 60, 61, -1, "error")
    ]


def test_a_number_in_the_text_is_held_against_its_table():
    said = {"where": "sidan 9", "value": 61, "is": ["T", "A", "n"]}
    assert found(table(ROWS), texts=[said]) == [("against text", "sidan 9", 61, 60, 1, "error")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("36 av 112 utskrivna var i arbete, vilket motsvarar 32,1 %.", False),
        ("36 av 112 utskrivna var i arbete, vilket motsvarar\n 33,1%.", True),
        ("58 av 122 deltagare, eller ca 47,5 procent av dem", False),
        ("36 av 112 gick till arbete. Målet är 35 %.", False),
        ("12 324 av 16 383 tkr (75,2 %)", False),
        ("36 av 112 var 40 år; 35 % av dem", False),
        ("1,36 av 112 är 10 %", False),
    ],
)
def test_a_share_in_the_text_is_held_against_its_own_numbers(text, wrong):
    assert bool(found(table(ROWS), texts=[{"where": "s", "text": text}])) is wrong


def test_the_register_is_asked_for_initiatives_and_years():
    asked = []

    def register(initiative, year, measure):
        asked.append((initiative, year, measure))
        return {"KRUS": 34, None: 35}[initiative]

    main = table([("KRUS", {"total": 35})], sum={"total": 35}, year=2022)
    assert found(main, register=register) == [("against register", "T KRUS total", 35, 34, 1, "error")]
    assert asked == [("KRUS", 2022, "total"), (None, 2022, "total")]


@pytest.mark.parametrize(
    "bad",
    [
        [], "text", 7, {}, {"about": "nothing"}, {"tables": 3}, {"tables": [3]}, {"tables": [{"name": "x"}]},
        {"tables": [{"rows": [{"values": 3}]}]}, {"tables": [{"rows": [], "identities": 3}]},
        {"tables": [{"rows": [], "shares": [{"percent": "p"}]}]},
        {"tables": [{"rows": [], "shares": [{"percent": "p", "of": [1, 2]}]}]},
        {"tables": [{"rows": [], "series": {"by": "year"}}]},
        {"tables": [{"rows": [{"values": {"n": 10**40}}]}]},
        {"tables": [{"rows": []}], "same": [3]}, {"tables": [{"rows": []}], "texts": [{"value": 3}]},
    ],
)  # fmt: skip
def test_bad_input_says_what_is_expected(bad):
    with pytest.raises(Unreadable, match=r"."):
        findings(bad)


# ── For all documents ─────────────────────────────────────────────────────────────────────────────────────

counts = st.integers(0, 10_000)


@st.composite
def consistent(draw):
    """Years that follow one another, with shares and sums, all as they should be."""
    rows, ongoing = [], draw(counts)
    for year in range(2000, 2000 + draw(st.integers(1, 6))):
        new = draw(counts)
        total = ongoing + new
        ended = draw(st.integers(0, total))
        part = draw(st.integers(0, ended))
        percent = (
            (Decimal(part) * 100 / ended).quantize(Decimal("0.1"), "ROUND_HALF_UP") if ended else Decimal(0)
        )
        ongoing = total - ended
        rows.append(
            (
                year,
                {"total": total, "new": new, "ended": ended, "ongoing": ongoing, "work": part, "p": percent},
            )
        )
    sums = {
        name: sum(values[name] for _year, values in rows)
        for name in ("total", "new", "ended", "ongoing", "work")
    }
    return table(rows, sum=sums, series=SERIES, shares=[{"percent": "p", "of": ["work", "ended"]}])


@given(consistent())
@settings(deadline=None)
def test_a_consistent_document_gives_no_findings(document):
    assert found(document) == []


@given(consistent(), st.data())
@settings(deadline=None)
def test_any_single_changed_count_gives_an_error(document, data):
    row = data.draw(st.sampled_from([row["values"] for row in document["rows"]] + [document["sum"]]))
    cell = data.draw(st.sampled_from([name for name in row if name != "p"]))
    row[cell] += data.draw(st.integers(1, 50)) * data.draw(st.sampled_from([1, -1]))
    assert "error" in {one[-1] for one in found(document)}


@given(st.lists(st.decimals(0, 10_000, places=4), min_size=1, max_size=30), st.integers(0, 3))
@settings(deadline=None)
def test_what_was_only_rounded_is_never_an_error(amounts, decimals):
    step = Decimal(1).scaleb(-decimals)
    rows = [(n, {"kr": amount.quantize(step)}) for n, amount in enumerate(amounts)]
    kinds = {one[-1] for one in found(table(rows, sum={"kr": sum(amounts).quantize(step)}))}
    assert kinds <= {"rounding"}


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 4))
@settings(deadline=None)
def test_a_share_rounded_either_way_at_the_half_is_right(part, whole, decimals):
    exact = Decimal(part) * 100 / whole
    for way in ("ROUND_HALF_UP", "ROUND_HALF_EVEN"):
        rows = [("A", {"p": exact.quantize(Decimal(1).scaleb(-decimals), way), "part": part, "whole": whole})]
        assert found(table(rows, shares=[{"percent": "p", "of": ["part", "whole"]}])) == []
