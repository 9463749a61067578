"""What is typed about an evaluation, and the table that somebody wants to publish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import SaveForm

from . import concerned, queries
from .alike import COARSE
from .variables import CHOICES


def _day(label, help_text=""):
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}),
    )


class AgreementForm(SaveForm):
    title = forms.CharField(label=_("Evaluation"), max_length=160)
    evaluator = forms.ModelChoiceField(
        label=_("Evaluator"), queryset=None,
        help_text=_("Somebody who holds an approved assignment as evaluator at the association."),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Works for"), max_length=120, help_text=_("For instance a university.")
    )
    purpose = forms.CharField(
        label=_("Purpose"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is to be found out. The authorities decide on this."),
    )  # fmt: skip
    initiatives = forms.ModelMultipleChoiceField(
        label=_("Initiatives"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    variables = forms.MultipleChoiceField(
        label=_("Variables"), choices=CHOICES, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the purpose needs."),
    )  # fmt: skip
    smallest_group = forms.IntegerField(
        label=_("Smallest group of rows alike"), min_value=1, max_value=20, initial=5,
        widget=forms.NumberInput(attrs={"data-width": "short", "inputmode": "numeric"}),
        help_text=_("So many persons at least are alike in what others may know of them: where, when, sex, "
                    "age, referrer. Rows of fewer are made coarser, or left out."),
    )  # fmt: skip
    coarse = forms.MultipleChoiceField(
        label=_("Coarser in every row"), choices=list(COARSE.items()), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Then fewer rows are left out."),
    )  # fmt: skip
    first_day = _day(_("Enrolments from"))
    last_day = _day(_("to"))
    valid_until = _day(_("Can be fetched until"), _("Then the key of the pseudonyms is destroyed."))

    def __init__(self, *args, association, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evaluator"].queryset = concerned.evaluators_at(association, day)
        self.fields["initiatives"].queryset = queries.initiatives_with_records(association)


class DecideForm(SaveForm):
    """Nothing to type: a decision, taken on the version that was seen."""


class CheckForm(forms.Form):
    text = forms.CharField(
        label=_("The table"), max_length=200_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("Paste it from a spreadsheet or a document, with its headings."),
    )  # fmt: skip
    limit = forms.IntegerField(
        label=_("Smallest number that may be shown"), min_value=3, max_value=20, initial=5,
        widget=forms.NumberInput(attrs={"data-width": "short", "inputmode": "numeric"}),
    )  # fmt: skip
