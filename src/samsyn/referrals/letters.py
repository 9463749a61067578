"""The words of e-mails about referrals. Never a name, a number or what it is about."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def _letter(subject: str, text: str) -> tuple[str, str]:
    return subject, f"{text}\n\n" + _("Sign in to Samsyn to read it. This e-mail holds no personal data.")


def referral_sent() -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        return _letter(
            _("You have a new referral to look at"), _("A referral or consultation has come in to your team.")
        )


def circulated() -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        return _letter(
            _("You have a new referral to answer"), _("The team asks what you know, before its next meeting.")
        )


def reminded() -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        return _letter(_("A referral still waits for your answer"), _("The team's meeting is getting near."))


def decided() -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        return _letter(
            _("Your referral has an answer"), _("There is a decision about something that you have sent.")
        )


def withdrawn() -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        return _letter(
            _("A referral has been withdrawn"), _("The referrer has taken back something sent to your team.")
        )
