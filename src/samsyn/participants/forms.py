"""What is typed about a participant, and what the list is filtered by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import PickField, SaveForm
from samsyn.initiatives import queries as places
from samsyn.organisations.models import Municipality

from . import queries
from .models import Protection

STATUS = [("", _("All")), ("ongoing", _("Ongoing")), ("waiting", _("Not started")), ("ended", _("Ended"))]


class ParticipantFilter(forms.Form):
    """Kept in the address: never a name or number."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUS, required=False)
    initiative = PickField(_("Initiative"))
    track = PickField(_("Track"))
    municipality = PickField(_("Municipality"))
    coach = PickField(_("Coach"))

    def __init__(self, data, *, controllers, is_own=False):
        """``is_own``: a coach's, whose participants have one and the same coach."""
        super().__init__(data)
        self.fields["initiative"].offer(places.initiatives_at(controllers=controllers))
        self.fields["track"].offer(places.tracks_at(controllers=controllers))
        self.fields["municipality"].offer(places.municipalities_at(controllers=controllers))
        if is_own:
            del self.fields["coach"]
        else:
            self.fields["coach"].offer(queries.coaches_at(controllers=controllers))


class ParticipantForm(SaveForm):
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.all(), required=False
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    language = forms.CharField(label=_("Language"), max_length=40, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        if record.is_protected:
            for name in ("phone", "email", "address"):
                del self.fields[name]
        if record.is_anonymous:
            for name in ("given_name", "family_name", "phone", "email", "address"):
                self.fields.pop(name, None)


class ProtectForm(SaveForm):
    protection = forms.ChoiceField(
        label=_("Protected identity"), choices=Protection, widget=forms.RadioSelect
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Who may see the person"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("You are always among them. Nobody else sees name, number or record."),
    )  # fmt: skip

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.fields["readers"].queryset = queries.workers_at([record.controller_id])
