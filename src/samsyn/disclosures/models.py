"""A consent that lifts secrecy between named authorities, and a disclosure made on it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.tenancy import Wall
from samsyn.organisations.models import CaseRecord, Controller


class Purpose(models.TextChoices):
    """One consent per purpose; they are never bundled."""

    COLLABORATION = "collaboration", _("Exchange of information in the collaboration team")
    SURVEY = "survey", _("Survey")
    EMPLOYERS = "employers", _("Contact with employers")
    FOLLOW_UP = "follow_up", _("Follow-up after discharge")
    EVALUATION = "evaluation", _("Evaluation")


class Category(models.TextChoices):
    """The sorts of information that a consent may cover."""

    IDENTITY = "identity", _("Name, number and contact details")
    INCOME = "income", _("Income")
    OCCUPATION = "occupation", _("Work and studies")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    SOCIAL = "social", _("Social situation")
    PLANNING = "planning", _("Planning at the authorities")


class HowGiven(models.TextChoices):
    PAPER = "paper", _("In writing")
    SIGNED = "signed", _("Signed electronically")
    ORAL = "oral", _("Orally")


BOTH = "controller_id = ANY {mine} OR noted_at_id = ANY {mine}"
# Whoever may be told on a consent must be able to check, at the moment of opening, that it still holds.
CONCERNED = f'{BOTH} OR "between" && {{mine}}'


@tracked()
class Consent(CaseRecord):
    """The participant lets authorities tell each other certain things for one purpose, for a time.

    Belongs to the controller that relies on it; the authority where it was given (``noted_at``) sees it too,
    since either may be told that it is withdrawn. ``between``: ids of controllers that may tell each other.
    """

    noted_at = models.ForeignKey(Controller, models.PROTECT, related_name="+", verbose_name=_("noted at"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.COLLABORATION)
    between = ArrayField(models.BigIntegerField(), verbose_name=_("between the authorities"))
    categories = ArrayField(
        models.CharField(max_length=20, choices=Category),
        verbose_name=_("about"),
    )
    exceptions = models.TextField(
        _("exceptions"), blank=True, help_text=_("what may not be told, and to whom")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    how_given = models.CharField(_("how it was given"), max_length=10, choices=HowGiven)
    language = models.CharField(_("language or interpreter"), max_length=60, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    noted_on = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_how = models.CharField(_("how it was withdrawn"), max_length=10, choices=HowGiven, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=80, blank=True, help_text="what it concerns, as app.model:id")

    wall = Wall(read=CONCERNED, insert="noted_at_id = ANY {mine}", change=BOTH, changed=BOTH)

    class Personal:
        fields = {
            "purpose", "between", "categories", "exceptions", "valid_from", "valid_until", "how_given",
            "language",
            "noted_by", "withdrawn_at", "withdrawn_how", "withdrawn_by", "about",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["about"], name="consent_about", condition=~Q(about=""))]
        constraints = [
            models.CheckConstraint(
                name="consent_period",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A consent cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_how="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_how="")),
                violation_error_message=_("A withdrawal has a moment, a way and somebody who noted it."),
            ),
            models.CheckConstraint(
                name="consent_between_two",
                condition=Q(between__len__gte=2) | (~Q(purpose="collaboration") & Q(between__len__gte=1)),
                violation_error_message=_("A consent is between at least two authorities."),
            ),
            models.CheckConstraint(
                name="consent_about_something",
                condition=Q(categories__len__gte=1),
                violation_error_message=_("Choose what the consent is about."),
            ),
        ]

    def __str__(self):
        return str(self.get_purpose_display())

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_valid_on(self, day) -> bool:
        return self.valid_from <= day <= self.valid_until and not self.is_withdrawn

    @property
    def categories_shown(self) -> list[str]:
        return [str(Category(category).label) for category in self.categories]

    def refusal(self, giver: int, taker: int, purpose: str, categories: Iterable[str], day: date) -> str:
        """Why nothing, or not all of this, may be told on this consent, in words; empty when it may."""
        if self.purpose != purpose:
            return str(_("The consent is for another purpose."))
        if not self.covers(giver, taker, day):
            return str(_("The consent does not hold between these authorities today."))
        missing = [
            str(Category(name).label)
            for name in Category.values
            if name in set(categories) - set(self.categories)
        ]
        return (
            _("The consent does not cover: %(categories)s.") % {"categories": ", ".join(missing)}
            if missing
            else ""
        )

    def covers(self, giver: int, taker: int, day) -> bool:
        """May ``giver`` tell ``taker`` on this day (controller ids)?"""
        return self.is_valid_on(day) and giver in self.between and taker in self.between


@tracked()
class Disclosure(CaseRecord):
    """What one authority told another: a snapshot as it read then, to named recipients,
    for as long as stated.

    ``controller`` is the giver. ``told``: list of {"category", "label", "text"}, in the giver's words.
    ``about``: what it concerns at the giver, as "app.model:id"; the taker sees ``title`` only.
    """

    to = models.ForeignKey(Controller, models.PROTECT, related_name="+", verbose_name=_("to"))
    recipients = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("recipients"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.COLLABORATION)
    title = models.CharField(_("concerns"), max_length=160)
    told = models.JSONField(_("what was told"), default=list)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="disclosures")
    is_anonymous = models.BooleanField(_("without identity"), default=False)
    about = models.CharField(max_length=80, blank=True)
    in_reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", db_constraint=False
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    open_until = models.DateTimeField(_("can be opened until"))

    wall = Wall(
        read="controller_id = ANY {mine} OR to_id = ANY {mine}",
        insert="controller_id = ANY {mine}",
        change="controller_id = ANY {mine}",
        changed="controller_id = ANY {mine}",
    )

    class Personal:
        fields = {"recipients", "title", "told", "consent", "about", "made_by", "is_anonymous"}

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["to", "-made_at"], name="disclosure_to"),
            models.Index(fields=["about"], name="disclosure_about"),
            models.Index(fields=["in_reply_to"], name="disclosure_reply"),
        ]
        constraints = [
            models.CheckConstraint(
                name="disclosure_ground",
                condition=Q(consent__isnull=False) | Q(is_anonymous=True),
                violation_error_message=_("What identifies somebody is told only on consent."),
            ),
            models.CheckConstraint(
                name="disclosure_between_two",
                condition=~Q(controller=F("to")),
                violation_error_message=_("An authority does not disclose to itself."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_answer(self) -> bool:
        return self.in_reply_to_id is not None

    def why_closed(self, now: datetime) -> str:
        """Why a taker may not open it any more, in words; empty when they may."""
        if self.open_until <= now:
            return str(_("The time in which this could be opened is over."))
        if self.is_anonymous:
            return ""
        if self.consent is None or self.consent.is_withdrawn:
            return str(_("The consent has been withdrawn, so this cannot be opened any more."))
        if not self.consent.covers(self.controller_id, self.to_id, timezone.localtime(now).date()):
            return str(_("The consent no longer holds, so this cannot be opened any more."))
        return ""


class Notice(models.Model):
    """An e-mail that somebody is to have once: its row is written in the transaction that sends it.

    Says nothing about a participant; ``key`` is "what:id", such as "referral_sent:7". It belongs to the
    authority that keeps what it is about.
    """

    controller = models.ForeignKey(Controller, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    wall = Wall(append_only=True)

    class Personal:
        fields = {"user"}

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_once", fields=["key", "user"])]

    def __str__(self):
        return self.key
