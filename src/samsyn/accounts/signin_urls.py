"""Addresses of signing in: those pages of allauth's that we offer. Nobody signs up or changes address here."""

from allauth.account import views
from allauth.socialaccount import views as provider_views
from django.http import Http404
from django.urls import include, path, re_path

from .acting import open_to_all


@open_to_all
def not_offered(request, **kwargs):
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
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
