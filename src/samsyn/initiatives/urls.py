"""Addresses of the initiatives pages."""

app_name = "initiatives"
urlpatterns = []
