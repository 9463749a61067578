"""A register comes in through the page, with the real worker at the other end, and goes out as a sheet."""

import csv
import io
from datetime import date

import python_calamine
from playwright.sync_api import expect

from samsyn.demo.numbers import number_for

from .person import Person

COLUMNS = ("initiative", "case_number", "personal_identity_number", "municipality", "started_on")


def rows(places: list[str], *, year: int) -> list[tuple[str, ...]]:
    born = [date(date.today().year - 61, 2, day) for day in range(1, 29)]
    numbers = [number_for(day, sex) for day in born for sex in ("woman", "man")]
    return [
        ("Sikta mot arbetslivet", f"IMP-{turn:03}", number, places[turn % len(places)], f"{year}-09-01")
        for turn, number in enumerate(numbers)
    ]


def file_of(lines: list[tuple[str, ...]]) -> dict:
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *lines])
    return {"name": "register.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def gives(person: Person, lines: list[tuple[str, ...]]) -> None:
    person.goes_to("/enrolments/import/")
    person.sees("Importera inskrivningar")
    person.page.locator('main input[type="file"]').set_input_files(file_of(lines))
    person.presses("Läs filen")
    person.page.wait_for_url("**/enrolments/import/*/")
    person.finds_nothing_wrong()


def test_a_register_is_read_shown_confirmed_written_and_read_back(sign_in):
    # Given a coordinator with a register of the municipalities of the assignment
    coordinator = sign_in("south")
    lines = rows(["Nyköping", "Trosa"], year=date.today().year - 1)
    # When one row lies elsewhere and another has no such day, nothing is written and each is named
    wrong = [*lines[:2], (*lines[2][:3], "Eskilstuna", lines[2][4]), (*lines[3][:4], "2025-02-30")]
    gives(coordinator, wrong)
    found = coordinator.table("Anmärkningar i filen")
    assert [(row[0], row[1]) for row in found] == [("4", "controller"), ("5", "started_on")], found
    # When it is right, it is shown first, and written by the worker when confirmed
    gives(coordinator, lines)
    coordinator.reads(str(len(lines)), "nya")
    coordinator.page.locator('main form[action$="/confirm/"] button').click()
    expect(coordinator.page.locator("main")).to_contain_text("Importerad", timeout=60_000)
    coordinator.finds_nothing_wrong()
    # And the same file again would change nothing
    gives(coordinator, lines)
    coordinator.reads("oförändrade")
    assert coordinator.page.locator('main form[action$="/confirm/"]').count() in (0, 1)
    # Then the list goes out as a spreadsheet, and everybody is in it once
    coordinator.goes_to("/enrolments/?state=ongoing")
    with coordinator.page.expect_download() as download:
        coordinator.page.locator('main a[href*="/enrolments/export/"]').first.click()
    sheet = (
        python_calamine.CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    )
    # Without a name the case number stands for it as well; once in a row is enough.
    out = [next(cell for cell in row if str(cell).startswith("IMP-")) for row in sheet if "IMP-" in str(row)]
    assert sorted(out) == [line[1] for line in lines]
