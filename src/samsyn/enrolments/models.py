"""An enrolment: one participant's time in one initiative, what was so at the start, and how it ended."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.tenancy import ANYBODY, Wall
from samsyn.initiatives.models import Destination, Initiative, Track
from samsyn.organisations.models import Association, CaseRecord, Municipality, PartyKind
from samsyn.participants.codes import Education, ExitReason, IncomeSource, Occupation
from samsyn.participants.models import Participant
from samsyn.referrals.models import Referral

ALL_MINE = "cardinality(controllers) > 0 AND controllers <@ {mine}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def counted(self):
        """Misregistrations are no enrolments."""
        return self.exclude(exit_reason=ExitReason.MISREGISTRATION)

    def not_started(self):
        return self.counted().filter(started_on=None, ended_on=None)

    def open_on(self, day):
        """Started and not ended: who ends on a day is no longer ongoing after it."""
        return self.counted().filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day)


def days(field):
    """A date as a number of days, as geometry wants it."""
    return Func(F(field), template="(%(expressions)s - date '2000-01-01')", output_field=models.FloatField())


def point(x, y):
    return Func(x, y, function="point", output_field=models.TextField())


def spell():
    """An enrolment as a box: which participant in which initiative along one side, the days along the other.

    Two boxes overlap when it is the same participant and initiative and the days meet; the last day does not
    count, so that somebody may end and begin anew on one day. No extension is needed, and one box is indexed
    several times faster than three ranges.
    """
    pair = Cast(F("participant"), models.FloatField()) * models.Value(1e6) + F("initiative")
    until = Greatest(Coalesce(days("ended_on") - models.Value(0.5), models.Value(1e9)), days("started_on"))
    return Func(
        point(pair, days("started_on")), point(pair, until), function="box", output_field=models.TextField()
    )


@tracked()
class Enrolment(CaseRecord):
    """``started_on`` empty: approved, not started. ``exit_reason`` misregistration: never happened,
    kept for history. ``recorded_at`` and ``ended_recorded_at``: when the start and the end were entered. Of
    what was imported (``is_imported``, and an end without the latter) nobody knows.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="enrolments")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+", verbose_name=_("initiative"))
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("track")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    case_number = models.CharField(_("case number"), max_length=40)
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="enrolments")
    referrer = models.CharField(_("referred by"), max_length=20, choices=PartyKind, blank=True)
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    coach = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coach")
    )

    started_on = models.DateField(_("started on"), null=True, blank=True)
    education = models.CharField(_("education"), max_length=20, choices=Education, default=Education.UNKNOWN)
    public_support_months = models.PositiveSmallIntegerField(
        _("months in public support before the start"), null=True, blank=True
    )
    income_at_start = ArrayField(
        models.CharField(max_length=40, choices=IncomeSource),
        default=list,
        blank=True,
        verbose_name=_("income at the start"),
    )
    occupation_at_start = models.CharField(
        _("occupation at the start"), max_length=20, choices=Occupation, default=Occupation.UNKNOWN
    )

    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    exit_reason = models.CharField(_("exit reason"), max_length=30, choices=ExitReason, blank=True)
    occupation_at_end = models.CharField(
        _("occupation at the end"), max_length=20, choices=Occupation, blank=True
    )
    income_at_end = ArrayField(
        models.CharField(max_length=40, choices=IncomeSource),
        default=list,
        blank=True,
        verbose_name=_("income at the end"),
    )
    destination = models.CharField(_("goes on to"), max_length=30, choices=Destination, blank=True)
    misregistered_because = models.CharField(_("what was wrong"), max_length=200, blank=True)

    is_imported = models.BooleanField(_("imported"), default=False, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_recorded_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    wall = Wall(
        gate=(
            "id", "controller_id", "participant_id", "initiative_id", "track_id", "municipality_id",
            "referrer",
            "referred_on", "approved_on", "started_on", "education", "public_support_months",
            "income_at_start",
            "occupation_at_start", "ended_on", "exit_reason", "occupation_at_end", "income_at_end",
            "destination",
            "recorded_at", "ended_recorded_at", "referral_id", "is_imported",
        ),
    )  # fmt: skip

    class Personal:
        fields = {
            "participant", "track", "municipality", "case_number", "referral", "referrer", "referred_on",
            "approved_on", "coach", "started_on", "education", "public_support_months", "income_at_start",
            "occupation_at_start", "ended_on", "exit_reason", "occupation_at_end", "income_at_end",
            "destination",
            "misregistered_because",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="enrolment_case_number",
                fields=["initiative", "case_number"],
                violation_error_message=_("The case number is already used in the initiative."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_start",
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("An enrolment cannot end before it started."),
            ),
            models.CheckConstraint(
                name="enrolment_ended_was_started",
                condition=Q(ended_on=None) | Q(started_on__isnull=False) | Q(exit_reason="misregistration"),
                violation_error_message=_("An enrolment that never started cannot end; undo it instead."),
            ),
            models.CheckConstraint(
                name="enrolment_exit_whole",
                condition=Q(ended_on=None, exit_reason="", occupation_at_end="", destination="",
                            income_at_end=[])
                | (Q(ended_on__isnull=False) & ~Q(exit_reason="") & ~Q(occupation_at_end=""))
                | Q(exit_reason="misregistration"),
                violation_error_message=_("A discharge has a date, an exit reason and an occupation."),
            ),
            models.CheckConstraint(
                name="enrolment_misregistered_why",
                condition=(Q(exit_reason="misregistration") & ~Q(misregistered_because=""))
                | (~Q(exit_reason="misregistration") & Q(misregistered_because="")),
                violation_error_message=_("Say what was wrong with the registration."),
            ),
            ExclusionConstraint(
                name="enrolment_no_overlap",
                expressions=[(spell(), RangeOperators.OVERLAPS)],
                condition=Q(started_on__isnull=False) & ~Q(exit_reason="misregistration"),
                deferrable=models.Deferrable.IMMEDIATE,  # an import lets two spells change places
                violation_error_message=_(
                    "The participant is already enrolled in the initiative during that time."
                ),
            ),
            models.UniqueConstraint(
                name="enrolment_one_waiting",
                fields=["participant", "initiative"],
                condition=Q(started_on=None) & Q(exit_reason=""),
                violation_error_message=_(
                    "The participant already has a place in the initiative and has not started."
                ),
            ),
        ]  # fmt: skip
        indexes = [
            # Counting reads this alone. The participant is not counted, but a view that could ask for it
            # needs it.
            models.Index(
                fields=["initiative", "started_on"],
                include=["ended_on", "exit_reason", "occupation_at_end", "participant"],
                condition=Q(started_on__isnull=False) & ~Q(exit_reason="misregistration"),
                name="enrolment_period",
            ),
            # The same for late years, when most have ended before. CASE, as row security lets coalesce be
            # compared in no index.
            models.Index(
                "initiative",
                models.Case(models.When(ended_on=None, then=models.Value(date.max)), default="ended_on"),
                include=["started_on", "ended_on", "exit_reason", "occupation_at_end", "participant"],
                condition=Q(started_on__isnull=False) & ~Q(exit_reason="misregistration"),
                name="enrolment_until",
            ),
            # In the order of the list: of one authority, and of somebody's many.
            models.Index(
                "controller", F("started_on").desc(nulls_last=True), F("id").desc(), name="enrolment_list"
            ),
            models.Index(F("started_on").desc(nulls_last=True), F("id").desc(), name="enrolment_newest"),
            models.Index(fields=["coach", "ended_on"], name="enrolment_coach"),
        ]

    def __str__(self):
        return self.case_number

    @property
    def is_misregistered(self) -> bool:
        return self.exit_reason == ExitReason.MISREGISTRATION

    @property
    def is_started(self) -> bool:
        return self.started_on is not None and not self.is_misregistered

    @property
    def is_waiting(self) -> bool:
        """Approved, not started."""
        return self.started_on is None and not self.is_misregistered

    @property
    def is_open(self) -> bool:
        """Waiting to start or ongoing."""
        return self.ended_on is None and not self.is_misregistered

    @property
    def lacks_start_facts(self) -> bool:
        """Started, but education, income or occupation at the start is still unknown."""
        return self.is_started and (
            self.education == Education.UNKNOWN
            or self.occupation_at_start == Occupation.UNKNOWN
            or not self.income_at_start
        )

    @property
    def income_at_start_labels(self) -> list[str]:
        return [str(IncomeSource(source).label) for source in self.income_at_start]

    @property
    def income_at_end_labels(self) -> list[str]:
        return [str(IncomeSource(source).label) for source in self.income_at_end]

    def age_on(self, day) -> int | None:
        born = self.participant.birth_date
        if born:
            return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        year = self.participant.birth_year
        return day.year - year if year else None

    def is_outside_ages_on(self, day) -> bool:
        """Younger or older than the initiative is meant for: worth a warning, never a refusal."""
        age = self.age_on(day)
        if age is None:
            return False
        youngest, oldest = self.initiative.youngest, self.initiative.oldest
        return (youngest is not None and age < youngest) or (oldest is not None and age > oldest)

    @property
    def shown_name(self) -> str:
        """The name for those who may see it (queries.with_names), else the case number."""
        person = self.participant
        is_nameless = person.is_anonymous or not (person.given_name or person.family_name)
        if is_nameless or (person.is_protected and not getattr(self, "is_named", False)):
            return self.case_number
        return str(person)


@tracked()
class Extension(CaseRecord):
    """A decision that an enrolment may last longer (förlängning): until when, and why. The latest counts.

    One that was a mistake is undone and stays in the history; ``undone_because`` says what was wrong.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="extensions")
    until = models.DateField(_("planned end"))
    because = models.CharField(_("why it is extended"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    undone_because = models.CharField(_("what was wrong"), max_length=200, blank=True)

    class Personal:
        fields = {"enrolment", "until", "because", "decided_on", "made_by", "undone_because"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_why",
                condition=~Q(because=""),
                violation_error_message=_("Say why the enrolment is extended."),
            )
        ]

    def __str__(self):
        return str(self.until)

    @property
    def is_undone(self) -> bool:
        return bool(self.undone_because)


class CaseNumberSeries(models.Model):
    """The last case number given in an initiative and year. The row's lock makes two at once come one by one.

    A series runs across authorities, and says nothing about anybody.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    wall = Wall(read=ANYBODY, insert=ANYBODY, change=ANYBODY, changed=ANYBODY)

    class Personal:
        fields: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(name="case_number_series_once", fields=["initiative", "year"])]

    def __str__(self):
        return f"{self.initiative} {self.year}: {self.last}"


class ImportRun(models.Model):
    """A register on its way in: the file (encrypted, erased when done), what was found in it,
    and how it went.

    Behind the wall with an array: who sees a run may see the records of every
    authority that it could write to.
    """

    class State(models.TextChoices):
        READ = "read", _("Waiting for you to confirm")
        WRONG = "wrong", _("Nothing imported: the file has errors")
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Importing")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Nothing imported: something went wrong")
        DROPPED = "dropped", _("Dropped")

    controllers = ArrayField(models.BigIntegerField(), verbose_name=_("authorities"))
    association = models.ForeignKey(
        Association, models.PROTECT, related_name="+", verbose_name=_("association")
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("imported by"))
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=120)
    content_encrypted = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READ)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    findings = models.JSONField(default=list, help_text=_("row, column, masked value, expected"))
    preview = models.JSONField(default=list, help_text=_("the first rows with their verdicts"))
    findings_count = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(
        read=ALL_MINE, insert=ALL_MINE, change=ALL_MINE, changed=ALL_MINE,
    )  # fmt: skip

    class Personal:
        fields = {"made_by", "file_name", "content_encrypted", "findings", "preview"}

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        return min(99, 100 * self.rows_done // self.rows) if self.rows else 0
