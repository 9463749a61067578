"""An initiative (insats) and everything that is decided about it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.organisations.models import Area, Association, Controller, Municipality

A_YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]


class Destination(models.TextChoices):
    """Where a participant may go on to (the six of Sikta mot arbetslivet's plan, and two more)."""

    INCREASED_COOPERATION = (
        "increased_cooperation",
        _("Increased cooperation between the employment service and the insurance agency"),
    )
    LABOUR_MARKET_UNIT = "labour_market_unit", _("The municipality's labour market unit")
    EMPLOYMENT_SERVICE = "employment_service", _("The employment service")
    DAILY_ACTIVITIES = "daily_activities", _("Daily activities")
    STUDIES = "studies", _("Studies")
    WORK = "work", _("Work")
    RIGHT_BENEFIT = "right_benefit", _("The right benefit")
    OTHER = "other", _("Other")


@tracked()
class Initiative(Versioned):
    """An individual-oriented or structural initiative that an association pays for."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual-oriented")
        STRUCTURAL = "structural", _("Structural")

    class Form(models.TextChoices):
        PROJECT = "project", _("Project")
        PERMANENT = "permanent", _("Permanent (LIS)")

    class DecisionRule(models.TextChoices):
        TEAM = "team", _("The collaboration team decides")
        COORDINATOR = "coordinator", _("The coordinator decides")

    class Source(models.TextChoices):
        RECORDS = "records", _("Records kept here")
        REPORTED = "reported", _("Counts reported by the party that keeps the records")

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="initiatives", verbose_name=_("association")
    )
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("name in commands"), max_length=80)
    kind = models.CharField(_("orientation"), max_length=20, choices=Kind, default=Kind.INDIVIDUAL)
    form = models.CharField(_("form"), max_length=20, choices=Form, default=Form.PROJECT)
    run_by = models.ForeignKey(
        Controller, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("run by")
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    target_group = models.TextField(_("target group"), blank=True)
    eligibility = models.TextField(
        _("eligibility"), blank=True, help_text=_("what must be met, in plain words")
    )
    youngest = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    methods = models.TextField(_("methods"), blank=True)
    decision_rule = models.CharField(
        _("who decides"), max_length=20, choices=DecisionRule, default=DecisionRule.TEAM
    )
    team_meets_every_days = models.PositiveSmallIntegerField(_("the team meets every (days)"), default=14)
    length_benchmark_months = models.PositiveSmallIntegerField(
        _("benchmark length, months"), null=True, blank=True, default=12
    )
    places_at_once = models.PositiveSmallIntegerField(_("places at the same time"), null=True, blank=True)
    destinations = ArrayField(
        models.CharField(max_length=30, choices=Destination),
        default=list,
        blank=True,
        verbose_name=_("destinations"),
    )
    source = models.CharField(
        _("source of the figures"), max_length=20, choices=Source, default=Source.RECORDS
    )

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="initiative_name",
                fields=["association", "slug"],
                violation_error_message=_("There is already an initiative of that name."),
            ),
            models.CheckConstraint(
                name="initiative_period",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("An initiative cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="initiative_ages",
                condition=Q(youngest=None) | Q(oldest=None) | Q(oldest__gte=F("youngest")),
                violation_error_message=_("The oldest age cannot be below the youngest."),
            ),
            models.CheckConstraint(
                name="initiative_rhythm",
                condition=Q(team_meets_every_days__gte=1),
                violation_error_message=_("The team meets at least every 1 day."),
            ),
        ]

    @property
    def destination_labels(self) -> list[str]:
        """In the order of the ladder, whatever order they were chosen in."""
        return [str(label) for value, label in Destination.choices if value in self.destinations]

    def is_ongoing_on(self, day) -> bool:
        """One without dates is always ongoing."""
        has_begun = self.starts_on is None or self.starts_on <= day
        return has_begun and (self.ends_on is None or self.ends_on >= day)

    def __str__(self):
        return self.name


@tracked()
class Coverage(Versioned):
    """A municipality that an initiative covers, the area it lies in,
    and whose records its participants' are.
    """

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="coverage", verbose_name=_("initiative")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="coverage", verbose_name=_("municipality")
    )
    controller = models.ForeignKey(
        Controller,
        models.PROTECT,
        related_name="coverage",
        verbose_name=_("authority that keeps the records"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(
                name="coverage_once",
                fields=["initiative", "municipality"],
                violation_error_message=_("The initiative already covers that municipality."),
            )
        ]

    def __str__(self):
        return f"{self.initiative}, {self.municipality}"


@tracked()
class Track(Versioned):
    """A line within an initiative (spår), such as SIKTA Unga;
    ``places`` per year when they are counted apart.
    """

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="tracks", verbose_name=_("initiative")
    )
    name = models.CharField(_("name"), max_length=80)
    places = models.PositiveSmallIntegerField(_("places per year"), null=True, blank=True)
    is_open = models.BooleanField(_("takes new participants"), default=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="track_name",
                fields=["initiative", "name"],
                violation_error_message=_("There is already a track of that name."),
            )
        ]

    def __str__(self):
        return self.name


@tracked()
class PlanVersion(Versioned):
    """A version of the initiative's plan (insatsplan 1.0, 2.0): what it says, who decided it and when."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="plans", verbose_name=_("initiative")
    )
    number = models.CharField(_("version"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"), validators=A_YEAR)
    text = models.TextField(_("the plan"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="plan_number",
                fields=["initiative", "number"],
                violation_error_message=_("There is already a version of that number."),
            ),
            models.CheckConstraint(
                name="plan_decided_whole",
                condition=Q(decided_by="", decided_on=None)
                | (~Q(decided_by="") & Q(decided_on__isnull=False)),
                violation_error_message=_("A decision has both a body and a date."),
            ),
        ]
        triggers = [
            # A decided plan is what was decided: whoever wants another text makes the next version.
            pgtrigger.Protect(
                name="decided_plan_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_on__isnull=False),
            )
        ]

    @property
    def is_decided(self) -> bool:
        return self.decided_on is not None

    def __str__(self):
        return f"{self.initiative} {self.number}"


@tracked()
class Capacity(Versioned):
    """How many participants an initiative is budgeted for in a year."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="capacities", verbose_name=_("initiative")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=A_YEAR)
    budgeted = models.PositiveIntegerField(_("budgeted participants"))

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                name="capacity_once",
                fields=["initiative", "year"],
                violation_error_message=_("That year is already budgeted."),
            )
        ]

    def __str__(self):
        return f"{self.initiative} {self.year}"


@tracked()
class Staffing(Versioned):
    """Staff in per cent of full time, for a year and a municipality, paid by whom (the KASAM table)."""

    class Post(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinators")
        COACH = "coach", _("Coaches")

    class Funder(models.TextChoices):
        MUNICIPALITY = "municipality", _("The municipality")
        ASSOCIATION = "association", _("The association")
        REGION = "region", _("The region")

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="staffing", verbose_name=_("initiative")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=A_YEAR)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    post = models.CharField(_("post"), max_length=20, choices=Post)
    funder = models.CharField(_("funded by"), max_length=20, choices=Funder)
    percent = models.PositiveSmallIntegerField(_("per cent of full time"))

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["-year", "municipality__name", "post"]
        constraints = [
            models.UniqueConstraint(
                name="staffing_once",
                fields=["initiative", "year", "municipality", "post", "funder"],
                nulls_distinct=False,
                violation_error_message=_(
                    "That post is already staffed there that year; change the percentage."
                ),
            )
        ]

    def __str__(self):
        return f"{self.initiative} {self.year} {self.municipality} {self.percent} %"


@tracked()
class TeamMeeting(Versioned):
    """When the collaboration team meets; what is circulated is to be answered before the next meeting."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="meetings", verbose_name=_("initiative")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    starts_at = models.DateTimeField(_("time"))
    place = models.CharField(_("place"), max_length=120, blank=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_once",
                fields=["initiative", "area", "starts_at"],
                nulls_distinct=False,
                violation_error_message=_("That meeting is already in the calendar."),
            )
        ]

    def __str__(self):
        return f"{self.initiative} {timezone.localtime(self.starts_at):%Y-%m-%d %H.%M}"
