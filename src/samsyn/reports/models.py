"""A report: its blocks, its editions (frozen when approved), its attachments, and who signs it."""

from datetime import datetime, timedelta

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.accounts.models import User
from samsyn.audit.history import tracked
from samsyn.base.models import Versioned
from samsyn.figures.counting import Period
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from .periods import in_words
from .statements import SHEETS
from .wording import too_many

PATIENCE = timedelta(minutes=10)  # with the making of an edition, before it may be asked for again


class Kind(models.TextChoices):
    """What is written, in the field's own words; outlines/ says what each consists of."""

    ANNUAL = "annual", _("Annual report")
    INTERIM = "interim", _("Interim report")
    APPENDIX = "appendix", _("Full-year report of an initiative")
    STATUS = "status", _("Status report")
    QUARTERLY = "quarterly", _("Quarterly follow-up")
    FINAL = "final", _("Final report")
    PLAN = "plan", _("Plan of an initiative")
    FINSAM = "finsam", _("The sheet for Uppföljning Finsam")


class State(models.TextChoices):
    """Where a report is in its life; life.py says what may follow upon what."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    COLLECTING = "collecting", _("Appendices are being collected")
    REVIEW = "review", _("Under review")
    APPROVED = "approved", pgettext_lazy("report", "Approved")
    SIGNED = "signed", _("Signed")
    PUBLISHED = "published", _("Published")
    HANDED_IN = "handed_in", _("Handed in")  # an appendix, to the report that it belongs to


@tracked()
class Report(Versioned):
    """A document about an association, or one of its initiatives, over a period.

    ``parent``: the report that this is an appendix to; it is frozen together with it. ``wanted``: why it was
    opened again, until it is handed in anew.
    """

    association = models.ForeignKey(
        Association, models.PROTECT, related_name="reports", verbose_name=_("association")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("initiative"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="appendices")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    due_on = models.DateField(_("to be handed in by"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    wanted = models.TextField(_("what is to be changed"), max_length=1000, blank=True)
    decided_by = models.CharField(_("approved by"), max_length=120, blank=True)
    decided_on = models.DateField(_("approved on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))

    class Personal:
        fields = {"started_by"}

    class Meta:
        ordering = ["-first_day", "kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="report_once",
                fields=["association", "initiative", "kind", "first_day", "last_day"],
                nulls_distinct=False,
                violation_error_message=_("That report has been started already; go on writing in it."),
            ),
            models.CheckConstraint(
                name="report_period",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The period cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="report_decided_whole",
                condition=Q(decided_by="", decided_on=None)
                | (~Q(decided_by="") & Q(decided_on__isnull=False)),
                violation_error_message=_("A decision has both a body and a date."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="step_by_step",
                field="state",
                transitions=[
                    ("draft", "collecting"),
                    ("draft", "review"),
                    ("collecting", "review"),
                    ("review", "draft"),
                    ("draft", "handed_in"),
                    ("handed_in", "draft"),
                    ("review", "approved"),
                    ("approved", "signed"),
                    ("approved", "published"),
                    ("signed", "published"),
                ],
            ),
            pgtrigger.Trigger(
                name="in_order_of_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__decided_on__isnull=False)
                | pgtrigger.Q(new__state__in=["approved", "signed", "published"])
                | pgtrigger.Q(new__published_at__isnull=False),
                declare=[("read_on", "date"), ("last_signed", "timestamptz"), ("is_waiting", "boolean")],
                func="""
                    SELECT (as_of AT TIME ZONE 'Europe/Stockholm')::date INTO read_on
                        FROM reports_edition WHERE report_id = NEW.id AND is_for_review;
                    IF NEW.decided_on IS NULL OR read_on IS NULL OR NEW.decided_on < read_on THEN
                        RAISE EXCEPTION 'A report is approved when what is approved has been made.';
                    END IF;
                    SELECT max(signed_at), bool_or(signed_at IS NULL) INTO last_signed, is_waiting
                        FROM reports_signature WHERE report_id = NEW.id;
                    IF NEW.state IN ('signed', 'published') AND is_waiting
                        OR NEW.state = 'signed' AND last_signed IS NULL THEN
                        RAISE EXCEPTION 'A report is signed when everybody has signed.';
                    END IF;
                    IF (NEW.state = 'published') IS DISTINCT FROM (NEW.published_at IS NOT NULL)
                        OR NEW.published_at < last_signed
                        OR (NEW.published_at AT TIME ZONE 'Europe/Stockholm')::date < NEW.decided_on THEN
                        RAISE EXCEPTION 'A report is published when it has been approved and signed.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def year(self) -> int:
        return self.last_day.year

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def when(self) -> str:
        """Its period, in the words of the document."""
        return in_words(self.first_day, self.last_day)

    @property
    def about(self) -> str:
        """The initiative's name, or nothing where it is about the association as a whole."""
        return self.initiative.name if self.initiative else ""

    @property
    def outline(self):
        from .outlines import outline_of

        return outline_of(self.kind)

    @property
    def is_open(self) -> bool:
        """May anything in it still be written? Not while the board reads it: it is taken back first."""
        return self.state in (State.DRAFT, State.COLLECTING)

    @property
    def is_signed_by_all(self) -> bool:
        """Has everybody signed who is to sign it?"""
        signed = [one.signed_at for one in self.signatures.all()]
        return bool(signed) and all(signed)

    @property
    def is_frozen(self) -> bool:
        return self.state in (State.APPROVED, State.SIGNED, State.PUBLISHED)


class BlockKind(models.TextChoices):
    """What a block is, and so how it is written and resolved."""

    TEXT = "text", _("Text")
    TABLE = "table", _("Table of figures")
    CHART = "chart", _("Chart")
    RESULT = "result", _("Results of the initiative")
    GOALS = "goals", _("Goals")
    STATEMENT = "statement", _("Amounts")
    FACTS = "facts", _("Facts about the initiative")
    PLANS = "plans", _("Versions of the plan")
    SHEET = "sheet", _("Sheet of the national follow-up")
    APPENDICES = "appendices", _("Appendices")
    SIGNATURES = "signatures", _("Signatures")


FIGURES_SHOWN = (BlockKind.TABLE, BlockKind.CHART)


@tracked()
class Block(Versioned):
    """A part of a report: a heading and what stands under it.

    ``text``: Markdown with references to figures (wording.py); ``data``: what the kind needs, such as
    which figure a table shows or the amounts of a statement.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="blocks")
    place = models.PositiveSmallIntegerField(_("place"))
    kind = models.CharField(_("kind"), max_length=20, choices=BlockKind)
    key = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("level of the heading"), default=2)
    is_numbered = models.BooleanField(_("the heading is numbered"), default=False)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    hint = models.CharField(max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=60_000)
    data = models.JSONField(_("contents"), default=dict, blank=True)

    class Personal:
        fields: set[str] = set()

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self):
        return self.heading or self.caption or str(self.get_kind_display())

    def clean(self):
        if told := too_many(self.text):
            raise ValidationError({"text": told})

    @property
    def is_added(self) -> bool:
        """What the outline gives has a key, or is not of a kind that can be added."""
        return not self.key and self.kind in (BlockKind.TEXT, *FIGURES_SHOWN)

    @property
    def has_amounts(self) -> bool:
        return bool(self.data.get("values") or self.data.get("rows"))

    @property
    def shows_chosen_figures(self) -> bool:
        return not self.key and self.kind in FIGURES_SHOWN

    @property
    def caption(self) -> str:
        """What tells one diagram or statement without a heading from the next."""
        if self.kind == BlockKind.STATEMENT and self.data.get("sheet") in SHEETS:
            return SHEETS[self.data["sheet"]].label
        return self.captioned(self.data.get("caption", ""))

    def captioned(self, words: str) -> str:
        """With the period that is shown filled in; of several years the last."""
        is_of_years = self.data.get("period") == "years"
        return words.replace("{year}", str(self.report.year) if is_of_years else self.report.when)


@tracked(exclude=["content"])
class Attachment(Versioned):
    """A file that belongs to a report, such as the auditors' opinion. It is in the hash by its own hash, and
    in the PDF as a file.

    The database lets nobody change it, nor add or remove any once the report is no longer written.
    """

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=160)
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    size = models.PositiveIntegerField(_("size"), help_text=_("bytes"))
    digest = models.CharField(_("hash"), max_length=64)
    content = models.BinaryField(editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Personal:
        fields = {"added_by", "name", "content"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="attachment_once",
                fields=["report", "digest"],
                violation_error_message=_("That file is attached to the report already."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="attachment_stays", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="attached_while_written",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                declare=[("here", "bigint")],
                func="""
                    here = CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
                    IF EXISTS (
                        SELECT FROM reports_report WHERE id = here AND state NOT IN ('draft', 'collecting')
                    ) THEN
                        RAISE EXCEPTION 'The attachments of a report stay when it has been handed on.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title


class Edition(models.Model):
    """A report as it read at a moment: the resolved tree, and the PDF made of it.

    ``is_for_review``: what the board reads. ``is_frozen``: that very edition, once it has been approved. The
    database refuses to change the tree of either, and to remove it. The PDF is made anew upon the approval,
    which it names, and upon the last signature, with the seal.
    """

    class Progress(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Being made")
        DONE = "done", pgettext_lazy("edition", "Done")
        FAILED = "failed", _("Could not be made")

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    as_of = models.DateTimeField(_("as of"), null=True, blank=True)
    tree = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(null=True, blank=True, editable=False)
    is_for_review = models.BooleanField(default=False)
    is_frozen = models.BooleanField(default=False)
    is_sealed = models.BooleanField(default=False)
    progress = models.CharField(max_length=10, choices=Progress, default=Progress.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Personal:
        fields = {"made_by"}

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="edition_frozen_once", fields=["report"], condition=Q(is_frozen=True)
            ),
            models.UniqueConstraint(
                name="edition_for_review_once", fields=["report"], condition=Q(is_for_review=True)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.is_frozen AND NOT OLD.is_for_review"
                    " OR OLD.is_frozen AND NOT (NEW.is_frozen AND NEW.is_for_review)"
                    " OR (OLD.is_frozen OR OLD.is_for_review AND OLD.tree IS NOT NULL)"
                    " AND (NEW.tree IS DISTINCT FROM OLD.tree OR NEW.digest IS DISTINCT FROM OLD.digest"
                    " OR NEW.as_of IS DISTINCT FROM OLD.as_of)"
                    " OR OLD.is_sealed AND (NOT NEW.is_sealed OR NEW.pdf IS DISTINCT FROM OLD.pdf)"
                ),
            ),
            pgtrigger.Protect(
                name="frozen_not_removed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.is_frozen OR OLD.is_for_review"),
            ),
        ]

    def __str__(self):
        return f"{self.report} {self.as_of or ''}"

    @property
    def is_under_way(self) -> bool:
        return self.progress in (self.Progress.WAITING, self.Progress.RUNNING)

    @property
    def is_done(self) -> bool:
        return self.progress == self.Progress.DONE

    def is_lost(self, now: datetime) -> bool:
        """Has it been under way for so long that whoever made it must have been lost?"""
        return self.is_under_way and now - self.asked_at > PATIENCE


@tracked()
class Signature(Versioned):
    """Somebody who is to sign a report, and, once they have, when and by what proof.

    ``digest``: of the frozen edition that they signed.
    """

    class Function(models.TextChoices):
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice chair")
        SECOND_VICE_CHAIR = "second_vice_chair", _("Second vice chair")
        MEMBER = "member", _("Member of the board")
        ADJUSTER = "adjuster", _("Adjuster")

    report = models.ForeignKey(Report, models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=20, choices=Function, default=Function.MEMBER)
    place = models.PositiveSmallIntegerField(_("place"))
    name = models.CharField(_("name"), max_length=120)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    method = models.CharField(_("second factor"), max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Personal:
        fields = {"user", "name"}

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="signature_once",
                fields=["report", "user"],
                violation_error_message=_("That person is to sign already."),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="signed_after_approval",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__signed_at__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM reports_report report JOIN reports_edition edition
                            ON edition.report_id = report.id AND edition.is_frozen
                        WHERE report.id = NEW.report_id AND report.state = 'approved'
                            AND edition.digest = NEW.digest
                            AND (NEW.signed_at AT TIME ZONE 'Europe/Stockholm')::date >= report.decided_on
                    ) THEN
                        RAISE EXCEPTION 'What is signed has been approved, and is what was approved.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_function_display()}"
