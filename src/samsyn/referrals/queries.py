"""What a person may see of referrals. Views, cards and start pages begin here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import Assignment, Role
from samsyn.accounts.permissions import GRANTS, Permission, assignments_where
from samsyn.base.prepared import prepared
from samsyn.base.tabs import Hit
from samsyn.disclosures.models import Disclosure
from samsyn.initiatives.models import Coverage, Initiative, TeamMeeting
from samsyn.initiatives.queries import next_meeting
from samsyn.organisations.models import Controller, PartyKind
from samsyn.participants import identity
from samsyn.participants.models import Participant, Protection
from samsyn.participants.queries import visible_to

from . import team
from .models import (
    ENDED,
    Addressee,
    Circulation,
    Decision,
    Kind,
    QueueEntry,
    Referral,
    Status,
)  # fmt: skip

PAGE = 50
MOST_WORDS = 3  # of a name that is searched for
S = Status
# What the inbox is divided into: the word in the address, and the statuses it stands for.
PARTS: dict[str, list[str]] = {
    "new": [S.SENT],
    "circulating": [S.CIRCULATED],
    "queue": [S.QUEUED],
    "offered": [S.OFFERED],
    "incomplete": [S.INCOMPLETE],
    "closed": [*ENDED, S.STARTED],
}
OPEN = [status for part, statuses in PARTS.items() if part != "closed" for status in statuses]
SHOWN = ("controller", "sender", "initiative", "municipality", "referrer", "consent", "wanted_track")


# ── Whose referrals ────────────────────────────────────────────────────────────────────────────────────────


def sent_by(user) -> QuerySet[Referral]:
    """The user's own, drafts included. A colleague at the same unit does not see them."""
    senders = _places(user, Permission.FOLLOW_OWN_REFERRALS)
    return Referral.objects.filter(referrer=user, sender__in=senders)


def handled_by(user) -> QuerySet[Referral]:
    """What has been sent to the authorities, initiatives and areas of the user's assignments."""
    return _handled_within(_reach_of(user))


def _reach_of(user) -> tuple[tuple[tuple[int, ...], int | None, tuple[int, ...]], ...]:
    """Where the user handles referrals, those narrowed alike together: (initiatives, area, authorities)."""
    alike: dict[Any, set[Any]] = defaultdict(set)
    for assignment in _held(user, Permission.HANDLE_REFERRALS):
        alike[tuple(sorted(assignment.initiatives)), assignment.area_id].add(assignment.controller_id)
    return tuple((*how, tuple(sorted(where))) for how, where in alike.items())


def _handled_within(reach) -> QuerySet[Referral]:
    scope = Q(pk__in=[])
    for initiatives, area, controllers in reach:
        held = Q(controller__in=controllers)
        if initiatives:
            held &= Q(initiative__in=initiatives)
        if area:
            held &= Q(municipality__in=Coverage.objects.filter(area=area).values("municipality"))
        scope |= held
    return Referral.objects.filter(scope, sent_at__isnull=False)


@prepared
def _that_led_to(reach, *, controller, person_key):
    found = _handled_within(reach).filter(controller=controller, person_key=person_key)
    return found.select_related("consent", "sender").order_by("-pk")[:10]


def referrals_behind(participant, user) -> list[Referral]:
    """The latest ten about the same person, among those the user handles."""
    if not participant.person_key:
        return []
    return _that_led_to(
        _reach_of(user), controller=participant.controller_id, person_key=participant.person_key
    )


def require_any(user, *permissions: Permission) -> None:
    """Raise PermissionDenied unless the user may do one of these somewhere."""
    if not any(_held(user, permission) for permission in permissions):
        raise PermissionDenied


def _held(user, permission: Permission) -> list[Assignment]:
    """The assignments that carry the permission. Those of the hat were read when this request began."""
    if hat := getattr(user, "hat", None):
        return [assignment for assignment in hat.assignments if permission in GRANTS[assignment.role]]
    return list(assignments_where(user, permission))


def _places(user, permission: Permission) -> set[int]:
    return {held.controller_id for held in _held(user, permission) if held.controller_id}


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────────────────


def with_answers(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each with ``asked`` and ``answered`` of its latest circulation; ``answer_by`` while that is open."""
    circulation = Circulation.objects.filter(referral=OuterRef("pk"), closed_at=None)
    latest = (
        Addressee.objects.filter(circulation__referral=OuterRef("pk"))
        .order_by("-circulation_id")
        .values("circulation_id")
    )
    is_answered = Exists(Disclosure.objects.filter(in_reply_to=OuterRef("disclosure")))
    return referrals.annotate(
        answer_by=Subquery(circulation.values("answer_by")[:1]),
        asked=Subquery(latest.annotate(n=Count("pk")).values("n")[:1]),
        answered=Subquery(latest.annotate(n=Count("pk", filter=is_answered)).values("n")[:1]),
    )


def inbox_for(user, *, part="", initiative=None, kind="") -> QuerySet[Referral]:
    found = handled_by(user)
    found = found.filter(status__in=PARTS.get(part, OPEN))
    if initiative:
        found = found.filter(initiative=initiative)
    if kind:
        found = found.filter(kind=kind)
    return with_answers(found).select_related("sender", "initiative", "municipality").order_by("-pk")


@dataclass(frozen=True)
class Desk:
    """What lies on a coordinator's desk: the latest new ones and those with the team, the first in the queue;
    and how many there are of each.
    """

    rows: dict[str, list[Any]]

    def count(self, part: str) -> int:
        return self.rows[part][0].count if self.rows[part] else 0


def desk_of(user, most: int) -> Desk:
    """In two questions, however much there is."""
    new, asked = (
        inbox_for(user, part=part).annotate(count=Window(Count("pk")))[:most]
        for part in ("new", "circulating")
    )
    rows: dict[str, list[Any]] = {"new": [], "circulating": []}
    for row in new.union(asked, all=True):
        rows["new" if row.status in PARTS["new"] else "circulating"].append(row)
    for part in rows.values():
        part.sort(key=lambda row: -row.pk)
    return Desk(rows | {"queue": list(queue_for(user).annotate(count=Window(Count("pk")))[:most])})


def counts_of(referrals: QuerySet[Referral]) -> dict[str, int]:
    """How many there are in each part, in one query."""
    of = {
        part: Count("pk", filter=Q(status__in=statuses))
        for part, statuses in PARTS.items()
        if part != "closed"
    }
    return referrals.aggregate(**of)


def page_of(found: QuerySet, after: str, size: int = PAGE) -> tuple[list, str]:
    """The next rows of a list ordered by -pk, and what to ask for the rows after them (or "")."""
    if after.isdigit():
        found = found.filter(pk__lt=int(after))
    rows = list(found[: size + 1])
    return rows[:size], str(rows[size - 1].pk) if len(rows) > size else ""


def sent_list(user, status="") -> QuerySet[Referral]:
    found = sent_by(user).exclude(status=S.WITHDRAWN, sent_at=None)
    if status in S.values:
        found = found.filter(status=status)
    elif status in PARTS:
        found = found.filter(status__in=PARTS[status])
    return found.select_related("controller", "initiative", "municipality").order_by("-pk")


def same_person(referral: Referral, user) -> QuerySet[Referral]:
    """Other open referrals from the same sender about the same person.

    A colleague's about somebody protected are not there: the answer is the same as about a stranger.
    """
    if not referral.person_key:
        return Referral.objects.none()
    same = Referral.objects.filter(
        sender=referral.sender_id, person_key=referral.person_key, kind=Kind.REFERRAL
    )
    at_sender = Participant.objects.filter(controller=referral.sender_id, person_key=referral.person_key)
    is_hidden = Exists(at_sender) & ~Exists(visible_to(user, at_sender))
    same = same.filter(Q(referrer=user) | Q(~is_hidden, protection=Protection.NONE))
    return same.exclude(pk=referral.pk).exclude(status__in=[*ENDED, S.STARTED]).select_related("initiative")


def queue_for(user, initiative=None) -> QuerySet[QueueEntry]:
    """Who waits, in the order in which places are offered."""
    waiting = QueueEntry.objects.filter(left_on=None, referral__in=handled_by(user).values("pk"))
    if initiative:
        waiting = waiting.filter(referral__initiative=initiative)
    return waiting.select_related(
        "referral__initiative", "referral__municipality", "referral__sender", "track"
    )


def exportable_for(user) -> QuerySet[Referral]:
    """What the user sent or handles, without protected identities, whoever asks: it goes where no wall is."""
    ours = Q(pk__in=sent_by(user).values("pk")) | Q(pk__in=handled_by(user).values("pk"))
    found = Referral.objects.filter(ours, sent_at__isnull=False, protection=Protection.NONE)
    protected = Participant.objects.exclude(protection=Protection.NONE)
    found = found.exclude(Exists(protected.filter(person_key=OuterRef("person_key"))))
    return found.select_related("controller", "sender", "municipality")


def searched_by(user) -> set[int]:
    """The authorities among whose referrals the user's search looks."""
    return _places(user, Permission.FOLLOW_OWN_REFERRALS) | _places(user, Permission.HANDLE_REFERRALS)


def found_by(user, words: str) -> list[Referral]:
    """By case number, name or identity number only (SoLPuF section 15);
    protected persons only by case number.
    """
    senders, reach = tuple(sorted(_places(user, Permission.FOLLOW_OWN_REFERRALS))), _reach_of(user)
    number = words.strip()
    try:
        key = identity.key_of(identity.parse(words).text)
        return _with_number(senders, reach, user=user.pk, number=number, key=key)
    except ValidationError:
        pass
    if len(number) < 2:
        return _with_number(senders, reach, user=user.pk, number=number, key=b"")
    first, second, third = [*number.split()[:MOST_WORDS], *[""] * MOST_WORDS][:MOST_WORDS]
    return _with_name(senders, reach, user=user.pk, number=number, first=first, second=second, third=third)


@prepared
def _with_number(senders, reach, *, user, number, key):
    return _ours(senders, reach, user, number, Q(person_key=key))


@prepared
def _with_name(senders, reach, *, user, number, first, second, third):
    named = Q()
    for word in (first, second, third):  # nothing is within every name
        named &= Q(given_name__icontains=word) | Q(family_name__icontains=word)
    return _ours(senders, reach, user, number, named)


def _ours(senders, reach, user, number, named: Q):
    sent = Referral.objects.filter(referrer=user, sender__in=senders)
    ours = Q(pk__in=sent.values("pk")) | Q(pk__in=_handled_within(reach).values("pk"))
    wanted = Q(case_number__iexact=number) | named & Q(protection=Protection.NONE)
    found = Referral.objects.filter(ours, wanted)
    return found.select_related("initiative", "controller").order_by("-pk")[:10]


def find(user, words: str) -> list[Hit]:
    return hits_of(found_by(user, words), user)


def hits_of(referrals: list[Referral], user) -> list[Hit]:
    """A case number is one authority's own, so a hit says whose it is: two authorities may have the same."""
    return [
        Hit(
            row.get_kind_display(),
            row.shown_name,
            _address_of(row, user),
            f"{row.case_number} {row.initiative}, {row.controller.short_name}",
        )
        for row in referrals
    ]


def _address_of(referral, user) -> str:
    is_draft = referral.is_with_sender and referral.referrer_id == user.pk
    return reverse("referrals:check" if is_draft else "referrals:detail", args=[referral.pk])


# ── One referral ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Party:
    """An authority of the team: may it be asked about this referral, and who would be?"""

    controller: Controller
    has_consent: bool
    people: int

    @property
    def can_be_asked(self) -> bool:
        return self.has_consent and self.people > 0


def parties_of(referral: Referral, on) -> list[Party]:
    """The authorities of the initiative's team but the receiver itself,
    with what stands in the way of asking.
    """
    around = [one for one in authorities_around(referral) if one.pk != referral.controller_id]
    area = team.area_of(referral.initiative, referral.municipality)
    members = team.people(Role.TEAM_MEMBER, [one.pk for one in around], referral.initiative, area, on)
    consent = referral.consent
    return [
        Party(
            one,
            referral.is_anonymous or bool(consent and consent.covers(referral.controller_id, one.pk, on)),
            len(members.get(one.pk, [])),
        )
        for one in around
    ]


@dataclass(frozen=True)
class Answer:
    """An asked party and what it said (None: not yet). ``closed``: why it cannot be read any more, or ""."""

    addressee: Addressee
    reply: Disclosure | None
    closed: str = ""


def circulations_of(referral: Referral, now: datetime) -> list[tuple[Circulation, list[Answer]]]:
    """Every round with each party's answer, in two queries."""
    rounds: dict[int, tuple[Circulation, list[Answer]]] = {
        one.pk: (one, []) for one in referral.circulations.select_related("meeting", "sent_by")
    }
    addressees = (
        Addressee.objects.filter(circulation__in=rounds).select_related("party", "disclosure").order_by("pk")
    )
    replies = Disclosure.objects.filter(in_reply_to__in=[one.disclosure_id for one in addressees])
    reply_to = {reply.in_reply_to_id: reply for reply in replies.select_related("made_by", "consent")}
    for one in addressees:
        reply = reply_to.get(one.disclosure_id)
        rounds[one.circulation_id][1].append(Answer(one, reply, reply.why_closed(now) if reply else ""))
    for circulation, answers in rounds.values():
        circulation.lacks_answers = any(answer.reply is None for answer in answers)
    return list(rounds.values())


def decisions_of(referral: Referral) -> QuerySet[Decision]:
    return referral.decisions.select_related("track", "meeting", "made_by")


def outcomes_told_to(user, referral: Referral) -> list[Disclosure]:
    """What the receiver has told this referrer about the referral, newest first."""
    about = f"referrals.referral:{referral.pk}"
    told = Disclosure.objects.filter(about=about, to=referral.sender_id, recipients__contains=[user.pk])
    return list(told.select_related("consent", "made_by").order_by("-pk"))


def steps_of(referral: Referral) -> list[tuple[str, datetime]]:
    """When the referral came to each status and was received, oldest first.

    The moment is the one that the referral or its round says, else the one at which it was saved.
    """
    rounds = iter(referral.circulations.order_by("pk").values_list("sent_at", flat=True))
    said = {S.DRAFT: "created_at", S.SENT: "sent_at", S.STARTED: "closed_at", S.WITHDRAWN: "closed_at"}
    steps: list[tuple[Any, datetime]] = []
    before = None
    for event in referral.history.order_by("pgh_id"):  # type: ignore[attr-defined]  # made by @tracked
        if event.status != before:
            moment = getattr(event, said.get(event.status, "decided_at"))
            again = any(label == Status(event.status).label for label, at in steps)
            if event.status == S.CIRCULATED:
                moment, again = next(rounds, None), False
            steps.append(
                (Status(event.status).label, event.pgh_created_at if again or not moment else moment)
            )
        before = event.status
    if referral.opened_at:
        steps.append((_("Received"), referral.opened_at))
    return sorted(steps, key=lambda step: step[1])


# ── The team ───────────────────────────────────────────────────────────────────────────────────────────────


def asked_of(user, now: datetime) -> QuerySet[Disclosure]:
    """What is circulated to the user and can still be opened, the most urgent first; with ``is_answered``."""
    places = _places(user, Permission.ANSWER_CIRCULATION)
    given = Disclosure.objects.filter(in_reply_to=OuterRef("pk"))
    asked = Disclosure.objects.filter(
        to__in=places,
        recipients__contains=[user.pk],
        answer_by__isnull=False,
        open_until__gt=now,
        in_reply_to=None,
    )
    return (
        asked.annotate(is_answered=Exists(given))
        .select_related("controller", "consent")
        .order_by("answer_by", "pk")
    )


def answer_to(disclosure: Disclosure) -> Disclosure | None:
    return Disclosure.objects.filter(in_reply_to=disclosure).first()


def answer_as_typed(given: Disclosure | None) -> dict:
    """What the form of an answer starts with when there already is one."""
    if given is None:
        return {}
    said = {line["field"]: line.get("value", line["text"]) for line in given.told if "field" in line}
    return said | {"facts_known": said.get("facts", "")}


def next_meetings(user, now: datetime) -> list[TeamMeeting]:
    """The coming fortnight's meetings of the teams that the user handles referrals for."""
    soon = TeamMeeting.objects.filter(
        starts_at__gte=now - timedelta(hours=12), starts_at__lt=now + timedelta(days=28)
    )
    return list(soon.filter(_meets(user)).select_related("initiative", "area").order_by("starts_at")[:5])


def meetings_for(user) -> QuerySet[TeamMeeting]:
    return TeamMeeting.objects.filter(_meets(user)).select_related("initiative", "area")


def _meets(user) -> Q:
    scope = Q(pk__in=[])
    for assignment in _held(user, Permission.HANDLE_REFERRALS):
        held = Q(
            initiative__in=Coverage.objects.filter(controller=assignment.controller_id).values("initiative")
        )
        if assignment.initiatives:
            held &= Q(initiative__in=assignment.initiatives)
        if assignment.area_id:
            held &= Q(area=None) | Q(area=assignment.area_id)
        scope |= held
    return scope


def rows_of(meeting: TeamMeeting, user) -> QuerySet[Referral]:
    """What the meeting's team may talk about, of what the user handles."""
    ours = with_answers(handled_by(user).filter(initiative=meeting.initiative_id))
    if meeting.area_id:
        ours = ours.filter(
            municipality__in=Coverage.objects.filter(area=meeting.area_id).values("municipality")
        )
    return ours.select_related("sender", "municipality", "initiative").order_by("sent_at", "pk")


def agenda_of(meeting: TeamMeeting, user) -> dict[str, list[Referral]]:
    """What the team has to talk about: what came back with answers, what is new, and who waits."""
    ours = rows_of(meeting, user)
    agenda: dict[str, list[Referral]] = {"circulated": [], "new": [], "queue": []}
    named = {S.CIRCULATED: "circulated", S.SENT: "new", S.QUEUED: "queue"}
    for referral in ours.filter(status__in=named)[:200]:
        agenda[named[Status(referral.status)]].append(referral)
    return agenda


# ── The form ───────────────────────────────────────────────────────────────────────────────────────────────


def initiatives_to_refer_to(senders) -> QuerySet[Initiative]:
    """Individual initiatives of the associations that the senders belong to."""
    ours = Initiative.objects.filter(association__parties__controller__in=senders, coverage__isnull=False)
    return ours.filter(kind=Initiative.Kind.INDIVIDUAL).distinct()


def authorities_around(referral: Referral) -> list[Controller]:
    """Whom the case may concern: the association's parties, but of the municipalities only those of the
    initiative's area where the person lives; and whoever it names already.
    """
    near = Coverage.objects.filter(initiative=referral.initiative_id)
    if area := team.area_of(referral.initiative, referral.municipality):
        near = near.filter(area=area)
    is_near = Q(municipality__in=near.values("municipality")) | Q(pk__in=near.values("controller"))
    ours = Q(parties__association=referral.initiative.association_id)
    named = {referral.sender_id, referral.controller_id, *referral.involved}
    named |= set(referral.consent.between) if referral.consent else set()
    found = Controller.objects.filter(ours & (~Q(kind=PartyKind.MUNICIPALITY) | is_near) | Q(pk__in=named))
    return list(found.distinct())


def meeting_about(referral: Referral, now: datetime) -> TeamMeeting | None:
    """The team's next meeting where the person lives."""
    return next_meeting(referral.initiative, team.area_of(referral.initiative, referral.municipality), now)


def senders_of(user) -> list[Controller]:
    """Authorities in whose name the user may refer. Raises PermissionDenied when there is none."""
    held = _places(user, Permission.REFER)
    if not (senders := list(Controller.objects.filter(pk__in=held))):
        raise PermissionDenied
    return senders


def last_of(user) -> Referral | None:
    return (
        Referral.objects.filter(referrer=user)
        .select_related("initiative", "municipality")
        .order_by("-pk")
        .first()
    )


# ── Whom background work tells ─────────────────────────────────────────────────────────────────────────────


def referral_sent(pk: int) -> Referral | None:
    found = Referral.objects.filter(pk=pk, sent_at__isnull=False)
    return found.select_related("initiative", "municipality").first()


def handlers_of(referral: Referral) -> list[int]:
    return team.coordinators(referral, timezone.localtime(timezone.now()).date())


def members_asked(circulation_id: int) -> set[int]:
    asked = Addressee.objects.filter(circulation=circulation_id, circulation__closed_at=None)
    return {
        user for recipients in asked.values_list("disclosure__recipients", flat=True) for user in recipients
    }


def members_missing(circulation_id: int) -> set[int]:
    """Those at the parties that have not answered."""
    given = Disclosure.objects.filter(in_reply_to=OuterRef("disclosure"))
    asked = Addressee.objects.filter(~Exists(given), circulation=circulation_id, circulation__closed_at=None)
    return {
        user for recipients in asked.values_list("disclosure__recipients", flat=True) for user in recipients
    }


def referrer_of(decision_id: int) -> set[int]:
    return set(Decision.objects.filter(pk=decision_id).values_list("referral__referrer", flat=True))
