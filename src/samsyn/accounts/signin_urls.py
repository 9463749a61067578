"""Addresses of signing in: those pages of allauth's that we offer.
Nobody signs up or changes address here.
"""

from functools import wraps

from allauth.account import views
from allauth.socialaccount import views as provider_views
from django.conf import settings
from django.http import Http404
from django.urls import include, path, re_path

from samsyn.base.retry import fresh_token

from .acting import open_to_all


@open_to_all
def not_offered(request, **kwargs):
    raise Http404


def only_with_passwords(view):
    """Decorator: the page is not there where only identity providers open."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if not settings.LOCAL_PASSWORDS:
            raise Http404
        return view(request, *args, **kwargs)

    return page


class SignIn(views.LoginView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"has_passwords": settings.LOCAL_PASSWORDS}


urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("token/", open_to_all(fresh_token), name="account_token"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", only_with_passwords(views.password_change), name="account_change_password"),
    path("password/set/", only_with_passwords(views.password_set), name="account_set_password"),
    path("password/reset/", only_with_passwords(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        only_with_passwords(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        only_with_passwords(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        only_with_passwords(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("provider/cancelled/", provider_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/error/", provider_views.login_error, name="socialaccount_login_error"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    # allauth asks for the addresses of these; they are nobody's pages.
    path("signup/", not_offered, name="account_signup"),
    path("email/", not_offered, name="account_email"),
    path("provider/signup/", not_offered, name="socialaccount_signup"),
    path("provider/", not_offered, name="socialaccount_connections"),
]
