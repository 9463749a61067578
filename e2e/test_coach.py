"""The coach's story: what needs them today, one participant, a start and a discharge."""

from datetime import date

from . import steps
from .person import DESKTOP, PHONE


def test_the_start_page_leads_to_a_participant(sign_in):
    # Given a coach with a phone
    coach = sign_in("coach", PHONE)
    coach.sees("Amir")
    coach.is_pictured("coach")
    # When one of those who need the coach today is opened
    coach.follows("Mina deltagare", within="nav.mobile")
    coach.sees("Deltagare")
    coach.page.set_viewport_size(DESKTOP)
    name = steps.row(coach, "Pågående", without="SIK-").locator("th a").inner_text()
    coach.follows(name)
    # Then there is one page about the participant
    coach.sees(name)
    coach.reads("Samtycken", "Det som hänt")
    coach.is_pictured("participant")


def test_an_enrolment_starts(sign_in):
    # Given a participant who has a place
    coach = sign_in("coach")
    coach.goes_to("/enrolments/?state=waiting")
    coach.sees("Inskrivningar")
    name = coach.page.locator("main tbody th a").first.inner_text()
    coach.follows(name)
    coach.sees(name)
    # When it starts
    coach.follows("Starta")
    coach.sees("Starta")
    coach.chooses("occupation_at_start", "Ingen sysselsättning")
    coach.chooses("education", "Gymnasium")
    coach.presses("Starta")
    # Then it is ongoing
    coach.sees(name)
    coach.reads("Pågående", "Gymnasium")


def test_an_enrolment_ends_and_cannot_end_before_it_started(sign_in):
    # Given an ongoing participant
    coach = sign_in("coach")
    coach.goes_to("/enrolments/?sort=started_on")
    coach.sees("Inskrivningar")
    link = coach.page.locator("main tbody th a").first
    name = link.inner_text()
    link.click()
    coach.sees(name)
    coach.follows("Avsluta")
    coach.sees("Avsluta")
    # When the last day is typed wrong
    coach.chooses("exit_reason", "Arbete, studier eller arbetssökande")
    coach.chooses("occupation_at_end", "Subventionerat arbete")
    coach.types(ended_on="2001-01-01")
    coach.presses("Avsluta")
    # Then the page says so, and keeps what was typed
    coach.sees("Avsluta")
    assert coach.page.get_by_role("alert").count() or coach.page.locator("[data-focus]").count()
    # When it is put right
    coach.types(ended_on=date.today().isoformat())
    coach.presses("Avsluta")
    # Then the enrolment has ended
    coach.sees(name)
    coach.reads("Avslutad", "Subventionerat arbete")
    coach.goes_to("/enrolments/?state=ended")
    coach.sees("Inskrivningar")
    steps.row(coach, name)
