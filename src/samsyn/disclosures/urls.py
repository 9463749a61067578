"""Addresses of the consent and disclosure pages."""

from django.urls import path

from . import views

app_name = "disclosures"
urlpatterns = [
    path("", views.register, name="register"),
    path("<int:pk>/", views.disclosure_detail, name="detail"),
    path("<int:pk>/number/", views.disclosure_reveal, name="reveal"),
    path("consents/<int:pk>/", views.consent_detail, name="consent"),
    path("consents/<int:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("consents/<int:pk>/explained/", views.consent_explained, name="consent_explained"),
    path("participants/<int:pk>/consents/new/", views.consent_new, name="consent_new"),
]
