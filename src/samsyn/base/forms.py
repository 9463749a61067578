"""The one way a form meets an action: checked, once only,
and never over what somebody else has saved meanwhile.
"""

import uuid
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, transaction
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from .models import SaveReceipt
from .prepared import prepared

MACHINERY = ("save_key", "seen_version")


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has saved with another value while this form was open."""

    name: str
    label: str
    yours: str
    theirs: str


class SomebodyElseSaved(Exception):
    def __init__(self, current):
        self.current = current


class PickField(forms.TypedChoiceField):
    """One record among many in a filter, from (id, label) pairs: lists need no whole records to choose by."""

    def __init__(self, label):
        super().__init__(label=label, required=False, coerce=int, empty_value=None)

    def offer(self, pairs) -> None:
        self.choices = [("", _("All")), *pairs]


class SaveForm(forms.Form):
    """A form whose every sending has a key, and which knows the version of the record that it was opened on.

    ``record``: the record to change; its attributes of the fields' names are what the form starts with.
    """

    save_key = forms.UUIDField(widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, record=None, initial=None, **kwargs):
        self.record = record
        self.conflicts: list[Conflict] = []
        start: dict[str, Any] = {"save_key": uuid.uuid4()}
        if record is not None:
            start |= {name: getattr(record, name) for name in self.base_fields if hasattr(record, name)}
            start["seen_version"] = getattr(record, "version", None)
        super().__init__(data, files, initial=start | (initial or {}), **kwargs)

    def facts(self) -> dict[str, Any]:
        """What was typed, without the machinery."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MACHINERY}

    def refuse_if_stale(self) -> None:
        """Lock the record; raise SomebodyElseSaved when it is no longer the
        version the form was opened on.
        """
        if self.record is None or self.cleaned_data.get("seen_version") is None:
            return
        found = _locked(type(self.record), pk=self.record.pk)
        if not found:
            raise ValidationError(_("Somebody else has removed this since you opened it."))
        (current,) = found
        if current.version != self.cleaned_data["seen_version"]:
            raise SomebodyElseSaved(current)

    def show_both(self, current) -> None:
        """Say what the other person saved beside what was typed;
        the next save is a choice made with open eyes.
        """
        for name in [name for name in self.fields if name not in MACHINERY]:
            bound = self[name]
            theirs = getattr(current, name, None)
            if bound.field.has_changed(theirs, bound.data):
                self.conflicts.append(
                    Conflict(
                        name,
                        str(bound.label),
                        _shown(bound.field, self.cleaned_data[name]),
                        _shown(bound.field, theirs),
                    )
                )
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen_version")] = str(current.version)
        self.data = data
        self.add_error(
            None, _("Somebody else has saved this page since you opened it. Nothing of yours is lost.")
        )


def _shown(field, value) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    choices = dict(getattr(field, "choices", None) or [])
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(choices.get(one, one)) for one in values)


def save(request, form, action, *, then, **facts) -> HttpResponseRedirect | None:
    """Run the action with what the form says, once, and go to ``then``;
    None when the form must be shown again.

    ``then``: an address, the name of one, or a function from the action's result to either.
    A broken rule (ValidationError) ends up on the field it is about; nothing of the action remains.
    """
    if not form.is_valid():
        return None
    key = form.cleaned_data["save_key"]
    try:
        with transaction.atomic():
            if not _claim(key, request.user):
                return HttpResponseRedirect(SaveReceipt.objects.get(key=key, user=request.user).went_to)
            form.refuse_if_stale()
            result = action(**form.facts(), **facts, by=request.user)
            address = resolve_url(then(result) if callable(then) else then)
            _note(key, address)
        return HttpResponseRedirect(address)
    except SomebodyElseSaved as other:
        form.show_both(other.current)
    except ValidationError as rule:
        show_rule(form, rule)
    return None


def show_rule(form, rule: ValidationError) -> None:
    """Put a broken rule on the fields it names, or on the form when it names none that is shown."""
    if not hasattr(rule, "error_dict"):
        form.add_error(None, rule)
        return
    for name, errors in rule.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


@prepared
def _locked(model, *, pk):
    return model._base_manager.select_for_update().filter(pk=pk)


def _claim(key, user) -> bool:
    """True for the first to come with this key. One who comes while the first
    is at work waits for the outcome.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_savereceipt (key, user_id, went_to, at) VALUES (%s, %s, '/', now())"
            " ON CONFLICT DO NOTHING RETURNING key",
            [key, user.pk],
        )
        return cursor.fetchone() is not None


def _note(key, address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_savereceipt SET went_to = %s WHERE key = %s", [address, key])
