"""Every address of the product."""

from django.urls import include, path, re_path

from samsyn.project import api

urlpatterns = [
    path("accounts/", include("samsyn.accounts.signin_urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/", api.description, name="api"),
    path("api/", api.API.urls),
    re_path("^api/", api.nothing),
    path("disclosures/", include("samsyn.disclosures.urls")),
    path("enrolments/", include("samsyn.enrolments.urls")),
    path("evaluations/", include("samsyn.extracts.urls")),
    path("figures/", include("samsyn.figures.urls")),
    path("initiatives/", include("samsyn.initiatives.urls")),
    path("organisations/", include("samsyn.organisations.urls")),
    path("participants/", include("samsyn.participants.urls")),
    path("people/", include("samsyn.accounts.urls")),
    path("referrals/", include("samsyn.referrals.urls")),
    path("reports/", include("samsyn.reports.urls")),
    path("tokens/", include("samsyn.tokens.urls")),
    path("", include("samsyn.home.urls")),
]

handler400 = "samsyn.base.retry.bad_request"
handler500 = "samsyn.base.retry.server_error"
