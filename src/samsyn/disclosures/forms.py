"""What is typed when a consent is noted or withdrawn, and the filter of the register."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import SaveForm
from samsyn.organisations.models import Controller

from .models import Category, HowGiven, Purpose

DAY = forms.DateInput(attrs={"type": "date", "data-width": "short"}, format="%Y-%m-%d")


class ConsentForm(SaveForm):
    """One purpose at a time: authorities and categories are chosen for that purpose alone."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Purpose, widget=forms.RadioSelect,
        help_text=_("One purpose for each consent. Note another consent for another purpose."),
    )  # fmt: skip
    between = forms.TypedMultipleChoiceField(
        label=_("Authorities that may tell each other"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.MultipleChoiceField(
        label=_("What they may tell"), choices=Category, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the purpose needs."),
    )  # fmt: skip
    exceptions = forms.CharField(
        label=_("Exceptions"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("what may not be told, and to whom"),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY)
    valid_until = forms.DateField(label=_("Valid until"), widget=DAY)
    how_given = forms.ChoiceField(label=_("How it was given"), choices=HowGiven, widget=forms.RadioSelect)
    language = forms.CharField(label=_("Language or interpreter"), required=False, max_length=60)

    def __init__(self, *args, authorities: list[Controller], **kwargs):
        super().__init__(*args, **kwargs)
        between = cast(forms.MultipleChoiceField, self.fields["between"])
        between.choices = [(one.pk, one.name) for one in authorities]


class WithdrawForm(SaveForm):
    how = forms.ChoiceField(label=_("How it was withdrawn"), choices=HowGiven, widget=forms.RadioSelect)


class ConfirmForm(SaveForm):
    """A button that does one thing."""


class RegisterFilter(forms.Form):
    direction = forms.ChoiceField(
        label=_("Direction"), required=False,
        choices=[("", _("Both ways")), ("out", _("Told by us")), ("in", _("Told to us"))],
    )  # fmt: skip
    other = forms.ModelChoiceField(
        label=_("Authority"), required=False, queryset=Controller.objects.none(), empty_label=_("All")
    )
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Controller.objects.all()
