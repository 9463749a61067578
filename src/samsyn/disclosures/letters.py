"""The words of e-mails about consents. Never a name, a number or what it is about."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def consent_withdrawn() -> tuple[str, str]:
    """Subject and text."""
    with override(settings.LANGUAGE_CODE):
        subject = _("A consent has been withdrawn")
        return subject, _(
            "A participant has withdrawn a consent that you have worked on. From now on nothing is told on "
            "it, and "
            "what was told on it cannot be opened any more.\n\n"
            "Sign in to Samsyn and look under Disclosures to see which."
        )
