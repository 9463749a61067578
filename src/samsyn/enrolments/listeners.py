"""What enrolments do when something happens to a referral."""

from samsyn.accounts.permissions import Permission, has
from samsyn.referrals.models import Outcome

from . import actions


def place_was_offered(sender, referral, decision, by, **kwargs):
    actions.approve_place(referral=referral, decision=decision, by=by)


def was_decided(sender, referral, decision, by, **kwargs):
    """Another decision than an offer takes a place back that nobody has begun in."""
    if decision.outcome != Outcome.OFFER:
        actions.withdraw_place(referral=referral, by=by)


def was_withdrawn(sender, referral, by, **kwargs):
    """The referrer is not let in here; the coordinator then sees the withdrawn referral beside the place."""
    if has(by, Permission.ENROL, controller=referral.controller_id, initiative=referral.initiative_id):
        actions.withdraw_place(referral=referral, by=by)
