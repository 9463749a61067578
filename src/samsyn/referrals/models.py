"""A referral or consultation on its way to a decision."""

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.tenancy import ANYBODY, Wall
from samsyn.disclosures.models import Category, Consent, Disclosure
from samsyn.initiatives.models import Initiative, TeamMeeting, Track
from samsyn.organisations.models import CaseRecord, Controller, Municipality
from samsyn.participants.codes import IncomeSource
from samsyn.participants.models import IdentityFields, Protection, Sex


class Kind(models.TextChoices):
    REFERRAL = "referral", _("Referral")
    CONSULTATION = "consultation", _("Consultation")


class Status(models.TextChoices):
    """Where a referral is. The arrows between them are STEPS below, and nothing else."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    INCOMPLETE = "incomplete", _("To be completed by the referrer")
    CIRCULATED = "circulated", _("With the collaboration team")
    QUEUED = "queued", _("In the queue")
    OFFERED = "offered", _("Offered a place, not started")
    STARTED = "started", _("Started")
    DECLINED = "declined", _("Declined")
    OTHER_WAY = "other_way", _("Another way found")
    RECOMMENDED = "recommended", _("Recommendation given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = Status
STEPS: dict[str, set[str]] = {
    S.DRAFT: {S.SENT, S.WITHDRAWN},
    S.SENT: {
        S.CIRCULATED,
        S.INCOMPLETE,
        S.QUEUED,
        S.OFFERED,
        S.DECLINED,
        S.OTHER_WAY,
        S.RECOMMENDED,
        S.WITHDRAWN,
    },
    S.INCOMPLETE: {S.SENT, S.WITHDRAWN},
    S.CIRCULATED: {S.INCOMPLETE, S.QUEUED, S.OFFERED, S.DECLINED, S.OTHER_WAY, S.RECOMMENDED, S.WITHDRAWN},
    S.QUEUED: {S.OFFERED, S.DECLINED, S.OTHER_WAY, S.WITHDRAWN},
    S.OFFERED: {S.STARTED, S.QUEUED, S.DECLINED, S.OTHER_WAY, S.WITHDRAWN},
    S.STARTED: {S.OFFERED},  # only when the enrolment was a misregistration
    S.DECLINED: set(),
    S.OTHER_WAY: set(),
    S.RECOMMENDED: set(),
    S.WITHDRAWN: set(),
}
WITH_SENDER = (S.DRAFT, S.INCOMPLETE)
AWAITING_DECISION = (S.SENT, S.CIRCULATED)
ENDED = tuple(status for status, onward in STEPS.items() if not onward)


class Outcome(models.TextChoices):
    OFFER = "offer", _("Offer a place")
    QUEUE = "queue", _("Place in the queue")
    COMPLETE = "complete", _("Ask the referrer to complete")
    DECLINE = "decline", _("Decline")
    OTHER_WAY = "other_way", _("Another way")
    RECOMMENDATION = "recommendation", _("Recommendation")


BECOMES = {
    Outcome.OFFER: S.OFFERED,
    Outcome.QUEUE: S.QUEUED,
    Outcome.COMPLETE: S.INCOMPLETE,
    Outcome.DECLINE: S.DECLINED,
    Outcome.OTHER_WAY: S.OTHER_WAY,
    Outcome.RECOMMENDATION: S.RECOMMENDED,
}
ONLY_REFERRALS = (Outcome.OFFER, Outcome.QUEUE)

SENDERS = "sender_id = ANY {mine}"
RECEIVERS = "(controller_id = ANY {mine} AND status <> 'draft' AND sent_at IS NOT NULL)"


@tracked()
class Referral(CaseRecord, IdentityFields):
    """What a referrer sent, and where it stands.

    Two authorities see this record: the sender, who keeps what it sent and follows the status, and the
    controller that receives it, from the moment it is sent. All that happens after belongs to the receiver
    alone and stands in other records (circulation, decisions, enrolment).
    """

    sender = models.ForeignKey(
        Controller, models.PROTECT, related_name="+", verbose_name=_("referring authority")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.REFERRAL)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    case_number = models.CharField(_("case number"), max_length=20, blank=True)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+", verbose_name=_("initiative"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )

    # who refers
    referrer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("referrer"))
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    referrer_phone = models.CharField(_("referrer's phone"), max_length=40, blank=True)

    # about whom
    is_anonymous = models.BooleanField(_("without identity"), default=False)
    protection = models.CharField(
        _("protected identity"), max_length=30, choices=Protection, default=Protection.NONE
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    phone = models.CharField(_("participant's phone"), max_length=40, blank=True)
    email = models.EmailField(_("participant's e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)

    # why
    question = models.TextField(_("what you want help with"), blank=True)
    own_words = models.TextField(_("the person's own words and wishes"), blank=True)
    background = models.TextField(_("work, education and resources"), blank=True)
    done_so_far = models.TextField(_("what has been done and what is planned"), blank=True)
    considerations = models.TextField(_("what needs consideration"), blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week the person can manage"), null=True, blank=True
    )
    income_sources = ArrayField(
        models.CharField(max_length=40, choices=IncomeSource),
        default=list,
        blank=True,
        verbose_name=_("income"),
    )
    public_support_months = models.PositiveSmallIntegerField(
        _("months in public support"), null=True, blank=True
    )
    involved = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("authorities involved")
    )
    wanted_track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted track")
    )
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="referrals")
    came_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_to",
        verbose_name=_("began as consultation"),
    )

    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened by the receiver"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    wall = Wall(
        read=f"{SENDERS} OR {RECEIVERS}",
        insert=SENDERS,
        # The sender may change only what is still (or again) with them; the receiver only what has been sent.
        change=f"({SENDERS} AND status IN"
               f" ('draft', 'incomplete', 'sent', 'circulated', 'queued', 'offered')) OR {RECEIVERS}",
        changed=f"{SENDERS} OR {RECEIVERS}",
        gate=("id", "controller_id", "sender_id", "initiative_id", "municipality_id", "kind", "status",
              "is_anonymous", "sent_at", "decided_at", "came_from_id"),
    )  # fmt: skip

    class Personal:
        fields = {
            "number_encrypted", "person_key", "referrer", "unit", "referrer_phone", "is_anonymous",
            "protection",
            "given_name", "family_name", "sex", "birth_year", "phone", "email", "language",
            "needs_interpreter",
            "question", "own_words", "background", "done_so_far", "considerations", "hours_per_week",
            "income_sources", "public_support_months", "involved", "wanted_track", "consent", "case_number",
        }  # fmt: skip

    class Meta:
        ordering = ["-sent_at", "-pk"]
        # The database itself refuses every step that is not in STEPS.
        triggers = [
            pgtrigger.FSM(
                name="steps",
                field="status",
                transitions=[(str(status), str(to)) for status in STEPS for to in sorted(STEPS[status])],
            )
        ]
        indexes = [
            models.Index(fields=["controller", "status", "-sent_at"], name="referral_inbox"),
            models.Index(fields=["sender", "referrer", "-created_at"], name="referral_sent"),
            models.Index(
                fields=["person_key"], name="referral_person", condition=Q(person_key__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="referral_number_once",
                fields=["controller", "case_number"],
                condition=~Q(case_number=""),
                violation_error_message=_("That case number is taken."),
            ),
            models.CheckConstraint(
                name="referral_sent_whole",
                condition=Q(status__in=["draft",
                                        "withdrawn"]) | (Q(sent_at__isnull=False) & ~Q(case_number="")),
                violation_error_message=_("What has been sent has a moment and a case number."),
            ),
            models.CheckConstraint(
                name="referral_draft_unsent",
                condition=~Q(status="draft") | Q(sent_at=None),
                violation_error_message=_("A draft has not been sent."),
            ),
            models.CheckConstraint(
                name="referral_anonymous",
                condition=Q(is_anonymous=False)
                | Q(kind="consultation", given_name="", family_name="", person_key=None,
                    number_encrypted=None,
                    birth_year=None, phone="", email=""),
                violation_error_message=_(
                    "Only a consultation can be anonymous, and then without name, number, birth year and "
                    "contact."
                ),
            ),
            models.CheckConstraint(
                name="referral_protected",
                condition=Q(protection="none") | Q(phone="", email=""),
                violation_error_message=_("No contact details are kept about a protected identity."),
            ),
            models.CheckConstraint(
                name="referral_consent",
                condition=Q(status__in=["draft",
                                        "withdrawn"]) | Q(is_anonymous=True) | Q(consent__isnull=False),
                violation_error_message=_("Note the participant's consent before you send."),
            ),
            models.CheckConstraint(
                name="referral_closed",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("created_at")),
                violation_error_message=_("A referral cannot be closed before it was made."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.case_number or str(self.get_kind_display())

    @property
    def is_protected(self) -> bool:
        return self.protection != Protection.NONE

    @property
    def is_closed(self) -> bool:
        return self.status in ENDED

    @property
    def is_consultation(self) -> bool:
        return self.kind == Kind.CONSULTATION

    @property
    def is_with_sender(self) -> bool:
        return self.status in WITH_SENDER

    def may_tell_sender(self, day: date) -> bool:
        """May the receiver tell the sender more than the status? Within one
        authority nothing is disclosed.
        """
        if self.sender_id == self.controller_id:
            return False
        if self.is_anonymous:
            return True
        return (
            self.consent is not None
            and self.consent.covers(self.controller_id, self.sender_id, day)
            and Category.PLANNING in self.consent.categories
        )

    def may_become(self, status: str) -> bool:
        return status in STEPS[self.status]

    def may_end_in(self, outcome: str) -> bool:
        """A consultation ends in a recommendation and never in a place; a referral the other way round."""
        return outcome not in (ONLY_REFERRALS if self.is_consultation else (Outcome.RECOMMENDATION,))

    def outcomes(self) -> list["Outcome"]:
        """What can be decided about it as it stands."""
        return [
            outcome
            for outcome in Outcome
            if self.may_end_in(outcome) and BECOMES[outcome] in STEPS[self.status]
        ]

    def missing(self) -> dict[str, list]:
        """What must be filled in before sending: labels by the step of the form where they are asked for."""
        wanted = {"question": ["question"]}
        if not self.is_consultation:
            wanted["person"] = [] if self.is_protected else ["person_key", "given_name", "family_name"]
            wanted["person"].append("sex")
            wanted["situation"] = ["income_sources", "involved"]
        if not self.is_anonymous:
            wanted["consent"] = ["consent"]
        labels = {"person_key": _("identity number")}
        fields = {field.name: field for field in self._meta.concrete_fields}
        empty = {
            step: [
                labels.get(field.name, field.verbose_name)
                for field in (fields[name] for name in names)
                if not getattr(self, field.attname)
            ]
            for step, names in wanted.items()
        }
        return {step: names for step, names in empty.items() if names}

    @property
    def shown_name(self) -> str:
        """The name, or the case number for those who have none to show."""
        name = f"{self.given_name} {self.family_name}".strip()
        return name if name and not self.is_protected else (self.case_number or str(_("Without identity")))


class CaseSeries(models.Model):
    """The last number given to a referral or consultation at an authority in a year;
    a number is never reused.

    The sender gives the number, so anybody at an authority may; the row says nothing about a person.
    """

    controller = models.ForeignKey(Controller, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    wall = Wall(read=ANYBODY, insert=ANYBODY, change=ANYBODY, changed=ANYBODY)

    class Personal:
        fields: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(name="series_once", fields=["controller", "kind", "year"])]

    def __str__(self):
        return f"{self.kind} {self.year} {self.last}"


@tracked()
class Circulation(CaseRecord):
    """One round of a referral to the parties of the team, to be answered before the next meeting."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="circulations")
    meeting = models.ForeignKey(
        TeamMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the meeting"),
    )
    answer_by = models.DateTimeField(_("answer by"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    lacks_answers = False  # queries.circulations_of says so where it reads the answers

    class Personal:
        fields = {"referral", "sent_by"}

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                name="circulation_one_open",
                fields=["referral"],
                condition=Q(closed_at=None),
                violation_error_message=_("The referral is already circulating."),
            )
        ]

    def __str__(self):
        return f"{self.referral} {self.sent_at:%Y-%m-%d}"


@tracked()
class Addressee(CaseRecord):
    """A party that was asked. Its answer is a disclosure back, in reply to ``disclosure``."""

    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="addressees")
    party = models.ForeignKey(Controller, models.PROTECT, related_name="+", verbose_name=_("party"))
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")

    class Personal:
        fields = {"circulation", "disclosure"}

    class Meta:
        constraints = [models.UniqueConstraint(name="addressee_once", fields=["circulation", "party"])]

    def __str__(self):
        return f"{self.party}"


class DeclineReason(models.TextChoices):
    NOT_TARGET_GROUP = "not_target_group", _("Not in the target group")
    NOT_READY = "not_ready", _("Not ready for the initiative now")
    PERSON_DECLINES = "person_declines", _("The person says no")
    OTHER_SUPPORT = "other_support", _("Gets the right support elsewhere")
    NO_CONSENT = "no_consent", _("No consent")
    OTHER = "other", _("Other reason")


@tracked()
class Decision(CaseRecord):
    """What was decided about a referral, by whom; a referral may have several, the last one counts."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("track")
    )
    reason = models.CharField(_("reason"), max_length=30, choices=DeclineReason, blank=True)
    text = models.TextField(_("in words, for the referrer and the participant"), blank=True)
    decided_by_team = models.BooleanField(_("decided by the team"))
    meeting = models.ForeignKey(
        TeamMeeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("at the meeting")
    )
    decided_on = models.DateField(_("decided on"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Personal:
        fields = {"referral", "outcome", "track", "reason", "text", "made_by"}

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="decision_decline_reason",
                condition=(Q(outcome="decline") & ~Q(reason="")) | (~Q(outcome="decline") & Q(reason="")),
                violation_error_message=_("A decline has a reason; other decisions have none."),
            ),
            models.CheckConstraint(
                name="decision_says_what",
                condition=~Q(outcome__in=["complete", "other_way", "recommendation"]) | ~Q(text=""),
                violation_error_message=_(
                    "Write what is to be completed, which other way, or what you recommend."
                ),
            ),
        ]

    def __str__(self):
        return str(self.get_outcome_display())


@tracked()
class QueueEntry(CaseRecord):
    """A referral's wait for a place: why, since when, and how it ended."""

    class Priority(models.IntegerChoices):
        FIRST = 1, _("First")
        ORDINARY = 2, _("Ordinary")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="queue_entries")
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("track")
    )
    reason = models.CharField(_("why waiting"), max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.ORDINARY)
    entered_on = models.DateField(_("in the queue since"))
    left_on = models.DateField(_("left the queue"), null=True, blank=True)

    class Personal:
        fields = {"referral", "track", "reason", "priority"}

    class Meta:
        ordering = ["priority", "entered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="queue_once",
                fields=["referral"],
                condition=Q(left_on=None),
                violation_error_message=_("The referral is already in the queue."),
            ),
            models.CheckConstraint(
                name="queue_period",
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                violation_error_message=_("Nobody leaves a queue before entering it."),
            ),
        ]

    def __str__(self):
        return f"{self.referral}"
