"""A document shows counts as others reported them and says what does not hold in them: that is taken as said,
to the number; everything else is found as ever.
"""

import io
import json

import pytest
import xlsxwriter
from django.core.management import call_command

from samsyn.figures.reconciliation import Unreadable, document_of, examined, findings, text_of
from samsyn.figures.reconciliation.declared import HEADS, cells_of

HEADING = ["År", "Totalt", "Nya", "Avslutade", "Pågående"]
YEARS = [
    ([2011, 178, 122, 82, 50], "reported", [("identity", 178, 132)]),
    ([2012, 264, 176, 104, 57], "reported", [("identity", 264, 161), ("carry", 264, 226)]),
    ([2013, 233, 176, 104, 129], "records", []),
]


def pasted(years=YEARS, heads=HEADS):
    lines = ["\t".join([*HEADING, *heads])]
    for numbers, source, declared in years:
        told = [{"rule": rule, "stated": stated, "expected": said} for rule, stated, said in declared]
        lines.append("\t".join([*map(str, numbers), *cells_of(source, told)]))
    return "\n".join(lines) + "\n"


def changed(year, *, column=None, to=None, source=None, declared=None):
    """The same years, with one thing in one of them otherwise."""
    found = []
    for numbers, its_source, its_declared in YEARS:
        if numbers[0] == year:
            numbers = [to if place == column else one for place, one in enumerate(numbers)]
            its_source, its_declared = source or its_source, its_declared if declared is None else declared
        found.append((numbers, its_source, its_declared))
    return found


def found(text):
    return [(one.rule, one.where.split()[-1]) for one in findings(document_of(text))]


def test_what_is_declared_is_no_finding_but_is_told_beside_them():
    made = examined(document_of(pasted()))
    assert made.findings == []
    assert [(one.rule, one.stated, one.expected) for one in made.declared] == [
        ("identity", 178, 132),
        ("identity", 264, 161),
        ("carry", 264, 226),
    ]


def test_without_the_declaration_all_of_it_is_found():
    bare = "\n".join("\t".join(line.split("\t")[:5]) for line in pasted().splitlines())
    assert found(bare) == [("identity", "2011"), ("identity", "2012"), ("carry", "2012")]


@pytest.mark.parametrize("declared", [[("identity", 264, 161)], [("carry", 264, 226)]])
def test_what_the_same_row_does_not_declare_is_found(declared):
    [(rule, year)] = found(pasted(changed(2012, declared=declared)))
    assert year == "2012" and rule != declared[0][0]


@pytest.mark.parametrize(("column", "to"), [(1, 265), (3, 105), (4, 58)])
def test_a_number_that_was_changed_after_it_was_declared_is_found(column, to):
    assert ("identity", "2012") in found(pasted(changed(2012, column=column, to=to)))


def test_nobody_declares_their_own_figures():
    own = changed(2013, column=1, to=234, declared=[("identity", 234, 233), ("carry", 234, 233)])
    assert found(pasted(own)) == [("identity", "2013"), ("carry", "2013")]


def test_a_row_that_does_not_say_where_it_comes_from_declares_nothing():
    assert found(pasted(heads=["Källa", HEADS[1]])) == found(pasted(heads=["Källa", "Anmärkning"])) != []


def test_sums_are_never_declared():
    text = pasted() + "Summa\t675\t473\t290\t261\n"
    assert found(text) == [("sum", "new")]


def document(**row):
    values = {"result": 10, "income": 30, "costs": 15}
    row = {"label": "2021", "values": values, "reported": True, **row}
    return {"tables": [{"name": "Resultat", "rows": [row], "identities": [["result", "income - costs"]]}]}


def test_amounts_are_never_declared():
    wrong = {"rule": "identity", "stated": 10, "expected": 15}
    assert [one.rule for one in findings(document(declared=[wrong]))] == ["identity"]


@pytest.mark.parametrize(
    "declared",
    ["all", ["identity"], [{"rule": "sum", "stated": 1, "expected": 2}], [{"rule": "carry", "stated": 1}]],
)
def test_a_declaration_in_another_form_is_refused(declared):
    with pytest.raises(Unreadable, match="declared"):
        findings(document(declared=declared))


def test_a_spreadsheet_says_it_in_two_columns():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Tabell 5")
    sheet.write_string(0, 0, "Deltagare år för år")
    for number, line in enumerate(pasted().splitlines(), 2):
        for column, cell in enumerate(line.split("\t")):
            if cell.isdecimal():
                sheet.write_number(number, column, int(cell))
            else:
                sheet.write_string(number, column, cell)
    book.close()
    made = examined(document_of(text_of(out.getvalue())))
    assert made.findings == [] and len(made.declared) == 3
    assert made.declared[0].where == "Tabell 5, Deltagare år för år 2011"


def test_the_command_says_how_many_it_was_told_of(tmp_path, capsys):
    file = tmp_path / "years.json"
    file.write_text(json.dumps(document_of(pasted())))
    call_command("reconcile", str(file))
    assert "3 till går inte ihop" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "counted"),
    [("Tabell 16, Vägen: deltagare", 19), ("Tabell 5, Deltagare", 264), ("Tabell 7, Okänd: deltagare", 264)],
)
def test_a_table_of_one_initiative_is_held_against_that_initiative(name, counted):
    known = {("Vägen", "total"): 19, (None, "total"): 264}
    said = {"name": name, "rows": [{"label": "2022", "values": {"total": counted}}]}
    for number, wrong in ((counted, 0), (counted + 1, 1)):
        said["rows"][0]["values"]["total"] = number
        found = findings(
            {"tables": [said]}, lambda initiative, year, measure: known.get((initiative, measure))
        )
        assert len(found) == wrong


def test_the_register_is_asked_of_declared_rows_too():
    def register(initiative, year, measure):
        return 179 if (year, measure) == (2011, "total") else None

    [one] = findings(document_of(pasted()), register)
    assert (one.rule, one.stated, one.expected) == ("against register", 178, 179)
