"""What is typed on the way from the first line of a referral to the decision about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import SaveForm
from samsyn.disclosures.forms import DAY, ConsentForm
from samsyn.disclosures.models import Category
from samsyn.initiatives.models import Initiative, TeamMeeting, Track
from samsyn.organisations.models import Municipality
from samsyn.participants.codes import IncomeSource
from samsyn.participants.models import Protection, Sex

from .models import DeclineReason, Kind, Outcome, QueueEntry


def lines(rows=4):
    return forms.Textarea(attrs={"rows": rows})


SHORT = {"data-width": "short"}
MEDIUM = {"data-width": "medium"}


class DraftForm(SaveForm):
    """A step of a draft: may be left half done, so what is needed before
    sending is asked for but not demanded.
    """

    needed: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = True  # so that it is not called optional

    def full_clean(self):
        """Nothing is demanded while it is checked; shown again with an error it is called what it was."""
        needed = [one for name in self.needed if (one := self.fields[name]).required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True


# ── The referrer, step by step ─────────────────────────────────────────────────────────────────────────────


class WhereForm(SaveForm):
    """To which initiative, for whom in your own authority, and where the person lives."""

    sender = forms.TypedChoiceField(label=_("You refer for"), coerce=int)
    initiative = forms.ModelChoiceField(label=_("Initiative"), queryset=Initiative.objects.none())
    municipality = forms.ModelChoiceField(
        label=_("Municipality where the person lives"), queryset=Municipality.objects.none(),
        help_text=_("Decides which authority receives the referral."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Your unit"), max_length=120, required=False)
    referrer_phone = forms.CharField(
        label=_("Your phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=MEDIUM | {"type": "tel"}),
    )

    def __init__(self, *args, senders, initiatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.senders = {sender.pk: sender for sender in senders}
        self.fields["sender"].choices = [(pk, sender.name) for pk, sender in self.senders.items()]
        self.fields["sender"].initial = senders[0].pk
        if len(senders) == 1:
            self.fields["sender"].widget = forms.HiddenInput()
        self.fields["initiative"].queryset = initiatives
        covered = Municipality.objects.filter(coverage__initiative__in=initiatives.values("pk"))
        self.fields["municipality"].queryset = covered.distinct()

    def facts(self):
        facts = super().facts()
        facts["sender"] = self.senders[facts["sender"]]
        return facts


class ConsultationForm(WhereForm):
    """As a referral, and whether the consultation shows who it is about."""

    is_anonymous = forms.TypedChoiceField(
        label=_("Does the consultation show who it is about?"), widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", _("No, it is anonymous")), ("no", _("Yes, the person has consented"))],
        initial="yes",
    )  # fmt: skip
    field_order = ["sender", "is_anonymous"]


class MoveForm(WhereForm):
    """The draft already belongs to its sender."""

    sender = None  # type: ignore[assignment]  # how Django leaves out a field

    def __init__(self, *args, senders, initiatives, **kwargs):
        SaveForm.__init__(self, *args, **kwargs)
        self.fields["initiative"].queryset = initiatives
        covered = Municipality.objects.filter(coverage__initiative__in=initiatives.values("pk"))
        self.fields["municipality"].queryset = covered.distinct()

    def facts(self):
        return SaveForm.facts(self)


class PersonForm(DraftForm):
    """Who it is about. Once given, the number is masked; with protected identity no contact is asked for."""

    needed = ("number", "given_name", "family_name")

    protection = forms.ChoiceField(
        label=_("Protected identity"),
        choices=Protection,
        widget=forms.RadioSelect,
        initial=Protection.NONE,
    )
    number = forms.CharField(
        label=_("Personal identity number or coordination number"), required=False, max_length=20,
        widget=forms.TextInput(attrs=MEDIUM | {"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("The person's phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs=MEDIUM | {"type": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("The person's e-mail"), required=False)
    language = forms.CharField(label=_("Language"), max_length=40, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Referral.number is the number in clear: it must never be what the field starts with.
        self.initial.pop("number", None)
        referral = self.record
        if referral.number_encrypted:
            self.fields["number"].help_text = _("Given: %(masked)s. Type a number only to change it.") % {
                "masked": referral.masked_number
            }
        if referral.is_protected:
            for name in ("phone", "email"):
                del self.fields[name]
        if referral.is_protected or referral.is_consultation or referral.number_encrypted:
            self.fields["number"].required = False
        if not referral.number_encrypted:
            sexes = [("", _("Not stated")), *Sex.choices]
            self.fields["sex"] = forms.ChoiceField(
                label=_("Sex"), required=False, choices=sexes, initial=referral.sex,
                help_text=_("Follows from the number when there is one."),
            )  # fmt: skip


class AnonymousForm(SaveForm):
    """All that an anonymous consultation says about the person."""

    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("Not stated")), *Sex.choices])
    language = forms.CharField(label=_("Language"), max_length=40, required=False)


class QuestionForm(DraftForm):
    needed = ("question",)
    question = forms.CharField(label=_("What do you want help with?"), required=False, widget=lines())
    own_words = forms.CharField(label=_("The person's own words and wishes"), required=False, widget=lines(3))
    done_so_far = forms.CharField(
        label=_("What has been done and what is planned"), required=False, widget=lines(3)
    )
    background = forms.CharField(label=_("Work, education and resources"), required=False, widget=lines(3))
    considerations = forms.CharField(
        label=_("What needs consideration"), required=False, widget=lines(2),
        help_text=_("Only what the team needs to know. No diagnoses."),
    )  # fmt: skip
    hours_per_week = forms.IntegerField(
        label=_("Hours a week the person can manage"), required=False, min_value=0, max_value=40,
        widget=forms.NumberInput(attrs=SHORT),
    )  # fmt: skip


class SituationForm(DraftForm):
    needed = ("income_sources", "involved")
    income_sources = forms.MultipleChoiceField(
        label=_("Income"), choices=IncomeSource, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Several can be chosen."),
    )  # fmt: skip
    public_support_months = forms.IntegerField(
        label=_("Months in public support"), required=False, min_value=0, max_value=600,
        widget=forms.NumberInput(attrs=SHORT),
    )  # fmt: skip
    involved = forms.TypedMultipleChoiceField(
        label=_("Authorities that are involved"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wanted_track = forms.ModelChoiceField(
        label=_("Wanted track"), required=False, queryset=Track.objects.none()
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["involved"].choices = [(one.pk, one.name) for one in authorities]
        tracks = Track.objects.filter(initiative=self.record.initiative_id, is_open=True)
        self.fields["wanted_track"].queryset = tracks
        if not tracks:
            del self.fields["wanted_track"]


class ReferralConsentForm(ConsentForm):
    """The consent for this one purpose: that the team may talk about the person."""

    purpose = None  # type: ignore[assignment]  # how Django leaves out a field

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, authorities=authorities, **kwargs)
        self.fields["categories"].help_text = _(
            "Name and planning are needed for an answer. What is not ticked cannot be in the referral."
        )


# ── The receiver ───────────────────────────────────────────────────────────────────────────────────────────


class InboxFilter(forms.Form):
    part = forms.CharField(required=False, widget=forms.HiddenInput)
    initiative = forms.ModelChoiceField(
        label=_("Initiative"), required=False, queryset=Initiative.objects.none(), empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])

    def __init__(self, *args, initiatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = initiatives


class CirculateForm(SaveForm):
    """Whom to ask, by when, and which lines they may read. Parties without consent cannot be chosen."""

    parties = forms.TypedMultipleChoiceField(label=_("Ask"), coerce=int, widget=forms.CheckboxSelectMultiple)
    answer_by = forms.DateTimeField(
        label=_("Answer by"), help_text=_("The team's next meeting, unless you say otherwise."),
        widget=forms.DateTimeInput(attrs=MEDIUM | {"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )  # fmt: skip
    lines = forms.MultipleChoiceField(label=_("What they may read"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, parties, told, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = told
        self.parties = {party.controller.pk: party.controller for party in parties if party.can_be_asked}
        self.meeting = meeting
        self.fields["parties"].choices = [(pk, one.name) for pk, one in self.parties.items()]
        self.fields["parties"].initial = list(self.parties)
        shown = [
            (str(n), f"{Category(line['category']).label}: {line['label']}") for n, line in enumerate(told)
        ]
        self.fields["lines"].choices = shown
        self.fields["lines"].initial = [value for value, label in shown]
        if meeting:
            self.fields["answer_by"].initial = meeting.starts_at

    def facts(self):
        facts = super().facts()
        at_meeting = self.meeting is not None and facts["answer_by"] <= self.meeting.starts_at
        return {
            "parties": [self.parties[pk] for pk in facts["parties"]],
            "told": [self.told[int(n)] for n in facts["lines"]],
            "answer_by": facts["answer_by"],
            "meeting": self.meeting if at_meeting else None,
        }


class AnswerForm(SaveForm):
    """A party's answer. What is known is asked for only where the person is known."""

    is_known = forms.TypedChoiceField(
        label=_("Is the person known to you?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )  # fmt: skip
    facts_known = forms.CharField(
        label=_("What you know that matters here"), required=False, widget=lines(3),
        help_text=_("Only what the consent covers and the question needs."),
    )  # fmt: skip
    planned = forms.CharField(label=_("What is planned with you"), required=False, widget=lines(2))
    need = forms.CharField(label=_("Your view on the need"), required=False, widget=lines(2))
    objection = forms.CharField(label=_("Objection, if you have one"), required=False, widget=lines(2))

    def facts(self):
        facts = super().facts()
        facts["facts"] = facts.pop("facts_known")
        return facts


class DecideForm(SaveForm):
    """The decision. Fields that do not belong to the chosen outcome (``data-when``) are not shown."""

    WHEN = {
        "track": (Outcome.OFFER, Outcome.QUEUE), "queue_reason": (Outcome.QUEUE,),
        "priority": (Outcome.QUEUE,), "reason": (Outcome.DECLINE,),
    }  # fmt: skip

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome, widget=forms.RadioSelect)
    track = forms.ModelChoiceField(label=_("Track"), required=False, queryset=Track.objects.none())
    reason = forms.ChoiceField(
        label=_("Reason, when you decline"),
        required=False,
        choices=[("", _("Choose")), *DeclineReason.choices],
    )
    queue_reason = forms.CharField(
        label=_("Why waiting, when you place in the queue"), required=False, max_length=200
    )
    priority = forms.TypedChoiceField(
        label=_("Priority in the queue"), coerce=int, choices=QueueEntry.Priority,
        initial=QueueEntry.Priority.ORDINARY,
    )  # fmt: skip
    text = forms.CharField(
        label=_("In words, for the referrer and the participant"), required=False, widget=lines(3),
        help_text=_(
            "What is to be completed, which other way, or what you recommend. The referrer reads this."
        ),
    )  # fmt: skip
    meeting = forms.ModelChoiceField(
        label=_("At the meeting"), required=False, queryset=TeamMeeting.objects.none()
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DAY)

    def __init__(self, *args, referral, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in referral.outcomes()]
        self.fields["track"].queryset = Track.objects.filter(initiative=referral.initiative_id)
        self.fields["track"].initial = referral.wanted_track_id
        self.fields["meeting"].queryset = meetings
        for name, outcomes in self.WHEN.items():
            self.fields[name].widget.attrs["data-when"] = " ".join(outcomes)
        if referral.is_consultation:
            for name in ("track", "queue_reason", "priority"):
                del self.fields[name]

    def facts(self):
        facts = super().facts()
        if facts["outcome"] != Outcome.DECLINE:
            facts["reason"] = ""
        return facts


class MeetingDecideForm(DecideForm):
    """The decision on the shared screen: the outcome is chosen, and only what it needs is asked for."""

    NEEDS = {
        Outcome.OFFER: ("track",),
        Outcome.QUEUE: ("queue_reason",),
        Outcome.DECLINE: ("reason", "text"),
        Outcome.COMPLETE: ("text",),
        Outcome.OTHER_WAY: ("text",),
        Outcome.RECOMMENDATION: ("text",),
    }

    def __init__(self, *args, outcome: str, referral, **kwargs):
        nowhere = TeamMeeting.objects.none()  # the meeting is the one that it is decided at
        super().__init__(
            *args, referral=referral, meetings=nowhere, auto_id=f"case-{referral.pk}-%s", **kwargs
        )
        wanted = self.NEEDS[Outcome(outcome)]
        for name in set(self.fields) - {"save_key", "seen_version", "outcome", *wanted}:
            del self.fields[name]
        self.fields["outcome"].widget = forms.HiddenInput()
        self.fields["outcome"].initial = outcome
        if "track" in self.fields and not referral.initiative.tracks.exists():
            del self.fields["track"]
        for name in ("reason", *(["text"] if outcome != Outcome.DECLINE else [])):
            if name in self.fields:
                self.fields[name].required = True
        if first := next((one for one in self.visible_fields() if one.field.required), None):
            first.field.widget.attrs["autofocus"] = True

    @property
    def asks(self) -> bool:
        """Is there something that must be filled in before it can be confirmed?"""
        return any(shown.field.required for shown in self.visible_fields())
