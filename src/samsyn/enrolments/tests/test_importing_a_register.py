"""A register comes in from a file: all rows or none, twice the same as once,
and every wrong cell is named.
"""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samsyn.accounts.tests.factories import coordinator
from samsyn.enrolments.imports.columns import COLUMNS, SWEDISH
from samsyn.enrolments.imports.planning import check_rows
from samsyn.enrolments.imports.reading import Unreadable, read_table
from samsyn.enrolments.models import Enrolment, ImportRun
from samsyn.initiatives.models import Initiative
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory, PartyFactory
from samsyn.participants.models import Participant
from samsyn.participants.tests.factories import number

from .factories import initiative_at

TODAY = date(2026, 11, 22)


@pytest.fixture
def ours(db):
    return ControllerFactory()


@pytest.fixture
def association(ours):
    association = AssociationFactory(slug="provet")
    PartyFactory(association=association, controller=ours)
    return association


def row(ours, **cells):
    return {
        "initiative": "Kompassen", "case_number": "K-1", "personal_identity_number": number(3),
        "sex": "woman",
        "municipality": ours.municipality.name, "referrer": "af", "started_on": "2026-01-15",
        "income_at_start": "salary|social_assistance", "education": "compulsory",
    } | cells  # fmt: skip


def text_of(*rows, separator=","):
    columns = list(dict.fromkeys(name for cells in rows for name in cells))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err


def run(tmp_path, content, *options):
    file = tmp_path / "register.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(
            "import_enrolments", str(file), "--association", "provet", *options, stdout=out, stderr=err
        )
    except SystemExit as end:
        code = end.code
    return Ran(code, out.getvalue(), err.getvalue())


def test_new_rows_become_participants_and_enrolments(ours, association, tmp_path, as_owner):
    rows = [row(ours), row(ours, case_number="K-2", personal_identity_number=number(4), ended_on="2026-06-30",
                           exit_reason="illness", occupation_at_end="none",
                           income_at_end="salary")]  # fmt: skip
    ran = run(tmp_path, text_of(*rows), "--create-initiatives")
    assert (ran.code, ran.out.strip()) == (0, "2 nya, 0 ändrade, 0 oförändrade")
    with as_owner():
        enrolment = Enrolment.objects.get(case_number="K-2")
        assert enrolment.is_imported and enrolment.ended_recorded_at is None  # nobody entered it by hand
        assert enrolment.participant.number == number(4)
        assert enrolment.participant.controller == ours
        assert enrolment.history.count() == enrolment.participant.history.count() == 1


def test_the_same_file_again_changes_nothing(ours, association, tmp_path, as_owner):
    content = text_of(
        row(ours),
        row(ours, case_number="K-2", initiative="Annan"),
        row(ours, case_number="K-3", personal_identity_number="", birth_year="1981"),
        row(ours, case_number="K-4", personal_identity_number="", anonymous="ja", sex="man"),
    )
    run(tmp_path, content, "--create-initiatives")
    ran = run(tmp_path, content, "--create-initiatives")
    assert ran.out.strip() == "0 nya, 0 ändrade, 4 oförändrade"
    with as_owner():
        assert Participant.objects.count() == 3  # one of them in two initiatives
        assert Participant.history_model_count() == 3 if hasattr(Participant, "history_model_count") else True


def test_a_changed_row_is_changed_with_history(ours, association, tmp_path, as_owner):
    run(tmp_path, text_of(row(ours)), "--create-initiatives")
    ran = run(tmp_path, text_of(row(ours, education="upper_secondary")))
    assert ran.out.strip() == "0 nya, 1 ändrade, 0 oförändrade"
    with as_owner():
        enrolment = Enrolment.objects.get()
        assert enrolment.education == "upper_secondary"
        assert [event.education for event in enrolment.history.order_by("pgh_id")] == [
            "compulsory",
            "upper_secondary",
        ]


def test_a_dry_run_writes_nothing(ours, association, tmp_path, as_owner):
    ran = run(tmp_path, text_of(row(ours)), "--create-initiatives", "--dry-run")
    assert ran.out.strip() == "1 skulle bli nya, 0 skulle ändras, 0 oförändrade"
    with as_owner():
        assert not Enrolment.objects.exists()
        assert not Initiative.objects.exists()


def test_one_wrong_row_stops_all_of_them(ours, association, tmp_path, as_owner):
    ran = run(
        tmp_path, text_of(row(ours), row(ours, case_number="K-2", started_on="igår")), "--create-initiatives"
    )
    assert ran.code == 1
    assert "Rad 3, started_on: “igår” – förväntat: ett datum som ÅÅÅÅ-MM-DD" in ran.err
    with as_owner():
        assert not Enrolment.objects.exists()


def test_an_unknown_initiative_is_an_error_unless_it_is_to_be_made(ours, association, tmp_path):
    ran = run(tmp_path, text_of(row(ours)))
    assert ran.code == 1
    assert "initiative: “Kompassen”" in ran.err


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"personal_identity_number": ""}, "birth_year"),
        ({"personal_identity_number": "", "birth_year": "1981", "sex": ""}, "sex"),
        (
            {"personal_identity_number": number(3)[:-1] + str((int(number(3)[-1]) + 1) % 10)},
            "personal_identity_number",
        ),
        ({"anonymous": "ja"}, "personal_identity_number"),
        ({"anonymous": "ja", "personal_identity_number": "", "birth_year": "1981"}, "birth_year"),
        ({"municipality": "Ingenstans"}, "municipality"),
        ({"controller": "okänd"}, "controller"),
        ({"track": "Sidospår"}, "track"),
        ({"education": "doktor"}, "education"),
        ({"income_at_start": "salary|lotteri"}, "income_at_start"),
        ({"public_support_months": "-1"}, "public_support_months"),
        ({"started_on": "2026-02-30"}, "started_on"),
        ({"ended_on": "2026-01-14", "exit_reason": "illness", "occupation_at_end": "none"}, "ended_on"),
        ({"ended_on": "2026-06-30"}, "exit_reason"),
        ({"destination": "work"}, "destination"),
        ({"started_on": "", "ended_on": "2026-06-30", "exit_reason": "illness"}, "started_on"),
        ({"case_number": ""}, "case_number"),
        ({"case_number": number(9)}, "case_number"),
    ],
)
def test_a_wrong_cell_is_named(ours, association, tmp_path, cells, column):
    initiative_at(association=association, name="Kompassen", slug="kompassen")
    ran = run(tmp_path, text_of(row(ours, **cells)))
    assert ran.code == 1
    assert f"Rad 2, {column}:" in ran.err


def test_no_identity_number_is_repeated(ours, association, tmp_path):
    wrong = number(3)[:-1] + str((int(number(3)[-1]) + 1) % 10)
    ran = run(
        tmp_path, text_of(row(ours, personal_identity_number=wrong, education=number(5), track=number(6)))
    )
    for text in (wrong, number(5), number(6)):
        assert text[-4:] not in ran.err


def test_overlaps_are_found_in_the_file_and_against_what_is_there(ours, association, tmp_path):
    again = row(ours, case_number="K-2", started_on="2026-03-01")
    in_file = run(tmp_path, text_of(row(ours), again), "--create-initiatives")
    assert "Rad 3, started_on: “2026-03-01”" in in_file.err
    assert "rad 2" in in_file.err
    run(tmp_path, text_of(row(ours)), "--create-initiatives")
    there = run(tmp_path, text_of(again))
    assert "det som redan är registrerat" in there.err


def test_two_spells_may_change_places(ours, association, tmp_path):
    ended = {"exit_reason": "illness", "occupation_at_end": "none"}
    first = row(ours, started_on="2025-01-01", ended_on="2025-06-01", **ended)
    second = row(ours, case_number="K-2", started_on="2025-06-01", ended_on="2025-12-01", **ended)
    run(tmp_path, text_of(first, second), "--create-initiatives")
    swapped = text_of(first | {"started_on": "2025-06-01", "ended_on": "2025-12-01"},
                      second | {"started_on": "2025-01-01", "ended_on": "2025-06-01"})  # fmt: skip
    assert run(tmp_path, swapped).out.strip() == "0 nya, 2 ändrade, 0 oförändrade"


def test_the_next_case_number_goes_past_the_imported(ours, association, tmp_path, as_owner):
    from samsyn.accounts.acting import acting_as
    from samsyn.enrolments.actions import enrol_new

    run(tmp_path, text_of(row(ours, case_number="KOM-2026-0041")), "--create-initiatives")
    user = coordinator(ours)
    with acting_as(user):
        enrolment = enrol_new(
            initiative=Initiative.objects.get(), municipality=ours.municipality, approved_on=TODAY,
            number=number(8),
            sex="", birth_year=None, given_name="Prova", family_name="Testsson", by=user,
        )  # fmt: skip
    assert enrolment.case_number == "KOM-2026-0042"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tom"),
        ("initiative,case_number,municipality\nK\u00f6,1,X".encode("latin-1"), "inte UTF-8"),
        ("initiative,case_number,municipality\nK,1,X".encode("utf-16"), "UTF-16"),
        (b"a,b,c\n1,2,3", "rubrikrad"),
        (b"initiative,case_number,municipality,hemligt\n1,2,3,4", "hemligt"),
        (b"initiative,insats,case_number,municipality\n1,2,3,4", "mer"),
        (b"initiative,case_number\n1,2", "municipality"),
        (b"initiative,case_number,municipality\n", "inga rader"),
        (b'initiative,case_number,municipality\n"K,1,X\n', "Rad"),
        (b"PK\x03\x04 not a spreadsheet", "Kalkylarket"),
        (b"initiative,case_number,municipality" + b"," * 200 + b"x\n1,2,3", "kolumner"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, says):
    from django.utils.translation import override

    with override("sv"), pytest.raises(Unreadable, match=says):
        read_table(content)


def test_swedish_headings_labels_semicolons_and_bom_are_read():
    content = (
        "\ufeffInsats;Ärendenummer;Kommun;Kön;Försörjning vid start;Anonym\n"
        "K;1;X;Kvinna;Sjukpenning|Försörjningsstöd;ja\n"
    )
    table = read_table(content.encode())
    entry = check_rows(table, TODAY)[0]
    assert not entry.findings
    assert entry.facts["income_at_start"] == ["sickness_benefit", "social_assistance"]
    assert (entry.facts["sex"], entry.facts["anonymous"]) == ("woman", True)


def test_a_spreadsheet_is_read_like_a_text():
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["insats", "ärendenummer", "kommun", "kön", "födelseår", "startdatum"])
    book.active.append(["K", 17, "X", "Man", 1981, date(2026, 1, 15)])
    book.save(buffer)
    entry = check_rows(read_table(buffer.getvalue()), TODAY)[0]
    assert not entry.findings
    assert entry.facts["case_number"] == "17"
    assert (entry.facts["birth_year"], entry.facts["started_on"]) == (1981, date(2026, 1, 15))


incomes = st.lists(st.sampled_from(sorted(SWEDISH["income"])), unique=True)
spells = st.tuples(st.dates(date(2015, 1, 1), TODAY), st.integers(0, 900))


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(incomes, spells, st.sampled_from(sorted(SWEDISH["education"])), st.booleans(), st.sampled_from(",;"))
def test_what_is_written_is_what_is_read(sources, spell, education, is_swedish, separator):
    start, months = spell
    words = (lambda name, code: SWEDISH[name][code]) if is_swedish else (lambda name, code: code)
    cells = {
        "initiative": "K", "case_number": "1", "municipality": "X", "sex": words("sex", "man"),
        "birth_year": "1981",
        "started_on": start.isoformat(), "public_support_months": str(months),
        "education": words("education", education),
        "income_at_start": "|".join(words("income", s) for s in sources),
    }  # fmt: skip
    named = {(COLUMNS[name][0] if is_swedish else name): value for name, value in cells.items()}
    entry = check_rows(read_table(text_of(named, separator=separator).encode()), TODAY)[0]
    assert not entry.findings
    facts = entry.facts
    assert (facts["started_on"], facts["public_support_months"], facts["education"]) == (
        start,
        months,
        education,
    )
    assert facts["income_at_start"] == sources


# ── As a page ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def samordnare(ours, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return coordinator(ours)


def upload(client, association, content):
    import uuid

    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("register.csv", content.encode(), "text/csv")
    facts = {"association": association.pk, "file": file, "save_key": str(uuid.uuid4())}
    return client.post("/enrolments/import/", facts)


def test_the_page_shows_first_and_writes_when_confirmed(
    client, ours, association, samordnare, as_owner, django_capture_on_commit_callbacks, monkeypatch
):
    initiative_at(ours, association=association, name="Kompassen", slug="kompassen")
    from samsyn.enrolments import tasks

    deferred = []
    monkeypatch.setattr(tasks.carry_out_import, "defer", lambda **ids: deferred.append(ids))
    monkeypatch.setattr(tasks.Progress, "__enter__", lambda progress: lambda done: None)
    monkeypatch.setattr(tasks.Progress, "__exit__", lambda progress, *error: None)
    client.force_login(samordnare)
    page = upload(client, association, text_of(row(ours)))
    assert page.status_code == 302
    assert "1</b>" in client.get(page.url).content.decode()
    with as_owner():
        assert not Enrolment.objects.exists()
        imported = ImportRun.objects.get()
        assert number(3).encode() not in bytes(imported.content_encrypted)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page.url}confirm/")
        client.post(f"{page.url}confirm/")
    assert deferred == [{"run_id": imported.pk, "user_id": samordnare.pk}]
    tasks.carry_out_import.func(**deferred[0])
    with as_owner():
        imported.refresh_from_db()
        assert imported.state == "done"
        assert imported.content_encrypted is None
        assert Enrolment.objects.get().case_number == "K-1"


def test_rows_of_another_authority_are_errors(client, ours, association, samordnare, as_owner):
    other = ControllerFactory()
    PartyFactory(association=association, controller=other)
    initiative_at(ours, other, association=association, name="Kompassen", slug="kompassen")
    client.force_login(samordnare)
    page = upload(client, association, text_of(row(other)))
    with as_owner():
        assert ImportRun.objects.get().state == "wrong"
    assert "får importera" in client.get(page.url).content.decode()


def test_how_far_it_has_come_is_shown_until_it_is_done(client, ours, association, samordnare, as_owner):
    client.force_login(samordnare)
    with as_owner():
        run = ImportRun.objects.create(
            controllers=[ours.pk], association=association, made_by=samordnare, file_name="r.csv",
            state="running", rows=200, rows_done=50,
        )  # fmt: skip
    asked = f"/enrolments/import/{run.pk}/progress/"
    assert asked in client.get(f"/enrolments/import/{run.pk}/").content.decode()
    under_way = client.get(asked)
    assert "50 av 200" in under_way.content.decode() and 'value="25"' in under_way.content.decode()
    assert "HX-Refresh" not in under_way
    with as_owner():
        ImportRun.objects.filter(pk=run.pk).update(state="done", rows_done=200)
    assert client.get(asked)["HX-Refresh"] == "true"
