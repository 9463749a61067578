"""Addresses of the organisations pages."""

from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [
    path("", views.association_list, name="list"),
    path("<int:pk>/", views.association_detail, name="detail"),
    path("<int:pk>/statistics/", views.association_statistics, name="statistics"),
    path("<int:pk>/history/", views.association_history, name="history"),
    path("<int:pk>/edit/", views.association_edit, name="edit"),
    path("<int:pk>/parties/add/", views.party_add, name="party_add"),
    path("<int:pk>/authorities/add/", views.controller_add, name="controller_add"),
    path("<int:pk>/areas/add/", views.area_add, name="area_add"),
    path("<int:pk>/statistics/import/", views.statistics_import, name="statistics_import"),
    path("<int:pk>/statistics/<int:municipality>/", views.statistics_edit, name="statistics_edit"),
    path("parties/<int:pk>/", views.party_edit, name="party_edit"),
    path("areas/<int:pk>/", views.area_edit, name="area_edit"),
    path("authorities/<int:pk>/", views.controller_detail, name="controller"),
    path("authorities/<int:pk>/edit/", views.controller_edit, name="controller_edit"),
    path("proposals/<int:pk>/", views.proposal_detail, name="proposal"),
    path("proposals/<int:pk>/agree/", views.proposal_agree, name="proposal_agree"),
    path("proposals/<int:pk>/decline/", views.proposal_decline, name="proposal_decline"),
]
