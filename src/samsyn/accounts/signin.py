"""How people prove who they are: password or identity provider, and a second factor."""

from datetime import UTC, datetime

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.db.models import Exists, OuterRef

from samsyn.base.prepared import prepared

from .models import User

# In the session: the identity provider that vouched for a second factor at this sign-in.
VOUCHED_BY = "second_factor_vouched_by"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@prepared
def _user(*, pk):
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.annotate(has_own_factor=Exists(factors)).filter(pk=pk).order_by()


class Backend(AuthenticationBackend):
    """Asks anew at every request whether the person may sign in,
    and in the same query for their second factor.
    """

    def get_user(self, user_id):
        user = next(iter(_user(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user) -> bool:
        return may_sign_in(user)

    def _check_password(self, user, password):
        """No local password opens anything where only identity providers do."""
        return super()._check_password(user, password) if settings.LOCAL_PASSWORDS else None


def may_sign_in(user) -> bool:
    return user.is_active and not user.is_machine


def has_second_factor(request) -> bool:
    """An authenticator app or passkey of their own,
    or an identity provider that vouched for one at this sign-in.
    """
    return bool(request.session.get(VOUCHED_BY) or getattr(request.user, "has_own_factor", False))


def second_factor_shown(request) -> tuple[str, datetime] | None:
    """By what, and when, the person last showed a second factor in this session; None if never."""
    records = get_authentication_records(request, request.user)
    shown = [one for one in records if one.get("method") == "mfa"]
    if shown:
        return str(shown[-1].get("type", "mfa")), datetime.fromtimestamp(shown[-1]["at"], UTC)
    if provider := request.session.get(VOUCHED_BY):
        return str(provider), datetime.fromtimestamp(request.session.get("signed_in_at", 0), UTC)
    return None


class SecondFactor(AuthenticateStage):
    """Asks for the second factor, unless the identity provider has vouched for one already."""

    def _should_handle(self, request):
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        return not (sociallogin and vouches(sociallogin)) and super()._should_handle(request)


def vouches(sociallogin) -> bool:
    """Is the provider trusted for the second factor, and does its signed token say that one was used?

    ``second_factor_claims`` of the provider names what counts in amr (RFC
    8176) or acr; "mfa" when it says nothing.
    """
    config = sociallogin.provider.app.settings
    if not config.get("trusted_for_second_factor", False):
        return False
    token = sociallogin.account.extra_data.get("id_token") or {}
    methods = token.get("amr") or []
    said = {*(methods if isinstance(methods, list) else [methods]), token.get("acr")}
    return bool(said & set(config.get("second_factor_claims", ["mfa"])))
