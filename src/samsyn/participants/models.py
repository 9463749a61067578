"""A participant, under one controller: who it is, how to reach them,
and whether their identity is protected.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.tenancy import Wall
from samsyn.organisations.models import CaseRecord, Controller, Municipality

from . import identity
from .codes import Sex

COUNTED = ("person_key", "sex", "birth_date", "birth_year", "is_anonymous")  # what figures are made of


class Protection(models.TextChoices):
    """Skyddade personuppgifter. An assumed identity looks like any other and so has no value here."""

    NONE = "none", _("None")
    MARKING = "secrecy_marking", _("Secrecy marking")
    REGISTRATION = "protected_registration", _("Protected population registration")


class IdentityFields(models.Model):
    """A personal identity number or coordination number: encrypted, found by keyed hash, shown masked."""

    number_encrypted = models.BinaryField(null=True, blank=True, editable=False)
    person_key = models.BinaryField(max_length=32, null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """YYYYMMDD-NNNN in clear, or "". Asking for it in a page is logged by the page."""
        return identity.decrypt(self.number_encrypted)

    @property
    def masked_number(self) -> str:
        """YYMMDD-•••• or ""."""
        return identity.masked(self.number)

    def set_number(self, number: str) -> None:
        """Keep ``number`` (already checked by identity.parse), or forget it when empty."""
        self.number_encrypted = identity.encrypt(number) if number else None
        self.person_key = identity.key_of(number) if number else None


NAME_ENDS = r"[\s.,''’-]+"  # a double name and a hyphenated one are several words
WORDS = f"regexp_split_to_table(lower(now.given_name || ' ' || now.family_name), '{NAME_ENDS}')"
KEEP_WORDS = f"""
    INSERT INTO participants_nameword (participant_id, controller_id, word)
    SELECT DISTINCT now.id, now.controller_id, word FROM changed now CROSS JOIN LATERAL {WORDS} word
    WHERE word <> ''
"""  # noqa: S608 - nothing of it comes from outside
RENAMED = "(now.given_name, now.family_name) IS DISTINCT FROM (was.given_name, was.family_name)"


@tracked()
class Participant(CaseRecord, IdentityFields):
    """A person as one controller knows them. The same person under two controllers is two participants."""

    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    protection = models.CharField(
        _("protected identity"), max_length=30, choices=Protection, default=Protection.NONE
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    named = models.ManyToManyField(
        User,
        through="NamedReader",
        through_fields=("participant", "user"),
        related_name="+",
        verbose_name=_("those who may see a protected person"),
    )

    wall = Wall(
        gate=("id", "controller_id", *COUNTED),
        # A rule of the wall may ask what the gate's role may not read.
        gate_rows="{counted} IS NOT NULL AND (protection = 'none' OR {leaves_out} IS DISTINCT FROM"
        " 'protected')",
    )

    class Personal:
        fields = {
            "is_anonymous", "protection", "given_name", "family_name", "sex", "birth_date", "birth_year",
            "municipality", "phone", "email", "address", "language", "needs_interpreter", "named",
            "number_encrypted", "person_key",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="participant_once",
                fields=["controller", "person_key"],
                condition=Q(person_key__isnull=False),
                violation_error_message=_("This person is already registered at the authority."),
            ),
            models.CheckConstraint(
                name="participant_anonymous",
                condition=Q(is_anonymous=False)
                | Q(given_name="", family_name="", person_key=None, number_encrypted=None, birth_date=None,
                    birth_year=None, phone="", email="", address=""),
                violation_error_message=_(
                    "An anonymous participant has no name, number, date of birth or contact details."
                ),
            ),
            models.CheckConstraint(
                name="participant_protected",
                condition=Q(protection="none") | Q(phone="", email="", address=""),
                violation_error_message=_(
                    "No address or contact details are kept about a protected identity."
                ),
            ),
            models.CheckConstraint(
                name="participant_sex", condition=Q(sex__in=["woman", "man"]),
                violation_error_message=_("Choose woman or man, as in the national follow-up."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["controller", "family_name", "given_name", "id"], name="participant_list"),
            models.Index(fields=["family_name", "given_name", "id"], name="participant_by_name"),
            # All that counting and its row security ask of a person, who need not be read for it.
            models.Index(
                fields=["id"], include=[*COUNTED, "controller", "protection"], name="participant_counted"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="name_words_of_new", level=pgtrigger.Statement, when=pgtrigger.After,
                operation=pgtrigger.Insert, referencing=pgtrigger.Referencing(new="changed"),
                func=f"{KEEP_WORDS}; RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="name_words_of_renamed", level=pgtrigger.Statement, when=pgtrigger.After,
                operation=pgtrigger.Update, referencing=pgtrigger.Referencing(old="before", new="changed"),
                func=f"""
                    DELETE FROM participants_nameword USING changed now JOIN before was USING (id)
                    WHERE participant_id = now.id AND {RENAMED};
                    {KEEP_WORDS} AND EXISTS (SELECT FROM before was WHERE was.id = now.id AND {RENAMED});
                    RETURN NULL;
                """,  # noqa: S608 - nothing of it comes from outside
            ),
        ]  # fmt: skip

    def __str__(self):
        if self.is_anonymous or not (self.given_name or self.family_name):
            return str(_("Participant %(number)s")) % {"number": self.pk}
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_protected(self) -> bool:
        return self.protection != Protection.NONE

    @property
    def shown_name(self) -> str:
        """Name, or the case number for those without one (for participants got with
        queries.with_latest).
        """
        latest = getattr(self, "latest_enrolments", None)
        if self.given_name or self.family_name or not latest:
            return str(self)
        return latest[0].case_number


class NameWord(models.Model):
    """A word of a participant's name, to be found by how it begins. Written by the database itself.

    A table of its own, as a comparison of text may use its index behind the wall and a full-text search may
    not: only what PostgreSQL trusts to tell nothing (leakproof) sees rows before the policy has.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    controller = models.ForeignKey(Controller, models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=161, db_collation="C")

    wall = Wall(change="false", changed="false", delete="controller_id = ANY {mine}")

    class Personal:
        fields = {"participant", "word"}

    class Meta:
        indexes = [models.Index(fields=["word", "participant", "controller"], name="name_word")]

    def __str__(self):
        return self.word


class NamedReader(CaseRecord):
    """Somebody named to see a participant with protected identity."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)

    wall = Wall(delete="controller_id = ANY {mine}")

    class Personal:
        fields = {"participant", "user", "named_by"}

    class Meta:
        constraints = [models.UniqueConstraint(name="named_once", fields=["participant", "user"])]

    def __str__(self):
        return f"{self.user}"
