"""An agreement that somebody outside may evaluate, on what, until when; and each authority's word on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.organisations.models import Association, Controller

from .alike import COARSE
from .variables import CHOICES


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for the authorities")
    VALID = "valid", _("Valid")
    ENDED = "ended", _("Has ended")


@tracked(exclude=["key_encrypted"])
class Agreement(Versioned):
    """``key_encrypted``: what the pseudonyms are made with. It is nowhere else, and gone when the agreement
    has ended, so that nobody can make them again.
    """

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="agreements", verbose_name=_("association")
    )
    title = models.CharField(_("evaluation"), max_length=160)
    evaluator = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("evaluator"))
    organisation = models.CharField(_("works for"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=4000)
    initiatives = ArrayField(models.BigIntegerField(), verbose_name=_("initiatives"))
    variables = ArrayField(models.CharField(max_length=30, choices=CHOICES), verbose_name=_("variables"))
    first_day = models.DateField(_("enrolments from"))
    last_day = models.DateField(_("enrolments to"))
    valid_until = models.DateField(_("can be fetched until"))
    smallest_group = models.PositiveSmallIntegerField(_("smallest group of rows alike"), default=5)
    coarse = ArrayField(
        models.CharField(max_length=20, choices=list(COARSE.items())), default=list, blank=True,
        verbose_name=_("coarser in every row"),
    )  # fmt: skip
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_on = models.DateField(_("proposed"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    key_encrypted = models.BinaryField(null=True, blank=True, editable=False)

    class Personal:
        fields = {"evaluator", "proposed_by"}

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_period",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="agreement_valid",
                condition=Q(valid_until__gte=F("proposed_on")),
                violation_error_message=_("The day until which it can be fetched has passed already."),
            ),
            models.CheckConstraint(
                name="agreement_key_gone",
                condition=Q(ended_at=None) | Q(key_encrypted=None),
                violation_error_message=_("An agreement that has ended keeps no key."),
            ),
            models.CheckConstraint(
                name="agreement_smallest_group",
                condition=Q(smallest_group__gte=1, smallest_group__lte=20),
                violation_error_message=_("The smallest group is from 1 to 20."),
            ),
            models.CheckConstraint(
                name="agreement_says_what",
                condition=Q(initiatives__len__gt=0, variables__len__gt=0),
                violation_error_message=_("Choose at least one initiative and one variable."),
            ),
        ]

    def __str__(self):
        return self.title

    def state_on(self, day) -> State:
        if self.ended_at or self.valid_until < day:
            return State.ENDED
        is_agreed = any(one.is_agreed for one in self.approvals.all())
        return State.VALID if is_agreed else State.WAITING


@tracked()
class Approval(Versioned):
    """What an authority says about its own records in an agreement. Only with a yes are its rows in it.

    ``rows``, ``smallest`` and ``alone``: how alike its rows were when it decided (``alike.Alike``).
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="approvals")
    controller = models.ForeignKey(Controller, models.PROTECT, related_name="+", verbose_name=_("authority"))
    is_agreed = models.BooleanField(_("agreed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    smallest = models.PositiveIntegerField(_("smallest group"), null=True, blank=True)
    alone = models.DecimalField(_("alone, per cent"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Personal:
        fields = {"decided_by"}

    class Meta:
        ordering = ["controller__name"]
        constraints = [
            models.UniqueConstraint(name="approval_once", fields=["agreement", "controller"]),
            models.CheckConstraint(
                name="approval_decided_whole",
                condition=Q(is_agreed=None, decided_by=None, decided_at=None)
                | Q(is_agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision has a person and a moment."),
            ),
        ]

    def __str__(self):
        return f"{self.agreement}, {self.controller}"
