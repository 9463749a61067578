"""What disclosures do by themselves when a consent is withdrawn."""

from .tasks import tell_of_withdrawal


def consent_was_withdrawn(sender, consent, by, **kwargs):
    tell_of_withdrawal.defer(
        consent_id=consent.pk, controllers=sorted({consent.controller_id, consent.noted_at_id})
    )
