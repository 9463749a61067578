"""Which participants a person may see. Views, cards and search begin here, never with Participant.objects."""

import re
from collections import defaultdict

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samsyn.accounts.permissions import Permission, controllers_where, held_where, roles_with
from samsyn.initiatives.models import Coverage
from samsyn.organisations.models import Controller

from . import identity
from .models import NamedReader, Participant, Protection

PAGE = 50
MOST_HITS = 10


def enrolments():
    """Enrolments live in an app above; here they are only what the reverse relation leads to."""
    return Participant._meta.get_field("enrolments").related_model._base_manager.all()


def scope_of(user) -> Q:
    """Need to know, as a condition on enrolments: initiatives and areas of the assignment, or one's own."""
    alike = defaultdict(
        list
    )  # authorities that are seen in the same way: one condition, however many they are
    for assignment in held_where(user, Permission.SEE_OWN_PARTICIPANTS):
        narrowing = tuple(sorted(assignment.initiatives)), assignment.area_id, _sees_all(assignment)
        alike[narrowing].append(assignment.controller_id)
    scope = Q(pk__in=[])
    for (initiatives, area, sees_all), controllers in alike.items():
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
    whole, narrowed = [], False
    for assignment in held_where(user, Permission.SEE_OWN_PARTICIPANTS):
        if _sees_all(assignment) and not assignment.initiatives and not assignment.area_id:
            whole.append(assignment.controller_id)
        else:
            narrowed = True
    reach = Q(controller__in=whole)
    if narrowed:
        reach |= Q(Exists(enrolments().filter(scope_of(user), participant=OuterRef("pk"))))
    return visible_to(user, Participant.objects.filter(reach))


def visible_to(user, participants: QuerySet[Participant]) -> QuerySet[Participant]:
    named = NamedReader.objects.filter(participant=OuterRef("pk"), user=user)
    return participants.filter(Q(protection=Protection.NONE) | Exists(named))


def with_enrolments(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """With enrolments that count, latest first, for headers and lists: two queries however many they are."""
    counted = (
        enrolments().exclude(exit_reason="misregistration").select_related("initiative", "track", "coach")
    )
    latest_first = counted.order_by("-started_on", "-pk")
    return participants.select_related("municipality", "controller").prefetch_related(
        Prefetch("enrolments", queryset=latest_first, to_attr="latest_enrolments")
    )


def changeable_for(user) -> QuerySet[Participant]:
    return participants_for(user)


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


def alike(controller: Controller | int, family_name: str, birth_date) -> QuerySet[Participant]:
    """Same family name and date of birth: perhaps registered without a number before."""
    return Participant.objects.filter(
        controller=controller,
        birth_date=birth_date,
        family_name__iexact=family_name.strip(),
        protection=Protection.NONE,
    ).order_by("pk")[:5]


def found_by(user, words: str) -> list[Participant]:
    """By identity number, case number or the beginnings of names, in that order; at most ten.

    The condition on names cannot use its index behind the wall (PostgreSQL does not let it see rows before
    the policy has); it is asked alone, without order, so that no index is walked in vain.
    """
    mine = participants_for(user)
    try:
        key = identity.key_of(identity.parse(words).text)
        return list(with_enrolments(mine.filter(person_key=key))[:MOST_HITS])
    except ValidationError:
        pass
    if re.search(r"\d", words):
        numbered = enrolments().filter(case_number__iexact=words.strip()).values("participant")
        return list(with_enrolments(mine.filter(pk__in=numbered))[:MOST_HITS])
    beginnings = " & ".join(f"{word}:*" for word in re.findall(r"[^\W\d_]+", words.lower()))
    if not beginnings:
        return []
    named = mine.filter(name_search=SearchQuery(beginnings, config="simple", search_type="raw"))
    ids = list(named.order_by().values_list("pk", flat=True)[:MOST_HITS])
    return list(
        with_enrolments(Participant.objects.filter(pk__in=ids)).order_by("family_name", "given_name", "pk")
    )


# ── The list ───────────────────────────────────────────────────────────────────────────────────────────────


def page_of(participants: QuerySet[Participant], after: Participant | None) -> tuple[list[Participant], bool]:
    """Fifty by name, after the given one; and whether there are more. No counting, no skipping."""
    if after is not None:
        participants = participants.filter(
            Q(family_name__gt=after.family_name)
            | Q(family_name=after.family_name, given_name__gt=after.given_name)
            | Q(family_name=after.family_name, given_name=after.given_name, pk__gt=after.pk)
        )
    rows = list(with_enrolments(participants).order_by("family_name", "given_name", "pk")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


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
