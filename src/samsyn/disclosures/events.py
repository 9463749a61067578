"""What other apps, and the e-mail that tells people, may react to when somebody is told something."""

from django.dispatch import Signal

consent_withdrawn = Signal()  # sends: consent, by
disclosed = Signal()  # sends: disclosure, by
