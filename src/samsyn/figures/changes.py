"""What has been entered since a moment and so changed a period's exact counts: why 112 ended are 114 now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from samsyn.organisations.models import Association

from .counting import Period, facts, reading, source
from .grounds import Grounds


@dataclass(frozen=True)
class Entered:
    """Of one initiative: starts and ends within the period that were entered after the moment, and reported
    counts for it that were stated or changed after it.
    """

    initiative: str
    started: int
    ended: int
    reported: int = 0

    def in_words(self) -> list[str]:
        found = []
        if self.started:
            found.append(
                ngettext("%(n)s start entered late", "%(n)s starts entered late", self.started)
                % {"n": self.started}
            )
        if self.ended:
            found.append(
                ngettext("%(n)s discharge entered late", "%(n)s discharges entered late", self.ended)
                % {"n": self.ended}
            )
        if self.reported:
            found.append(
                ngettext("%(n)s reported count changed", "%(n)s reported counts changed", self.reported)
                % {"n": self.reported}
            )
        return found


LATE = (
    "SELECT e.initiative_id,"
    " count(*) FILTER (WHERE e.started_on >= p.first AND e.recorded_at > %(moment)s),"
    " count(*) FILTER (WHERE e.ended_on <= p.last AND e.ended_recorded_at > %(moment)s) "
)


def entered_since(
    association: Association, period: Period, moment: datetime, *, grounds: Grounds | None = None
) -> list[Entered]:
    """By initiative, those with something only. New and ended by initiative are exact figures, and so is how
    much of them is late. What was corrected or taken away again is not told: it no longer counts.
    """
    grounds = grounds or Grounds(association)
    initiatives = sorted(grounds.initiatives)
    with reading(initiatives, own_rows=grounds.own is not None) as cursor:
        cursor.execute(
            f"{LATE}{source([period])} GROUP BY e.initiative_id",
            facts([period], initiatives) | {"moment": moment},
        )
        late = {number: (started, ended) for number, started, ended in cursor.fetchall()}
    found = []
    for number, initiative in grounds.initiatives.items():
        started, ended = late.get(number, (0, 0))
        reported = sum(one.reported_at > moment for one in grounds.reported_within(number, period))
        if started or ended or reported:
            found.append(Entered(initiative.name, started, ended, reported))
    return found
