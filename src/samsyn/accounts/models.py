"""Who can sign in, and as what: an assignment is a role at one controller
or association, for a time, approved.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.organisations.models import Area, Association, Controller


class Users(BaseUserManager):
    def create_user(self, email, password=None, **facts):
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who works with the product. What they may do comes from assignments,
    never from the account.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    employer = models.ForeignKey(
        Controller, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("employer")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_machine = models.BooleanField(
        default=False, help_text=_("the command line and background work; nobody can sign in as it")
    )
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    class Personal:
        fields = {"email", "name", "phone", "employer", "last_login", "date_joined", "password"}

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    # Django's own checks ask for these; nobody is a superuser here.
    is_staff = is_superuser = False

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


class Role(models.TextChoices):
    """Product.md's people. The first five work in case records; the rest never see one."""

    REFERRER = "referrer", _("Referrer")
    TEAM_MEMBER = "team_member", _("Team member")
    COORDINATOR = "coordinator", _("Team coordinator")
    COACH = "coach", _("Coach")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    APPROVER = "approver", _("Approver of assignments")
    INITIATIVE_MANAGER = "initiative_manager", _("Initiative manager")
    DIRECTOR = "director", _("Association director")
    OFFICE = "office", _("Association office")
    BOARD_MEMBER = "board_member", _("Board member")
    ADJUSTER = "adjuster", _("Adjuster of the minutes")
    EVALUATOR = "evaluator", _("Evaluator")


CASE_ROLES = {Role.REFERRER, Role.TEAM_MEMBER, Role.COORDINATOR, Role.COACH, Role.PRIVACY_OFFICER}
CONTROLLER_ROLES = CASE_ROLES | {Role.APPROVER}
ASSOCIATION_ROLES = {
    Role.INITIATIVE_MANAGER, Role.DIRECTOR, Role.OFFICE, Role.BOARD_MEMBER, Role.ADJUSTER, Role.EVALUATOR,
}  # fmt: skip


class State(models.TextChoices):
    """Where an assignment is in its life. Each assignment is in exactly one state on a day."""

    WAITING = "waiting", _("Waits for approval")
    CURRENT = "current", _("Valid")
    COMING = "coming", _("Begins later")
    ENDED = "ended", _("Has ended")
    REVOKED = "revoked", _("Revoked")


class AssignmentQuerySet(models.QuerySet):
    def current_on(self, day):
        """Approved, begun, not ended, not revoked."""
        return self.filter(
            Q(until=None) | Q(until__gte=day), approved_at__isnull=False, revoked_at=None, since__lte=day
        )

    def awaiting_approval(self):
        return self.filter(approved_at=None, revoked_at=None)

    def not_over_on(self, day):
        """Current, coming or awaiting approval: what may still open something."""
        return self.filter(Q(until=None) | Q(until__gte=day), revoked_at=None)

    def in_state(self, state, day):
        decided = self.filter(approved_at__isnull=False, revoked_at=None)
        return {
            State.WAITING: self.awaiting_approval(),
            State.CURRENT: self.current_on(day),
            State.COMING: decided.filter(since__gt=day),
            State.ENDED: decided.filter(until__lt=day),
            State.REVOKED: self.filter(revoked_at__isnull=False),
        }[State(state)]


@tracked()
class Assignment(Versioned):
    """A role that a person holds at a controller or an association,
    granted by one person and approved by another.

    ``initiatives`` (ids) narrows it to those initiatives and ``area`` to that area; empty means all.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    controller = models.ForeignKey(
        Controller,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("authority"),
    )
    association = models.ForeignKey(
        Association,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("association"),
    )
    initiatives = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("initiatives")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    title = models.CharField(_("title at work"), max_length=80, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("granted by"))
    granted_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Personal:
        fields = {"user", "granted_by", "approved_by", "revoked_by", "title"}

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_side",
                condition=Q(controller__isnull=False, association=None, role__in=sorted(CONTROLLER_ROLES))
                | Q(controller=None, association__isnull=False, role__in=sorted(ASSOCIATION_ROLES)),
                violation_error_message=_(
                    "This role is held at an authority or at an association, never at both."
                ),
            ),
            models.CheckConstraint(
                name="assignment_period",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("An assignment cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="assignment_four_eyes",
                condition=Q(approved_by=None) | ~Q(approved_by=F("granted_by")),
                violation_error_message=_(
                    "An assignment is approved by somebody else than the one who granted it."
                ),
            ),
            models.CheckConstraint(
                name="assignment_approved_whole",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("An approval has a person and a moment."),
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="assignment_user")]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"

    @property
    def place(self):
        """The authority or association whose work it is."""
        return self.controller if self.controller_id else self.association

    def state_on(self, day) -> State:
        if self.revoked_at:
            return State.REVOKED
        if not self.approved_at:
            return State.WAITING
        if self.until and self.until < day:
            return State.ENDED
        return State.COMING if self.since > day else State.CURRENT

    def overlaps(self, other: "Assignment") -> bool:
        """Is there a day on which both hold?"""
        return (other.until is None or self.since <= other.until) and (
            self.until is None or other.since <= self.until
        )
