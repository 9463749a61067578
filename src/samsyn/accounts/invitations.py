"""The letter to somebody who has been given an account: an address to follow, and nothing about anybody."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _


def send_invitation(person) -> None:
    """Send it. A link to choose a password where there are local passwords, else to the sign-in page."""
    facts = {"address": _absolute(sign_in_path(person)), "has_password": settings.LOCAL_PASSWORDS}
    text = render_to_string("accounts/mail/invitation.txt", facts)
    send_mail(_("You have an account in Samsyn"), text, None, [person.email])


def sign_in_path(person) -> str:
    if not settings.LOCAL_PASSWORDS:
        return reverse("account_login")
    key = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )


def _absolute(path: str) -> str:
    if context.request is not None:
        return context.request.build_absolute_uri(path)
    host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.")), "localhost")
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host.lstrip('.')}{path}"
