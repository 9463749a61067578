"""Addresses of the participants pages."""

from django.urls import path

from . import views

app_name = "participants"
urlpatterns = [
    path("", views.participant_list, name="list"),
    path("<int:pk>/", views.participant_detail, name="detail"),
    path("<int:pk>/history/", views.participant_history, name="history"),
    path("<int:pk>/reveal/", views.participant_reveal, name="reveal"),
    path("<int:pk>/edit/", views.participant_edit, name="edit"),
    path("<int:pk>/protect/", views.participant_protect, name="protect"),
]
