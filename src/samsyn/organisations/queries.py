"""What a person may see of associations, authorities and municipalities.
Nothing here is about participants.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q

from samsyn.base import permits

from .models import (
    Area,
    Association,
    Controller,
    Municipality,
    Party,
    Proposal,
    ReferenceStatistic,
)
from .territory import area_of as area_of
from .territory import authority_of as authority_of
from .territory import municipalities_of as municipalities_of


def associations_for(user):
    """The user's own associations: those they work for, and those that their authority is a member of."""
    return associations_within(*associations_where(user))


def associations_where(user) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of the associations that the user works for, and of the user's authorities."""
    own = permits.associations_where(user, "see_initiatives")
    members = permits.controllers_where(user, "see_initiatives")
    return tuple(sorted(own)), tuple(sorted(members))


def associations_within(own, members):
    member_of = Party.objects.filter(association=OuterRef("pk"), controller__in=members)
    return Association.objects.filter(Q(pk__in=own) | Exists(member_of))


def changeable_associations_for(user):
    return Association.objects.filter(pk__in=permits.associations_where(user, "change_organisations"))


def may_change(user, association: Association) -> bool:
    return association.pk in permits.associations_where(user, "change_organisations")


def controllers_for(user):
    """Members, and former members, of the user's associations."""
    return (
        Controller.objects.filter(parties__association__in=associations_for(user))
        .select_related("municipality", "region")
        .distinct()
    )


def changeable_controllers_for(user):
    return Controller.objects.filter(parties__association__in=changeable_associations_for(user)).distinct()


def changeable_parties_for(user):
    return Party.objects.filter(association__in=changeable_associations_for(user)).select_related(
        "association", "controller"
    )


def changeable_areas_for(user):
    return Area.objects.filter(association__in=changeable_associations_for(user)).select_related(
        "association"
    )


def proposals_for(user):
    """Those that the user may decide, and those that the user's office may have made."""
    near = Q(controller__in=permits.controllers_where(user, "approve_assignments"))
    near |= Q(association__in=changeable_associations_for(user))
    near |= Q(association=None, controller__in=changeable_controllers_for(user).values("pk"))
    return Proposal.objects.filter(near).select_related(
        "controller", "association", "proposed_by", "decided_by"
    )


def decidable_proposals_for(user):
    """What waits for this person: never what they proposed themselves."""
    theirs = permits.controllers_where(user, "approve_assignments")
    waiting = Proposal.objects.filter(controller__in=theirs, is_agreed=None).exclude(proposed_by=user)
    return waiting.select_related("controller", "association").order_by("pk")


def association_named(slug: str) -> Association | None:
    return Association.objects.filter(slug=slug).first()


def parties_of(association: Association):
    return association.parties.select_related("controller__municipality", "controller__region").order_by(
        "controller__kind", "controller__name"
    )


def areas_of(association: Association):
    return association.areas.select_related("seat").prefetch_related(
        Prefetch("municipalities", Municipality.objects.order_by("name"))
    )


def latest_statistics(municipalities: Iterable[Municipality]) -> dict[int, dict[str, ReferenceStatistic]]:
    """The newest figure of each measure, by municipality id and measure. One query."""
    newest = (
        ReferenceStatistic.objects.filter(municipality__in=municipalities)
        .order_by("municipality_id", "measure", "-as_of")
        .distinct("municipality_id", "measure")
    )
    found: dict[int, dict[str, ReferenceStatistic]] = {}
    for statistic in newest:
        found.setdefault(statistic.municipality_id, {})[statistic.measure] = statistic
    return found


def municipalities_by_name() -> dict[str, Municipality]:
    """Every municipality by its name in small letters and by its code, to read what people paste."""
    found: dict[str, Municipality] = {}
    for municipality in Municipality.objects.all():
        found[municipality.name.casefold()] = found[municipality.code] = municipality
    return found
