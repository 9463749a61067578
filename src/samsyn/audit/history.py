"""What has happened to a record, in words: read from the event tables that database triggers write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist


def tracked(**options):
    """Class decorator: every insert, change and deletion of this model is kept, append-only, by the database."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        **options,
    )


@dataclass(frozen=True)
class Change:
    """One change: when, by whom (a name), and what: field label, before, after. ``kind``: insert, update, delete."""

    at: datetime
    by: str
    kind: str
    fields: list[tuple[str, Any, Any]]


NOT_TOLD = {"id", "version"}


def changes_of(record, hidden: Iterable[str] = ()) -> list[Change]:
    """Changes of one record, newest first. ``hidden``: names of fields whose values are not shown."""
    model = type(record)
    events = list(record.history.select_related("pgh_context").order_by("pgh_id"))
    names = _names(event.pgh_context.metadata.get("user") for event in events if event.pgh_context)
    told = [field for field in model._meta.concrete_fields if field.name not in NOT_TOLD]
    changes, before = [], None
    for event in events:
        fields = []
        for field in told:
            new, old = getattr(event, field.attname, None), getattr(before, field.attname, None) if before else None
            if new != old:
                shown = ("•••", "•••") if field.name in hidden else (_shown(field, old), _shown(field, new))
                fields.append((field.verbose_name, *shown))
        by = names.get(event.pgh_context.metadata.get("user"), "") if event.pgh_context else ""
        if fields or event.pgh_label == "delete":
            changes.append(Change(event.pgh_created_at, by, event.pgh_label, fields))
        before = event
    return changes[::-1]


def _names(ids) -> dict[int, str]:
    users = get_user_model().objects.filter(pk__in={number for number in ids if number})
    return {user.pk: str(user) for user in users}


def _shown(field, value):
    if value in (None, "", []):
        return ""
    if field.is_relation:
        try:
            related = field.related_model._base_manager.filter(pk=value).first()
        except FieldDoesNotExist:
            related = None
        return str(related) if related else value
    choices = dict(field.flatchoices)
    base = getattr(field, "base_field", None)
    if base is not None:
        choices = dict(base.flatchoices)
        return ", ".join(str(choices.get(one, one)) for one in value)
    return choices.get(value, value)
