"""The coordinator's story: the inbox, the team's round, the decision and a coach."""

from playwright.sync_api import expect

from . import steps


def test_a_new_referral_is_circulated_decided_and_given_a_coach(sign_in):
    # Given a coordinator with new referrals in the inbox
    coordinator = sign_in("south")
    coordinator.sees("Helena")
    coordinator.is_pictured("coordinator")
    coordinator.goes_to("/referrals/inbox/?part=new&kind=referral")
    coordinator.sees("Inkorg")
    new = steps.row(coordinator, "Skickad", without="Skyddade").get_by_role("link")
    name = new.inner_text()
    new.click()
    coordinator.sees(name)
    # When it is received and the team is asked
    coordinator.presses("Bekräfta mottagandet")
    coordinator.sees(name)
    coordinator.follows("Skicka på remissrunda")
    coordinator.sees("Skicka på remissrunda")
    coordinator.presses("Skicka till teamet")
    coordinator.sees(name)
    coordinator.reads("Hos samverkansteamet", "Inget svar än")
    # And a place is offered
    coordinator.follows("Besluta")
    coordinator.sees(f"Besluta: {name}")
    coordinator.chooses("outcome", "Köplats")
    expect(coordinator.field("queue_reason")).to_be_visible()
    coordinator.chooses("outcome", "Erbjud plats")
    expect(coordinator.field("queue_reason")).to_be_hidden()  # only what the decision needs is asked for
    coordinator.types(text="Välkommen till ett första samtal.")
    coordinator.presses("Registrera beslutet")
    coordinator.sees(name)
    coordinator.reads("Erbjuden plats, inte startad")
    expect(coordinator.page.locator('main a[href$="/allocate/"]')).to_have_text("Fördela till coach")
    # Then the participant waits for a coach, and gets one
    coordinator.goes_to("/enrolments/?state=waiting&without_coach=on")
    coordinator.sees("Inskrivningar")
    steps.row(coordinator, name).get_by_role("link").click()
    coordinator.sees(name)
    coordinator.page.locator('main a[href$="/allocate/"]').click()
    coordinator.sees("Fördela till coach")
    coach = coordinator.field("coach").locator("option", has_text="Amir Rahmani").inner_text()
    coordinator.chooses("coach", coach)
    coordinator.presses("Fördela till coach")
    coordinator.sees(name)
    coordinator.reads("Amir Rahmani")


def test_the_team_decides_its_agenda_by_keyboard(sign_in):
    # Given the agenda of the next meeting on the shared screen, with names hidden
    coordinator = sign_in("north")
    coordinator.goes_to("/")
    coordinator.page.locator('main a[href*="/referrals/meetings/"]').first.click()
    coordinator.sees("Teammöte")
    cases = coordinator.page.locator("tbody[data-keys]")
    waiting = cases.count()
    first = cases.first.get_attribute("id")
    second = cases.nth(1).get_attribute("id")
    # When the first case is decided: the number of the decision, and Enter
    coordinator.tabs_to(cases.first.locator("[data-key]").first)
    coordinator.page.keyboard.press("1")
    confirm = coordinator.page.locator(f"#{first} button[type=submit]")
    expect(confirm).to_be_focused()
    coordinator.finds_nothing_wrong()
    coordinator.is_pictured("meeting")
    coordinator.page.keyboard.press("Enter")
    # Then it is decided where it stands, and the next case has the focus
    expect(coordinator.page.locator(f"#{first}")).to_contain_text("Erbjuden plats")
    expect(coordinator.page.locator(f"#{second} [data-key]").first).to_be_focused()
    expect(cases).to_have_count(waiting - 1)
    coordinator.finds_nothing_wrong()
    # And one that needs a reason asks for it, and says so when it is missing
    decline = coordinator.page.locator(f"#{second} [data-key]", has_text="Avböj")
    coordinator.page.keyboard.press(decline.get_attribute("data-key"))
    expect(coordinator.page.locator(f"#{second} select[name=reason]")).to_be_focused()
    coordinator.page.locator(f"#{second} button[type=submit]").press("Enter")
    expect(coordinator.page.locator(f"#{second}")).to_contain_text("Detta fält måste fyllas i")
    coordinator.finds_nothing_wrong()
