"""Addresses of the enrolment pages."""

from django.urls import path

from . import import_views, views

app_name = "enrolments"
urlpatterns = [
    path("", views.enrolment_list, name="list"),
    path("export/", views.enrolment_export, name="export"),
    path("new/", views.enrolment_new, name="new"),
    path("new/same/", views.enrolment_same, name="same"),
    path("caseload/", views.enrolment_caseload, name="caseload"),
    path("quality/", views.enrolment_quality, name="quality"),
    path("<int:pk>/", views.enrolment_detail, name="detail"),
    path("<int:pk>/allocate/", views.enrolment_allocate, name="allocate"),
    path("<int:pk>/track/", views.enrolment_move, name="move"),
    path("<int:pk>/referrer/", views.enrolment_referrer, name="referrer"),
    path("<int:pk>/start/", views.enrolment_start, name="start"),
    path("<int:pk>/discharge/", views.enrolment_discharge, name="discharge"),
    path("<int:pk>/extend/", views.enrolment_extend, name="extend"),
    path("extensions/<int:pk>/undo/", views.extension_undo, name="extension_undo"),
    path("<int:pk>/reopen/", views.enrolment_reopen, name="reopen"),
    path("<int:pk>/undo/", views.enrolment_undo, name="undo"),
    path("import/", import_views.import_upload, name="import"),
    path("import/<int:pk>/", import_views.import_run, name="import_run"),
    path("import/<int:pk>/progress/", import_views.import_progress, name="import_progress"),
    path("import/<int:pk>/confirm/", import_views.import_confirm, name="import_confirm"),
    path("import/<int:pk>/drop/", import_views.import_drop, name="import_drop"),
]
