"""Addresses of the pages about extracts for evaluators."""

from django.urls import path

from . import views

app_name = "extracts"
urlpatterns = [
    path("", views.agreement_list, name="list"),
    path("check/", views.publication_check, name="check"),
    path("<int:pk>/", views.agreement_detail, name="detail"),
    path("<int:pk>/fetch/", views.extract_fetch, name="fetch"),
    path("<int:pk>/end/", views.agreement_end, name="end"),
    path("approvals/<int:pk>/agree/", views.approval_agree, name="agree"),
    path("approvals/<int:pk>/refuse/", views.approval_refuse, name="refuse"),
    path("new/<slug:slug>/", views.agreement_new, name="new"),
]
