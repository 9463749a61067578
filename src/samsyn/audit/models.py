"""The access log: every opening of a person's record, search and export, and every refusal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.base.tenancy import OWN, Wall


class Act(models.TextChoices):
    OPEN = "open", _("Opened")
    REVEAL = "reveal", _("Showed the identity number")
    SEARCH = "search", _("Searched")
    LIST = "list", _("Listed")
    EXPORT = "export", _("Exported")
    CHANGE = "change", _("Changed")
    DENIED = "denied", _("Was refused")


class Access(models.Model):
    """One look or act. No foreign keys to what was seen, so the log never blocks or follows a disposal.

    ``subject``: what was seen, as "app.model:id"; ``person``: the participant's id at the controller, if any.
    ``controller_id`` is null for acts outside the case world (they are visible to nobody behind the wall).
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act)
    kind = models.CharField(max_length=60, help_text="the page or action, as a name")
    subject = models.CharField(max_length=80, blank=True)
    person = models.BigIntegerField(null=True)
    controller_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(
        null=True, help_text="how many records a list, search or export showed"
    )

    wall = Wall(insert=f"controller_id IS NULL OR {OWN}", append_only=True)

    class Personal:
        fields = {"by", "subject", "person", "reason"}

    class Meta:
        indexes = [
            models.Index(fields=["controller_id", "person", "-at"], name="access_person"),
            models.Index(fields=["by", "-at"], name="access_by"),
        ]

    def __str__(self):
        return f"{self.act} {self.subject}"
