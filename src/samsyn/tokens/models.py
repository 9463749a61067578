"""A token: what lets a machine ask in a person's name, in one of their roles, for a time."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import CASE_ROLES, Assignment, Role, User
from samsyn.audit.history import tracked
from samsyn.base.models import Versioned

LONGEST = timedelta(days=366)


class State(models.TextChoices):
    VALID = "valid", _("Valid")
    WAITING = "waiting", _("Waits for approval")
    ENDED = "ended", _("Has ended")
    REVOKED = "revoked", _("Revoked")


@tracked(exclude=["digest", "last_used_on", "minute", "times"])
class Token(Versioned):
    """Reads, and nothing else, what its owner may see in one role. Only a digest is kept: the token itself is
    shown once.

    ``minute`` and ``times``: the minute (since 1970) of the latest request, and how many there were in it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    assignments = models.ManyToManyField(Assignment, through="Reach", related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_on = models.DateField(_("made"))
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)
    minute = models.BigIntegerField(default=0, editable=False)
    times = models.PositiveIntegerField(default=0, editable=False)

    class Personal:
        fields = {"user", "name", "last_used_on"}

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_period",
                condition=Q(expires_on__gte=F("made_on"), expires_on__lte=F("made_on") + LONGEST),
                violation_error_message=_("A token lasts for a year at most, and not less than today."),
            ),
            models.CheckConstraint(
                name="token_named",
                condition=~Q(name=""),
                violation_error_message=_("Name what the token is for."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def reaches_records(self) -> bool:
        """In these roles each authority decides whether a token may read its records."""
        return self.role in CASE_ROLES

    def state_on(self, day) -> State:
        if self.revoked_at:
            return State.REVOKED
        if self.expires_on < day:
            return State.ENDED
        states = {reach.state_on(day) for reach in self.reaches.all()}
        return next((state for state in State if state in states), State.ENDED)


@tracked()
class Reach(Versioned):
    """An assignment that a token acts under; in case records only once the authority has approved that."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="reaches")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+", verbose_name=_("assignment"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    ended_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Personal:
        fields = {"token", "approved_by", "ended_by"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="reach_once", fields=["token", "assignment"]),
            models.CheckConstraint(
                name="reach_approved_whole",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("An approval has a person and a moment."),
            ),
        ]

    def __str__(self):
        return f"{self.token}, {self.assignment}"

    def state_on(self, day) -> State:
        if self.ended_at or self.assignment.revoked_at or self.token.revoked_at:
            return State.REVOKED
        is_over = self.assignment.until is not None and self.assignment.until < day
        if is_over or self.token.expires_on < day:
            return State.ENDED
        return State.WAITING if self.token.reaches_records and not self.approved_at else State.VALID
