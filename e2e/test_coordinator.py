"""The coordinator's story: the inbox, the team's round, the decision and a coach."""

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
    coordinator.chooses("outcome", "Erbjud plats")
    coordinator.types(text="Välkommen till ett första samtal.")
    coordinator.presses("Registrera beslutet")
    coordinator.sees(name)
    coordinator.reads("Erbjuden plats, inte startad")
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
