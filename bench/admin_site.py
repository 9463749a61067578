"""The yardstick: participants and enrolments in the stock admin, set up with care, and one grouped page."""

from datetime import date

from django.contrib import admin
from django.contrib.auth.backends import BaseBackend
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import path

from samsyn.accounts.models import User
from samsyn.enrolments.models import Enrolment
from samsyn.participants.models import Participant


class Everybody(BaseBackend):
    """The product's users, let into the admin as superusers."""

    def get_user(self, user_id):
        user = User.objects.filter(pk=user_id).first()
        if user:
            user.is_staff = user.is_superuser = True
            user.has_perm = user.has_module_perms = lambda *_: True
        return user


class ParticipantAdmin(admin.ModelAdmin):
    list_display = ("family_name", "given_name", "sex", "birth_date", "municipality", "controller")
    list_select_related = ("municipality", "controller")
    search_fields = ("given_name", "family_name")
    ordering = ("family_name", "given_name")
    list_per_page = 50


class EnrolmentAdmin(admin.ModelAdmin):
    list_display = (
        "case_number",
        "participant",
        "initiative",
        "municipality",
        "coach",
        "started_on",
        "ended_on",
    )
    list_select_related = ("participant", "initiative", "municipality", "coach")
    search_fields = ("=case_number",)
    ordering = ("-started_on",)
    list_per_page = 50
    raw_id_fields = ("participant", "referral")  # a choice among all persons would be no fair match


def grouped(request):
    """Four populations of a year by initiative, as an ORM aggregate: how such a page is commonly written."""
    first, last = date(2023, 1, 1), date(2023, 12, 31)
    here = Enrolment.objects.exclude(exit_reason="misregistration").filter(
        Q(ended_on=None) | Q(ended_on__gte=first), started_on__lte=last
    )
    rows = here.values("initiative__name").annotate(
        total=Count("pk"),
        new=Count("pk", filter=Q(started_on__gte=first)),
        ended=Count("pk", filter=Q(ended_on__lte=last)),
        ongoing=Count("pk", filter=Q(ended_on=None) | Q(ended_on__gt=last)),
    )
    lines = [f"{row['initiative__name']}: {row['total']} {row['new']} {row['ended']} {row['ongoing']}"
             for row in rows.order_by("initiative__name")]  # fmt: skip
    context = admin.site.each_context(request) | {"title": "Participants", "content": " · ".join(lines)}
    return TemplateResponse(request, "admin/base_site.html", context)


admin.site.register(Participant, ParticipantAdmin)
admin.site.register(Enrolment, EnrolmentAdmin)
urlpatterns = [path("admin/grouped/", admin.site.admin_view(grouped)), path("admin/", admin.site.urls)]
