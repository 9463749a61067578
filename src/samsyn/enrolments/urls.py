"""Addresses of the enrolments pages."""

app_name = "enrolments"
urlpatterns = []
