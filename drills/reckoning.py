"""Reads the database afterwards: every acknowledged save is there once, and nothing twice."""

from collections import Counter
from collections.abc import Iterator

from django.db import connections

from .writers import Save


def of_saves(saves: list[Save], before: dict[int, int], noted: dict[int, int], street: str) -> Iterator[str]:
    """What is lost or doubled, in words. ``before``, ``noted``: versions and log at the beginning."""
    events = Counter(
        _rows(
            "SELECT pgh_obj_id, address FROM participants_participantevent"
            " WHERE pgh_label = 'update' AND address LIKE %s",
            [street + "%"],
        )
    )
    receipts = {str(key) for (key,) in _rows("SELECT key FROM base_savereceipt")}
    log = logged()
    versions = dict(_rows("SELECT id, version FROM participants_participant"))
    happened: Counter[int] = Counter()
    for save in saves:
        times = events[save.participant, save.typed]
        happened[save.participant] += times
        if save.is_acknowledged and not times:
            yield f"lost: {save.typed} of participant {save.participant} was acknowledged and is not there"
        if times > 1:
            yield f"doubled: {save.typed} of participant {save.participant} was saved {times} times"
        if bool(times) != (save.key in receipts):
            yield f"the receipt and the save disagree: {save.typed} of participant {save.participant}"
    for participant, times in happened.items():
        since = versions[participant] - before[participant]
        if since != times:
            yield f"participant {participant}: {times} changes, and {since} versions"
        entries = log.get(participant, 0) - noted.get(participant, 0)
        if entries != times:
            yield f"participant {participant}: {times} changes, {entries} in the log"


def logged() -> dict[int, int]:
    """How many changes of each participant are in the access log."""
    return dict(
        _rows("SELECT person, count(*) FROM audit_access WHERE kind = 'participant.changed' GROUP BY person")
    )


def of_import(run: int, rows: int, prefix: str) -> Iterator[str]:
    """An import has had its effect once: its rows, their history, and its end in the log."""
    like = prefix + "%"
    counts = {
        "enrolments": "SELECT count(*) FROM enrolments_enrolment WHERE case_number LIKE %s",
        "cases": "SELECT count(DISTINCT case_number) FROM enrolments_enrolment WHERE case_number LIKE %s",
        "history of enrolments": "SELECT count(*) FROM enrolments_enrolmentevent WHERE case_number LIKE %s",
        "people": "SELECT count(DISTINCT participant_id) FROM enrolments_enrolment WHERE case_number LIKE %s",
    }
    for what, sql in counts.items():
        ((found,),) = _rows(sql, [like])
        if found != rows:
            yield f"import {prefix}: {found} {what} instead of {rows}"
    ((ends,),) = _rows(
        "SELECT count(*) FROM audit_access WHERE kind = 'import.ended' AND subject = %s",
        [f"enrolments.importrun:{run}"],
    )
    if ends != 1:
        yield f"import {prefix} ended {ends} times according to the log"


def of_jobs() -> Iterator[str]:
    for task, status, count in _rows(
        "SELECT task_name, status::text, count(*) FROM procrastinate_jobs"
        " WHERE status::text NOT IN ('succeeded', 'todo') GROUP BY 1, 2"
    ):
        yield f"{count} jobs of {task} are {status}"


def import_state(run: int) -> str:
    ((state,),) = _rows("SELECT state FROM enrolments_importrun WHERE id = %s", [run])
    return state


def versions_of(participants: list[int]) -> dict[int, int]:
    return dict(_rows("SELECT id, version FROM participants_participant WHERE id = ANY(%s)", [participants]))


def _rows(sql: str, facts=()) -> list[tuple]:
    """As the owner, on a connection that is thrown away: the server may have been killed meanwhile."""
    owner = connections["owner"]
    try:
        with owner.cursor() as cursor:
            cursor.execute(sql, facts or None)
            return cursor.fetchall()
    finally:
        owner.close()
