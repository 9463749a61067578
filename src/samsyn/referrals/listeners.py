"""What follows by itself when a referral moves on: the background work that tells people."""

from . import tasks


def referral_was_sent(sender, referral, by, **kwargs):
    tasks.tell_coordinators.defer(referral_id=referral.pk, controller_id=referral.controller_id)


def referral_was_circulated(sender, circulation, by, **kwargs):
    tasks.tell_parties.defer(circulation_id=circulation.pk, controller_id=circulation.controller_id)


def parties_were_reminded(sender, circulation, on, by, **kwargs):
    tasks.remind_parties.defer(
        circulation_id=circulation.pk, controller_id=circulation.controller_id, day=on.isoformat()
    )


def referral_was_decided(sender, referral, decision, by, **kwargs):
    tasks.tell_referrer.defer(decision_id=decision.pk, controller_id=decision.controller_id)


def referral_was_withdrawn(sender, referral, by, **kwargs):
    if referral.sent_at:
        tasks.tidy_withdrawn.defer(referral_id=referral.pk, controller_id=referral.controller_id)
