"""Which enrolments a person may see, and what a page counts. Views and cards begin here."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from samsyn.accounts.models import User
from samsyn.accounts.permissions import (
    Permission,
    controllers_where,
    held_where,
    roles_with,
)
from samsyn.base.alphabet import alphabetical
from samsyn.base.prepared import prepared
from samsyn.initiatives.models import Coverage, Initiative, Track
from samsyn.organisations.models import Municipality
from samsyn.participants.models import NamedReader, Protection
from samsyn.participants.queries import Reach, reach_of, scope_within

from .models import Enrolment, EnrolmentQuerySet, Extension, ImportRun
from .rules import planned_end

PAGE = 50
LISTED = (
    "case_number", "started_on", "ended_on", "exit_reason", "controller_id", "participant__given_name",
    "participant__family_name", "participant__is_anonymous", "participant__protection",
)  # fmt: skip
NAMED = {"initiative": Initiative, "track": Track, "municipality": Municipality, "coach": User}
SHOWN = ("participant", "initiative", "track", "municipality", "coach", "controller")
SORTS = {"started_on": "started_on", "case_number": "case_number", "recorded": "pk"}
SOON = timedelta(days=60)


def enrolments_for(user) -> EnrolmentQuerySet:
    """Those the user needs to know about. A protected person's is there, by its case number (shown_name)."""
    return enrolments_within(reach_of(user), user.pk)


def enrolments_within(reach: Reach, user) -> EnrolmentQuerySet:
    """``user``: an id, or the place of one in a prepared question."""
    named = NamedReader.objects.filter(participant=OuterRef("participant"), user=user)
    within = Enrolment.objects.filter(scope_within(reach, user))
    return within.select_related(*SHOWN).annotate(is_named=Exists(named))


@prepared
def _of_participant(reach, *, user, participant):
    of = with_extension(enrolments_within(reach, user).filter(participant=participant))
    return (
        of.select_related(None)
        .select_related("initiative", "municipality", "coach")
        .order_by("-started_on", "-pk")
    )


def enrolments_of(participant, user) -> list[Enrolment]:
    """The participant's that the user may see, latest first."""
    return _of_participant(reach_of(user), user=user.pk, participant=participant.pk)


def with_extension(enrolments):
    """Each with ``extended_until``: the planned end of its latest extension, if any."""
    latest = Extension.objects.filter(enrolment=OuterRef("pk"), undone_because="").order_by("-pk")
    return enrolments.annotate(extended_until=Subquery(latest.values("until")[:1]))


def extensions_of(enrolment: Enrolment) -> list[Extension]:
    return list(enrolment.extensions.select_related("made_by").order_by("-pk"))


def _held_with(user, permission):
    """Enrolments under an assignment that carries the permission."""
    return enrolments_for(user).filter(controller__in=controllers_where(user, permission))


def worked_with_by(user) -> EnrolmentQuerySet:
    """Those the user may start, correct and discharge."""
    return _held_with(user, Permission.DISCHARGE)


def decided_by(user) -> QuerySet[Enrolment]:
    """Those the user may allocate, move and undo."""
    return _held_with(user, Permission.ENROL)


def undoable_extensions_for(user) -> QuerySet[Extension]:
    return Extension.objects.filter(
        enrolment__in=decided_by(user).order_by().values("pk"), undone_because=""
    ).select_related("enrolment__initiative", "enrolment__participant")


def may_enrol(user) -> bool:
    return bool(controllers_where(user, Permission.ENROL))


# ── The list ───────────────────────────────────────────────────────────────────────────────────────────────


def filtered(enrolments, *, state="", initiative=None, track=None, area=None, municipality=None, coach=None,
             without_coach=False, on):  # fmt: skip
    for name, value in {
        "initiative": initiative,
        "track": track,
        "municipality": municipality,
        "coach": coach,
    }.items():
        if value:
            enrolments = enrolments.filter(**{name: value})
    if area:
        enrolments = enrolments.filter(
            municipality__in=Coverage.objects.filter(area=area).values("municipality")
        )
    if without_coach:
        enrolments = enrolments.filter(coach=None)
    if state == "waiting":
        return enrolments.not_started()
    if state == "ongoing":
        return enrolments.open_on(on)
    if state == "ended":
        return enrolments.counted().filter(ended_on__lte=on)
    if state == "undone":
        return enrolments.filter(exit_reason="misregistration")
    return enrolments.counted()


def page_of(user, facts: dict[str, Any], sort: str, after: str, on: date) -> tuple[list[Enrolment], bool]:
    """Fifty in order that the filter's ``facts`` fit, after the one with that id ("" for the first page);
    and whether there are more. Those without a date come last.
    """
    column, descending = SORTS.get(sort.lstrip("-"), "started_on"), sort.startswith("-")
    chosen = tuple(sorted((name, value) for name, value in facts.items() if value))
    last, rest = None, filtered(enrolments_for(user), **facts, on=on) if after.isdigit() else None
    if rest is not None:
        last = rest.filter(pk=after).first()
    if rest is None or last is None:
        rows = _first_page(reach_of(user), chosen, column, descending, user=user.pk, on=on)
    else:
        beyond = _beyond(column, getattr(last, column), last.pk, descending)
        rows = list(_in_order(rest.filter(beyond), column, descending))
    return rows[:PAGE], len(rows) > PAGE


@prepared
def _first_page(reach, chosen, column, descending, *, user, on):
    return _in_order(filtered(enrolments_within(reach, user), **dict(chosen), on=on), column, descending)


def _in_order(enrolments, column: str, descending: bool):
    """Fifty and one more."""
    order = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    tie = F("pk").desc() if descending else F("pk").asc()
    return listed(enrolments).order_by(order, tie)[: PAGE + 1]


def listed(enrolments):
    """With no more facts than a list shows, ``initiative_name`` and so on among them. The names are asked for
    one by one, since to plan for five more tables takes longer than the whole question.
    """
    names = {
        f"{one}_name": Subquery(of.objects.filter(pk=OuterRef(one)).values("name"))
        for one, of in NAMED.items()
    }
    shown = enrolments.select_related(None).select_related("participant").only(*LISTED)
    return shown.annotate(**names)


def _beyond(column, value, pk, descending):
    word = "lt" if descending else "gt"
    later_of_equals = Q(
        **{f"{column}__isnull": True} if value is None else {column: value}, **{f"pk__{word}": pk}
    )
    if value is None:
        return later_of_equals
    return later_of_equals | Q(**{f"{column}__{word}": value}) | Q(**{f"{column}__isnull": True})


def exportable(enrolments) -> QuerySet[Enrolment]:
    """Without protected identities, whoever asks: a file goes where no wall is."""
    return enrolments.filter(participant__protection=Protection.NONE)


# ── Coaches ────────────────────────────────────────────────────────────────────────────────────────────────


def coaches_at(controller, initiative=None) -> QuerySet[User]:
    """Those who may be given a participant there."""
    held = Q(
        assignments__controller=controller, assignments__revoked_at=None,
        assignments__approved_at__isnull=False,
        assignments__role__in=roles_with(Permission.SEE_OWN_PARTICIPANTS),
    )  # fmt: skip
    if initiative:
        held &= Q(assignments__initiatives=[]) | Q(assignments__initiatives__contains=[initiative.pk])
    return User.objects.filter(held, is_active=True).distinct()


def caseload(user, on: date) -> list[dict]:
    """Per coach: ongoing, waiting and over the benchmark, among the enrolments that the user sees."""
    is_open = Q(ended_on=None) | Q(ended_on__gt=on)
    return busiest_first(by_coach(enrolments_for(user).filter(is_open), on))


def by_coach(enrolments, on: date, **more) -> list[dict]:
    """How many are open, ongoing, waiting and so on, for each coach and for nobody; and ``more``."""
    is_open = Q(ended_on=None) | Q(ended_on__gt=on)
    counts = {
        "open": Count("pk", filter=is_open),
        "ongoing": Count("pk", filter=is_open & Q(started_on__lte=on)),
        "not_started": Count("pk", filter=Q(started_on=None)),
        "waiting": Count("pk", filter=is_open & (Q(started_on=None) | Q(started_on__gt=on))),
        "long": Count("pk", filter=is_open & Q(started_on__lte=on - timedelta(days=365))),
    }
    return list(enrolments.counted().order_by().values("coach", "coach__name").annotate(**counts, **more))


def busiest_first(loads: list[dict]) -> list[dict]:
    """Those of the rows that are a coach's, with somebody."""
    theirs = [row for row in loads if row["coach"] and row["open"]]
    return sorted(theirs, key=lambda row: (-row["ongoing"], alphabetical(row["coach__name"] or "")))


# ── Start pages ────────────────────────────────────────────────────────────────────────────────────────────


def needing(user, on: date, most: int = 30) -> list[tuple[Enrolment, str]]:
    """The user's own that wait for something, with the word for what: start, facts, over, near."""
    mine = with_extension(enrolments_for(user).filter(coach=user).counted())
    wanted = mine.filter(
        Q(started_on=None)
        | Q(ended_on=None, started_on__lte=on - timedelta(days=30))
        | Q(ended_on=None, education="unknown")
        | Q(ended_on=None, income_at_start=[])
    ).order_by(F("started_on").asc(nulls_first=True), "pk")
    found = [(enrolment, reason_of(enrolment, on)) for enrolment in wanted[:500]]
    return [(enrolment, reason) for enrolment, reason in found if reason][:most]


def ahead(user, on: date, most: int = 6) -> list[tuple[Enrolment, date]]:
    """The user's own ongoing whose planned end is yet to come, the nearest first."""
    mine = with_extension(enrolments_for(user).filter(coach=user).open_on(on))
    dated = [(enrolment, day) for enrolment in mine[:500] if (day := planned_end(enrolment)) and day > on]
    return sorted(dated, key=lambda one: (one[1], one[0].pk))[:most]


def reason_of(enrolment: Enrolment, on: date) -> str:
    if enrolment.is_waiting:
        return "start"
    ends = planned_end(enrolment)
    if ends and ends <= on:
        return "over"
    if ends and ends <= on + SOON:
        return "near"
    return "facts" if enrolment.lacks_start_facts else ""


def counts(user, on: date, *, own: bool) -> dict[str, int]:
    mine = enrolments_for(user).counted()
    if own:
        mine = mine.filter(coach=user)
    is_open = Q(ended_on=None) | Q(ended_on__gt=on)
    return mine.order_by().aggregate(
        ongoing=Count("pk", filter=is_open & Q(started_on__lte=on)),
        waiting=Count("pk", filter=Q(started_on=None)),
        without_coach=Count("pk", filter=is_open & Q(coach=None)),
    )


# ── New, and import ────────────────────────────────────────────────────────────────────────────────────────


def initiatives_to_enrol_in(user) -> QuerySet[Initiative]:
    scope = Q(pk__in=[])
    for assignment in held_where(user, Permission.ENROL):
        held = Q(coverage__controller=assignment.controller_id)
        if assignment.initiatives:
            held &= Q(pk__in=assignment.initiatives)
        scope |= held
    return Initiative.objects.filter(scope).distinct()


def municipalities_to_enrol_in(user) -> QuerySet[Municipality]:
    """Where people live whom the user's assignments let them give a place."""
    scope = Q(pk__in=[])
    for assignment in held_where(user, Permission.ENROL):
        covered = Coverage.objects.filter(controller=assignment.controller_id)
        if assignment.initiatives:
            covered = covered.filter(initiative__in=assignment.initiatives)
        if assignment.area_id:
            covered = covered.filter(area=assignment.area_id)
        scope |= Q(pk__in=covered.values("municipality"))
    return Municipality.objects.filter(scope)


def import_runs_for(user) -> QuerySet[ImportRun]:
    """Those the user made; the wall sees to the authorities."""
    if not controllers_where(user, Permission.IMPORT_ENROLMENTS):
        return ImportRun.objects.none()
    return ImportRun.objects.filter(made_by=user).select_related("association")
