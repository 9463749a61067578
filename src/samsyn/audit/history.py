"""What has happened to a record, in words: read from the event tables that database triggers write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth import get_user_model


def tracked(**options):
    """Class decorator: every insert, change and deletion of this model is kept, append-only,
    by the database.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        # In the event itself: a table of contexts is written again for each row, and imports have many rows.
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        **options,
    )


@dataclass(frozen=True)
class Change:
    """One change: when, by whom (a name), and what: field label, before,
    after. ``kind``: insert, update, delete.
    """

    at: datetime
    by: str
    kind: str
    fields: list[tuple[str, Any, Any]]


def as_of(model, moment: datetime, **facts) -> list:
    """The records that fit the facts as they stood at a moment: as they were, not to be saved."""
    event = model._meta.get_field("history").related_model
    latest = event.objects.filter(pgh_created_at__lte=moment).order_by("pgh_obj_id", "-pgh_id")
    there = event.objects.filter(pk__in=latest.distinct("pgh_obj_id").values("pk"), **facts)
    names = [field.attname for field in model._meta.concrete_fields]
    return [
        model(**{name: getattr(one, name) for name in names})
        for one in there.exclude(pgh_label="delete").order_by("pgh_obj_id")
    ]


NOT_TOLD = {"id", "version"}


def changes_of(record, hidden: Iterable[str] = (), untold: Iterable[str] = ()) -> list[Change]:
    """Changes of one record, newest first.

    ``hidden``: names of fields whose values are not shown; ``untold``: those that the page says anyway.

    Queries: one for the events, one for the people, and one for each relation that has ever held something.
    """
    events = list(record.history.order_by("pgh_id"))
    told = [field for field in type(record)._meta.concrete_fields if field.name not in {*NOT_TOLD, *untold}]
    related = {
        field.name: _related(field, events)
        for field in told
        if field.is_relation and field.name not in hidden
    }
    people = _people(events)
    changes, before = [], None
    for event in events:
        fields = []
        for field in told:
            new, old = getattr(event, field.attname, None), getattr(before, field.attname, None)
            if new != old and field.name in hidden:
                fields.append((field.verbose_name, "•••", "•••"))
            elif new != old:
                known = related.get(field.name, {})
                fields.append((field.verbose_name, _shown(field, old, known), _shown(field, new, known)))
        if fields or event.pgh_label == "delete":
            changes.append(
                Change(event.pgh_created_at, people.get(_user(event) or 0, ""), event.pgh_label, fields)
            )
        before = event
    return changes[::-1]


def _user(event) -> int | None:
    return (event.pgh_context or {}).get("user")


def _people(events) -> dict[int, str]:
    users = get_user_model().objects.filter(pk__in={user for event in events if (user := _user(event))})
    return {user.pk: str(user) for user in users}


def _related(field, events) -> dict[Any, str]:
    """What the field has pointed at through the years, in words. What has been disposed of is missing."""
    wanted = {getattr(event, field.attname, None) for event in events} - {None}
    if not wanted:
        return {}
    model = field.related_model
    named_by = [other.name for other in model._meta.concrete_fields if other.many_to_one]
    records = model._base_manager.select_related(*named_by).in_bulk(wanted)
    return {key: str(one) for key, one in records.items()}


def _shown(field, value, known) -> Any:
    if value in (None, "", []):
        return ""
    if field.is_relation:
        return known.get(value, value)
    inner = getattr(field, "base_field", None)
    if inner is not None:
        choices = dict(inner.flatchoices)
        return ", ".join(str(choices.get(one, one)) for one in value)
    return dict(field.flatchoices).get(value, value)
