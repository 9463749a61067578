"""What ought to be put right in what was registered: the rules, and the enrolments that break each of them.

Figures are made of these facts. Who started or ended this year or last is looked at, since those years are
still being reported; what lies further back is left in peace.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.permissions import Permission, controllers_where
from samsyn.participants.codes import Education, Occupation

from .models import Enrolment
from .queries import by_coach, enrolments_for, listed, worked_with_by

LATE = timedelta(days=14)
QUIET = timedelta(days=182)
MONTHS = 12
SHOWN = 50


@dataclass(frozen=True)
class Rule:
    """``breaks``: what an enrolment is like on a day that ought to be put right; ``page``: where it is;
    ``month``: the fact by whose month it is counted over time.
    """

    name: str
    label: Any
    text: Any
    page: str
    breaks: Callable[[date], Q]
    month: str = "started_on"


@dataclass(frozen=True)
class Remark:
    """How many break a rule, and the latest begun of them. The coach owns it, else the coordinator."""

    rule: Rule
    count: int
    enrolments: list[Enrolment]


def _recent(fact: str, on: date) -> Q:
    return Q(**{f"{fact}__range": (date(on.year - 1, 1, 1), on)})


def _entered_late(recorded: str, fact: str, on: date) -> Q:
    return _recent(fact, on) & Q(**{f"{recorded}__date__gt": F(fact) + LATE})


def _nothing_noted_since(day: date) -> Q:
    """Has nothing of it been written in the history?"""
    history: Any = Enrolment._meta.get_field("history").related_model
    noted = history.objects.filter(pgh_obj=OuterRef("pk"), pgh_created_at__date__gte=day)
    return Q(~Exists(noted))


RULES = (
    Rule(
        "end_facts", _("Ended without facts at the end"),
        _("Occupation or income at the end is not known."), "enrolments:discharge",
        lambda on: _recent("ended_on", on)
        & (Q(occupation_at_end__in=["", Occupation.UNKNOWN]) | Q(income_at_end=[])),
        month="ended_on",
    ),
    Rule(
        "start_facts", _("Ongoing without facts at the start"),
        _("Education or income at the start is not known."), "enrolments:start",
        lambda on: Q(started_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
        & (Q(education=Education.UNKNOWN) | Q(income_at_start=[])),
    ),
    Rule(
        "referrer", _("Without referrer"),
        _("Started this year or last, and it is not said who referred."), "enrolments:referrer",
        lambda on: _recent("started_on", on) & Q(referrer="", referral=None),
    ),
    Rule(
        "late_start", _("Start entered late"),
        _("Registered more than 14 days after the start. See that the day is right; the delay itself stays."),
        "enrolments:start",
        lambda on: _entered_late("recorded_at", "started_on", on) & Q(is_imported=False),
    ),
    Rule(
        "late_end", _("Discharge entered late"),
        _("Entered more than 14 days after the end. See that the day is right; the delay itself stays."),
        "enrolments:discharge",
        lambda on: _entered_late("ended_recorded_at", "ended_on", on),
        month="ended_on",
    ),
    Rule(
        "quiet", _("Nothing noted for half a year"),
        _("Ongoing, and nothing about the enrolment has been noted or changed for half a year."),
        "enrolments:detail",
        lambda on: Q(started_on__lte=on - QUIET) & (Q(ended_on=None) | Q(ended_on__gt=on))
        & _nothing_noted_since(on - QUIET),
        month="",
    ),
)  # fmt: skip


def remarks_for(user, on: date) -> list[Remark]:
    """Each rule with how many of those the user may put right break it, and the first fifty: one question."""
    theirs = worked_with_by(user).counted()
    first, *rest = (_breaking(rule, theirs, on) for rule in RULES)
    found: dict[str, list] = {rule.name: [] for rule in RULES}
    for enrolment in first.union(*rest, all=True):
        found[enrolment.rule].append(enrolment)
    for rows in found.values():
        rows.sort(key=lambda one: (one.started_on, one.pk), reverse=True)
    return [
        Remark(rule, rows[0].count if (rows := found[rule.name]) else 0, found[rule.name]) for rule in RULES
    ]


def _breaking(rule: Rule, enrolments, on: date):
    named = listed(enrolments.filter(rule.breaks(on))).annotate(
        rule=Value(rule.name, CharField()), count=Window(Count("pk"))
    )
    return named.order_by("-started_on", "-pk")[:SHOWN]


def overview_for(user, on: date) -> list[dict]:
    """How many each coach and nobody has (queries.by_coach), and how many of them break each rule."""
    theirs = Q(controller__in=controllers_where(user, Permission.DISCHARGE))
    asked = {rule.name: Count("pk", filter=theirs & rule.breaks(on)) for rule in RULES}
    return by_coach(enrolments_for(user), on, **asked)


def breaches(overview: list[dict]) -> list[tuple[Rule, int]]:
    """How many break each rule, without naming anybody; those that nobody breaks are left out."""
    counts = [(rule, sum(row[rule.name] for row in overview)) for rule in RULES]
    return [(rule, count) for rule, count in counts if count]


@dataclass(frozen=True)
class Trend:
    """Counts by rule of those whose start or end was in each month, the latest month first."""

    rules: list[Rule]
    months: list[tuple[date, list[int]]]


def trend_for(user, on: date) -> Trend | None:
    """Of the last twelve months, what still ought to be put right: one question. None when nothing does."""
    rules = [rule for rule in RULES if rule.month]
    first = date(on.year - 1, on.month, 1)
    theirs = worked_with_by(user).counted().order_by()
    asked = [
        theirs.filter(rule.breaks(on), **{f"{rule.month}__gte": first, f"{rule.month}__lte": on})
        .annotate(rule=Value(rule.name, CharField()), month=TruncMonth(rule.month))
        .values_list("rule", "month")
        .annotate(many=Count("pk"))
        for rule in rules
    ]
    found = {(rule, month): many for rule, month, many in asked[0].union(*asked[1:], all=True)}
    if not found:
        return None
    months = [date(on.year - (on.month <= back), (on.month - back - 1) % 12 + 1, 1) for back in range(MONTHS)]
    return Trend(rules, [(month, [found.get((rule.name, month), 0) for rule in rules]) for month in months])
