"""Counts that a party reports because it keeps its records elsewhere, or for years before the register."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association


@tracked()
class ReportedCount(Versioned):
    """The four populations over a period as reported,
    for an initiative or (empty) the association as a whole.

    Kept as stated even when they contradict each other: finding that is reconciliation's work.
    """

    class Sex(models.TextChoices):
        ALL = "", _("All")
        WOMAN = "woman", _("Women")
        MAN = "man", _("Men")

    association = models.ForeignKey(Association, models.PROTECT, related_name="reported_counts")
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_counts",
        verbose_name=_("initiative"),
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True, default="")
    budgeted = models.PositiveIntegerField(_("budgeted"), null=True, blank=True)
    total = models.PositiveIntegerField(_("total"))
    new = models.PositiveIntegerField(_("new"))
    ended = models.PositiveIntegerField(_("ended"))
    ongoing = models.PositiveIntegerField(_("ongoing"))
    to_work_or_studies = models.PositiveIntegerField(_("to work or studies"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reported by"))
    reported_at = models.DateTimeField(auto_now=True)

    class Personal:
        fields = {"reported_by"}

    class Meta:
        ordering = ["first_day", "initiative__name", "sex"]
        constraints = [
            models.UniqueConstraint(
                name="count_once",
                fields=["association", "initiative", "first_day", "last_day", "sex"],
                nulls_distinct=False,
                violation_error_message=_(
                    "Counts for that period are already reported; change them instead."
                ),
            ),
            models.CheckConstraint(
                name="count_period",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="count_work_or_studies",
                condition=Q(to_work_or_studies=None) | Q(to_work_or_studies__lte=F("ended")),
                violation_error_message=_("No more can go on to work or studies than have ended."),
            ),
        ]

    def __str__(self):
        return f"{self.initiative or self.association} {self.first_day}–{self.last_day}"
