"""What is handed in to be reconciled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .reconciliation import Unreadable, text_of
from .reconciliation.grids import LARGEST


class ReconcileForm(forms.Form):
    """A pasted table or a file, and whether to hold it against an association's register too."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("Excel (xlsx), CSV or JSON"))
    text = forms.CharField(
        label=_("or paste tables from Word or Excel"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "ds-input cells"}),
        help_text=_(
            "The first row names the columns and the first column the rows. An empty line parts two tables, "
            "and a line alone above a table is its name."
        ),
    )
    against = forms.ChoiceField(label=_("Hold against the register too"), required=False)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=2000, max_value=2099,
        help_text=_("of tables that name no year"),
        widget=forms.NumberInput(attrs={"data-width": "short", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args, views, **kwargs):
        super().__init__(*args, **kwargs)
        self.views = {view.association.slug: view for view in views}
        self.fields["against"].choices = [
            ("", _("No")), *((slug, view.association.name) for slug, view in self.views.items())
        ]  # fmt: skip

    def clean(self):
        chosen = super().clean()
        if chosen.get("file"):
            try:
                chosen["text"] = text_of(chosen["file"].read(LARGEST + 1))
            except Unreadable as wrong:
                self.add_error("file", str(wrong))
        elif "file" in chosen and not (chosen.get("text") or "").strip():
            raise forms.ValidationError(_("Paste a table or choose a file."))
        return chosen

    @property
    def view(self):
        return self.views.get(self.cleaned_data.get("against", ""))
