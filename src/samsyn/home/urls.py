"""Addresses of the home pages."""

app_name = "home"
urlpatterns = []
