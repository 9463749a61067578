"""Addresses of the pages about tokens."""

from django.urls import path

from . import views

app_name = "tokens"
urlpatterns = [
    path("", views.token_list, name="list"),
    path("new/", views.token_new, name="new"),
    path("<int:pk>/", views.token_detail, name="detail"),
    path("reaches/<int:pk>/", views.reach_detail, name="reach"),
    path("reaches/<int:pk>/approve/", views.reach_approve, name="approve"),
    path("reaches/<int:pk>/end/", views.reach_end, name="end"),
]
