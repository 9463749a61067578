"""Which participants a person may see. Views, cards and search begin here, never with Participant.objects."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.accounts.models import Assignment, User
from samsyn.accounts.permissions import Permission, controllers_where, held_where, roles_with
from samsyn.base.prepared import prepared
from samsyn.initiatives.models import Coverage
from samsyn.organisations.models import Controller

from . import identity
from .models import NAME_ENDS, NamedReader, NameWord, Participant, Protection

PAGE = 50
SHOWN = ("municipality", "controller")
MOST_HITS = 10
MOST_WORDS = 3  # of a name that is searched for


def enrolments():
    """Enrolments live in an app above; here they are only what the reverse relation leads to."""
    return Participant._meta.get_field("enrolments").related_model._base_manager.all()


@dataclass(frozen=True)
class Reach:
    """Need to know: which authorities' people a hat's assignments let its wearer see, and how narrowly.

    ``whole``: authorities whose every participant is within reach. ``narrowed``: for the others and for
    enrolments, what authorities have in common: (initiatives, area, sees everybody there, authorities).
    Hashable, so that one text of a question serves everyone with the same reach.
    """

    whole: tuple[int, ...]
    narrowed: tuple[tuple[tuple[int, ...], int | None, bool, tuple[int, ...]], ...]


def reach_of(user) -> Reach:
    alike: dict[Any, set[Any]] = defaultdict(
        set
    )  # one condition for authorities seen in the same way, however many they are
    for assignment in held_where(user, Permission.SEE_OWN_PARTICIPANTS):
        narrowing = tuple(sorted(assignment.initiatives)), assignment.area_id, _sees_all(assignment)
        alike[narrowing].add(assignment.controller_id)
    whole = alike.pop(((), None, True), set())
    narrowed = tuple((*how, tuple(sorted(where))) for how, where in alike.items())
    return Reach(tuple(sorted(whole)), narrowed)


def scope_of(user) -> Q:
    """As a condition on enrolments: initiatives and areas of the assignments, or one's own."""
    return scope_within(reach_of(user), user.pk)


def scope_within(reach: Reach, user) -> Q:
    scope = Q(controller__in=reach.whole)
    for initiatives, area, sees_all, controllers in reach.narrowed:
        held = Q(controller__in=controllers)
        if initiatives:
            held &= Q(initiative__in=initiatives)
        if area:
            held &= Q(municipality__in=Coverage.objects.filter(area=area).values("municipality"))
        if not sees_all:
            held &= Q(coach=user) & ~Q(exit_reason="misregistration")
        scope |= held
    return scope


def sees_only_own(user) -> bool:
    """A coach whose list holds nobody else's participants: to choose among coaches would be no choice."""
    return not any(_sees_all(assignment) for assignment in held_where(user, Permission.SEE_OWN_PARTICIPANTS))


def participants_for(user) -> QuerySet[Participant]:
    """Those the user needs to know about; a protected person is there only for those named."""
    return participants_within(reach_of(user), user.pk)


def participants_within(reach: Reach, user) -> QuerySet[Participant]:
    """``user``: an id, or the place of one in a prepared question."""
    within = Q(controller__in=reach.whole)
    if reach.narrowed:
        within |= Q(Exists(enrolments().filter(scope_within(reach, user), participant=OuterRef("pk"))))
    return visible_to(user, Participant.objects.filter(within))


def visible_to(user, participants: QuerySet[Participant]) -> QuerySet[Participant]:
    named = NamedReader.objects.filter(participant=OuterRef("pk"), user=user)
    return participants.filter(Q(protection=Protection.NONE) | Exists(named))


@prepared
def _one(reach, *, user, pk):
    return participants_within(reach, user).filter(pk=pk).select_related(*SHOWN)


def participant_for(user, pk: int) -> Participant | None:
    """One that the user may see, with what its header shows."""
    return next(iter(with_latest(_one(reach_of(user), user=user.pk, pk=pk))), None)


@prepared
def _latest(*, participants):
    counted = enrolments().filter(participant__any_of=participants).exclude(exit_reason="misregistration")
    return counted.select_related("initiative", "track", "coach").order_by("-started_on", "-pk")


def with_latest(participants: Iterable[Participant]) -> list[Participant]:
    """Each with ``latest_enrolments``: those that count, latest first. One query however many they are."""
    shown = list(participants)
    of = defaultdict(list)
    for enrolment in _latest(participants=[one.pk for one in shown]) if shown else ():
        of[enrolment.participant_id].append(enrolment)
    for one in shown:
        one.latest_enrolments = of[one.pk]  # type: ignore[attr-defined]
    return shown


@prepared
def _changeable(reach, *, user, pk):
    return participants_within(reach, user).filter(pk=pk).select_related("municipality")


def changeable_for(user, pk: int) -> Participant | None:
    return next(iter(_changeable(reach_of(user), user=user.pk, pk=pk)), None)


def protectable_for(user) -> QuerySet[Participant]:
    """Those whose protection the user may decide about: the coordinator's."""
    return participants_for(user).filter(controller__in=controllers_where(user, Permission.ENROL))


# ── Finding ────────────────────────────────────────────────────────────────────────────────────────────────


def find_same(controller: Controller | int, number: str) -> Participant | None:
    """The person with this number at the authority, however it was written; None when there is none."""
    try:
        key = identity.key_of(identity.parse(number).text)
    except ValidationError:
        return None
    return Participant.objects.filter(controller=controller, person_key=key).first()


def known_by_number(user, controllers, number: str) -> Participant | None:
    """The person with this number at one of the authorities, as far as the user may know of them.

    Somebody protected is not there for those who are not named: the answer is the same as about a stranger.
    """
    try:
        key = identity.key_of(identity.parse(number).text)
    except ValidationError:
        return None
    there = Participant.objects.filter(controller__in=controllers, person_key=key)
    return visible_to(user, there).order_by("controller_id").first()


def alike(
    user, controllers, *, number: str = "", family_name: str = "", birth_year=None
) -> list[Participant]:
    """Perhaps the same person, registered before with or without a number: same family name, and born on the
    same day, or in the same year where one of the two has no day. Among those whom the user sees, and never
    somebody protected.
    """
    try:
        born = identity.parse(number).birth_date if number else None
    except ValidationError:
        born = None
    year = born.year if born else int(birth_year) if str(birth_year or "").isdigit() else None
    if not family_name.strip() or not year:
        return []
    same_day = Q(birth_date=None, birth_year=year) | (Q(birth_date=born) if born else Q(birth_year=year))
    found = participants_for(user).filter(
        same_day,
        controller__in=controllers,
        family_name__iexact=family_name.strip(),
        protection=Protection.NONE,
    )
    return list(found.select_related("municipality").order_by("pk")[:5])


def found_by(user, words: str) -> list[Participant]:
    """By identity number, case number or the beginnings of names, in that order; at most ten."""
    reach = reach_of(user)
    try:
        key = identity.key_of(identity.parse(words).text)
        return with_latest(_with_key(reach, user=user.pk, key=key))
    except ValidationError:
        pass
    if re.search(r"\d", words):
        numbered = enrolments().filter(case_number__iexact=words.strip()).values("participant")
        found = participants_within(reach, user.pk).filter(pk__in=numbered).select_related(*SHOWN)
        return with_latest(found[:MOST_HITS])
    beginnings = [word for word in re.split(NAME_ENDS, words.lower()) if word]
    if not beginnings:
        return []
    first, second, third = [*beginnings, *[""] * MOST_WORDS][:MOST_WORDS]
    ids = _named(reach, len(beginnings), user=user.pk, first=first, second=second, third=third)
    return with_latest(_shown(ids=ids)) if ids else []


@prepared
def _with_key(reach, *, user, key):
    return participants_within(reach, user).filter(person_key=key).select_related(*SHOWN)[:MOST_HITS]


@prepared
def _named(reach, number, *, user, first, second, third):
    words = [
        NameWord.objects.filter(word__begins=beginning).values("participant")
        for beginning in (first, second, third)[:number]
    ]
    # What has all of them is known from the words alone, before anybody is looked up.
    found = participants_within(reach, user).filter(pk__in=words[0].intersection(*words[1:]))
    return found.order_by().values_list("pk", flat=True)[:MOST_HITS]


@prepared
def _shown(*, ids):
    shown = Participant.objects.filter(pk__any_of=ids).select_related(*SHOWN)
    return shown.order_by("family_name", "given_name", "pk")


# ── The list ───────────────────────────────────────────────────────────────────────────────────────────────


def page_of(participants: QuerySet[Participant], after: Participant | None) -> tuple[list[Participant], bool]:
    """Fifty by name, after the given one; and whether there are more. No counting, no skipping."""
    if after is not None:
        participants = participants.filter(
            Q(family_name__gt=after.family_name)
            | Q(family_name=after.family_name, given_name__gt=after.given_name)
            | Q(family_name=after.family_name, given_name=after.given_name, pk__gt=after.pk)
        )
    ordered = participants.select_related(*SHOWN).order_by("family_name", "given_name", "pk")
    rows = list(ordered[: PAGE + 1])
    return with_latest(rows[:PAGE]), len(rows) > PAGE


def workers_at(controllers) -> QuerySet[User]:
    """Those who work with participants at the authorities."""
    return _working(Q(controller__in=controllers))


@prepared
def coaches_at(*, controllers):
    """The same as (id, name), to choose among."""
    return _working(Q(controller__any_of=controllers)).values_list("pk", "name")


def _working(where: Q) -> QuerySet[User]:
    roles = roles_with(Permission.SEE_OWN_PARTICIPANTS)
    held = Assignment.objects.filter(
        where, user=OuterRef("pk"), role__in=roles, approved_at__isnull=False, revoked_at=None
    )
    return User.objects.filter(Exists(held), is_active=True)


def _sees_all(assignment) -> bool:
    return (
        assignment.role in roles_with(Permission.SEE_ALL_PARTICIPANTS)
        or assignment.controller.keeps_whole_team
    )


def filtered(participants, *, status="", initiative=None, track=None, municipality=None, coach=None, on):
    """By what an enrolment says; ``on``: the day on which somebody is ongoing or ended."""
    wanted = Q()
    for name, value in {
        "initiative": initiative,
        "track": track,
        "municipality": municipality,
        "coach": coach,
    }.items():
        if value:
            wanted &= Q(**{name: value})
    wanted &= {
        "": Q(),
        "ongoing": Q(started_on__isnull=False) & (Q(ended_on=None) | Q(ended_on__gt=on)),
        "waiting": Q(started_on=None),
        "ended": Q(ended_on__lte=on),
    }[status]
    if not wanted:
        return participants
    counted = enrolments().filter(wanted, participant=OuterRef("pk")).exclude(exit_reason="misregistration")
    return participants.filter(Exists(counted))
