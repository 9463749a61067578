"""Addresses of the participants pages."""

app_name = "participants"
urlpatterns = []
