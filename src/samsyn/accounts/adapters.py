"""How allauth is bent to our rules: nobody signs up; identity providers only open accounts that exist."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from .models import User
from .signin import VOUCHED_BY, may_sign_in, vouches


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return ["samsyn.accounts.signin.SecondFactor"]

    def pre_login(self, request, user, **facts):
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **facts)

    def post_login(self, request, user, *, signal_kwargs=None, **facts):
        """Remember whether the provider vouched for the second factor; a sign-in without one forgets."""
        sociallogin = (signal_kwargs or {}).get("sociallogin")
        request.session.pop(VOUCHED_BY, None)
        if sociallogin and vouches(sociallogin):
            request.session[VOUCHED_BY] = sociallogin.account.provider
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **facts)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def populate_user(self, request, sociallogin, data):
        """Nothing is taken from the provider: there is no new account to fill in."""
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """Known by the provider's own name for the person (subject),
        or the first time by a trusted e-mail address.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise PermissionDenied
        if sociallogin.is_existing:
            return
        person = _person_at(_trusted_address(sociallogin))
        if person is None:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        sociallogin.connect(request, person)


def _trusted_address(sociallogin) -> str | None:
    """The address, if the provider says that it is verified and we trust the provider for its domain."""
    account = sociallogin.account.extra_data
    claims = (account.get("id_token") or {}) | (account.get("userinfo") or {})
    address = str(claims.get("email") or "").lower()
    domains = {name.lower() for name in sociallogin.provider.app.settings.get("trusted_domains", [])}
    is_verified = claims.get("email_verified") is True
    return address if is_verified and address.rpartition("@")[2] in domains else None


def _person_at(address: str | None) -> User | None:
    found = User.objects.filter(email__iexact=address).first() if address else None
    return found if found and may_sign_in(found) else None


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted, with the same rotating keys as identity numbers."""

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self):
        return "Samsyn"


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])
