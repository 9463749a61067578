"""Addresses of the accounts pages."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.assignment_list, name="assignments"),
    path("invite/", views.person_invite, name="invite"),
    path("<int:pk>/grant/", views.assignment_grant, name="grant"),
    path("assignments/<int:pk>/", views.assignment_detail, name="assignment"),
    path("assignments/<int:pk>/approve/", views.assignment_approve, name="approve"),
    path("assignments/<int:pk>/revoke/", views.assignment_revoke, name="revoke"),
    path("me/", views.profile, name="profile"),
    path("me/edit/", views.profile_edit, name="profile_edit"),
    path("me/hat/", views.hat_put_on, name="hat"),
]
