"""What is chosen about a figure, and what is typed when counts are reported."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.base.days import today
from samsyn.base.forms import SaveForm
from samsyn.base.templatetags.samsyn import moment

from .counting import Period, year
from .definitions import DIMENSIONS, UNITS
from .models import ReportedCount
from .moments import latest_of

EARLIEST, LATEST = 2000, 2100


def _moment_box():
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class FigureForm(forms.Form):
    """Period, breakdown and unit; lives in the address.
    Anything that cannot be read falls back to the beginning.
    """

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    first = forms.DateField(
        label=_("or from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-width": "short"}),
    )
    last = forms.DateField(
        label=_("to"), required=False, widget=forms.DateInput(attrs={"type": "date", "data-width": "short"})
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[*UNITS.items()], required=False)
    by = forms.MultipleChoiceField(
        label=_("Break down by"),
        choices=[*DIMENSIONS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data, *, figure, years, opens_on, **kwargs):
        self.opens_on, self.ordinary_by, self.is_untouched = opens_on, list(figure.by), not data
        # Nothing chosen yet is a choice too; "shown" tells it from everything unticked.
        data = data if data else {"year": str(opens_on), "by": self.ordinary_by}
        super().__init__(data, **kwargs)
        self.fields["year"].choices = [(number, str(number)) for number in reversed(years)]
        offered = [name for name in (*figure.dimensions, "year") if name not in figure.always]
        self.fields["by"].choices = [(name, DIMENSIONS[name]) for name in dict.fromkeys(offered)]
        self.fields["unit"].choices = [(unit, UNITS[unit]) for unit in figure.units]
        self.ordinary_unit = figure.units[0]

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        for day in (first, last):
            if day and not EARLIEST <= day.year <= LATEST:
                raise forms.ValidationError(
                    _("Choose days between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST}
                )
        if first and last and last < first:
            raise forms.ValidationError(_("The period cannot end before it begins."))
        if first and last and last.year - first.year > 40:
            raise forms.ValidationError(_("Choose at most 40 years."))
        return self.cleaned_data

    def refuse(self) -> None:
        """Raises ValidationError when days are chosen that make no period: no other is shown instead."""
        if self.non_field_errors():
            raise forms.ValidationError(list(self.non_field_errors()))

    @property
    def period(self) -> Period:
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("first") and chosen.get("last"):
            return Period(chosen["first"], chosen["last"])
        return year(chosen.get("year") or self.opens_on)

    @property
    def chosen_by(self) -> list[str]:
        return self.cleaned_data.get("by", []) if self.is_valid() else self.ordinary_by

    @property
    def chosen_unit(self) -> str:
        return (self.cleaned_data.get("unit") if self.is_valid() else "") or self.ordinary_unit

    def choices(self) -> dict[str, list[tuple[str, str, bool]]]:
        """What can be chosen, as (value, words, is chosen): flat, for the template draws it by itself."""
        period = self.period
        chosen = {"year": {str(period.first.year)} if period.is_whole_year else set(),
                  "by": set(self.chosen_by), "unit": {self.chosen_unit}}  # fmt: skip
        fields: dict[str, Any] = self.fields
        return {
            name: [(str(value), str(words), str(value) in chosen[name])
                   for value, words in fields[name].choices]
            for name in chosen
        }  # fmt: skip


class SinceForm(forms.Form):
    """The two moments that are compared; lives in the address. Nothing chosen: since the last approved report
    about those days, else since the beginning of the month.
    """

    since = forms.ChoiceField(label=_("Compare with"), required=False)
    then_ = forms.DateTimeField(label=_("or with the moment"), required=False, widget=_moment_box())
    now_ = forms.DateTimeField(label=_("up to (empty: now)"), required=False, widget=_moment_box())

    def __init__(self, data, *, moments, is_own, period, **kwargs):
        super().__init__(data, **kwargs)
        self.moments, self.is_own, self.period = moments, is_own, period
        self.fields["since"].choices = [
            (one.at.isoformat(), f"{one.label}, {moment(one.at)}") for one in moments
        ]
        if is_own:
            own_choice = ("", _("a moment of your own choice"))
            self.fields["since"].choices = [own_choice, *self.fields["since"].choices]
        else:
            del self.fields["then_"], self.fields["now_"]

    def clean(self):
        chosen = self.cleaned_data
        if chosen.get("now_") and self._chosen(chosen) and chosen["now_"] <= self._chosen(chosen):
            raise forms.ValidationError(_("The later moment must come after the earlier."))
        return chosen

    def _chosen(self, chosen):
        return datetime.fromisoformat(chosen["since"]) if chosen.get("since") else chosen.get("then_")

    @property
    def then(self) -> datetime | None:
        chosen = self._chosen(self.cleaned_data) if self.is_valid() else None
        if chosen is None and not self.errors:
            latest = latest_of(self.moments, self.period)
            chosen = latest.at if latest else None
            if chosen is None and self.is_own:
                day = today().replace(day=1)
                chosen = timezone.make_aware(datetime.combine(day, time.min))
        return chosen

    @property
    def now(self) -> datetime | None:
        return self.cleaned_data.get("now_") if self.is_valid() else None


def _number(label, *, required=True):
    return forms.IntegerField(
        label=label, min_value=0, max_value=99_999_999, required=required,
        widget=forms.NumberInput(attrs={"data-width": "short", "inputmode": "numeric"}),
    )  # fmt: skip


class CountForm(SaveForm):
    initiative = forms.ModelChoiceField(
        label=_("Initiative"), queryset=None, required=False, empty_label=_("The association as a whole")
    )
    first_day = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date", "data-width": "short"})
    )
    last_day = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date", "data-width": "short"})
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=ReportedCount.Sex.choices, required=False)
    budgeted = _number(_("Budgeted"), required=False)
    total = _number(_("Total"))
    new = _number(_("New"))
    ended = _number(pgettext_lazy("figures", "Ended"))
    ongoing = _number(_("Ongoing"))
    to_work_or_studies = _number(_("To work or studies"), required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("who counted, and in what: for instance the annual report 2015"),
    )

    def __init__(self, *args, initiatives, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record is not None:
            del self.fields["initiative"]
        else:
            self.fields["initiative"].queryset = initiatives


class ImportCountsForm(SaveForm):
    """A table pasted from a spreadsheet, or a file."""

    file = forms.FileField(label=_("CSV file"), required=False)
    text = forms.CharField(
        label=_("or paste the table here"), required=False, max_length=1_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "with a heading row: initiative, from, to, sex, budgeted, total, new, ended, ongoing, "
            "to_work_or_studies, source"
        ),
    )  # fmt: skip

    def clean(self):
        chosen = super().clean()
        if not chosen.get("file") and not (chosen.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste a table."))
        if chosen.get("file") and chosen["file"].size > 1_000_000:
            raise forms.ValidationError(_("The file is too large for counts: at most 1 MB."))
        return chosen
