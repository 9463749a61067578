"""When something goes wrong: a double click, two people at the same record, a session that has ended."""

import re

from playwright.sync_api import expect

from . import steps
from .conftest import types_password


def test_a_double_click_saves_once(sign_in):
    # Given a referrer and their drafts
    referrer = sign_in("nykoping")
    before = _drafts(referrer)
    # When the button of a new referral is double clicked
    referrer.goes_to("/referrals/new/")
    referrer.sees("Ny remiss")
    referrer.chooses("initiative", steps.SIKTA)
    referrer.chooses("municipality", "Nyköping")
    referrer.page.get_by_role("button", name=steps.NEXT).dblclick()
    referrer.sees("Remiss")
    # Then there is one draft more
    assert _drafts(referrer) == before + 1


def test_the_same_form_sent_twice_past_the_script_saves_once(sign_in):
    referrer = sign_in("nykoping")
    before = _drafts(referrer)
    referrer.goes_to("/referrals/new/")
    referrer.chooses("initiative", steps.SIKTA)
    referrer.chooses("municipality", "Nyköping")
    # When a bad connection sends the form twice at the same time
    came_to = referrer.page.evaluate(
        """async () => {
            const form = document.querySelector("main form[data-guard]");
            const body = () => new URLSearchParams(new FormData(form));
            const sent = [1, 2].map(() => fetch(location.href, {method: "POST", body: body()}));
            return (await Promise.all(sent)).map((answer) => answer.url);
        }"""
    )
    # Then both answers lead to the one draft
    assert len(set(came_to)) == 1
    assert "/edit/" in came_to[0]
    assert _drafts(referrer) == before + 1


def _drafts(referrer) -> int:
    referrer.goes_to("/referrals/?status=draft")
    referrer.sees("Mina remisser")
    return referrer.page.locator("main tbody tr").count()


def test_two_who_change_the_same_initiative_see_both_versions(sign_in):
    # Given two people with the same form open
    director, office = sign_in("director"), sign_in("office")
    for person in (director, office):
        _opens_the_form(person)
    # When one has saved and the other saves
    director.types(methods="Supported Employment och studiebesök")
    director.presses("Spara")
    director.sees(steps.SIKTA)
    office.types(methods="Supported Employment och gruppträffar")
    office.presses("Spara")
    # Then the other sees both, and nothing is lost
    office.sees("Ändra insatsen")
    office.reads("Någon annan har ändrat samma uppgifter", "och studiebesök", "och gruppträffar")
    expect(office.field("methods")).to_have_value("Supported Employment och gruppträffar")
    # When the saved version is chosen for that line and the page is saved
    office.presses(re.compile("^Använd"))
    expect(office.field("methods")).to_have_value("Supported Employment och studiebesök")
    office.presses("Spara")
    # Then that is what stands
    office.sees(steps.SIKTA)
    office.reads("och studiebesök")


def test_what_was_typed_survives_the_end_of_the_session(sign_in):
    # Given somebody who types for long
    director = sign_in("director", anew=True)
    _opens_the_form(director)
    director.types(purpose="Minska avståndet till arbete. Omskrivet under en lång förmiddag.")
    # When the session ends before it is saved
    director.context.clear_cookies(name="samsyn")
    director.presses("Spara")
    # Then nothing is saved and nothing is lost
    director.sees("Du har loggats ut")
    director.reads("Inget av det du skrev är borta")
    # When they sign in again in a new tab and try again
    with director.context.expect_page() as opened:
        director.follows("Logga in i en ny flik")
    first, director.page = director.page, opened.value
    types_password(director, "director")
    director.sees("Eva")
    director.page = first
    director.presses("Försök igen")
    # Then it is saved as it was typed
    director.sees(steps.SIKTA)
    director.reads("Omskrivet under en lång förmiddag.")


def _opens_the_form(person) -> None:
    person.goes_to("/initiatives/")
    person.follows(steps.SIKTA)
    person.follows("Ändra")
    person.sees("Ändra insatsen")
