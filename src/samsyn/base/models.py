"""Records that know which version they are, and receipts that make saving twice the same as saving once."""

from django.conf import settings
from django.db import models


class Versioned(models.Model):
    """A record that two people may have open at once: each save makes the next version."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)


class SaveReceipt(models.Model):
    """A form that has been saved, and where its user was sent. The same key again goes there,
    and saves nothing.
    """

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    went_to = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Personal:
        fields = {"user"}

    def __str__(self):
        return str(self.key)
