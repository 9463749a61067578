"""The story of an assignment: one person grants it, another approves it, and only then it is in force."""

from playwright.sync_api import expect

from . import steps

NAME = "Vera Provander"


def test_an_assignment_is_granted_by_one_and_approved_by_another(sign_in):
    # Given somebody new at the municipality
    office = sign_in("office")
    office.sees("Birgitta")
    office.goes_to("/people/")
    office.sees("Uppdrag")
    # When the office grants her an assignment
    office.follows("Ge ett uppdrag")
    office.sees("Vem ska ha uppdraget?")
    office.types(email="vera.provander@example.org", name=NAME)
    office.presses("Fortsätt")
    office.sees(f"Uppdrag för {NAME}")
    office.chooses("place", "Nyköpings kommun, socialnämnden")
    office.chooses("role", "Coach")
    office.presses("Skicka för godkännande")
    # Then it waits, and the office cannot approve it
    office.sees(NAME)
    office.reads("Väntar på godkännande")
    expect(office.page.get_by_role("button", name="Godkänn", exact=True)).to_have_count(0)
    # When the approver of the authority does
    approver = sign_in("approver")
    approver.sees("Ingrid")
    approver.follows(NAME)
    approver.sees(NAME)
    approver.presses("Godkänn")
    # Then it is in force
    approver.sees(NAME)
    approver.reads("Gäller", "Ingrid Malmstedt")
    office.goes_to("/people/?state=current")
    office.sees("Uppdrag")
    expect(steps.row(office, NAME)).to_contain_text("Gäller")
