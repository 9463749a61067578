"""What is typed about an enrolment. Rules live in models and actions."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samsyn.base.days import today
from samsyn.base.forms import PickField, SaveForm
from samsyn.initiatives import queries as places
from samsyn.initiatives.models import Destination
from samsyn.organisations.models import Association, PartyKind
from samsyn.participants import queries as people
from samsyn.participants.codes import Education, ExitReason, IncomeSource, Occupation, Sex

from . import queries

CHOOSE = [("", _("Choose"))]
STATES = [("ongoing", _("Ongoing")), ("waiting", _("Approved, not started")), ("ended", _("Ended")),
          ("undone", _("Misregistrations")), ("all", _("All"))]  # fmt: skip


class DayField(forms.DateField):
    def __init__(self, **options):
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


class EnrolmentFilter(forms.Form):
    """Kept in the address: never a name or number."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    initiative = PickField(_("Initiative"))
    track = PickField(_("Track"))
    area = PickField(_("Area"))
    municipality = PickField(_("Municipality"))
    coach = PickField(_("Coach"))
    without_coach = forms.BooleanField(label=_("Without coach"), required=False)

    def __init__(self, data, *, controllers, is_own=False):
        """``is_own``: a coach's, whose participants have one and the same coach."""
        super().__init__(data)
        self.fields["initiative"].offer(places.initiatives_at(controllers=controllers))
        self.fields["track"].offer(places.tracks_at(controllers=controllers))
        self.fields["area"].offer(places.areas_at(controllers=controllers))
        self.fields["municipality"].offer(places.municipalities_at(controllers=controllers))
        if is_own:
            del self.fields["coach"], self.fields["without_coach"]
        else:
            self.fields["coach"].offer(people.coaches_at(controllers=controllers))


class AllocateForm(SaveForm):
    coach = forms.ModelChoiceField(
        label=_("Coach"), queryset=None, required=False, empty_label=_("No coach yet")
    )

    def __init__(self, *args, record, loads=None, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.fields["coach"].queryset = queries.coaches_at(record.controller_id, record.initiative)
        ongoing = {row["coach"]: row["ongoing"] for row in loads or []}
        self.fields["coach"].label_from_instance = lambda user: f"{user} ({ongoing.get(user.pk, 0)})"
        self.fields["coach"].help_text = _("In brackets: how many ongoing participants the coach has.")


class StartForm(SaveForm):
    started_on = DayField(label=_("Starts"))
    income_at_start = forms.MultipleChoiceField(
        label=_("Income at the start"),
        choices=IncomeSource,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    public_support_months = forms.IntegerField(
        label=_("Months in public support"), min_value=0, max_value=900, required=False
    )
    occupation_at_start = forms.ChoiceField(
        label=_("Occupation at the start"), choices=CHOOSE + Occupation.choices
    )
    education = forms.ChoiceField(label=_("Education"), choices=CHOOSE + Education.choices)

    def __init__(self, *args, record, **kwargs):
        # That something is not known is for somebody to say; until then nothing has been said.
        unsaid = {"started_on": today(), "occupation_at_start": "", "education": ""}
        super().__init__(*args, record=record, initial={} if record.started_on else unsaid, **kwargs)


class DischargeForm(SaveForm):
    ended_on = DayField(label=_("Ends"))
    exit_reason = forms.ChoiceField(
        label=_("Why the enrolment ends"),
        choices=CHOOSE + [choice for choice in ExitReason.choices if choice[0] != ExitReason.MISREGISTRATION],
    )
    occupation_at_end = forms.ChoiceField(
        label=_("Occupation at the end"), choices=CHOOSE + Occupation.choices
    )
    income_at_end = forms.MultipleChoiceField(
        label=_("Income at the end"),
        choices=IncomeSource,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    destination = forms.ChoiceField(
        label=_("Goes on to"), choices=CHOOSE + Destination.choices, required=False
    )

    def __init__(self, *args, record, **kwargs):
        last_day = {} if record.ended_on else {"ended_on": today()}
        super().__init__(*args, record=record, initial=last_day, **kwargs)
        own = record.initiative.destinations
        if own:
            fits = [choice for choice in Destination.choices if choice[0] in {*own, Destination.OTHER}]
            self.fields["destination"].choices = CHOOSE + fits


class ReferrerForm(SaveForm):
    """Who referred somebody whose referral was never made here."""

    referrer = forms.ChoiceField(label=_("Referred by"), choices=CHOOSE + PartyKind.choices)
    referred_on = DayField(label=_("Referred on"), required=False)


class TrackForm(SaveForm):
    track = forms.ModelChoiceField(label=_("Track"), queryset=None, required=False, empty_label=_("No track"))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.fields["track"].queryset = record.initiative.tracks.all()


class UndoForm(SaveForm):
    because = forms.CharField(label=_("What was wrong with the registration"), max_length=200)


class ExtendForm(SaveForm):
    until = DayField(label=_("New planned end"))
    because = forms.CharField(
        label=_("Why it is extended"), max_length=200, help_text=_("What the longer time is to lead to.")
    )


class ReopenForm(SaveForm):
    """Nothing to type; the button is the act."""


class NewForm(SaveForm):
    """Somebody gets a place without a referral: who, where, and from when."""

    initiative = forms.ModelChoiceField(label=_("Initiative"), queryset=None, empty_label=_("Choose"))
    municipality = forms.ModelChoiceField(label=_("Municipality"), queryset=None, empty_label=_("Choose"))
    number = forms.CharField(
        label=_("Identity number"), max_length=20, required=False,
        help_text=_("10 or 12 digits. Leave empty when it is not known."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Sex (without a number)"), choices=CHOOSE + Sex.choices, required=False)
    birth_year = forms.IntegerField(label=_("Year of birth (without a number)"), required=False)
    referrer = forms.ChoiceField(label=_("Referred by"), choices=CHOOSE + PartyKind.choices, required=False)
    referred_on = DayField(label=_("Referred on"), required=False)
    approved_on = DayField(label=_("Approved on"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, initial={"approved_on": today()}, **kwargs)
        self.fields["initiative"].queryset = queries.initiatives_to_enrol_in(user)
        self.fields["municipality"].queryset = queries.municipalities_to_enrol_in(user)


class UploadForm(SaveForm):
    association = forms.ModelChoiceField(label=_("Association"), queryset=None, empty_label=None)
    file = forms.FileField(label=_("File"), help_text=_("CSV (UTF-8) or xlsx, with a header row."))

    def __init__(self, *args, controllers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = Association.objects.filter(
            parties__controller__in=controllers
        ).distinct()
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too large."))
        return file
