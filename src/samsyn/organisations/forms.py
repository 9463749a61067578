"""What is typed about associations, their members, areas and authorities,
and how pasted statistics are read.
"""

import csv
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.base.forms import SaveForm

from . import queries
from .models import Area, Association, Controller, Municipality, Party, PartyKind, ReferenceStatistic, Region

Measure = ReferenceStatistic.Measure


def the(model, name, **options):
    """The form field of a model's field, with its label, help and limits."""
    return model._meta.get_field(name).formfield(**options)


SHORT = {"data-width": "short"}
MEDIUM = {"data-width": "medium"}


class AssociationForm(SaveForm):
    name = the(Association, "name")
    suppress_below = the(Association, "suppress_below", widget=forms.NumberInput(attrs=SHORT))


class PartyPeriodForm(SaveForm):
    since = the(Party, "since", widget=forms.DateInput(attrs=SHORT))
    until = the(Party, "until", widget=forms.DateInput(attrs=SHORT))


class PartyForm(PartyPeriodForm):
    """An authority that exists already and is not a member yet."""

    controller = the(Party, "controller")
    field_order = ("controller", "since", "until")

    def __init__(self, *args, association, **kwargs):
        super().__init__(*args, **kwargs)
        members = association.parties.values("controller")
        self.fields["controller"].queryset = Controller.objects.exclude(pk__in=members)


class ControllerForm(SaveForm):
    name = the(Controller, "name")
    short_name = the(Controller, "short_name", widget=forms.TextInput(attrs=MEDIUM))
    legal_regime = the(Controller, "legal_regime")
    retention_years = the(Controller, "retention_years", widget=forms.NumberInput(attrs=SHORT))
    retention_basis = the(Controller, "retention_basis", widget=forms.TextInput(attrs=MEDIUM))
    keeps_whole_team = the(
        Controller,
        "keeps_whole_team",
        help_text=gettext_lazy(
            "Otherwise a coach sees only the participants allocated to them. Ticking this changes nothing "
            "before the authority's own approver has agreed."
        ),
    )


class ProposalForm(SaveForm):
    """Nothing to type: a yes or a no to what was proposed, on the version that was seen."""


class NewControllerForm(ControllerForm):
    kind = the(Controller, "kind", widget=forms.Select(attrs=MEDIUM))
    municipality = the(Controller, "municipality", widget=forms.Select(attrs=MEDIUM))
    region = the(Controller, "region", widget=forms.Select(attrs=MEDIUM))
    field_order = ("kind", "municipality", "region", "name", "short_name")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The two national authorities exist from the start; there is one of each.
        national = {PartyKind.FK, PartyKind.AF}
        self.fields["kind"].choices = [one for one in self.fields["kind"].choices if one[0] not in national]
        self.fields["municipality"].queryset = Municipality.objects.all()
        self.fields["region"].queryset = Region.objects.all()


class AreaForm(SaveForm):
    name = the(Area, "name", widget=forms.TextInput(attrs=MEDIUM))
    places = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=gettext_lazy("Municipalities"),
        help_text=gettext_lazy("A municipality lies in one area."),
        widget=forms.CheckboxSelectMultiple,
    )
    seat = the(Area, "seat", widget=forms.Select(attrs=MEDIUM))

    def __init__(self, *args, association, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = queries.municipalities_of(association)
        self.fields["places"].queryset = self.fields["seat"].queryset = theirs


class StatisticsForm(SaveForm):
    """Every measure of one municipality as of one day."""

    as_of = the(ReferenceStatistic, "as_of", widget=forms.DateInput(attrs=SHORT))
    source = the(ReferenceStatistic, "source", widget=forms.TextInput(attrs=MEDIUM))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for value, label in Measure.choices:
            self.fields[value] = forms.DecimalField(
                label=label, required=False, max_digits=12, decimal_places=2, min_value=0,
                localize=True, widget=forms.TextInput(attrs=SHORT | {"inputmode": "decimal"}),
            )  # fmt: skip

    def facts(self):
        facts = super().facts()
        return {
            "as_of": facts.pop("as_of"),
            "source": facts.pop("source"),
            # What was empty from the start says nothing; what has been emptied is taken away.
            "values": {
                name: value for name, value in facts.items() if value is not None or name in self.changed_data
            },
        }


class StatisticsImportForm(SaveForm):
    """A table pasted from a spreadsheet, or the same as a CSV file: municipality first,
    a measure per column.
    """

    as_of = the(ReferenceStatistic, "as_of", widget=forms.DateInput(attrs=SHORT))
    source = the(ReferenceStatistic, "source", widget=forms.TextInput(attrs=MEDIUM))
    pasted = forms.CharField(
        label=gettext_lazy("Paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "The first row says what each column is. The first column is the municipality, by name or code."
        ),
    )
    file = forms.FileField(label=gettext_lazy("Or choose a CSV file"), required=False)

    def clean(self):
        cleaned = super().clean()
        text = cleaned.get("pasted") or _text_of(cleaned.get("file"))
        if not text.strip():
            raise ValidationError(_("Paste a table or choose a file."))
        cleaned["rows"] = read_statistics(text)
        return cleaned

    def facts(self):
        return {name: self.cleaned_data[name] for name in ("rows", "as_of", "source")}


LARGEST = 1_000_000  # characters; 290 municipalities with every measure are a fiftieth of it


def _text_of(file) -> str:
    if not file:
        return ""
    if file.size > LARGEST:
        raise ValidationError({"file": _("The file is too large.")})
    content = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what Swedish Excel writes when asked for CSV


def read_statistics(text: str) -> list[tuple[Municipality, str, Decimal]]:
    """(municipality, measure, value) of each filled cell. Everything that is wrong is said at once."""
    rows = [line for line in text.splitlines() if line.strip("\t;, ")]
    if not rows:
        raise ValidationError(_("There is no figure in the table."))
    separator = next((sign for sign in "\t;" if sign in rows[0]), ",")
    heading, *lines = csv.reader(rows, delimiter=separator)
    measures = _measures(heading)
    known, read, wrong = queries.municipalities_by_name(), [], []
    for number, (name, *cells) in enumerate(lines, start=2):
        municipality = known.get(name.strip().casefold().removesuffix(" kommun"))
        if municipality is None:
            wrong.append(
                _("Row %(row)s: there is no municipality “%(name)s”.") % {"row": number, "name": name}
            )
            continue
        for measure, cell in zip(measures, cells, strict=False):
            if measure and cell.strip() not in ("", "-", "–", ".."):
                try:
                    read.append((municipality, measure, _value(cell)))
                except (InvalidOperation, ValueError):
                    wrong.append(
                        _("Row %(row)s: “%(cell)s” is not a number.") % {"row": number, "cell": cell}
                    )
    if wrong:
        raise ValidationError(wrong)
    if not read:
        raise ValidationError(_("There is no figure in the table."))
    return read


def _measures(heading) -> list[str]:
    """The measure of each column but the first, by code, Swedish or English name.
    A column of names is left out.
    """
    names = {str(label).casefold(): value for value, label in Measure.choices} | {
        one: one for one in Measure.values
    }
    unknown = [cell for cell in heading[1:] if cell.strip() and cell.strip().casefold() not in names]
    if unknown:
        raise ValidationError(
            _("Unknown column: %(names)s. Known columns: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(str(label) for label in Measure.labels)}
        )
    return [names.get(cell.strip().casefold(), "") for cell in heading[1:]]


def _value(cell: str) -> Decimal:
    """A number as Swedes or machines write it: "35 000", "11,6", "681"."""
    value = Decimal("".join(cell.split()).replace(",", ".").removesuffix("%"))
    if not 0 <= value < 10**10:
        raise ValueError
    return round(value, 2)
