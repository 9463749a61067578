"""The annual report: written by some, handed in, approved, signed by the board with a second factor."""

import io
import re
import time
from datetime import date

import pypdf
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from .person import Person

STEP, TYPED_WITHIN = 30, 8  # seconds that a code is good for, and that it takes to type and send it


def code_of(secret: str) -> str:
    """The authenticator's code, the next one when this is about to change, as people do."""
    if (left := STEP - time.time() % STEP) < TYPED_WITHIN:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sets_up_a_second_factor(person: Person, secrets: dict[str, str], key: str) -> None:
    person.goes_to("/accounts/2fa/totp/activate/")
    if "reauthenticate" in person.page.url:
        person.types(password="samsyn-demo-2025")
        person.page.locator("main form button[type=submit]").first.click()
    secrets[key] = person.page.locator("main").inner_text()
    secrets[key] = re.search(r"\b[A-Z2-7]{32}\b", secrets[key].replace(" ", ""))[0]
    person.types(code=code_of(secrets[key]))
    person.page.locator("main form button[type=submit]").first.click()
    person.page.wait_for_url(lambda url: "activate" not in url)


def opens(person: Person, act: str, section: str) -> None:
    """“Skriv” or “Fyll i” beside a section of the report."""
    row = person.page.locator(".sections li", has=person.page.get_by_text(section, exact=True))
    row.get_by_role("link", name=re.compile(f"^{act}")).click()


@pytest.fixture
def report(sign_in) -> tuple[Person, str]:
    director = sign_in("director_kalmar")
    director.goes_to("/reports/")
    director.sees("Rapporter")
    return director, director.page.get_by_role("link", name="Årsredovisning 2022").get_attribute("href")


def test_an_initiative_manager_writes_the_appendix_with_figures_in_place(sign_in):
    # Given the manager of KRUS, whose appendix is asked for
    manager = sign_in("manager_krus")
    manager.goes_to("/reports/")
    manager.sees("Rapporter")
    manager.follows("Helårsrapport 2023, KRUS")
    manager.sees("Helårsrapport 2023, KRUS")
    manager.is_pictured("report-appendix")
    # When a section is written with a figure from the picker
    opens(manager, "Skriv", "Insatsens tidsram och personalresurs")
    manager.sees("Insatsens tidsram och personalresurs")
    text = manager.page.locator("#id_text")
    text.fill("Under året deltog ")
    manager.page.locator('[data-insert="participants.total"]').click()
    text.press_sequentially(" personer, och 17 väntar.")
    # Then it is saved while it is written, the figure is filled in, and the typed number asks for its source
    expect(manager.page.locator("#autosaved")).to_contain_text("Sparat")
    expect(manager.page.locator("#preview mark.figure")).to_be_visible()
    expect(manager.page.locator("#preview")).to_contain_text("Ett tal är skrivet utan källa: 17")
    manager.sees("Insatsens tidsram och personalresurs")
    manager.is_pictured("report-writing")
    # And when it has its source, it is handed in
    text.fill("Under året deltog {{participants.total}} personer, och {{17 | väntelistan}} väntar.")
    expect(manager.page.locator("#preview mark.typed")).to_have_text("17")
    manager.presses("Spara")
    manager.sees("Helårsrapport 2023, KRUS")
    manager.presses("Lämna in")
    manager.reads("Inlämnad")


def test_the_director_enters_amounts_and_sees_the_sums(sign_in):
    director = sign_in("director_kalmar")
    director.goes_to("/reports/")
    director.follows("Årsredovisning 2023")
    director.sees("Årsredovisning 2023")
    opens(director, "Fyll i", "Resultaträkning")
    director.sees("Resultaträkning")
    director.types(revenue_0="16 500 000", costs_0="-16 000 000", source="Preliminärt bokslut")
    director.presses("Spara")
    director.sees("Årsredovisning 2023")
    opens(director, "Fyll i", "Resultaträkning")
    director.reads("500 000")
    director.is_pictured("report-amounts")


def test_the_director_adds_a_chart_of_her_own(sign_in):
    director = sign_in("director_kalmar")
    director.goes_to("/reports/")
    director.follows("Årsredovisning 2023")
    opens(director, "Skriv", "Uppdrag")
    director.follows("Lägg till tabell eller diagram")
    director.sees("Ny tabell eller nytt diagram")
    director.types(caption="Pågående efter ålder")
    director.chooses("what", "Deltagare: alla tal")
    director.chooses("first", "Ålder vid start, i grupper")
    director.chooses("second", "Kön")
    director.chooses("shape", "Stående staplar")
    director.presses("Ny tabell eller nytt diagram")
    director.reads("visar ett enda tal")
    director.chooses("what", "Pågående")
    director.presses("Ny tabell eller nytt diagram")
    director.sees("Pågående efter ålder")
    director.reads("Diagram 1. Pågående efter ålder")
    director.is_pictured("report-chart")
    director.follows("Välj andra tal")
    director.sees("Välj tal")
    director.chooses("shape", "Tabell")
    director.presses("Välj tal")
    director.reads("Tabell 1. Pågående efter ålder")
    director.presses("Ta bort")
    director.sees("Årsredovisning 2023")
    expect(director.page.get_by_text("Pågående efter ålder")).to_have_count(0)


def test_an_edition_is_made_while_one_waits(sign_in):
    director = sign_in("director_kalmar")
    director.goes_to("/reports/")
    director.follows("Årsredovisning 2023")
    director.presses("Ta fram läsversion")
    expect(director.page.get_by_role("link", name="PDF")).to_be_visible(timeout=60_000)
    director.sees("Årsredovisning 2023")
    director.follows("Läs")
    director.sees("Årsredovisning 2023")
    director.reads("Tabell 1.")


def test_a_report_of_an_initiative_is_approved_as_it_was_read_and_published_with_its_file(sign_in, visitor):
    # Given a status report with a file
    director = sign_in("director_kalmar")
    director.goes_to("/reports/new/kalmar/")
    director.sees("Ny rapport")
    director.chooses("kind", "Lägesrapport")
    director.chooses("initiative", "KRUS")
    director.types(first_day="2023-01-01", last_day="2023-06-30")
    director.presses("Starta")
    director.sees("Lägesrapport januari–juni 2023, KRUS")
    address = director.page.url.removeprefix(director.address)
    director.follows("Bifoga en fil")
    director.sees("Bifoga en fil")
    director.types(title="Enkätens svar")
    director.page.set_input_files(
        "[name=file]", {"name": "svar.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    director.finds_nothing_wrong_anywhere(f"{address}attach/")
    director.types(title="Enkätens svar")
    director.page.set_input_files(
        "[name=file]", {"name": "svar.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    director.presses("Bifoga en fil")
    director.sees("Lägesrapport januari–juni 2023, KRUS")
    director.reads("Enkätens svar")
    # When it is sent to review, what is read is made, and nothing can be written any more
    director.presses("Skicka för granskning")
    expect(director.page.get_by_role("link", name="PDF")).to_be_visible(timeout=60_000)
    director.sees("Lägesrapport januari–juni 2023, KRUS")
    assert not director.page.get_by_role("link", name=re.compile("^Skriv")).count()
    director.finds_nothing_wrong_anywhere(
        address, f"{address}approve/", f"{address}since/", f"{address}read/"
    )
    # And that is what is approved
    director.goes_to(f"{address}approve/")
    director.is_pictured("report-approval")
    director.types(decided_by="styrgruppen", decided_on=date.today().isoformat())
    if director.field("has_read").count():
        director.field("has_read").check()
    director.presses("Anteckna fastställandet")
    director.sees("Lägesrapport januari–juni 2023, KRUS")
    expect(director.page.get_by_role("link", name="PDF")).to_be_visible(timeout=60_000)
    director.follows("Publicera")
    director.presses("Publicera")
    director.sees("Lägesrapport januari–juni 2023, KRUS")
    # Then everybody reads it, and fetches the file
    visitor.goes_to("/reports/published/")
    visitor.follows("Lägesrapport januari–juni 2023, KRUS")
    visitor.sees("Lägesrapport januari–juni 2023, KRUS")
    with visitor.page.expect_download() as download:
        visitor.follows("Enkätens svar")
    assert download.value.path().read_bytes() == a_pdf()
    published = visitor.page.url.removeprefix(visitor.address)
    visitor.finds_nothing_wrong_anywhere("/reports/published/", published)


def a_pdf() -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def test_the_board_signs_and_the_report_is_published(sign_in, report, visitor):
    # Given an approved report
    director, address = report
    director.goes_to(address)
    director.sees("Årsredovisning 2022")
    director.is_pictured("report")
    secrets: dict[str, str] = {}
    for key in ("chair", "vice_chair", "member", "adjuster"):
        # When each of the board confirms with a second factor and signs
        signer = sign_in(key)
        sets_up_a_second_factor(signer, secrets, key)
        signer.goes_to("/reports/")
        signer.sees("Rapporter")
        signer.page.locator(".card.now").get_by_role("link", name="Årsredovisning 2022").click()
        signer.sees("Underteckna")
        if signer.page.get_by_role("link", name="Bekräfta med andra faktor").count():
            signer.follows("Bekräfta med andra faktor")
            signer.types(code=code_of(secrets[key]))
            signer.page.locator("main form button[type=submit]").first.click()
            signer.sees("Underteckna")
        signer.is_pictured("report-signing")
        signer.presses("Underteckna")
        signer.sees("Årsredovisning 2022")
    # Then the report is sealed, and the director publishes it
    director.goes_to(address)
    expect(director.page.locator(".steps .on")).to_contain_text("Undertecknad", timeout=60_000)
    director.reads("Margareta Hallström")
    with director.page.expect_download() as download:
        director.follows("PDF")
    sealed = download.value.path()
    assert "Bertil Norrgren" in pypdf.PdfReader(io.BytesIO(sealed.read_bytes())).pages[3].extract_text()
    director.follows("Publicera")
    director.presses("Publicera")
    director.sees("Årsredovisning 2022")
    # And everybody can read it, and check the seal
    visitor.goes_to("/reports/published/")
    visitor.sees("Publicerade rapporter")
    visitor.follows("Årsredovisning 2022")
    visitor.sees("Årsredovisning 2022")
    visitor.reads("Fastställd av styrelsen")
    director.goes_to("/reports/seal/")
    director.page.set_input_files("[name=file]", {
        "name": "a.pdf", "mimeType": "application/pdf", "buffer": sealed.read_bytes()})  # fmt: skip
    director.presses("Kontrollera")
    director.reads("Sigillet är helt")
    director.page.set_input_files("[name=file]", {
        "name": "a.pdf", "mimeType": "application/pdf", "buffer": sealed.read_bytes() + b" "})  # fmt: skip
    director.presses("Kontrollera")
    director.reads("Sigillet är brutet")


def test_wide_tables_stand_whole_and_numbers_in_text_are_followed_back(report):
    # Given the director reading the annual report at a desk
    director, address = report
    director.goes_to(f"{address}read/")
    director.sees("Årsredovisning 2022")
    # Then no table hides anything at its side, and text is no wider than is good to read
    cut = director.page.locator(".document .wide").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText)"
    )
    assert not cut
    widths = director.page.locator(".document .text").evaluate_all("all => all.map((one) => one.clientWidth)")
    assert max(widths) <= 46 * 16
    # When following back a number in the text
    director.page.locator("details.whence summary").first.click()
    director.finds_nothing_wrong()
    director.follows("Till arbete eller studier, procent: 32,1")
    # Then it is told what it is a share of
    director.reads("36 av 112, 32,1 %")


def test_the_report_pages_work_on_the_narrowest_screen(sign_in, report):
    director, address = report
    director.goes_to("/reports/")
    following = director.page.get_by_role("link", name="Årsredovisning 2023").get_attribute("href")
    director.goes_to(following)
    acts = director.page.locator(".row-acts a")
    writing = acts.filter(has_text="Skriv").first.get_attribute("href")
    entering = acts.filter(has_text="Fyll i").first.get_attribute("href")
    director.finds_nothing_wrong_anywhere(
        "/reports/", "/reports/new/kalmar/", "/reports/seal/", address, f"{address}read/", f"{address}since/",
        following, writing, entering, f"{writing}add/", f"{following}attach/",
    )  # fmt: skip
