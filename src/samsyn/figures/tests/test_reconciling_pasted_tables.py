"""A table as it is pasted from Word or Excel, or lies in a file: read as meant, or a clear word why not."""

import io
import json
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.figures.reconciliation import Unreadable, document_of, examined, findings, pasted, text_of


def found(text):
    return [(one.rule, one.where, one.stated, one.expected, one.kind) for one in findings(document_of(text))]


INITIATIVES = """Tabell 1
Insatsnamn\tBudget antal delt.\tTotalt antal delt.\tAntal nya delt.\tAntal avslutade delt.\tPågående delt.
Kompass\t30\t19\t10\t7\t12
KRUS\t30\t35\t16\t20\t15
SUMMA deltagare\t60\t54\t26\t27\t27
"""


def test_a_table_that_adds_up_gives_nothing():
    assert found(INITIATIVES) == []


def test_rows_sums_and_identities_are_known_by_their_words():
    assert found(INITIATIVES.replace("\t20\t15", "\t21\t15")) == [
        ("identity", "Tabell 1 KRUS", 35, 36, "error"),
        ("sum", "Tabell 1 ended", 27, 28, "error"),
    ]


@pytest.mark.parametrize("above", ["Deltagare 2022\nDeltagare\n", "Deltagare 2022\n\tAntal\t\tVarav\n"])
def test_the_heading_is_the_line_that_has_a_word_for_each_number(above):
    text = INITIATIVES.replace("Tabell 1\n", above).replace("\t20\t15", "\t21\t15")
    assert [(rule, where.split()[-1]) for rule, where, *_numbers in found(text)] == [
        ("identity", "KRUS"),
        ("sum", "ended"),
    ]
    assert document_of(text)["tables"][0]["name"].startswith("Deltagare 2022")


def test_semicolons_and_commas_part_cells_too():
    wrong = INITIATIVES.replace("\t27\t27", "\t27\t28")
    assert found(wrong.replace("\t", ";")) == found(wrong) != []
    assert found(wrong.replace("\t", ",")) == found(wrong)


def test_years_that_follow_one_another_carry_over():
    text = "År\tTotalt\tNya\tPågående\n2020\t277\t112\t152\n2021\t258\t108\t142\n"
    assert found(text) == [("carry", "Tabell 1 2021", 258, 260, "error")]


SIKTA = """\tÅr 2020\tÅr 2021\tÅr 2022\tTotalt
Samordnare\t748 tkr\t765 tkr\t783 tkr\t2 296 tkr
Coacher\t1 709 tkr\t1 762 tkr\t1 816 tkr\t5 287 tkr
Lokaler\t200 tkr\t200 tkr\t200 tkr\t600 tkr
Totalt\t2 657 tkr\t2 727 tkr\t2 799 tkr\t8 183 tkr
"""


def test_a_total_across_the_row_is_meant_when_most_rows_keep_it():
    assert found(SIKTA) == []
    assert ("identity", "Tabell 1 Coacher", 5387, 5287, "error") in found(SIKTA.replace("5 287", "5 387"))


def test_one_row_proves_no_total_across():
    assert found("\tA\tB\tTotalt\nx\t1\t2\t99\n") == []


BY_SEX = """Insats\tKvinna\tMan\tTotalt
KRUS\t17\t18\t36
Kompass\t11\t8\t19
Summa\t28\t26\t55
"""


@pytest.mark.parametrize(
    "heads",
    ["Kvinna\tMan\tTotalt", "Kvinnor\tMän\tSumma", "Antal män\tAntal kvinnor\tTotalt antal"],
)
def test_women_and_men_beside_a_total_are_its_parts_whatever_the_numbers_say(heads):
    text = BY_SEX.replace("Kvinna\tMan\tTotalt", heads)
    assert [one[2:] for one in found(text)] == [(36, 35, "error"), (55, 54, "error")]
    assert {one[0] for one in found(text)} == {"identity"}
    assert untried(text) == []
    right = text.replace("36", "35").replace("55", "54")
    assert (found(right), untried(right)) == ([], [])


def test_one_row_of_women_and_men_is_enough_and_other_sexes_are_parts_too():
    assert [one[2:4] for one in found("\tTotalt\tKvinnor\tMän\nA\t36\t17\t18\n")] == [(36, 35)]
    assert found("\tTotalt\tKvinnor\tMän\tAnnat\nA\t36\t17\t18\t1\n") == []


def test_where_women_or_men_are_hidden_a_total_is_never_less_than_those_shown():
    text = BY_SEX.rpartition("Summa")[0].replace("17\t18\t36", "%s")
    for hidden in ("•", "visas inte", "–", ""):
        assert found(text % f"17\t{hidden}\t36") == []
        wrong = text % f"{hidden}\t40\t36"
        assert found(wrong) == [("identity", "Insats KRUS", 36, 40, "error")]
        [one] = findings(document_of(wrong))
        assert one.sentence() == "Totalt anges till 36, men Man 40 är en del av det. Skillnaden är −4."
    assert found("Deltagare 2022\n" + BY_SEX.splitlines()[0] + "\nKRUS\t•\t40\t36\n") != []


def test_which_rows_of_women_and_men_could_not_be_tried_is_told_in_one_line():
    rows = ["KRUS\t17\t•\t36", "Kompass\t•\t•\t19", "Vägen\t11\t8\t•", "RESA\t11\t\t22", "Tom\t\t\t"]
    text = "\n".join([BY_SEX.splitlines()[0], *rows, "Pontibus\t5\t\t5", "SAMBA\t2\t3\t5"])
    [(where, why)] = untried(text)
    assert found(text) == [] and where == "Insats"
    assert why.startswith("”Totalt” hölls mot sina delar") and why.endswith("KRUS, Kompass, Vägen, RESA.")


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("", "Ålder\t42\t•\t40"),
        ("Deltagarnas medelålder", "KRUS\t42\t•\t40"),
        ("Deltagare", "Väntetid\t•\t30\t24"),
        ("", "KRUS\t53\t•\t36"),
    ],
)
def test_a_part_larger_than_a_total_beside_a_hidden_one_may_be_a_mean_and_it_is_said(title, row):
    text = f"{title}\nInsats\tKvinnor\tMän\tTotalt\n{row}\n".lstrip()
    assert found(text) == []
    assert "Radernas summor i ”Totalt” prövades inte" in untried(text)[0][1]


def test_hidden_parts_of_what_may_be_less_than_nothing_say_nothing():
    rows = [{"label": "A", "values": {"result": 10, "income": 30, "costs": None}}]
    table = {"name": "T", "rows": rows, "identities": [["result", "income - costs"]]}
    made = examined({"tables": [table]})
    assert (made.findings, made.tried) == ([], 0)
    assert made.untried[0].why.endswith("saknas för A.")


def test_a_sum_of_which_no_part_is_shown_is_told():
    text = "Kön\tTotalt\nKvinnor\t•\nMän\t•\nSumma\t7\n"
    assert found(text) == []
    assert "visas inte för Kvinnor, Män." in untried(text)[0][1]


@pytest.mark.parametrize("empty", ["Män\t", "Män", "Annat\t"])
def test_an_empty_cell_below_women_is_not_nought_where_the_sum_is_more_and_it_is_said(empty):
    text = f"Kön\tTotalt\tNya\nKvinnor\t5\t3\n{empty}%s\nSumma\t%s\t%s\n"
    assert found(text % ("\t2" if "\t" in empty else "", 7, 5)) == []
    assert found(text % ("", 4, 3)) == [("sum", "Kön total", 4, 5, "error")]  # never less than those shown
    assert (found(text % ("", 5, 3)), untried(text % ("", 5, 3))) == ([], [])
    [(_where, why)] = untried(text % ("", 7, 3))
    assert why == f"Summan av totalt prövades inte: tal visas inte för {empty.strip()}."


def test_a_cell_may_be_empty_in_any_count_but_no_heading_and_no_amount():
    text = "Insats\tTotalt\tNya\n%sKRUS\t5\t3\nSIKTA\t%s\t2\nSumma\t8\t5\n"
    assert found(text % ("", "")) == [] != untried(text % ("", ""))
    assert [one[2:4] for one in found(text % ("Norra\n", 2))] == [(8, 7)]
    assert [one[2:4] for one in found("Belopp i kr\n" + text % ("", ""))] == [(8, 5)]


def test_a_share_and_what_came_of_them_may_stand_beside_women_and_men():
    text = "\tKvinnor\tMän\tTotalt\tAndel kvinnor\tAvslutade\tPågående\nA\t17\t18\t%s\t49 %%\t20\t%s\n"
    assert found(text % (35, 15)) == []
    assert [one[2:4] for one in found(text % (36, 16))] == [(36, 35)]


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        ("Kvinnor\tMän\tTotalt", ["Ålder\t38\t42\t40"]),  # in the middle
        ("Kvinnor\tMän\tTotalt", ["Antal\t17\t18\t35", "Väntetid\t30\t20\t24"]),
        ("Kvinnor\tMän\tTotalt", ["A\t47\t53\t36", "B\t60\t40\t19"]),  # shares
        ("Kvinnor\tMän\tTotalt", ["A\t47 %\t52 %\t36"]),
        ("Kvinnor\tMän\tIcke-binära\tTotalt", ["A\t17\t18\t2\t36"]),
        ("Kvinnor\tMän\tSumma kostnader", ["A\t17\t18\t360"]),
        ("Totalt\tKvinnor\tUnder 30", ["A\t36\t17\t8", "B\t19\t8\t8"]),
        ("Norra\tSödra\tSumma", ["A\t17\t18\t36", "B\t11\t8\t19"]),
    ],
)
def test_a_total_that_nothing_plainly_gives_is_no_finding_and_it_is_said(heads, rows):
    text = f"Insats\t{heads}\n" + "\n".join(rows) + "\n"
    assert found(text) == []
    whys = [why for _where, why in untried(text)]
    assert any(why.startswith(("Radernas summor i ”", "Procenttalen i ”")) for why in whys)


@pytest.mark.parametrize(
    "heads", ["Totalt\tNya\tAvslutade\tPågående", "Totalt\tNya\tPågående", "Budget\tTotalt\tNya\tAvslutade"]
)
def test_populations_are_no_parts_of_a_total(heads):
    rows = {4: "35\t16\t20\t15", 3: "35\t16\t15"}[heads.count("\t") + 1]
    rows = "30\t35\t16\t20" if heads.startswith("Budget") else rows
    text = f"Insats\t{heads}\nKRUS\t{rows}\n"
    assert (found(text), untried(text)) == ([], [])


DEVIATIONS = """Kostnadsslag\tBudget\tUtfall\tAvvikelse
Personal\t1200\t1150\t50
Lokaler\t300\t310\t-10
Övrigt\t100\t90\t10
Summa\t1600\t1550\t50
"""


@pytest.mark.parametrize("heads", ["Budget\tUtfall\tAvvikelse", "Före\tEfter\tFörändring", "A - 1\tB\tDiff"])
def test_a_deviation_that_most_rows_keep_is_held_against_its_columns(heads):
    text = DEVIATIONS.replace("Budget\tUtfall\tAvvikelse", heads)
    wrong = text.replace("1550\t50", "1550\t70")
    assert (found(text), untried(text)) == ([], [])
    assert [(one[0], *one[2:4]) for one in found(wrong)] == [("sum", 70, 50), ("difference", 70, 50)]
    turned = text.replace("-10", "10").replace(
        "90\t10", "90\t-10"
    )  # more of one is good, and less of another
    assert all(one[0] == "sum" for one in found(turned))


@pytest.mark.parametrize(
    ("heads", "row", "wrong"),
    [
        ("Deltagare\tvarav kvinnor", "10\t10", "10\t11"),
        ("Totalt antal\tVarav kvinnor\tVarav män", "10\t6\t4", "10\t6\t5"),
        ("Deltagare\tSnittålder\tvarav unga\tAndel\tdärav nya", "10\t5\t10\t100%\t3", "10\t5\t4\t40%\t11"),
    ],
)
def test_a_column_of_some_is_held_against_the_one_that_it_is_some_of(heads, row, wrong):
    text = f"Insats\t{heads}\nA\t%s\n"
    assert found(text % row) == []
    assert [one[0] in ("identity", "at least") for one in found(text % wrong)] == [True]


NOTE = """Not 2\t2022\t2021
Lokaler\t100\t90
Resor\t20\t10
Summa\t120\t100
Lön\t300\t280
Summa\t300\t280
Summa\t420\t380
"""


def test_sums_on_the_way_and_of_sums_are_understood():
    assert found(NOTE) == []
    assert found(NOTE.replace("420", "430")) == [("sum", "Not 2 2022", 430, 420, "error")]


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        ("Antal/A|10/varav kvinnor|6/– därav nya|4/B|5/Summa|%s", "15", "16"),
        ("Antal/A|10/B|5/Summa|%s/varav kvinnor|9", "15", "14"),
        ("Antal/A|10/B|20/Genomsnitt|15/Summa|%s", "30", "45"),
        ("Antal|Nya|Platser/A|10|4|9/B|5|3|9/Totalt 2022|%s/Totalt 2021|12|7|9", "15|7|18", "15|8|18"),
        ("Nya/Januari|3/Februari|5/Mars|2/Kvartal 1|10/April|4/Totalt|%s", "14", "24"),
        ("Nya/Januari|3/Februari|5/Mars|2/Kvartal 1|%s/April|4/Totalt|14", "10", "11"),
        ("Antal|Unika personer/A|10|10/B|5|5/Summa|%s", "15|13", "16|13"),
        ("Nya|Ackumulerat/Mars|10|10/April|5|15/Summa|%s", "15|15", "16|15"),
    ],
)
def test_rows_that_are_no_parts_of_a_sum_are_not_added(table, right, wrong):
    text = f"\t{table}".replace("|", "\t").replace("/", "\n")
    assert found(text % right.replace("|", "\t")) == []
    assert {one[0] for one in found(text % wrong.replace("|", "\t"))} == {"sum"}


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        ("Kvartal|Inskrivna|Nya/1|25|5/2|26|6/3|24|2/Totalt|40|%s", "13", "14"),
        ("Ålder|Kvinnor|Män/16–19|2|4/20–29|18|19/30–64|21|19/Summa|41|%s", "42", "12"),
        ("Insats|Kön|Antal/A|Kvinnor|10/A|Män|5/A|Totalt|15/B|Kvinnor|7/B|Män|8/B|Totalt|%s", "15", "16"),
        ("Område|Antal/Norra|15/A|10/B|5/Södra|15/C|7/D|8/Totalt|%s", "30", "31"),
        ("År|Intäkter|Kostnader|Resultat/2020|140|135|5/2021|161|149|12/2022|163|165|%s", "-2", "-3"),
    ],
)
def test_what_the_rows_are_called_tells_what_is_added(table, right, wrong):
    text = table.replace("|", "\t").replace("/", "\n")
    assert found(text % right) == []
    assert len(found(text % wrong)) == 1


def test_no_more_are_some_of_a_row_than_are_in_it():
    text = (
        "Insats\tAntal\tÅlder\nA\t10\t40\nvarav kvinnor\t%s\t42\nB\t5\t40\nSumma\t15\t40\nvarav nya\t99\t42\n"
    )
    assert found(text % 10) == []
    [one] = findings(document_of(text % 11))
    assert one.sentence() == "Antal anges till 10, men varav kvinnor 11 är en del av det. Skillnaden är −1."


def test_months_that_hold_one_another_are_not_added_up():
    text = "Period\tNya\njan–mar\t20\njan–jun\t28\njan–dec\t35\nTotalt\t35\n"
    assert found(text) == []
    assert "lades inte ihop" in untried(text)[0][1]


def test_a_row_that_may_be_a_sum_and_is_not_what_the_rows_come_to_is_told():
    text = "Orsak\tAntal\nArbete\t12\nStudier\t5\nTotalt utskrivna\t%s\n"
    assert (found(text % 17), untried(text % 17)) == ([], [])
    assert found(text % 18) == []
    assert untried(text % 18)[0][1].startswith("Inget hölls mot Totalt utskrivna")


def test_many_rows_called_totals_are_read_in_time(monkeypatch):
    tried = []
    monkeypatch.setattr(pasted, "_added", lambda lines, place: tried.append(place) or [])
    assert found("Insats\tAntal\n" + "".join(f"Totalt {n}\t{n}\n" for n in range(500))) == []
    assert len(tried) < 100


BALANCE = """Belopp i kronor\t2022-12-31\t2021-12-31
Ingående eget kapital\t4 058 448\t2 812 569
Årets resultat\t-204 793\t1 245 879
Utgående eget kapital\t3 853 655\t4 058 448
Kortfristiga skulder\t3 656 255\t3 423 070
Summa eget kapital, avsättningar och skulder\t7 509 910\t7 481 518
"""


def test_what_the_rows_above_come_to_is_not_added_once_more():
    assert found(BALANCE) == []
    assert found(BALANCE.replace("7 509 910", "7 509 901")) != []
    small = "Insats\tAntal\nA\t3\nB\t5\nC\t8\nSumma\t8\n"
    assert [(stated, expected) for _rule, _where, stated, expected, _kind in found(small)] == [(8, 16)]


def test_a_list_that_stands_on_its_side_is_no_column_to_add_up():
    text = "Antal nya deltagare:\t12\nTotalt\t38\nAntal avslutade deltagare\t13\nPågående\t24\n"
    assert found(text) == [("identity", "Tabell 1 kolumnen", 38, 37, "error")]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("Medelålder", "42 38 40"), ("Ålder", "42 38 40"), ("Medianålder", "42 38 50"),
        ("Mediantid i insats (dagar)", "420 380 401"), ("Antal dagar", "42 38 40"),
        ("Snitt", "42 38 40"), ("Kostnad per deltagare", "42000 38000 40000"),
        ("Kr/deltagare", "42000 38000 40000"), ("Andel kvinnor", "42 38 40"), ("Procent", "42 38 40"),
        ("Måluppfyllelse", "42% 38% 40%"), ("Nöjdhet", "4,2 3,8 4,0"), ("Efter", "42 38 40"),
    ],
)  # fmt: skip
def test_means_and_shares_are_not_added_up_and_it_is_said(column, cells):
    one, other, both = cells.split()
    text = f"Insats\tAntal\t{column}\nA\t10\t{one}\nB\t12\t{other}\nTotalt\t22\t{both}\n"
    assert found(text) == []
    [(_where, why)] = untried(text)
    assert column in why and ("lades inte ihop: det kan vara medelvärden" in why or "Procenttalen" in why)
    wrong = text.replace("Totalt\t22", "Summa\t21")
    assert [one[1] for one in found(wrong)] == ["Insats Antal"]


@pytest.mark.parametrize("title", ["Deltagarnas medelålder\n", "Dagar i insats, median\n", ""])
def test_where_nothing_says_that_the_columns_are_counts_they_may_be_means(title):
    text = f"{title}Insats\t2021\t2022\nA\t40\t42\nB\t41\t38\nTotalt\t40\t40\n"
    assert found(text) == []
    assert "Raderna i 2021, 2022 lades inte ihop" in untried(text)[0][1]


@pytest.mark.parametrize(
    ("title", "heads", "sums"),
    [
        ("Deltagare per insats", "Norra\tSödra", "28\t12"),  # fewer than the rows come to
        ("", "Kvinnor\tMän", "28\t12"),  # the women add up
        ("", "Beviljade medel\tHeltid", "17\t26"),
        ("", "Avsnitt\tDagar", "28\t27"),  # days that lie above all rows
        ("Belopp i kr", "2021\t2022", "28\t12"),
    ],
)
def test_counts_and_amounts_are_added_up_wherever_their_sum_lies(title, heads, sums):
    text = f"{title}\nInsats\t{heads}\nA\t17\t18\nB\t11\t8\nSumma\t%s\n".lstrip()
    assert [one[0] for one in found(text % sums)] == ["sum"]
    assert (found(text % "28\t26"), untried(text % "28\t26")) == ([], [])


def test_a_hidden_mean_beside_a_total_below_those_shown_is_no_error():
    text = "Kön\tDeltagare\t%s\nKvinnor\t37\t•\nMän\t41\t41\nTotalt\t78\t37\n"
    assert found(text % "Ålder") == []
    assert "visas inte för Kvinnor." in untried(text % "Ålder")[0][1]
    assert found(text % "Antal nya") != []


KASAM = """\t\tCoach\tBefolkning\tBefolkning % av total
Västra\tKatrineholm\t150%\t35000\t36%
Västra\tFlen\t100%\t16000\t16%
Norra\tSträngnäs\t100%\t49000\t50%
Totalt\t\t350%\t100000
"""


def test_shares_of_a_sum_are_known_by_their_numbers():
    assert found(KASAM) == []  # 35, 16 and 49: most do not follow, so no relation is meant
    right = KASAM.replace("36%", "35%").replace("50%", "49%")
    assert found(right) == []
    assert found(right.replace("16%", "18%")) == [
        ("share", "Tabell 1 Västra Flen Befolkning % av total", 18, 16, "error"),
        ("sum", "Tabell 1 Befolkning % av total", 102, 100, "error"),
    ]


def test_shares_of_a_part_of_the_rows_are_not_added_up_to_100():
    text = "Insats\tAntal\tAndel\nA\t10\t11,6 %\nB\t17\t19,8 %\nC\t29\t33,7 %\nTotalt\t86\n"
    assert [(one[0], one[1]) for one in found(text)] == [("sum", "Insats Antal")]
    assert untried(text) == [("Insats", "Andelarna i ”Andel” lades inte ihop: raderna är inte det hela.")]
    whole = text.replace("\nTotalt", "\nD\t30\t34,9 %\nTotalt")
    assert (found(whole), untried(whole)) == ([], [])


# ── Shares of two columns ─────────────────────────────────────────────────────────────────────────────────

SEXES = """Kön\tAntal\tAvslutade\tAndel
Kvinnor\t20\t60\t33,3 %
Män\t16\t52\t30,8 %
Totalt\t36\t112\t32,1 %
"""


def untried(text):
    return [(one.where, one.why) for one in examined(document_of(text)).untried]


def share(row, stated, expected, column="Andel"):
    return [("share", f"Kön {row} {column}", Decimal(stated), Decimal(expected), "error")]


def test_a_share_that_most_rows_keep_is_held_against_its_numbers():
    assert (found(SEXES), untried(SEXES)) == ([], [])
    assert found(SEXES.replace("30,8", "32,8")) == share("Män", "32.8", "30.8")
    assert found(SEXES.replace("32,1", "32,2")) == share("Totalt", "32.2", "32.1")


@pytest.mark.parametrize("percent", ["30,8", "30,77", "31"])
def test_a_share_that_was_only_rounded_is_right(percent):
    assert found(SEXES.replace("30,8", percent)) == []


def test_two_rows_of_which_one_fits_prove_no_share_and_it_is_said():
    text = SEXES.rpartition("Totalt")[0].replace("30,8", "32,8")
    assert found(text) == []
    [(where, why)] = untried(text)
    assert where == "Kön" and "Procenttalen i ”Andel” prövades inte" in why


@pytest.mark.parametrize(
    ("heading", "row", "is_plain"),
    [
        ("Antal\tAvslutade\tAndel av avslutade", "16\t52", True),
        ("Antal\tAvslutade\tAndel av avslutade (%)", "16\t52", True),
        ("Avslutade\tvarav till arbete\tAndel", "52\t16", True),
        ("Antal\tAvslutade\tAndel", "16\t52", False),
        ("Antal\tAvslutade\tAndel av alla", "16\t52", False),
        ("Antal\tNya\tAvslutade\tAndel av avslutade", "16\t9\t52", False),
    ],
)
def test_one_row_is_tried_only_where_the_headings_make_it_plain(heading, row, is_plain):
    text = f"Kön\t{heading}\nMän\t{row}\t32,8 %\n"
    expected = share("Män", "32.8", "30.8", heading.split("\t")[-1]) if is_plain else []
    assert (found(text), bool(untried(text))) == (expected, not is_plain)


def test_headings_that_no_row_keeps_mean_something_else():
    text = "Kön\tAntal\tAvslutade\tAndel av avslutade\nA\t16\t52\t40 %\nB\t20\t60\t45 %\n"
    assert found(text) == [] != untried(text)


def test_where_two_pairs_of_columns_fit_as_well_none_is_taken():
    text = "Kön\tA\tB\tC\tAndel\nx\t1\t2\t2\t50,0 %\ny\t1\t4\t4\t25,0 %\nz\t1\t5\t8\t44,0 %\n"
    assert found(text) == [] != untried(text)


def test_two_whole_per_cents_among_many_columns_may_be_chance():
    text = "Kön\tA\tB\tC\tAndel\nx\t1\t2\t9\t50 %\ny\t1\t4\t9\t25 %\nz\t1\t5\t9\t44 %\n"
    assert found(text) == [] != untried(text)
    assert found(text.replace(" %", ",0 %"))[0][:2] == ("share", "Kön z Andel")


def test_a_row_whose_numbers_are_hidden_is_told():
    text = SEXES.replace("Män\t16\t52", "Män\t-\t-").replace("Totalt\t36\t112\t32,1 %\n", "A\t1\t2\t50 %\n")
    [(_where, why)] = untried(text)
    assert found(text) == [] and why.endswith("saknas: Män.")


@pytest.mark.parametrize(
    ("heads", "row", "whole", "part"),
    [
        ("Avslutade\tvarav till arbete", "20\t21", 20, 21),
        ("Avslutade\tTill arbete eller studier", "20\t21", 20, 21),
        ("Till arbete eller studier\tvarav till arbete", "9\t12", 9, 12),
        ("Avslutade\tDärav antal till arbete", "0\t1", 0, 1),
        ("Avslutade\tTill arbete eller studier\tvarav till arbete", "20\t9\t12", 9, 12),
    ],
)
def test_no_more_went_to_work_than_those_they_are_some_of(heads, row, whole, part):
    text = f"Insats\t{heads}\nKRUS\t%s\n"
    assert [one[0] for one in found(text % row)] == ["at least"]
    [one] = findings(document_of(text % row))
    assert (one.stated, one.expected) == (whole, part)
    assert one.sentence().endswith(f"{part} är en del av det. Skillnaden är −{part - whole}.")
    right = row.replace(f"{part}", f"{whole}")
    assert (found(text % right), untried(text % right)) == ([], [])


def test_one_row_and_its_sum_are_no_shares():
    text = "Insats\tAvslutade\tTill arbete\nKRUS\t20\t21\nSumma\t20\t21\n"
    assert [one[1] for one in found(text)] == ["Insats KRUS work", "Insats Summa work"]
    assert untried(text) == []


def test_sums_of_those_who_went_to_work_are_tried_too():
    text = "Insats\tAvslutade\tTill arbete\nA\t5\t•\nB\t6\t2\nSumma\t11\t12\n"
    assert [one[:2] for one in found(text)] == [("at least", "Insats Summa work")]


@pytest.mark.parametrize("rows", [["A\t20\t40 %"], ["A\t20\t32,1"], ["A\t20\t40", "B\t10\t50"]])
def test_shares_of_those_who_went_to_work_are_no_part_of_the_ended_and_it_is_said(rows):
    text = "\n".join(["Insats\tAvslutade\tTill arbete", *rows])
    assert found(text) == []
    [(_where, why)] = untried(text)
    assert "”Till arbete”" in why and ("kan vara andelar" in why or "Procenttalen" in why)


def test_where_the_ended_are_hidden_those_who_went_to_work_are_told_not_to_be_tried():
    text = "Insats\tAvslutade\tTill arbete\nKRUS\t20\t9\nKompass\t•\t5\n"
    assert found(text) == []
    assert untried(text) == [
        ("Insats", "”Till arbete” hölls inte mot ”Avslutade”, som inte visas för Kompass.")
    ]


# ── As this system gives its tables out ───────────────────────────────────────────────────────────────────

OUTCOMES = """Till arbete eller studier, Förbundet, 2022-01-01–2022-12-31

Insats\tTill arbete eller studier\tAvslutade\tProcent\tOsäkerhet från\ttill\tKälla
KRUS\t12\t30\t40,0\t24,6\t57,7\tRegistret
Kompass\t•\t9\t•\t•\t•\tRegistret
Vägen\t9\t20\t45,0\t25,8\t65,8\tRegistret
Summa\t23\t59\t39,0\t27,6\t51,7\tRegistret
"""


@pytest.mark.parametrize("hidden", ["•", "•visas inte", "visas inte", "–", "-"])
def test_a_hidden_number_is_not_nought_and_bounds_are_not_added_up(hidden):
    text = OUTCOMES.replace("•", hidden)
    assert found(text) == []
    whys = [why for _where, why in untried(text)]
    assert "visas inte för Kompass." in whys[0]
    assert "prövades inte" in whys[0]
    assert found(text.replace("Summa\t23\t59", "Summa\t20\t60")) != []  # too small, and a wrong sum


@pytest.mark.parametrize(
    "cell", ["<5", "< 5", "färre än 5", "1–4", "..", "…", "x", "uppgift saknas", "redovisas ej", "3 (av 9)"]
)
def test_what_is_no_number_in_a_column_of_numbers_is_not_known(cell):
    text = f"Insats\tDeltagare\nA\t{cell}\nB\t15\nC\t12\nSumma\t%s\n"
    assert found(text % 30) == []
    assert "visas inte för A." in untried(text % 30)[0][1]
    assert [one[2:4] for one in found(text % 21)] == [(21, 27)]


@pytest.mark.parametrize("mark", ["*", "**", "¹", " ²", " 1)", "[2]", " †"])
def test_a_mark_that_leads_to_a_note_is_no_part_of_a_number(mark):
    text = f"Insats\tDeltagare\nA\t10{mark}\nB\t5\nSumma\t%s{mark}\n1) Sedan maj\n"
    assert (found(text % 15), untried(text % 15)) == ([], [])
    assert [one[2:4] for one in found(text % 16)] == [(16, 15)]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("1.200", "800", "2.000"),
        ("1,200", "1,800", "3,000"),
        ("+3", "-3", "0"),
        ("0,250", "1,500", "1,750"),
    ],
)
def test_numbers_are_read_with_the_marks_that_they_are_written_with(first, second, whole):
    text = f"Insats\tAntal\nA\t{first}\nB\t{second}\nSumma\t%s\n"
    assert (found(text % whole), untried(text % whole)) == ([], [])
    assert found(text % "9.999") != []


def test_an_amount_that_is_not_known_may_be_less_than_nothing():
    text = "Belopp i kr\t2022\nLokaler\t100\nBidrag\t•\nSumma\t90\n"
    assert found(text) == []
    assert "visas inte för Bidrag." in untried(text)[0][1]


def test_in_accounts_a_dash_is_nought():
    text = "Belopp i kr\t2022\nLokaler\t100\nBidrag\t–\nSumma\t%s\n"
    assert (found(text % 100), untried(text % 100)) == ([], [])
    assert found(text % 90) == [("sum", "Belopp i kr 2022", 90, 100, "error")]


@pytest.mark.parametrize("heads", ["Osäkerhet från\ttill", "från\ttill", "low\thigh"])
def test_bounds_beside_a_percentage_are_parts_of_nothing(heads):
    text = OUTCOMES.replace("Osäkerhet från\ttill", heads).replace("•", "1")
    assert {where.rpartition(" ")[2] for _rule, where, *_numbers in found(text)}.isdisjoint(
        {"från", "till", "low", "high"}
    )


def test_a_column_without_a_number_to_show_is_no_part_of_the_names():
    text = "Insats\tBudget\tTotalt\tAvslutade\tPågående\nKnutpunkten\t–\t24\t10\t15\n"
    assert [where for _rule, where, *_numbers in found(text)] == ["Insats Knutpunkten"]


def test_marks_and_what_they_say_are_no_part_of_a_name():
    text = "År\tTotalt\tNya\tPågående\n2020\t277\t112\t152\n2021 *, går inte ihop\t258\t108\t142\n"
    assert found(text) == [("carry", "Tabell 1 2021", 258, 260, "error")]


STATEMENT = """Belopp i kr;Not;2022-12-31;2021-12-31
Verksamhetens intäkter;1;16 383 989;16 183 999
Verksamhetens kostnader;2;-16 592 836;-14 937 830
Verksamhetens resultat;;-208 847;1 246 169
Finansiella intäkter;;4 056;
Finansiella kostnader;;-2;-290
Årets resultat;;-204 793;1 245 879

;2022;2021
Verksamhetens intäkter;16 383 989;16 183 999
Verksamhetens kostnader;16 592 836;14 937 830
Årets resultat;-208 847;1 246 169
"""


def test_statements_are_known_by_their_rows_and_held_against_one_another():
    assert found(STATEMENT) == [
        ("same quantity twice", f"multi_year {year} result against income_statement {year} result", *numbers)
        for year, numbers in ((2022, (-208847, -204793, "error")), (2021, (1246169, 1245879, "error")))
    ]
    assert found(STATEMENT.replace("4 056", "4 066"))[0][:2] == ("statement", "income_statement 2022 result")


def test_a_finding_of_the_same_thing_twice_names_both_places_in_words():
    [one, _other] = findings(document_of(STATEMENT))
    assert one.place == "Flerårsöversikt · 2022 · Resultat och Resultaträkning · 2022 · Resultat"


@pytest.mark.parametrize("year", ["2022-12-31", "2022"])
def test_a_finding_in_a_column_of_a_day_names_the_line(year):
    text = BALANCE.replace("7 509 910", "4 700 000").replace("2022-12-31", year)
    [said] = [one.sentence().replace("\N{NO-BREAK SPACE}", " ") for one in findings(document_of(text))]
    assert said.startswith(f"Summa eget kapital, avsättningar och skulder, {year} anges till 4 700 000")


def test_a_spreadsheet_is_read_sheet_by_sheet_and_shown_as_text():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Deltagare")
        for place, row in enumerate([["Insats", "Totalt", "Avslutade", "Pågående"], ["KRUS", 35, 20, 16]]):
            sheet.write_row(place, 0, row)
    text = text_of(file.getvalue())
    assert text == "Deltagare\nInsats\tTotalt\tAvslutade\tPågående\nKRUS\t35\t20\t16"
    assert found(text) == [("identity", "Deltagare KRUS", 35, 36, "error")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "klistra in"),
        (b"  \n\n", "klistra in"),
        (b"bara ord\noch fler ord", "Ingen tabell"),
        (b"{\"tables\": [", "inte JSON"),
        (b'{"tables": [{"rows": [{"values": {"n": NaN}}]}]}', "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"tables": [{"rows": [{"values": {"n": ' + b"9" * 5000 + b"}}]}]}", "JSON"),
        (b"PK\x03\x04 no zip", "kalkylark"),
        (b"\x00\x01\x02\x03", "varken"),
        (b"a\t" * 3000, "kolumner"),
        (b"a\t1\n" * 3000, "rader"),
        (b"x" * 2_000_001, "stor"),
    ],
    ids=lambda one: repr(one[:20]),
)  # fmt: skip
def test_a_bad_file_gets_a_clear_word(content, said):
    with pytest.raises(Unreadable, match=said):
        findings(document_of(text_of(content)))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read_or_refused_and_never_breaks(text):
    try:
        findings(document_of(text))
    except Unreadable as wrong:
        assert str(wrong)


WORDS = [
    *(
        "tables",
        "rows",
        "values",
        "sum",
        "label",
        "texts",
        "same",
        "appendices",
        "goals",
        "of",
        "total",
        "new",
    ),
    *("appendix_figures", "shares", "identities", "series", "whole", "unit", "carry", "percent", "by"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize(("years", "rules"), [("2015\t2020", []), ("215\t220", ["sum"])])
def test_years_in_which_initiatives_began_are_not_added_up(years, rules):
    first, second = years.split("\t")
    text = f"Insats\tStartår\tDeltagare\nKRUS\t{first}\t10\nRehab\t{second}\t12\nSumma\t2\t22"
    assert [one[0] for one in found(text)] == rules


@given(JSON)
@settings(deadline=None)
def test_any_json_is_read_or_refused_and_never_breaks(value):
    try:
        findings(document_of(json.dumps(value)))
    except Unreadable as wrong:
        assert str(wrong)


cells = st.integers(0, 9_999)


@given(st.lists(st.tuples(cells, cells, cells), min_size=2, max_size=8), st.data())
@settings(deadline=None)
def test_a_consistent_pasted_table_gives_nothing_and_one_changed_cell_an_error(rows, data):
    grid = [
        [f"Insats {n}", ended + ongoing, ended, ongoing, new] for n, (ended, ongoing, new) in enumerate(rows)
    ]
    grid.append(["Summa", *(sum(row[n] for row in grid) for n in range(1, 5))])

    def text():
        lines = ["\t".join(map(str, row)) for row in grid]
        return "\n".join(["Insats\tTotalt\tAvslutade\tPågående\tNya", *lines])

    assert found(text()) == []
    data.draw(st.sampled_from(grid))[data.draw(st.integers(1, 4))] += data.draw(st.integers(1, 99))
    assert "error" in {one[-1] for one in found(text())}
