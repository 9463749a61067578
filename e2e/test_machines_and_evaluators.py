"""What goes out: an evaluator fetches an extract, and a coordinator's token is made, used and ended."""

import io
import re
import urllib.error
import urllib.request
import zipfile

from playwright.sync_api import expect

from .person import DESKTOP, PHONE, Person
from .test_annual_report import code_of, sets_up_a_second_factor


def confirms(person: Person, secret: str) -> None:
    """With the second factor, where it was not shown a moment ago."""
    link = person.page.get_by_role("link", name="Bekräfta med andra faktor")
    if link.count():
        link.click()
        person.types(code=code_of(secret))
        person.page.locator("main form button[type=submit]").first.click()


def test_an_evaluator_fetches_an_extract(sign_in):
    # Given an evaluator with an agreement that every authority has agreed to
    evaluator = sign_in("evaluator")
    evaluator.follows("Vägar till arbete 2022")
    evaluator.sees("Vägar till arbete 2022")
    evaluator.reads("Gäller", "Minsta grupp av lika rader")
    address = evaluator.page.url.removeprefix(evaluator.address)
    # Then nothing is fetched without a second factor
    assert not evaluator.page.get_by_role("button", name="Hämta uttaget").count()
    secrets: dict[str, str] = {}
    sets_up_a_second_factor(evaluator, secrets, "evaluator")
    evaluator.goes_to(address)
    confirms(evaluator, secrets["evaluator"])
    evaluator.sees("Vägar till arbete 2022")
    # When it is fetched
    with evaluator.page.expect_download() as download:
        evaluator.presses("Hämta uttaget")
    # Then the file has rows, a code book and what goes with them, and no kind of row is rare
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as file:
        assert set(file.namelist()) == {"rows.csv", "rows.parquet", "codebook.csv", "README.txt"}
        assert len(file.read("rows.csv").splitlines()) > 3
    # And the pages work on a phone and in dark colours
    evaluator.page.set_viewport_size(PHONE)
    evaluator.goes_to(address)
    evaluator.finds_nothing_wrong()
    evaluator.page.set_viewport_size(DESKTOP)
    evaluator.finds_nothing_wrong_anywhere("/", "/evaluations/", address, "/evaluations/check/")


def test_a_coordinator_makes_a_token_uses_it_and_ends_it(sign_in, address):
    # Given a coordinator who has shown a second factor
    coordinator = sign_in("south")
    secrets: dict[str, str] = {}
    sets_up_a_second_factor(coordinator, secrets, "south")
    coordinator.goes_to("/tokens/new/")
    confirms(coordinator, secrets["south"])
    coordinator.sees("Ny åtkomstnyckel")
    # When a token is made
    coordinator.types(name="Statistikportalen")
    coordinator.presses("Skapa åtkomstnyckeln")
    coordinator.sees("Statistikportalen")
    token = re.search(r"samsyn_[\w-]{20,}", coordinator.page.locator("main").inner_text())[0]
    # Then it opens nothing before the authority has approved it
    assert read(address, token) == 403
    approver = sign_in("approver")
    approver.goes_to("/tokens/")
    approver.follows("Helena Forss")
    approver.sees("Statistikportalen")
    approver.presses("Godkänn")
    approver.sees("Statistikportalen")
    assert read(address, token) == 200
    # And it is refused when its owner has ended it
    coordinator.goes_to("/people/me/")
    coordinator.follows("Statistikportalen")
    coordinator.sees("Statistikportalen")
    ended = coordinator.page.url.removeprefix(coordinator.address)
    coordinator.page.locator("main form button[type=submit]").last.click()
    expect(coordinator.page).to_have_url(re.compile("/people/me/"))
    assert read(address, token) == 401
    coordinator.finds_nothing_wrong_anywhere("/tokens/new/", ended, "/people/me/", "/api/")


def read(address: str, token: str) -> int:
    """As another system does it; the status."""
    asked = urllib.request.Request(f"{address}/api/initiatives", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(asked, timeout=15) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
