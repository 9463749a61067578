"""Addresses of the disclosures pages."""

app_name = "disclosures"
urlpatterns = []
