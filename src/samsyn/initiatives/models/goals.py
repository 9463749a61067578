"""What an initiative or an association wants to reach, and how far it came each year."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.organisations.models import Association

from .. import measures
from ..verdicts import Direction, Rule, Verdict
from .initiative import A_YEAR, Initiative

A_PART = [MaxValueValidator(100)]


class GoalManager(models.Manager):
    """Without those that were entered by mistake and have been removed: they are in the history only."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_because="")


@tracked()
class Goal(Versioned):
    """Something an initiative, or the association as a whole, wants to reach;
    ``figure`` measures it when there is one. ``ended_on``: the last day on which it is pursued.
    """

    class Level(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual")
        STRUCTURAL = "structural", _("Structural")
        ORGANISATION = "organisation", _("Organisation")
        ECONOMY = "economy", _("Economy")

    class Unit(models.TextChoices):
        PERCENT = "percent", _("per cent")
        NUMBER = "number", _("number")
        SEK = "sek", _("SEK")
        DAYS = "days", _("days")

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="goals", verbose_name=_("association")
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="goals", verbose_name=_("initiative")
    )
    level = models.CharField(_("level"), max_length=20, choices=Level)
    text = models.CharField(_("goal"), max_length=300)
    figure = models.CharField(_("measured by the figure"), max_length=80, blank=True)
    unit = models.CharField(_("unit of the goal"), max_length=10, choices=Unit, default=Unit.PERCENT)
    measured_by = models.CharField(
        _("measured how"), max_length=300, blank=True, help_text=_("where no figure measures it")
    )

    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_because = models.CharField(_("why it is no longer pursued"), max_length=300, blank=True)
    removed_because = models.CharField(_("what was wrong"), max_length=300, blank=True)

    objects = GoalManager()
    every: models.Manager = models.Manager()

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["level", "pk"]
        constraints = [
            models.CheckConstraint(
                name="goal_end_whole",
                condition=Q(ended_on=None, ended_because="")
                | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                violation_error_message=_("A goal that has ended has a day and a reason."),
            )
        ]

    @property
    def figure_label(self) -> str:
        return str(measures.label_of(self.figure))

    def __str__(self):
        return self.text


@tracked()
class Target(Versioned):
    """A goal in a year: what it should come to, by which rule that is judged, what came out and the verdict.

    Without ``value`` nothing is counted: a person judges, with a reason. ``judged`` stands beside the verdict
    of the rule where there is one, and before it.
    """

    class By(models.TextChoices):
        SHARES = "shares", _("By how much of the target is reached")
        PERSON = "person", _("Judged by a person, with a reason")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets", verbose_name=_("goal"))
    year = models.PositiveSmallIntegerField(_("year"), validators=A_YEAR)
    direction = models.CharField(
        _("direction of the target"), max_length=10, choices=Direction, default=Direction.AT_LEAST
    )
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=1, null=True, blank=True)
    rule = models.CharField(_("how the verdict is given"), max_length=10, choices=By, default=By.SHARES)
    main_from = models.PositiveSmallIntegerField(
        _("reached in the main from, per cent of the target"), default=90, validators=A_PART
    )
    some_from = models.PositiveSmallIntegerField(
        _("reached to some extent from, per cent of the target"), default=50, validators=A_PART
    )
    outcome = models.DecimalField(_("outcome"), max_digits=14, decimal_places=1, null=True, blank=True)
    outcome_text = models.CharField(_("outcome in words"), max_length=300, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    judged = models.CharField(_("verdict"), max_length=20, choices=Verdict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                name="target_once",
                fields=["goal", "year"],
                violation_error_message=_("There is already a target for that year."),
            ),
            models.CheckConstraint(
                name="target_value",
                condition=Q(value=None) | Q(value__gte=0),
                violation_error_message=_("A target is not below zero."),
            ),
            models.CheckConstraint(
                name="target_rule",
                condition=Q(rule="person") | Q(value__isnull=False),
                violation_error_message=_(
                    "State the target, or let a person judge: without it nothing can be counted."
                ),
            ),
            models.CheckConstraint(
                name="target_parts",
                condition=Q(some_from__lte=F("main_from"), main_from__lte=100),
                violation_error_message=_(
                    "“To some extent” begins no later than “in the main”, which begins by 100 per cent."
                ),
            ),
            models.CheckConstraint(
                name="target_outcome_whole",
                condition=Q(outcome=None, outcome_text="", measured_on=None, source="")
                | (
                    (Q(outcome__isnull=False) | ~Q(outcome_text=""))
                    & Q(measured_on__isnull=False)
                    & ~Q(source="")
                ),
                violation_error_message=_(
                    "An outcome is a number or words, with the day it was measured and its source."
                ),
            ),
            models.CheckConstraint(
                name="target_judged_whole",
                condition=Q(judged="", reason="") | (~Q(judged="") & ~Q(reason="")),
                violation_error_message=_("A verdict given by a person has a reason."),
            ),
        ]

    def clean(self):
        if self.value is not None and self.value > 100 and self.goal.unit == Goal.Unit.PERCENT:
            raise ValidationError({"value": _("A target is from 0 to 100 per cent.")})

    @property
    def counted_by(self) -> Rule:
        return Rule(self.direction, self.main_from, self.some_from)

    @property
    def is_by_person(self) -> bool:
        return self.rule == self.By.PERSON

    @property
    def has_outcome(self) -> bool:
        return self.measured_on is not None

    def __str__(self):
        return f"{self.goal} {self.year}"
