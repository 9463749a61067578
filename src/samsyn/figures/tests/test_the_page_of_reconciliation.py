"""The page and the command of reconciliation: findings to read, nothing stored, nothing lost."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.figures import register
from samsyn.figures.models import ReportedCount
from samsyn.initiatives.tests.factories import InitiativeFactory
from samsyn.project import command

from .registers import place, some
from .test_reconciling_golden_documents import GOLDEN

TABLE = "Insats\tTotalt\tAvslutade\tPågående\nKRUS\t35\t20\t16\n"


@pytest.fixture
def world(db, as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    with as_owner():
        ours = place(1, 1)
        some(ours, 7)
        some(ours, 2, end=date(2026, 3, 1))
        return ours, people.director(ours.association)


@pytest.fixture
def page(client, world):
    client.force_login(world[1])

    def send(**typed):
        answer = client.post(reverse("figures:reconcile"), typed)
        assert answer.status_code == 200
        return answer.content.decode()

    return send


def test_a_pasted_table_is_answered_with_rule_place_numbers_and_kind(page):
    text = page(text=TABLE)
    assert "1 fynd" in text
    assert "Insats · KRUS · Totalt" in text
    assert "Totalt anges till 35, men avslutade 20 + pågående 16 är 36. Skillnaden är −1." in text
    assert "Delarna blir inte det totala" in text
    assert 'data-label="Skillnad">−1<' in text
    assert "Fel" in text
    assert "KRUS\t35\t20\t16" in text  # what was pasted is still there


def test_a_table_that_holds_says_how_much_was_tried(page):
    text = page(text=TABLE.replace("16", "15"))
    assert "Allt som prövades stämmer" in text
    assert "1 samband prövat" in text


def test_a_table_without_anything_to_compare_says_so(page):
    assert "Inget att jämföra" in page(text="Ort\tAntal\nA\t1\nB\t2\n")


@pytest.mark.parametrize("text", ["bara ord", '{"tables": [', "  "])
def test_what_cannot_be_read_is_explained_and_kept(page, text):
    shown = page(text=text)
    assert 'role="alert"' in shown or "error" in shown
    assert text.strip().replace('"', "&quot;") in shown


def test_a_file_is_read_and_stands_in_the_box_to_be_corrected(page):
    shown = page(file=SimpleUploadedFile("tabell.csv", TABLE.replace("\t", ";").encode()))
    assert "1 fynd" in shown
    assert "KRUS;35;20;16" in shown


def test_a_bad_file_loses_nothing_of_what_was_pasted(page):
    shown = page(file=SimpleUploadedFile("bild.png", b"\x89PNG\x00\x00"), text=TABLE)
    assert "varken text, kalkylark eller JSON" in shown
    assert "KRUS\t35\t20\t16" in shown


def test_names_in_a_table_are_shown_as_text(page):
    shown = page(text=TABLE.replace("KRUS", "<script>alert(1)</script>"))
    assert "<script>alert(1)" not in shown


def test_the_register_is_held_beside_by_initiative_and_year(page, world):
    ours = world[0]
    table = f"Insats\tTotalt\tNya\n{ours.initiatives[0].name}\t10\t9\nSumma\t10\t9\n"
    shown = page(text=table, against=ours.association.slug, year=2026)
    assert "Totalt anges till 10; registret räknar 9." in shown
    assert "2 fynd" in shown  # the row and the sum
    assert "registret räknar" not in page(text=table, year=2026)


def test_the_year_in_the_title_is_enough(page, world):
    ours = world[0]
    table = f"Deltagare 2026\nInsats\tTotalt\tNya\n{ours.initiatives[0].name}\t10\t9\n"
    assert "Totalt anges till 10; registret räknar 9." in page(text=table, against=ours.association.slug)


def test_a_part_of_a_year_is_held_against_the_same_months_of_the_register(page, world):
    ours = world[0]
    table = f"Deltagare %s 2026\nInsats\tTotalt\tAvslutade\n{ours.initiatives[0].name}\t9\t%s\nSumma\t9\t%s\n"
    against = ours.association.slug
    assert "Allt som prövades stämmer" in page(text=table % ("januari–februari", 0, 0), against=against)
    shown = page(text=table % ("januari–februari", 2, 2), against=against)
    assert "2 fynd" in shown and "Avslutade anges till 2; registret räknar 0." in shown
    assert "Allt som prövades stämmer" in page(text=table % ("kvartal 1", 2, 2), against=against)


def test_rows_of_months_are_held_against_the_register_each_for_itself(page, world):
    ours = world[0]
    table = (
        f"{ours.initiatives[0].name}: per månad 2026\nMånad\tTotalt\tAvslutade\nFebruari\t9\t%s\nMars\t9\t2\n"
    )
    assert "Allt som prövades stämmer" in page(text=table % 0, against=ours.association.slug)
    shown = page(text=table % 1, against=ours.association.slug)
    assert "1 fynd" in shown and "Avslutade anges till 1; registret räknar 0." in shown


def test_where_an_initiative_has_not_reported_the_whole_is_not_compared(as_owner, page, world):
    ours = world[0]
    with as_owner():
        InitiativeFactory(association=ours.association, source="reported", starts_on=date(2025, 1, 1))
    for title, why in (("januari–februari", "januari–februari 2026"), ("", "2026")):
        shown = page(text=f"Deltagare {title}\nÅr\tTotalt\n2026\t13\n", against=ours.association.slug)
        assert "registret räknar" not in shown
        assert f"Det har inga deltagare att räkna för {why}, eller inte alla." in shown
    rows = f"{ours.initiatives[0].name}\t9\nFjärran\t4\nSumma\t13\n"
    shown = page(text=f"Deltagare 2026\nInsats\tTotalt\n{rows}", against=ours.association.slug)
    assert "Summan jämfördes inte med registret, som inte vet den för alla: totalt." in shown


def test_many_periods_are_refused_with_a_word(page, world, monkeypatch):
    monkeypatch.setattr(register, "MOST_PERIODS", 0)
    tables = "\n".join(f"Deltagare {month} 2026\nInsats\tTotalt\nA\t9\n" for month in ("mars", "april"))
    assert "Högst 0 perioder åt gången." in page(text=tables, against=world[0].association.slug)


def test_those_who_went_to_work_or_studies_are_held_against_the_register(as_owner, page, world):
    ours = world[0]
    with as_owner():
        some(ours, 5, end=date(2026, 3, 1), work=True)
        some(ours, 6, end=date(2026, 3, 1))
    name = ours.initiatives[0].name
    table = f"Till arbete 2026\nInsats\tTill arbete eller studier\tAvslutade\n{name}\t%s\t13\n"
    assert "Till arbete eller studier anges till 6; registret räknar 5." in page(
        text=table % 6, against=ours.association.slug
    )
    assert "Allt som prövades stämmer" in page(text=table % 5, against=ours.association.slug)


def test_those_who_went_to_work_are_compared_where_each_kind_of_it_is_shown(as_owner, page, world):
    ours = world[0]
    name = ours.initiatives[0].name
    table = f"Till arbete 2026\nInsats\tvarav till arbete\tAvslutade\n{name}\t%s\t%s\n"
    with as_owner():
        some(ours, 3, end=date(2026, 3, 1), work=True)
    shown = page(text=table % (4, 5), against=ours.association.slug)  # 3 are few, and so hidden
    assert "registret räknar" not in shown and "visar inte talet" in shown
    with as_owner():
        some(ours, 20, end=date(2026, 3, 1), work=True)
        some(ours, 30, end=date(2026, 3, 1))
    shown = page(text=table % (24, 55), against=ours.association.slug)
    assert "Till arbete anges till 24; registret räknar 23." in shown
    assert "kan komma av att man har räknat på två sätt" in shown
    assert "Allt som prövades stämmer" in page(text=table % (23, 55), against=ours.association.slug)


def test_those_who_went_to_work_are_not_compared_beside_counts_reported_for_all(as_owner, page, world):
    ours = world[0]
    with as_owner():
        some(ours, 40, end=date(2026, 3, 1), work=True)
    table = "Till arbete\nÅr\tvarav till arbete\n2026\t50\n"
    assert "registret räknar 40." in page(text=table, against=ours.association.slug)
    with as_owner():
        ReportedCount.objects.create(
            association=ours.association, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), total=99,
            new=99, ended=60, ongoing=39, source="SUS", reported_by=world[1],
        )  # fmt: skip
    shown = page(text=table, against=ours.association.slug)
    assert "registret räknar" not in shown and "visar inte talet: 2026." in shown


def test_a_number_that_looks_like_a_year_far_off_does_not_silence_the_register(page, world):
    ours = world[0]
    table = f"Deltagare 2026\nInsats\tTotalt\tNya\tKronor\n{ours.initiatives[0].name}\t10\t9\t2087\n"
    assert "registret räknar 9." in page(text=table, against=ours.association.slug)


def test_what_could_not_be_held_against_the_register_is_said(page, world):
    shown = page(text=TABLE.replace("16", "15"), against=world[0].association.slug)
    assert "Det som prövades stämmer, men allt prövades inte" in shown
    assert "<b>Insats</b>: Jämfördes inte med registret. Tabellen anger inget år." in shown


def test_years_that_the_register_does_not_know_are_no_finding(page, world):
    shown = page(text="År\tTotalt\tNya\n2019\t10\t9\n2020\t8\t7\n", against=world[0].association.slug)
    assert "registret räknar" not in shown


@pytest.mark.parametrize("rows", [2, 40])
def test_the_page_asks_the_database_as_often_however_long_the_table(
    client, world, rows, django_assert_max_num_queries
):
    client.force_login(world[1])
    table = "Insats\tTotalt\tNya\n" + "".join(f"Insats {n}\t10\t9\n" for n in range(rows))
    typed = {"text": table, "against": world[0].association.slug, "year": 2026}
    client.post(reverse("figures:reconcile"), typed)
    with django_assert_max_num_queries(36):
        client.post(reverse("figures:reconcile"), typed)


def test_nothing_of_it_is_stored(client, world, django_assert_max_num_queries):
    client.force_login(world[1])
    client.get(reverse("figures:reconcile"))
    with django_assert_max_num_queries(12) as asked:
        client.post(reverse("figures:reconcile"), {"text": TABLE})
    assert not [one["sql"] for one in asked.captured_queries if "KRUS" in one["sql"]]


# ── On the command line ───────────────────────────────────────────────────────────────────────────────────


def run(*arguments):
    """Exit code and standard output, as `samsyn reconcile` gives them."""
    out = io.StringIO()
    try:
        call_command("reconcile", *map(str, arguments), stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_findings_end_with_1_and_stand_on_standard_output():
    code, out = run(GOLDEN / "sormland.json")
    assert code == 1
    assert "Fel: kasam 2023 · Bemanning · Katrineholm" in out
    assert "delarna blir tillsammans 8 960".replace("8 9", "8\N{NO-BREAK SPACE}9") in out


def test_as_json_each_finding_is_an_object():
    code, out = run(GOLDEN / "sormland.json", "--format", "json")
    assert code == 1
    one = json.loads(out)[2]
    assert {name: one[name] for name in ("rule", "where", "stated", "expected", "difference", "kind")} == {
        "rule": "sum", "where": "kasam_2023 budget_lines_tkr", "stated": 9000, "expected": 8960,
        "difference": 40, "kind": "error",
    }  # fmt: skip


def test_a_document_that_holds_ends_with_0(tmp_path):
    file = tmp_path / "a.json"
    file.write_text(
        '{"tables": [{"name": "a", "rows": [{"label": "x", "values": {"n": 1}}], "sum": {"n": 1}}]}'
    )
    assert run(file, "--format", "json") == (0, "[]\n")


@pytest.mark.parametrize("content", [None, "{", "{}", "[[[", '{"tables": 3}'])
def test_a_bad_file_ends_with_1_and_a_word_on_standard_error(tmp_path, content, capsys, monkeypatch):
    monkeypatch.setattr(command, "_choose_mode", lambda chosen: None)
    file = tmp_path / "a.json"
    if content is not None:
        file.write_text(content)
    assert command.main(["reconcile", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err) > 20
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [[], ["a.json", "--format", "xml"], ["a.json", "--nonsense"]])
def test_wrong_usage_ends_with_2(arguments, capsys, monkeypatch):
    monkeypatch.setattr(command, "_choose_mode", lambda chosen: None)
    assert command.main(["reconcile", *arguments]) == 2
    assert "usage:" in capsys.readouterr().err


def test_the_command_holds_a_file_against_the_register(world, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("År;Totalt;Nya\n2026;10;9\n")
    code, out = run(file, "--association", world[0].association.slug)
    assert (code, "registret räknar 9" in out) == (1, True)


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_command_says_what_could_not_be_held_against_the_register(world, tmp_path, capsys, form):
    file = tmp_path / "a.csv"
    file.write_text("Insats;Totalt;Nya\nKRUS;10;9\n")
    code, _out = run(file, "--association", world[0].association.slug, "--format", form)
    assert code == 0
    assert "Insats: Jämfördes inte med registret. Tabellen anger inget år." in capsys.readouterr().err


def test_the_command_takes_the_year_of_tables_that_name_none(world, tmp_path):
    ours = world[0]
    file = tmp_path / "a.csv"
    file.write_text(f"Insats;Totalt;Nya\n{ours.initiatives[0].name};10;9\n")
    code, out = run(file, "--association", ours.association.slug, "--year", 2026)
    assert (code, "registret räknar 9" in out) == (1, True)
