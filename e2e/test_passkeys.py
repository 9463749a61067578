"""Signing in with a passkey: Chromium's own authenticator stands in for a phone or a security key."""

import re

import pytest
from playwright.sync_api import expect

from samsyn.demo.people import PASSWORD

from .conftest import types_password
from .person import Person

PASSKEY_HOLDER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def holder(sign_in) -> Person:
    """Somebody whose browser can keep passkeys, newly signed in with their password."""
    person = sign_in("approver", anew=True)
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_HOLDER})
    return person


def test_a_passkey_is_made_and_opens_alone(holder: Person):
    # Given a passkey, named and kept by the browser
    holder.goes_to("/accounts/2fa/")
    holder.sees("Andra faktor")
    holder.follows("Lägg till en nyckel")
    _says_who_they_are(holder)
    holder.sees("Lägg till en passnyckel")
    holder.types(name="Min telefon")
    holder.field("passwordless").check()
    holder.presses("Lägg till nyckeln")
    expect(holder.page).not_to_have_url(f"{holder.address}/accounts/2fa/webauthn/add/")
    holder.finds_nothing_wrong()
    try:
        # When they have signed out and come back
        holder.context.clear_cookies(name="samsyn")
        holder.goes_to("/accounts/login/")
        holder.sees("Logga in")
        holder.presses("Logga in med passnyckel")
        # Then the key alone lets them in
        holder.page.wait_for_url(f"{holder.address}/")
        holder.sees("Ingrid")
        # And the password alone does not any more: the key is asked for as well
        holder.context.clear_cookies(name="samsyn")
        holder.goes_to("/accounts/login/")
        types_password(holder, "approver")
        holder.page.wait_for_url(f"{holder.address}/accounts/2fa/authenticate/")
        holder.finds_nothing_wrong()
        holder.presses("Använd en passnyckel eller säkerhetsnyckel")
        holder.page.wait_for_url(f"{holder.address}/")
    finally:
        _removes_the_key(holder)


def _says_who_they_are(holder: Person) -> None:
    """Changing how one signs in asks for the password again."""
    holder.sees("Bekräfta att det är du")
    holder.types(password=PASSWORD)
    holder.page.locator("main form button[type=submit]").first.click()


def _removes_the_key(holder: Person) -> None:
    holder.goes_to("/accounts/2fa/webauthn/")
    holder.reads("Min telefon")
    holder.page.locator('main a[href*="/remove/"]').first.click()
    holder.sees(re.compile("Bekräfta att det är du|Ta bort nyckeln"))
    if holder.page.get_by_role("heading", name="Bekräfta att det är du").count():
        _says_who_they_are(holder)
    holder.sees("Ta bort nyckeln")
    with holder.page.expect_navigation():
        holder.page.locator("main form button[type=submit]").click()
    holder.goes_to("/accounts/2fa/webauthn/")
    expect(holder.page.locator("main")).not_to_contain_text("Min telefon")
