"""What a person may see of consents and disclosures. Views start from here."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from samsyn.accounts.permissions import GRANTS, Permission, user_assignments
from samsyn.base.prepared import prepared
from samsyn.organisations.models import Controller
from samsyn.participants.queries import participants_for

from .models import Consent, Disclosure
from .subjects import about_these, subjects

# Those who keep the register of a whole authority; others see what they told and what they were told.
REGISTRARS = {Permission.REVIEW_ACCESS, Permission.HANDLE_REFERRALS}
PAGE = 50


@dataclass(frozen=True)
class Place:
    """Where a person stands in the case world: authorities of the hat, and those whose register they keep.

    ``parts``: where they keep only what an assignment limited to an area or initiatives reaches.
    """

    own: frozenset[int]
    registers: frozenset[int]
    parts: frozenset[int]
    participants: frozenset[int]


def place_of(user) -> Place:
    """One query. Raises PermissionDenied for those who work outside the case world."""
    hat = getattr(user, "hat", None)  # its assignments were read when this request began
    held = [a for a in (hat.assignments if hat else user_assignments(user)) if a.controller_id]
    telling = {Permission.NOTE_CONSENT, Permission.REVIEW_ACCESS}
    own = {a.controller_id for a in held if GRANTS[a.role] & telling}
    if not own:
        raise PermissionDenied
    keeping = [a for a in held if GRANTS[a.role] & REGISTRARS]
    whole = {a.controller_id for a in keeping if not (a.initiatives or a.area_id)}
    return Place(
        own=frozenset(own),
        registers=frozenset(whole),
        parts=frozenset({a.controller_id for a in keeping} - whole),
        participants=frozenset(
            a.controller_id for a in held if Permission.SEE_OWN_PARTICIPANTS in GRANTS[a.role]
        ),
    )


def disclosures_for(user, place: Place | None = None) -> QuerySet[Disclosure]:
    place = place or place_of(user)
    mine = Q(made_by=user) | Q(recipients__contains=[user.pk])
    register = Q(controller__in=place.registers) | Q(to__in=place.registers)
    if place.parts:
        reached = about_these(user) | about_these(user, "in_reply_to__about") | _about_participants(user)
        register |= reached & (Q(controller__in=place.parts) | Q(to__in=place.parts))
    return Disclosure.objects.filter(mine | register).select_related("controller", "to", "made_by", "consent")


def register_for(
    user, place: Place, *, direction="", other=None, since: date | None = None, until: date | None = None
):
    """The register, newest first; ``direction``: "out" what was told, "in" what was told to us."""
    found = disclosures_for(user, place)
    if direction == "out":
        found = found.filter(controller__in=place.own)
    if direction == "in":
        found = found.filter(to__in=place.own)
    if other:
        found = found.filter(Q(controller=other) | Q(to=other))
    if since:
        found = found.filter(made_at__date__gte=since)
    if until:
        found = found.filter(made_at__date__lte=until)
    return found.order_by("-pk")


def page_of(found: QuerySet, after: str, size: int = PAGE) -> tuple[list, str]:
    """The next rows of a list ordered by -pk, and what to ask for the rows after them (or "")."""
    if after.isdigit():
        found = found.filter(pk__lt=int(after))
    rows = list(found[: size + 1])
    return rows[:size], str(rows[size - 1].pk) if len(rows) > size else ""


def consents_for(user) -> QuerySet[Consent]:
    """Those the user noted, those of a register the user keeps, and a coach's participants'."""
    place = place_of(user)
    register = Q(controller__in=place.registers) | Q(noted_at__in=place.registers)
    if place.parts:
        register |= about_these(user) & (Q(controller__in=place.parts) | Q(noted_at__in=place.parts))
    participants = _about_participants(user) & Q(controller__in=place.participants)
    return Consent.objects.filter(Q(noted_by=user) | register | participants).select_related(
        "controller", "noted_at", "noted_by", "withdrawn_by"
    )


def _about_participants(user) -> Q:
    return Q(about__in=subjects(participants_for(user)))


@prepared
def _about(*, about):
    found = Disclosure.objects.filter(about=about).select_related("controller", "to", "consent")
    return found.order_by("-pk")[:20]


def disclosures_about(about: str, user) -> list[tuple[Disclosure, bool]]:
    """The latest twenty, each with whether the user may open it."""
    rows = _about(about=about)
    if not rows:
        return []
    place = place_of(user)
    readable = {row.pk for row in rows if _is_plainly_readable(row, user, place)}
    if place.parts and len(readable) < len(rows):
        among = disclosures_for(user, place).filter(pk__in=[row.pk for row in rows])
        readable |= set(among.values_list("pk", flat=True))
    return [(row, row.pk in readable) for row in rows]


def _is_plainly_readable(disclosure: Disclosure, user, place: Place) -> bool:
    """What of disclosures_for can be told without asking the database."""
    is_mine = disclosure.made_by_id == user.pk or user.pk in disclosure.recipients
    return is_mine or bool({disclosure.controller_id, disclosure.to_id} & place.registers)


@prepared
def _consents(*, about):
    return Consent.objects.filter(about=about).order_by("-pk")[:20]


def consents_about(about: str) -> list[Consent]:
    return _consents(about=about)


def authorities(ids) -> list[Controller]:
    return list(Controller.objects.filter(pk__in=list(ids)))


def concerned_by(consent_id: int) -> set[int]:
    """Ids of those who noted the consent, told or were told something on it."""
    noted = set(Consent.objects.filter(pk=consent_id).values_list("noted_by_id", flat=True))
    for made_by, recipients in Disclosure.objects.filter(consent=consent_id).values_list(
        "made_by_id", "recipients"
    ):
        noted |= {made_by, *recipients}
    return noted


def authorities_around(controller_id: int) -> list[Controller]:
    """The authorities that share an association with this one, itself among them."""
    shared = Controller.objects.filter(associations__controllers=controller_id)
    return list((shared | Controller.objects.filter(pk=controller_id)).distinct())
