"""The whole path, referral to discharge, by all who have a part in it; and what it does to the figures."""

from datetime import date

from . import steps

BUDGET, TOTAL, NEW, ENDED, ONGOING = range(5)


def test_a_referral_becomes_an_enrolment_that_is_counted_once(sign_in):
    who = steps.somebody("Majken", "Provstrand", day=9)
    director = sign_in("director")
    before = _figures(director)

    # When a referral is written and sent
    referrer = sign_in("fk")
    referrer.goes_to("/referrals/new/")
    referrer.sees("Ny remiss")
    steps.says_where(referrer)
    steps.says_who(referrer, who)
    steps.asks(referrer, "Kan personen få stöd på vägen till arbete?")
    steps.says_how_it_is(referrer, "Region Sörmland", "Försäkringskassan")
    steps.notes_the_consent(referrer)
    steps.sends(referrer)
    referrer.sees(who.name)

    # And the coordinator asks the team
    coordinator = sign_in("south")
    coordinator.goes_to("/referrals/inbox/?part=new")
    coordinator.follows(who.name)
    coordinator.sees(who.name)
    case = coordinator.page.title().split(" – ")[0]
    coordinator.follows("Skicka på remissrunda")
    coordinator.sees("Skicka på remissrunda")
    coordinator.presses("Skicka till teamet")
    coordinator.sees(who.name)

    # And the psychiatry answers
    member = sign_in("psychiatry")
    member.goes_to("/referrals/circulations/")
    steps.row(member, case, "Inte besvarad").get_by_role("link").click()
    member.sees(f"Svar {case}")
    member.chooses("is_known", "Nej")
    member.types(need="Vi ser inget hinder.")
    member.presses("Skicka svaret")
    member.sees("Att besvara")

    # And the coordinator reads it, offers a place and gives the participant a coach
    coordinator.page.reload()
    coordinator.sees(who.name)
    coordinator.reads("Vi ser inget hinder.")
    coordinator.follows("Besluta")
    coordinator.sees(f"Besluta: {who.name}")
    coordinator.chooses("outcome", "Erbjud plats")
    coordinator.types(text="Välkommen!")
    coordinator.presses("Registrera beslutet")
    coordinator.sees(who.name)
    coordinator.goes_to("/enrolments/?state=waiting&without_coach=on")
    steps.row(coordinator, who.name).get_by_role("link").click()
    coordinator.page.locator('main a[href$="/allocate/"]').click()
    coordinator.sees("Fördela till coach")
    coach = coordinator.field("coach").locator("option", has_text="Amir Rahmani").inner_text()
    coordinator.chooses("coach", coach)
    coordinator.presses("Fördela till coach")
    coordinator.sees(who.name)

    # Then the referrer reads the decision, and nothing is counted yet
    referrer.page.reload()
    referrer.sees(who.name)
    referrer.reads("Erbjuden plats, inte startad")
    referrer.follows("Läs svaret")
    referrer.reads("Välkommen!")
    referrer.finds_nothing_wrong()
    assert _figures(director) == before

    # When the coach starts it
    coach = sign_in("coach")
    coach.goes_to("/enrolments/?state=waiting")
    steps.row(coach, who.name).get_by_role("link").click()
    coach.follows("Starta")
    coach.sees("Starta")
    coach.chooses("occupation_at_start", "Ingen sysselsättning")
    coach.chooses("education", "Grundskola")
    coach.presses("Starta")
    coach.sees(who.name)
    coach.reads("Pågående")
    # Then there is one more new, one more in total and one more ongoing
    started = _figures(director)
    assert _changes(before, started) == {TOTAL: 1, NEW: 1, ONGOING: 1}
    referrer.goes_to("/referrals/?status=started")
    referrer.sees("Mina remisser")
    steps.row(referrer, who.name)

    # When it ends
    coach.follows("Avsluta")
    coach.sees("Avsluta")
    coach.types(ended_on=date.today().isoformat())
    coach.chooses("exit_reason", "Arbete, studier eller arbetssökande")
    coach.chooses("occupation_at_end", "Subventionerat arbete")
    coach.presses("Avsluta")
    coach.sees(who.name)
    coach.reads("Avslutad")
    # Then one more has ended and one fewer is ongoing
    assert _changes(started, _figures(director)) == {ENDED: 1, ONGOING: -1}


def _figures(director) -> list[int]:
    """Budgeted, total, new, ended and ongoing of the initiative this year, for the whole association."""
    director.goes_to("/figures/sormland/participants/?by=initiative")
    director.sees("Deltagare")
    rows = {name: cells for name, *cells in director.table("Deltagare")}
    numbers = [int(cell) for cell in rows[steps.SIKTA][:5]]
    assert numbers[TOTAL] == numbers[ENDED] + numbers[ONGOING]
    return numbers


def _changes(before, after) -> dict[int, int]:
    return {
        place: new - old for place, (old, new) in enumerate(zip(before, after, strict=True)) if new != old
    }
