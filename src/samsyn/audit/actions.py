"""Writing to the log. Every other app's actions call record(), every page of a person calls looked_at()."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from samsyn.base.tenancy import Wall

from .models import Act


def record(kind: str, target, *, by, reason: str = "", controller_id: int | None = None) -> None:
    """A change: ``kind`` is "noun.verbed", ``target`` the record changed.

    ``controller_id``: in whose log it is written, when that is another than
    the authority the record belongs to.
    """
    _of(Act.CHANGE, kind, target, by=by, reason=reason, controller_id=controller_id)


def looked_at(act: Act, kind: str, target, *, by, reason: str = "", controller_id: int | None = None) -> None:
    """Somebody looked at a record; ``reason`` when it is outside their own cases,
    ``controller_id`` as in record.
    """
    _of(act, kind, target, by=by, reason=reason, controller_id=controller_id)


def looked_through(act: Act, kind: str, controller_id: int | None, count: int, *, by) -> None:
    """A list, a search or an export: how many records it showed, never what was searched for."""
    _write(act, kind, by=by, controller_id=controller_id, count=count)


def looked_through_each(act: Act, kind: str, controllers: Iterable[int], *, by, asked: Iterable[int]) -> None:
    """As looked_through, once in each authority's own log.

    ``controllers``: the authority of every record shown; ``asked``: those whose records were looked among,
    which are told of it also when nothing of theirs was shown.
    """
    shown = Counter(controllers)
    _insert(
        [_line(act, kind, by=by, controller_id=each, count=shown[each]) for each in sorted({*shown, *asked})]
    )


def refused(kind: str, *, by) -> None:
    _write(Act.DENIED, kind[:60], by=by)


def _of(act, kind, target, *, by, reason, controller_id):
    person = (
        target.pk if target._meta.model_name == "participant" else getattr(target, "participant_id", None)
    )
    subject = f"{target._meta.label_lower}:{target.pk}"
    if controller_id is None and isinstance(getattr(target, "wall", None), Wall):
        # Only case records are in an authority's own log; an assignment or a membership has no wall.
        controller_id = getattr(target, "controller_id", None)
    _write(act, kind, by=by, subject=subject, person=person, controller_id=controller_id, reason=reason)


def _write(act, kind, **facts):
    _insert([_line(act, kind, **facts)])


def _line(act, kind, *, by, subject="", person=None, controller_id=None, reason="", count=None):
    return [by.pk, act, kind, subject, person, controller_id, reason, count]


def _insert(lines):
    """Written without asking the rows back: who may write to the log may not read it (see its wall)."""
    if not lines:
        return
    places = ", ".join(["(now(), %s, %s, %s, %s, %s, %s, %s, %s)"] * len(lines))
    columns = "at, by_id, act, kind, subject, person, controller_id, reason, count"
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "audit_access" ({columns}) VALUES {places}',  # noqa: S608 - nothing of it comes from outside
            [value for line in lines for value in line],
        )
