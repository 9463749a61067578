"""The team member's story: what another authority asks, and an answer before the meeting."""

import re

from playwright.sync_api import expect

from . import steps


def test_a_circulation_is_answered_before_the_meeting(sign_in):
    # Given a member of the team whose authority has been asked
    member = sign_in("psychiatry")
    member.sees("Sofia")
    member.goes_to("/referrals/circulations/")
    member.sees("Att besvara")
    # When one that waits is opened and answered
    waiting = steps.row(member, "Inte besvarad")
    case = waiting.get_by_role("link").inner_text()
    waiting.get_by_role("link").click()
    member.sees(f"Svar {case}")
    member.reads("Varje öppning loggas")
    member.chooses("is_known", "Ja")
    member.types(planned="Uppföljning var fjärde vecka till våren.", need="Arbetsträning passar nu.")
    member.is_pictured("team-member")
    member.presses("Skicka svaret")
    # Then it is answered, and can still be changed
    member.sees("Att besvara")
    answered = steps.row(member, case)
    expect(answered).to_contain_text(re.compile("(?<!Inte )[Bb]esvarad"))
    answered.get_by_role("link").click()
    member.sees(f"Svar {case}")
    expect(member.field("need")).to_have_value("Arbetsträning passar nu.")
