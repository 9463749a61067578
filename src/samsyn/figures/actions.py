"""Everything a person can do to reported counts: report, change, import."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import record

from .counts_file import CountLine
from .models import ReportedCount


@transaction.atomic
def report_count(*, association, initiative, by, **facts) -> ReportedCount:
    """``facts``: first_day, last_day, sex, budgeted, total, new, ended,
    ongoing, to_work_or_studies, source.
    """
    require(by, Permission.REPORT_COUNTS, association=association)
    count = ReportedCount(association=association, initiative=initiative, reported_by=by, **facts)
    count.full_clean()
    count.save()
    record("count.reported", count, by=by)
    return count


@transaction.atomic
def change_count(*, count, by, **facts) -> ReportedCount:
    """The initiative stays; a count for another initiative is another count."""
    require(by, Permission.REPORT_COUNTS, association=count.association)
    facts.pop("initiative", None)
    for name, value in facts.items():
        setattr(count, name, value)
    count.reported_by = by
    count.full_clean()
    count.save()
    record("count.changed", count, by=by)
    return count


@dataclass(frozen=True)
class Imported:
    """How many counts were new, how many changed and how many were already there as they are."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def import_counts(*, association, lines: Sequence[CountLine], by) -> Imported:
    """All or nothing. A line for a period that is already reported replaces it;
    the same line changes nothing.
    """
    require(by, Permission.REPORT_COUNTS, association=association)
    known = {_key(count): count for count in ReportedCount.objects.filter(association=association)}
    added = changed = 0
    for line in lines:
        facts = line.facts()
        count = known.get(
            (line.initiative.pk if line.initiative else None, line.first_day, line.last_day, line.sex)
        )
        if count is None:
            report_count(association=association, by=by, **facts)
            added += 1
        elif any(getattr(count, name) != value for name, value in facts.items()):
            change_count(count=count, by=by, **facts)
            changed += 1
    record("counts.imported", association, by=by)
    return Imported(added, changed, len(lines) - added - changed)


def _key(count):
    return count.initiative_id, count.first_day, count.last_day, count.sex
