"""The referrer's story: a referral written on a phone, and a consultation without identity by keyboard."""

from playwright.sync_api import expect

from . import steps
from .person import PHONE


def test_a_referral_is_written_on_a_phone_left_as_a_draft_and_sent(sign_in):
    # Given a referrer with a phone, and a person who wants to come further
    referrer = sign_in("fk", PHONE)
    who = steps.somebody("Alva", "Provlund", day=3)
    # When the referral is begun from the start page
    referrer.sees("Karin")
    referrer.follows("Ny remiss")
    referrer.sees("Ny remiss")
    steps.says_where(referrer)
    steps.says_who(referrer, who)
    referrer.types(question="Personen vill arbetsträna. Finns det en plats?")
    referrer.is_pictured("referral")
    steps.asks(referrer, "Personen vill arbetsträna. Finns det en plats?")
    # And left for something else
    referrer.goes_to("/")
    # Then the draft waits in the list, and what was written is still there
    referrer.follows(who.name)
    referrer.sees("Kontrollera och skicka")
    referrer.reads("Personen vill arbetsträna", "Innan du kan skicka")
    # When the rest is filled in and it is sent
    referrer.follows("Situationen")
    steps.says_how_it_is(referrer, "Försäkringskassan", "Region Sörmland")
    steps.notes_the_consent(referrer)
    steps.sends(referrer)
    # Then its way can be followed, and the number is masked
    referrer.sees(who.name)
    referrer.reads("Skickad", "••••")
    assert who.number[-4:] not in referrer.page.locator("main").inner_text()
    referrer.goes_to("/referrals/?status=sent")
    referrer.sees("Mina remisser")
    expect(steps.row(referrer, who.name)).to_contain_text("Skickad")


def test_an_anonymous_consultation_is_written_with_the_keyboard_alone(sign_in):
    # Given a referrer who uses no mouse
    referrer = sign_in("fk")
    page = referrer.page
    referrer.goes_to("/referrals/new/?kind=consultation")
    referrer.sees("Ny konsultation")
    # When the consultation is written
    _picks_with_arrows(referrer, "initiative", steps.SIKTA)
    _picks_with_arrows(referrer, "municipality", "Nyköping")
    _presses_with_enter(referrer, steps.NEXT)
    referrer.sees("Konsultation, anonym")
    _picks_with_arrows(referrer, "sex", "Kvinna")
    _presses_with_enter(referrer, steps.NEXT)
    referrer.sees("Konsultation, anonym")
    referrer.tabs_to(referrer.field("question"))
    page.keyboard.type("Vem frågar vi om arbetsträning när två myndigheter betalar?")
    _presses_with_enter(referrer, steps.NEXT)
    # Then nothing in it shows who it is about
    referrer.sees("Kontrollera och skicka")
    referrer.reads("Utan identitet", "Vem frågar vi om arbetsträning")
    _presses_with_enter(referrer, "Skicka")
    referrer.sees("K-")
    referrer.reads("Skickad")


def _picks_with_arrows(person, name, wanted):
    field = person.field(name)
    person.tabs_to(field)
    for _ in range(60):
        if field.evaluate("one => one.selectedOptions[0].text") == wanted:
            return
        person.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} cannot be chosen with the keyboard.")


def _presses_with_enter(person, name):
    before = person.page.url
    person.tabs_to(person.page.locator("main").get_by_role("button", name=name, exact=True))
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(lambda url: url != before)
