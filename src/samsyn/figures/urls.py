"""Addresses of the figures pages."""

from django.urls import path

from . import changes_views, quality_views, reconcile_views, views

app_name = "figures"
urlpatterns = [
    path("", views.figure_list, name="index"),
    path("reconcile/", reconcile_views.reconcile, name="reconcile"),
    path("reported/", views.count_list, name="reported"),
    path("reported/<int:pk>/", views.count_change, name="count_change"),
    path("<slug:slug>/reported/new/", views.count_add, name="count_add"),
    path("<slug:slug>/reported/import/", views.count_import, name="count_import"),
    path("<slug:slug>/participants/", views.participants, name="participants"),
    path("<slug:slug>/work-or-studies/", views.work_or_studies, name="work_or_studies"),
    path("<slug:slug>/quality/", quality_views.data_quality, name="quality"),
    path("<slug:slug>/years/", views.year_series, name="years"),
    path("<slug:slug>/<slug:name>/", views.figure, name="figure"),
    path("<slug:slug>/<slug:name>/since/", changes_views.since, name="since"),
    path("<slug:slug>/<slug:name>/excel/", views.spreadsheet, name="spreadsheet"),
    path("<slug:slug>/<slug:name>/csv/", views.csv_file, name="csv"),
    path("<slug:slug>/<slug:name>/json/", views.json_file, name="json"),
]
