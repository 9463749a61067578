"""Addresses of the figures pages."""

app_name = "figures"
urlpatterns = []
