"""Records that know which version they are, and receipts that make saving twice the same as saving once."""

from django.conf import settings
from django.db import models, router
from django.db.models.functions import Coalesce


class Versioned(models.Model):
    """A record that two people may have open at once: each save makes the next version."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)

    _checks_passed = False

    def validate_constraints(self, exclude=None):
        """As Django's, but all check constraints are asked in one question; only when it fails one by one."""
        self._checks_passed = not exclude and self._passes_every_check()
        try:
            super().validate_constraints(exclude=exclude)
        finally:
            self._checks_passed = False

    def get_constraints(self):
        found = super().get_constraints()
        if not self._checks_passed:
            return found
        return [(model, [one for one in several if not _is_check(one)]) for model, several in found]

    def _passes_every_check(self) -> bool:
        checks = [one for _model, several in self.get_constraints() for one in several if _is_check(one)]
        # What is unknown passes, as in the database.
        every = [
            models.Q(Coalesce(one.condition, True, output_field=models.BooleanField())) for one in checks
        ]
        against = self._get_field_expression_map(meta=self._meta)  # type: ignore[attr-defined]
        return models.Q(*every).check(against, using=router.db_for_write(type(self), instance=self))


def _is_check(constraint) -> bool:
    return isinstance(constraint, models.CheckConstraint)


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
