"""A table held against the register: for which year, which numbers, and a word where it could not be."""

import pytest

from samsyn.figures.reconciliation import Months, document_of, examined
from samsyn.figures.reconciliation.months import months_in
from samsyn.figures.reconciliation.words import year_in

HEADING = "Insats\tTotalt\tNya\tAvslutade\tPågående\n"
COUNTS = {"KRUS": (35, 16, 20, 15), "Kompass": (19, 10, 7, 12), "Vägen": (210, 90, 100, 110)}
WHOLE = tuple(map(sum, zip(*COUNTS.values(), strict=True)))


def register(initiative, when, measure):
    """As many in the months that it is asked of as in the year."""
    if getattr(when, "year", when) != 2022 or measure == "budgeted":
        return None
    counts = WHOLE if initiative is None else COUNTS.get(initiative)
    known = dict(zip(("total", "new", "ended", "ongoing"), counts or (), strict=bool(counts)))
    return known.get(measure)


def pasted(title, *names, sums="Summa", **other):
    lines = [[name, *other.get(name, COUNTS.get(name, ()))] for name in names]
    if sums:
        lines.append([sums, *(sum(line[n] for line in lines) for n in range(1, 5))])
    return f"{title}\n{HEADING}" + "".join("\t".join(map(str, line)) + "\n" for line in lines)


def tried(text, year=None):
    return examined(document_of(text), register, year)


def found(text, year=None):
    return [(one.rule, one.where) for one in tried(text, year).findings]


def untried(text, year=None):
    return tried(text, year).untried


def test_the_year_of_a_table_is_read_from_its_title():
    text = pasted("Deltagare 2022", *COUNTS, KRUS=(36, 16, 21, 15))
    wrong = [("total", "Summa"), ("ended", "Summa"), ("total", "KRUS"), ("ended", "KRUS")]
    assert set(found(text)) == {
        ("against register", f"Deltagare 2022 {row} {measure}") for measure, row in wrong
    }
    assert untried(text) == []


@pytest.mark.parametrize("form_year", [None, 2021])
def test_the_title_says_more_than_the_year_of_tables_that_name_none(form_year):
    assert tried(pasted("Deltagare 2022", *COUNTS), form_year).findings == []
    assert untried(pasted("Deltagare 2022", *COUNTS), form_year) == []


def test_the_year_may_stand_above_the_names_of_the_rows():
    text = pasted("", *COUNTS, KRUS=(36, 16, 21, 15)).strip().replace("Insats", "Insats 2022", 1)
    assert ("against register", "Tabell 1 KRUS total") in found(text)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Deltagare 2022", 2022), ("Tabell 1. Deltagare per insats 2022", 2022), ("Deltagare (2022)", 2022),
        ("Deltagare under år 2022.", 2022), ("2022", 2022), ("Deltagare", None),
        ("Deltagare 2021–2022", None),
        ("Deltagare 2021 och 2022", None), ("Deltagare 2022/23", None), ("Dnr 2022:14", None),
        ("Per 2022-06-30", None), ("Första halvåret 2022", None), ("Kvartal 3 2022", None),
        ("Januari–juni 2022", None), ("Deltagare sedan 2022", None), ("T.o.m. 2022", None),
        ("Plan för 2022", None), ("Mål 2022", None), ("Jämfört med 2022", None), ("Deltagare 20221", None),
        ("Efter den 1 mars 2022", None), ("2022-01-01–2022-12-31", 2022),
        ("Deltagare, Förbundet, 2022-01-01 – 2022-12-31", 2022), ("Januari–december 2022", 2022),
        ("1 januari till 31 december 2022", 2022), ("2021-01-01–2022-12-31", None),
        ("2022-10-01 – 2022-12-31", None), ("2022-01-01–2022-08-31", None), ("2022-01-01–2022-12-3", None),
    ],
)  # fmt: skip
def test_only_a_plain_year_is_read_from_a_title(title, year):
    assert year_in(title) == year


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (pasted("Deltagare", *COUNTS), "inget år"),
        (pasted("Deltagare per den 31 augusti", *COUNTS), "en del av ett år"),
        (pasted("Deltagare första halvåret", *COUNTS), "en del av ett år"),
        (pasted("Deltagare första halvåret 2021", *COUNTS), "inga deltagare att räkna för januari–juni 2021"),
        (pasted("Deltagare 2021", *COUNTS), "inga deltagare att räkna för 2021"),
        (pasted("Deltagare 2022", "Kvinnor", "Män", Kvinnor=(9, 3, 4, 5), Män=(6, 3, 2, 4)), "Ingen rad"),
        ("Deltagare 2022\nInsats\tPlatser\nKRUS\t30\nKompass\t20\n", "Ingen kolumn"),
    ],
)
def test_a_table_that_could_not_be_held_against_the_register_says_why(text, why):
    [one] = untried(text)
    assert one.where == text.splitlines()[0]
    assert "Jämfördes inte med registret" in one.why and why in one.why
    assert examined(document_of(text)).untried == []  # nobody asked


# ── Months ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("Deltagare januari–augusti 2022", (1, 8)), ("Jan-jun 2022", (1, 6)), ("Mars 2022", (3, 3)),
        ("Delårsrapport januari–augusti 2022", (1, 8)), ("januari 2022 till och med juni 2022", (1, 6)),
        ("Från och med april till och med juni 2022", (4, 6)), ("1 januari–30 juni 2022", (1, 6)),
        ("Deltagare – första halvåret 2022", (1, 6)), ("Andra kvartalet 2022", (4, 6)), ("Q3 2022", (7, 9)),
        ("Kvartal 1–3, år 2022", (1, 9)), ("Tertial 2 2022", (5, 8)), ("1:a tertialet 2022", (1, 4)),
        ("Deltagare 2022-10-01 – 2022-12-31", (10, 12)), ("2022-08", (8, 8)), ("2022-01–2022-06", (1, 6)),
        ("Insats 2022, deltagare kvartal 4 2022", (10, 12)), ("Halvårsrapport januari–juni 2022", (1, 6)),
        # other days, more than one, a plan, or not said
        ("1 januari–15 juni 2022", None), ("15 januari–30 juni 2022", None), ("3 mars 2022", None),
        ("2022-01-01–2022-06-29", None), ("2022-06-30", None), ("Per juni 2022", None),
        ("T.o.m. juni 2022", None), ("Oktober 2021–mars 2022", None), ("Januari–juni 2021 och 2022", None),
        ("Januari, februari 2022", None), ("Första och andra kvartalet 2022", None),
        ("Kvartal 1 och 2 2022", None), ("Kvartal 5 2022", None), ("Tertial 4 2022", None),
        ("Plan för januari–juni 2022", None), ("Per månad, januari–juni 2022", None),
        ("Delårsrapport augusti 2022", None), ("Delårsrapport kvartal 3 2022", None),
        ("Ackumulerat juni 2022", None), ("Halvårsrapport 2022", None), ("Hösten 2022", None),
        ("Januari–juni", None), ("Deltagare 2022", None),
    ],
)  # fmt: skip
def test_only_whole_months_that_are_plainly_named_are_read_from_a_title(title, months):
    assert months_in(title) == (months and Months(2022, *months))


def test_the_year_of_months_is_the_titles_own_else_the_one_stated():
    assert months_in("Kvartal 4", 2022) == Months(2022, 10, 12)
    assert months_in("Kvartal 4 2021", 2022) == Months(2021, 10, 12)


def test_a_table_of_a_part_of_a_year_is_held_against_the_same_months():
    asked = set()

    def of_months(initiative, when, measure):
        asked.add(when)
        return register(initiative, when, measure)

    text = pasted("Deltagare januari–augusti 2022", *COUNTS, KRUS=(36, 16, 21, 15))
    made = examined(document_of(text), of_months, 2021)
    assert asked == {Months(2022, 1, 8)}
    wrong = {(row, measure) for row in ("KRUS", "Summa") for measure in ("total", "ended")}
    assert {tuple(one.where.split()[-2:]) for one in made.findings} == wrong
    assert made.untried == []
    assert tried(pasted("Deltagare januari–augusti 2022", *COUNTS)).findings == []


def test_of_months_the_stated_year_and_that_of_a_row_are_told_apart():
    assert found(pasted("Deltagare kvartal 4", "KRUS", KRUS=(9, 3, 4, 5), sums=""), 2022) != []
    text = "Deltagare januari–augusti%s\nÅr\tTotalt\tNya\n2021\t50\t9\n2022\t265\t116\n"
    assert found(text % "") == [("against register", "Deltagare januari–augusti 2022 total")]
    assert found(text % " 2022") == [("against register", "Deltagare januari–augusti 2022 2022 total")]
    assert "talet: 2021." in untried(text % " 2022")[0].why


def test_what_is_given_for_whole_years_only_is_not_held_against_months():
    text = "Deltagare januari–juni 2022\nInsats\tBudget\tTill arbete eller studier\tTotalt\nKRUS\t15\t4\t35\n"
    assert found(text) == []
    [one] = untried(text)
    assert one.why.endswith("bara för hela år: budgeterade, till arbete eller studier.")
    [one] = untried(text.replace("\tTotalt", "").replace("\t35", ""))
    assert "bara för hela år" in one.why


@pytest.mark.parametrize(
    "title", ["Deltagare per den 31 augusti", "Deltagare hösten 2022", "Deltagare 2022-10-01 – 2022-12-30"]
)
def test_months_that_cannot_be_read_are_never_held_against_the_whole_year(title):
    above, beside = pasted(title, *COUNTS, KRUS=(9, 3, 4, 5)), pasted("", "KRUS", KRUS=(9, 3, 4, 5)).strip()
    for text in (above, beside.replace("Insats", f"Insats 2022, {title}", 1)):
        [one] = untried(text, 2022)
        assert "en del av ett år. Skriv i rubriken" in one.why
        assert found(text, 2022) == []


QUARTERS = [(20, 20, 4, 16), (24, 8, 6, 18), (20, 2, 3, 17), (22, 5, 10, 12)]
OVER_QUARTERS = (35, 35, 23, 12)  # those who began and ended add up; who was there was there in several


def by_quarter(initiative, when, measure):
    """Of the whole association, or of KRUS, in 2022."""
    is_known = when.year == 2022 and initiative in (None, "KRUS")
    counts = QUARTERS[(when.first_month - 1) // 3]
    return (
        dict(zip(("total", "new", "ended", "ongoing"), counts, strict=True)).get(measure)
        if is_known
        else None
    )


def quarters(title, names=("Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4"), last=OVER_QUARTERS, **wrong):
    rows = dict(zip(names, QUARTERS, strict=True)) | wrong | {"Totalt": last}
    lines = ["\t".join(map(str, (label, *counts))) for label, counts in rows.items()]
    return f"{title}\n{HEADING.replace('Insats', 'Period')}" + "\n".join(lines)


NAMES = ["Q1 Q2 Q3 Q4", "Kv1 Kv2 Kv3 Kv4", "K1 K2 K3 K4", "jan–mar apr–jun jul–sep okt–dec"]


@pytest.mark.parametrize(
    "title",
    ["Deltagare 2022", "Deltagare per kvartal 2022", "KRUS: deltagare kvartalsvis 2022",
     "Januari–december 2022", "Delårsrapport 2022, deltagare varje kvartal", "Kvartal 1–4 2022"],
)  # fmt: skip
@pytest.mark.parametrize("names", NAMES)
def test_rows_called_by_months_are_held_against_the_register_for_those_months(title, names):
    names = names.split()
    right = examined(document_of(quarters(title, names)), by_quarter)
    assert right.findings == []
    text = quarters(title, names, **{names[1]: (24, 9, 6, 18)}, last=(35, 36, 23, 12))
    [one] = examined(document_of(text), by_quarter).findings
    assert (one.rule, one.where.partition(names[1])[2], one.stated, one.expected) == (
        *("against register", " new"), 9, 8,
    )  # fmt: skip


def test_the_year_of_rows_called_by_months_may_be_stated_or_stand_in_their_names():
    for title, names, year in (
        ("Deltagare", NAMES[0].split(), 2022),
        ("Deltagare", [f"{one} 2022" for one in NAMES[2].split()], None),
        ("Deltagare 2021 och 2022", [f"{one} 2022" for one in NAMES[0].split()], None),
    ):
        text = quarters(title, names, **{names[1]: (24, 9, 6, 18)}, last=(35, 36, 23, 12))
        assert [one.rule for one in examined(document_of(text), by_quarter, year).findings] == [
            "against register"
        ]


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Deltagare", "Raderna avser månader"),
        ("Deltagare 2021–2022", "Raderna avser månader"),
        ("Deltagare, ackumulerat 2022", "Raderna avser månader"),
        ("Plan för 2022", "Raderna avser månader"),
        ("Deltagare hösten 2022", "Raderna avser månader"),
        ("Deltagare januari–juni 2022", "talet: Q3, Q4."),
    ],
)
def test_months_of_an_unclear_year_or_of_numbers_added_up_are_said_not_to_be_held(title, why):
    text = quarters(title, NAMES[0].split(), Q3=(9, 9, 4, 5))
    made = examined(document_of(text), by_quarter)
    assert {one.rule for one in made.findings} <= {"sum"}
    assert any(why in one.why for one in made.untried)


def test_over_months_and_years_only_what_happens_is_added_up_and_it_is_said():
    for text in (quarters("Deltagare 2022"), quarters("Deltagare per år", ("2019", "2020", "2021", "2022"))):
        made = examined(document_of(text))
        assert made.findings == []
        [one] = made.untried
        assert one.why.startswith("Raderna i totalt, pågående lades inte ihop")
        wrong = examined(document_of(text.replace("35\t35\t23", "35\t36\t24"))).findings
        assert [one.where.split()[-1] for one in wrong] == ["new", "ended"]
    text = "Kostnader 2022, tkr\nKvartal\tUtfall\nQ1\t100\nQ2\t120\nHelår\t%s\n"
    assert [found(text % number, None) for number in (220, 230)] == [
        [],
        [("sum", "Kostnader 2022, tkr Utfall")],
    ]


# ── What the register does not know ───────────────────────────────────────────────────────────────────────


def test_rows_and_columns_that_the_register_does_not_know_are_told():
    text = pasted("Deltagare 2022", *COUNTS, "Krusbäret", Krusbäret=(1, 1, 0, 1))
    [one] = untried(text)
    assert "talet: Krusbäret." in one.why
    assert found(text) == []  # nor is the sum, with that row in it, the association's
    text = "Deltagare 2022\nInsats\tTotalt\tBudget\nKRUS\t35\t30\n"
    assert "KRUS (budgeterade)" in untried(text)[0].why


def test_columns_that_the_register_is_not_asked_for_are_named():
    text = "Deltagare 2022\nInsats\tTotalt\tTill studier\tOrt\nKRUS\t35\t12\tKalmar\n"
    [one] = untried(text)
    assert one.why == "Jämfördes inte med registret, som inte tillfrågas om det: Till studier."


TO_WORK = "Deltagare 2022\nInsats\tvarav till arbete\nKRUS\t%s\n"


@pytest.mark.parametrize(
    ("known", "right", "wrong", "kind"),
    [
        ({"work": 12, "work_or_studies": 14, "ended": 20}, (12,), 13, "definition"),
        ({"work_or_studies": 14, "ended": 20}, (0, 14), 15, "error"),
        ({"ended": 20}, (0, 20), 21, "error"),
    ],
)
def test_those_who_went_to_work_are_held_against_the_register_or_against_those_they_are_some_of(
    known, right, wrong, kind
):
    def made(number):
        asked = {"KRUS": {"total": 35} | known, None: {"total": 264}}
        return examined(document_of(TO_WORK % number), lambda who, _when, measure: asked[who].get(measure))

    assert [made(number).findings for number in right] == [[] for _number in right]
    [one] = made(wrong).findings
    assert (one.rule, one.kind, one.difference) == ("against register", kind, 1)
    limit = {12: "registret räknar 12.", 14: "bara 14 till arbete eller studier.", 20: "bara 20 avslutade."}
    assert limit[wrong - 1] in one.sentence()
    why = [untried.why for untried in made(wrong).untried]
    assert why == [] if "work" in known else "KRUS" in why[0]


def test_a_document_without_participants_says_that_nothing_was_held_against_the_register():
    document = {"multi_year": {"2022": {"result": 1, "income": 3, "costs": 2}}}
    [one] = examined(document, register).untried
    assert "ingen tabell över deltagare" in one.why


def test_tables_of_the_same_title_are_told_apart():
    text = f"{pasted('Deltagare 2022', *COUNTS)}\n{pasted('Deltagare 2022', 'Okänd', Okänd=(1, 1, 0, 1))}"
    assert [one.where for one in untried(text)] == ["Deltagare 2022 (2)"]


def test_years_are_held_against_the_association():
    text = "Deltagare år för år\nÅr\tTotalt\tNya\n2021\t50\t9\n2022\t265\t116\nSumma\t315\t125\n"
    assert found(text, 2022) == [("against register", "Deltagare år för år 2022 total")]
    [one] = untried(text)
    assert "talet: 2021." in one.why


def test_the_known_tables_of_an_annual_report_say_it_too():
    rows = [{"initiative": "KRUS", "total": 36}, {"initiative": "Krusbäret", "total": 1}]
    document = {"participants_by_initiative": rows,
                "participants_by_year": [{"year": 2022, "total": 264}]}  # fmt: skip
    made = examined(document, register)
    assert [one.where for one in made.findings] == ["participants_by_initiative KRUS total"]
    [one] = made.untried
    assert "talet: Krusbäret." in one.why


# ── Sums ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sum_of_some_initiatives_is_not_the_associations():
    text = pasted("Deltagare 2022", "KRUS", "Kompass")
    assert found(text) == []
    [one] = untried(text)
    assert "54 där (totalt)" in one.why and "264" in one.why


def test_a_wrong_sum_of_some_initiatives_is_found_by_its_own_rows():
    text = pasted("Deltagare 2022", "KRUS", "Kompass").replace("Summa\t54", "Summa\t55")
    assert found(text) == [("sum", "Deltagare 2022 total"), ("identity", "Deltagare 2022 Summa")]


def test_the_sum_of_all_initiatives_is_held_against_the_associations():
    text = pasted("Deltagare 2022", *COUNTS).replace("Summa\t264", "Summa\t265")
    assert ("against register", "Deltagare 2022 Summa total") in found(text)


def test_an_initiative_with_nobody_takes_no_part_in_the_sum():
    text = pasted("Deltagare 2022", *COUNTS, "Ny", Ny=(0, 0, 0, 0)).replace("Summa\t264", "Summa\t265")
    assert ("against register", "Deltagare 2022 Summa total") in found(text)


def test_sums_on_the_way_are_not_the_associations():
    first = pasted("Deltagare 2022", "KRUS", "Kompass", sums="Delsumma")
    text = first + "\t".join(map(str, ["Vägen", *COUNTS["Vägen"]])) + "\n"
    text += "\t".join(map(str, ["Summa", *WHOLE])) + "\n"
    assert (found(text), untried(text)) == ([], [])
