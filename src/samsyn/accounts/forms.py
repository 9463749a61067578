"""What is typed about people and their assignments. Rules live in models and actions, not here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import SaveForm

from . import queries, scopes
from .models import ASSOCIATION_ROLES, CONTROLLER_ROLES, Role, State


class InviteForm(SaveForm):
    email = forms.EmailField(
        label=_("E-mail address at work"), help_text=_("A person who has an account already keeps it.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)


class GrantForm(SaveForm):
    """``place`` is "controller-3" or "association-2"; facts() says it as two facts."""

    place = forms.ChoiceField(label=_("Authority or association"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", "")])
    title = forms.CharField(label=_("Title at work"), max_length=80, required=False)
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"data-width": "short"}))
    until = forms.DateField(
        label=_("Until and including"), required=False, widget=forms.DateInput(attrs={"data-width": "short"})
    )
    area = forms.ModelChoiceField(
        queryset=None, label=_("Only in this area"), required=False, help_text=_("Empty means everywhere.")
    )
    initiatives = forms.TypedMultipleChoiceField(
        label=_("Only these initiatives"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.controllers = {f"controller-{one.pk}": one for one in queries.granting_controllers_for(user)}
        self.associations = {f"association-{one.pk}": one for one in queries.granting_associations_for(user)}
        places = [(key, one.name) for key, one in (self.controllers | self.associations).items()]
        self.fields["place"].choices = [("", ""), *places] if len(places) > 1 else places
        roles = [
            *(CONTROLLER_ROLES if self.controllers else []),
            *(ASSOCIATION_ROLES if self.associations else []),
        ]
        self.fields["role"].choices = [("", ""), *((one.value, one.label) for one in Role if one in roles)]
        areas = queries.areas_for(user)
        self.fields["area"].queryset = areas
        near = {area.association_id for area in areas} | {one.pk for one in self.associations.values()}
        self.fields["initiatives"].choices = scopes.initiatives_of(near)
        for name in ("area", "initiatives"):
            if len(list(self.fields[name].choices)) <= (name == "area"):
                del self.fields[name]

    def facts(self):
        facts = super().facts()
        place = facts.pop("place")
        return facts | {
            "controller": self.controllers.get(place),
            "association": self.associations.get(place),
        }


class DecideForm(SaveForm):
    """Nothing to type: a decision about an assignment, taken on the version that was seen."""


class ProfileForm(SaveForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone at work"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "medium"}),
    )


class AssignmentFilter(forms.Form):
    """What the list of assignments can be narrowed to; kept in the address."""

    state = forms.ChoiceField(label=_("State"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    place = forms.ChoiceField(label=_("Authority or association"), required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *State.choices]
        self.fields["role"].choices = [("", _("All")), *Role.choices]
        self.fields["place"].choices = [("", _("All")), *places]
