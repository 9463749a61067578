"""Which municipalities an association has, and which area and authority go with each:
for pages and actions alike.
"""

from django.db.models import Q

from .models import Area, Association, Controller, LegalRegime, Municipality, Party, PartyKind


def municipalities_of(association: Association):
    """Those in its areas and those whose own authorities are members."""
    return Municipality.objects.filter(
        Q(areas__association=association)
        | Q(controllers__kind=PartyKind.MUNICIPALITY, controllers__parties__association=association)
    ).distinct()


def area_of(association: Association, municipality: Municipality) -> Area | None:
    return association.areas.filter(municipalities=municipality).order_by("pk").first()


def authority_of(municipality: Municipality, association: Association | None = None) -> Controller | None:
    """The municipality's own authority: a member of the association before others,
    social services before others.
    """
    found = Controller.objects.filter(kind=PartyKind.MUNICIPALITY, municipality=municipality)
    members = set(
        Party.objects.filter(association=association, controller__in=found).values_list(
            "controller_id", flat=True
        )
    )
    ranked = sorted(
        found,
        key=lambda one: (one.pk not in members, one.legal_regime != LegalRegime.SOCIAL_SERVICES, one.pk),
    )
    return ranked[0] if ranked else None
