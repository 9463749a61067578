"""Who works together: associations, parties, controllers, municipalities, areas;
and what every case record belongs to.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.base.tenancy import Wall


class PartyKind(models.TextChoices):
    """The four sorts of authority that may finance and collaborate (Act 2003:1210, section 1)."""

    FK = "fk", _("Swedish Social Insurance Agency")
    AF = "af", _("Swedish Public Employment Service")
    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    OTHER = "other", _("Other")


class LegalRegime(models.TextChoices):
    """Under which secrecy and data protection rules a controller keeps its records."""

    SOCIAL_SERVICES = "social_services", _("Social services (Secrecy Act 26:1, SoLPuL)")
    LABOUR_MARKET = (
        "labour_market",
        _("Municipal labour market unit outside social services (Secrecy Act 28:11)"),
    )
    HEALTH_CARE = "health_care", _("Health care (Secrecy Act 25:1, Patient Data Act)")
    SOCIAL_INSURANCE = "social_insurance", _("Social insurance (Secrecy Act 28:1)")
    EMPLOYMENT_SERVICE = "employment_service", _("Employment service (Secrecy Act 28:11, Act 2002:546)")
    GENERAL = "general", _("No secrecy of its own beyond Secrecy Act chapter 21")


class Region(models.Model):
    """One of Sweden's 21 regions, by county code (two digits, Statistics Sweden)."""

    code = models.CharField(_("county code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=60)
    county = models.CharField(_("county"), max_length=60)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Municipality(models.Model):
    """One of Sweden's 290 municipalities, by official code (four digits, Statistics Sweden)."""

    code = models.CharField(_("municipality code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=60)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="municipalities", verbose_name=_("region")
    )

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked()
class ReferenceStatistic(Versioned):
    """A published figure about a municipality, for needs inventories:
    population, unemployment, sickness ...
    """

    class Measure(models.TextChoices):
        POPULATION = "population", _("Population")
        UNEMPLOYED = "unemployed", _("Openly unemployed")
        SOCIAL_ASSISTANCE = "social_assistance", _("Households on social assistance")
        SICKNESS_DAYS = "sickness_days", _("Days of sickness benefit per insured person")
        ACTIVITY_COMPENSATION = "activity_compensation", _("Persons with activity compensation")
        HIGHER_EDUCATION = "higher_education", _("Share with higher education, per cent")
        SOCIOECONOMY = "socioeconomy", _("Socioeconomic index")

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="statistics", verbose_name=_("municipality")
    )
    measure = models.CharField(_("measure"), max_length=30, choices=Measure)
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["municipality__name", "measure", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                name="statistic_once",
                fields=["municipality", "measure", "as_of"],
                violation_error_message=_("This measure is already recorded for that municipality and day."),
            )
        ]

    def __str__(self):
        return f"{self.municipality} {self.get_measure_display()} {self.as_of}"


@tracked()
class Controller(Versioned):
    """An authority that is controller (personuppgiftsansvarig) of the case records it keeps."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    slug = models.SlugField(_("name in commands"), unique=True)
    kind = models.CharField(_("party"), max_length=20, choices=PartyKind)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="controllers",
        verbose_name=_("municipality"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="controllers", verbose_name=_("region")
    )
    legal_regime = models.CharField(_("legal regime"), max_length=30, choices=LegalRegime)
    retention_years = models.PositiveSmallIntegerField(
        _("retention, years"),
        help_text=_("counted from the last entry in a record, when it may be disposed of"),
    )
    retention_basis = models.CharField(_("legal basis of the retention"), max_length=120, blank=True)
    keeps_whole_team = models.BooleanField(
        _("coaches see the local team's participants"),
        default=False,
        help_text=_("otherwise a coach sees only the participants allocated to them"),
    )

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="controller_municipality",
                condition=~Q(kind="municipality") | Q(municipality__isnull=False),
                violation_error_message=_("A municipal authority belongs to a municipality."),
            ),
            models.CheckConstraint(
                name="controller_region",
                condition=~Q(kind="region") | Q(region__isnull=False),
                violation_error_message=_("A regional authority belongs to a region."),
            ),
        ]

    def __str__(self):
        return self.name


@tracked()
class Association(Versioned):
    """A coordination association (samordningsförbund). It holds no personal data about participants."""

    FEW = 6  # times the smallest count that is shown: fewer enrolments than that are not broken down

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("name in commands"), unique=True)
    suppress_below = models.PositiveSmallIntegerField(
        _("show counts from"),
        default=5,
        help_text=_("smaller counts than this are hidden in fine breakdowns; zero is always shown"),
    )
    controllers = models.ManyToManyField(Controller, through="Party", related_name="associations")

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="association_suppress_below",
                condition=Q(suppress_below__gte=3, suppress_below__lte=20),
                violation_error_message=_("Choose a limit from 3 to 20."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def broken_down_from(self) -> int:
        """How many enrolments there must be for any breakdown of them."""
        return self.FEW * self.suppress_below


@tracked()
class Party(Versioned):
    """An authority's membership in an association (samverkande part)."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="parties", verbose_name=_("association")
    )
    controller = models.ForeignKey(
        Controller, models.PROTECT, related_name="parties", verbose_name=_("authority")
    )
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="party_once",
                fields=["association", "controller"],
                violation_error_message=_("The authority is already a member."),
            ),
            models.CheckConstraint(
                name="party_period",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                violation_error_message=_("A membership cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.controller}, {self.association}"


@tracked()
class Proposal(Versioned):
    """What would let more people near an authority's records. Nothing changes before the authority agrees.

    With ``association``: the authority is to become its member. Without: its coaches are to see the local
    team's participants (Controller.keeps_whole_team).
    """

    controller = models.ForeignKey(
        Controller, models.PROTECT, related_name="proposals", verbose_name=_("authority")
    )
    association = models.ForeignKey(
        Association,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("association"),
    )
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    is_agreed = models.BooleanField(_("agreed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Personal:
        fields = {"proposed_by", "decided_by"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="proposal_once",
                fields=["controller", "association"],
                condition=Q(is_agreed=None),
                nulls_distinct=False,
                violation_error_message=_("This has been proposed already and waits for the authority."),
            ),
            models.CheckConstraint(
                name="proposal_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("A proposal is decided by somebody else than the one who made it."),
            ),
            models.CheckConstraint(
                name="proposal_decided_whole",
                condition=Q(is_agreed=None, decided_by=None, decided_at=None)
                | Q(is_agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision has a person and a moment."),
            ),
        ]

    def __str__(self):
        if self.association_id:
            return _("Member of %(association)s") % {"association": self.association}
        return str(_("Coaches see the local team's participants"))

    @property
    def is_waiting(self) -> bool:
        return self.is_agreed is None


@tracked()
class Area(Versioned):
    """A part of an association's territory with one seat (länsdel)."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="areas", verbose_name=_("association")
    )
    name = models.CharField(_("name"), max_length=60)
    seat = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seat")
    )
    municipalities = models.ManyToManyField(
        Municipality, related_name="areas", verbose_name=_("municipalities")
    )

    @property
    def places(self) -> list[Municipality]:
        """Its municipalities as a list, as forms and comparisons need them."""
        return list(self.municipalities.all())

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="area_name",
                fields=["association", "name"],
                violation_error_message=_("There is already an area of that name."),
            )
        ]

    def __str__(self):
        return self.name


class CaseRecord(Versioned):
    """What every record about a participant is: it belongs to one controller and stands behind the wall."""

    controller = models.ForeignKey(Controller, models.PROTECT, related_name="+", verbose_name=_("authority"))

    wall = Wall()

    class Meta:
        abstract = True
