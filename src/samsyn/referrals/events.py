"""What other apps, and the e-mail that tells people, may react to when a referral moves on."""

from django.dispatch import Signal

referral_sent = Signal()  # sends: referral, by
circulated = Signal()  # sends: circulation, by
answered = Signal()  # sends: disclosure (the answer), by
withdrawn = Signal()  # sends: referral, by
reminded = Signal()  # sends: circulation, on, by
decided = Signal()  # sends: referral, decision, by
place_offered = Signal()  # sends: referral, decision, by
