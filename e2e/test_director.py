"""The director's story: the figures as published, where a number comes from, and a change with a history."""

import io
import json
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

import samsyn.demo

PUBLISHED = json.loads((Path(samsyn.demo.__file__).parent / "published" / "kalmar_2022.json").read_text())
COLUMNS = ("budgeted", "total", "new", "ended", "ongoing")
YEAR_2022 = "/figures/kalmar/participants/?year=2022&by=initiative"


def published_table():
    rows = {
        line["initiative"]: [line[name] for name in COLUMNS]
        for line in PUBLISHED["participants_by_initiative"]
    }
    return rows | {"Summa": [PUBLISHED["participants_sum"][name] for name in COLUMNS]}


def test_the_table_of_2022_is_the_published_one_cell_by_cell(sign_in):
    # Given the director of Kalmar
    director = sign_in("director_kalmar")
    director.sees("Anders")
    # When the participants of 2022 are opened
    director.goes_to(YEAR_2022)
    director.sees("Deltagare 2022")
    director.is_pictured("director")
    # Then each cell is as printed in the annual report
    shown = {name: [int(cell) for cell in cells[:5]] for name, *cells in director.table("Deltagare")}
    assert shown == published_table()


def test_a_number_is_followed_back_to_where_it_comes_from(sign_in):
    director = sign_in("director_kalmar")
    director.goes_to(YEAR_2022)
    # When a number of the table is chosen
    line = director.page.get_by_role("table", name="Deltagare").get_by_role("row", name="Plattformen")
    line.get_by_role("link", name="53").click()
    # Then a card tells how it was counted, and which authorities it comes from
    expect(director.page.get_by_role("heading", level=2, name="Totalt: 53")).to_be_visible()
    director.sees("Deltagare 2022")
    director.reads("Plattformen", "Startade senast sista dagen", "2022-01-01 – 2022-12-31")
    director.is_pictured("figures")


def test_the_spreadsheet_says_the_same_as_the_page(sign_in):
    director = sign_in("director_kalmar")
    director.goes_to(YEAR_2022)
    # When the table is downloaded
    with director.page.expect_download() as download:
        director.follows("Excel")
    # Then it holds the published numbers too
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    rows = {str(line[0]): list(line[1:6]) for line in sheet.iter_rows(values_only=True)}
    for name, numbers in published_table().items():
        assert rows[name] == numbers, name


def test_an_initiative_is_changed_and_its_history_tells_it(sign_in):
    # Given the director of Sörmland
    director = sign_in("director")
    director.goes_to("/initiatives/")
    director.sees("Insatser")
    director.follows("Sikta mot arbetslivet")
    director.sees("Sikta mot arbetslivet")
    # When the number of places is changed
    director.follows("Ändra")
    director.sees("Ändra insatsen")
    places = int(director.field("places_at_once").input_value())
    director.types(places_at_once=str(places + 5))
    director.presses("Spara")
    # Then the page shows the new number, and the history both, when and by whom
    director.sees("Sikta mot arbetslivet")
    director.reads(str(places + 5))
    director.follows("Historik")
    director.sees("Sikta mot arbetslivet")
    director.reads("Eva Stenmarker", f"{places} → {places + 5}")
