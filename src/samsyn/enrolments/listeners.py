"""What enrolments do when something happens to a referral."""

from . import actions


def place_was_offered(sender, referral, decision, by, **kwargs):
    actions.approve_place(referral=referral, decision=decision, by=by)
