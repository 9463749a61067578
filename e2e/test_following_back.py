"""What has changed since, and what to put right: inside an authority, and for the association."""

import re

from playwright.sync_api import expect

SORMLAND, KALMAR = "/figures/sormland", "/figures/kalmar"


def test_the_coordinator_sees_what_has_changed_and_which_enrolments(sign_in):
    # Given the coordinator at the participants of this year
    coordinator = sign_in("south")
    coordinator.goes_to(f"{SORMLAND}/participants/")
    coordinator.sees("Deltagare")
    # When asking what has changed since the beginning of the year
    coordinator.follows("Vad har ändrats sedan?")
    coordinator.sees("Vad har ändrats sedan?")
    coordinator.types(then_="2020-01-01T00:00")
    coordinator.presses("Filtrera")
    # Then each difference is explained, and leads to the enrolments
    coordinator.reads("införda senare")
    coordinator.page.get_by_text("Visa inskrivningarna").first.click()
    coordinator.finds_nothing_wrong()
    coordinator.page.locator("details ul.line a").first.click()
    expect(coordinator.page).to_have_url(re.compile(r"/enrolments/\d+/$"))


def test_the_director_compares_with_the_approved_report(sign_in):
    # Given the director, whose annual report of 2022 is approved
    director = sign_in("director_kalmar")
    director.goes_to(f"{KALMAR}/participants/?year=2022&by=initiative")
    # When asking what has changed since
    director.follows("Vad har ändrats sedan?")
    # Then it is compared with the moment of the approval, and nothing has
    director.sees("Vad har ändrats sedan?")
    director.reads("Ingenting: alla tal är vad de var.", "Årsredovisning 2022")
    # And a breakdown under disclosure control is not compared
    director.goes_to(f"{KALMAR}/participants/?year=2022&by=municipality")
    expect(director.page.get_by_role("link", name="Vad har ändrats sedan?")).to_have_count(0)


def test_a_number_that_is_followed_back_keeps_its_room_on_a_phone(sign_in):
    director = sign_in("director_kalmar")
    director.page.set_viewport_size({"width": 390, "height": 844})
    # When a share's numerator is followed back
    director.goes_to(f"{KALMAR}/work_or_studies/?year=2022&by=sex&row=woman&cell=numerator")
    # Then its cell is as wide as that beside it, so that words and number do not lie on others
    chosen = director.page.locator("td.mark")
    beside = chosen.locator("xpath=following-sibling::td[1]")
    assert abs(chosen.bounding_box()["width"] - beside.bounding_box()["width"]) < 2


def test_data_quality_from_the_start_pages(sign_in):
    # Given the director's start page
    director = sign_in("director")
    director.goes_to("/")
    # When the card of data quality is opened
    card = director.page.locator(".card", has=director.page.get_by_role("heading", name="Datakvalitet"))
    card.get_by_role("link", name="Visa alla").click()
    # Then it tells what is not known and who puts it right, and names nobody
    director.sees("Datakvalitet")
    director.reads(
        "Rapporterade uppgifter som inte går ihop", "Dagar från händelse till registrering", "Rättas av"
    )
    expect(director.page.locator('main a[href^="/enrolments/"]')).to_have_count(0)
    # And the coordinator has a list with a way to put each right
    coordinator = sign_in("south")
    coordinator.goes_to("/enrolments/quality/")
    coordinator.sees("Att rätta")
    coordinator.reads("Dagar från händelse till registrering", "Månad för månad")


def test_every_page_about_it_is_as_every_page_must_be(sign_in):
    sign_in("south").finds_nothing_wrong_anywhere(
        f"{SORMLAND}/participants/since/?then_=2020-01-01T00:00", f"{SORMLAND}/entry_delay/",
        "/enrolments/quality/", f"{SORMLAND}/time_in_initiative/", f"{SORMLAND}/ended/",
    )  # fmt: skip
    sign_in("director").finds_nothing_wrong_anywhere(
        f"{SORMLAND}/quality/", f"{SORMLAND}/participants/since/", f"{SORMLAND}/work_or_studies/?by=age",
        f"{SORMLAND}/waiting_time/",
    )  # fmt: skip
    sign_in("director_kalmar").finds_nothing_wrong_anywhere(
        f"{KALMAR}/participants/since/?year=2022", f"{KALMAR}/quality/"
    )
