"""What is typed about a token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import SaveForm


class TokenForm(SaveForm):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("For instance the system that will read.")
    )
    hat = forms.ChoiceField(label=_("Role"))
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}),
        help_text=_("A year from now at most."),
    )

    def __init__(self, *args, hats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hat"].choices = [(hat.value, f"{hat.label}: {hat.acting_for}") for hat in hats]


class DecideForm(SaveForm):
    """Nothing to type: a decision, taken on the version that was seen."""
