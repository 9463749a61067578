"""Everything that can be changed about associations, their members, areas, authorities and statistics."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.audit.actions import record
from samsyn.base.permits import associations_where, require

from .events import joins
from .models import (
    Area,
    Association,
    Controller,
    LegalRegime,
    Municipality,
    Party,
    PartyKind,
    Proposal,
    ReferenceStatistic,
)
from .territory import authority_of, municipalities_of

CHANGE = "change_organisations"
AGREE = "approve_assignments"  # the authority's own approver, who also says yes to people

# Each party kind's ordinary rules, to start a new authority from; what is decided locally is entered on its
# page.
SOCIAL_SERVICES_RETENTION = (5, "SoL (2025:400) 16 kap. 1 §")


# ── Associations ───────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def create_association(*, slug: str, name: str, by) -> Association:
    """An empty association. Försäkringskassan and Arbetsförmedlingen are members of every one (Act
    2003:1210, § 1).
    """
    require(by, CHANGE)
    association = _saved(Association(slug=slug, name=name))
    record("association.created", association, by=by)
    for controller in Controller.objects.filter(kind__in=[PartyKind.FK, PartyKind.AF]):
        _join(association, controller, by=by)
    return association


@transaction.atomic
def change_association(*, association: Association, name: str, suppress_below: int, by) -> Association:
    require(by, CHANGE, association=association)
    _set(association, name=name, suppress_below=suppress_below)
    record("association.changed", association, by=by)
    return association


# ── Members and their authorities ──────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_party(
    *,
    association: Association,
    controller: Controller,
    by,
    since: date | None = None,
    until: date | None = None,
) -> Party | Proposal:
    """Ask an authority to become a member. It does when its own approver has agreed (agree_to_proposal).

    The machine user acts for whoever runs the installation, who answers for the authority's consent.
    """
    require(by, CHANGE, association=association)
    if by.is_machine:
        return _join(association, controller, since=since, until=until, by=by)
    Party(association=association, controller=controller, since=since, until=until).full_clean()
    return _propose(controller, association=association, since=since, until=until, by=by)


@transaction.atomic
def change_party(*, party: Party, since: date | None, until: date | None, by) -> Party:
    require(by, CHANGE, association=party.association)
    _set(party, since=since, until=until)
    record("party.changed", party, by=by)
    return party


@transaction.atomic
def create_controller(*, association: Association, by, slug: str = "", **facts) -> Controller:
    """A new authority, a member of the association from the start: it has no records and nobody to ask yet.

    That its coaches are to see each other's participants waits for its first approver all the same.
    """
    require(by, CHANGE, association=association)
    is_to_widen = facts.pop("keeps_whole_team", False)
    controller = _saved(Controller(slug=slug or _free_slug(facts["short_name"]), **facts))
    record("controller.created", controller, by=by)
    _join(association, controller, by=by)
    if is_to_widen:
        _widen(controller, by=by)
    return controller


@transaction.atomic
def change_controller(*, controller: Controller, by, **facts) -> Controller:
    """Its legal regime, retention and who sees what inside it. One of its associations' office may do it.

    To let fewer people see is done at once; to let more see waits for the authority's own approver.
    """
    _require_one_of(by, controller.associations.all())
    if facts.get("keeps_whole_team") and not controller.keeps_whole_team:
        del facts["keeps_whole_team"]
        _widen(controller, by=by)
    _set(controller, **facts)
    record("controller.changed", controller, by=by)
    return controller


@transaction.atomic
def municipal_authority(*, municipality: Municipality, association: Association, by) -> Controller:
    """The municipality's own authority as a member of the association, made when it is missing.

    A member goes before an authority that is none, social services before other municipal authorities. A new
    one is "X kommun" with the rules of social services: five years' retention from the last entry (SoL 16
    kap. 1 §). Finding a member asks for no permission; making one or a member of one does, and one that
    exists is asked first (add_party).
    """
    controller = authority_of(municipality, association)
    if controller and association.parties.filter(controller=controller).exists():
        return controller
    require(by, CHANGE, association=association)
    if controller and not by.is_machine:
        raise ValidationError(
            _("%(authority)s is not a member of the association. Add it as a member; it has to agree first.")
            % {"authority": controller}
        )
    if controller:
        _join(association, controller, by=by)
        return controller
    years, basis = SOCIAL_SERVICES_RETENTION
    controller = create_controller(
        association=association,
        by=by,
        name=f"{municipality.name} kommun",
        short_name=municipality.name,
        slug=_free_slug(municipality.name),
        kind=PartyKind.MUNICIPALITY,
        municipality=municipality,
        legal_regime=LegalRegime.SOCIAL_SERVICES,
        retention_years=years,
        retention_basis=basis,
    )
    record("controller.made_on_demand", controller, by=by)
    return controller


# ── What the authority itself must agree to ────────────────────────────────────────────────────────────────


@transaction.atomic
def agree_to_proposal(*, proposal: Proposal, by) -> Proposal:
    """The authority's approver says yes, and what was proposed is so from now on."""
    require(by, AGREE, controller=proposal.controller_id)
    _decide(proposal, True, by)
    controller, association = proposal.controller, proposal.association
    if association:
        _join(association, controller, since=proposal.since, until=proposal.until, by=by)
    else:
        _set(controller, keeps_whole_team=True)
    record("proposal.agreed", proposal, by=by, controller_id=controller.pk)
    return proposal


@transaction.atomic
def decline_proposal(*, proposal: Proposal, by) -> Proposal:
    require(by, AGREE, controller=proposal.controller_id)
    _decide(proposal, False, by)
    record("proposal.declined", proposal, by=by, controller_id=proposal.controller_id)
    return proposal


def _decide(proposal, is_agreed, by):
    # Locked, so that of two who decide at once the second sees what the first did.
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.refresh_from_db()
    if not proposal.is_waiting:
        raise ValidationError(_("This proposal has already been decided."))
    if proposal.proposed_by_id == by.pk:
        raise ValidationError(_("You proposed this yourself. Somebody else must decide."))
    _set(proposal, is_agreed=is_agreed, decided_by=by, decided_at=timezone.now())


def _widen(controller, *, by):
    if by.is_machine:
        _set(controller, keeps_whole_team=True)
        record("controller.widened", controller, by=by)
        return
    _propose(controller, by=by)


def _propose(controller, *, by, **facts) -> Proposal:
    proposal = _saved(Proposal(controller=controller, proposed_by=by, **facts))
    record("proposal.made", proposal, by=by)
    return proposal


def _join(association, controller, *, by, since=None, until=None) -> Party:
    """A membership. Whoever has an objection says so before it is there (events.joins)."""
    joins.send(Party, association=association, controller=controller)
    party = _saved(Party(association=association, controller=controller, since=since, until=until))
    record("party.added", party, by=by)
    return party


# ── Areas ──────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_area(
    *, association: Association, name: str, seat: Municipality | None, places: Iterable[Municipality], by
) -> Area:
    require(by, CHANGE, association=association)
    area = _saved(Area(association=association, name=name, seat=seat))
    _lay_in(area, places)
    record("area.added", area, by=by)
    return area


@transaction.atomic
def change_area(
    *, area: Area, name: str, seat: Municipality | None, places: Iterable[Municipality], by
) -> Area:
    require(by, CHANGE, association=area.association)
    _set(area, name=name, seat=seat)
    _lay_in(area, places)
    record("area.changed", area, by=by)
    return area


def _lay_in(area, places):
    """A municipality lies in at most one area of an association, and the seat lies in its own area."""
    places = list(places)
    taken = Municipality.objects.filter(
        areas__association=area.association, pk__in=[one.pk for one in places]
    )
    if taken := taken.exclude(areas=area):
        names = ", ".join(str(one) for one in taken)
        raise ValidationError({"places": _("Already in another area: %(names)s.") % {"names": names}})
    if area.seat and area.seat not in places:
        raise ValidationError({"seat": _("The seat is one of the area's municipalities.")})
    area.municipalities.set(places)


# ── Statistics ─────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def set_statistics(
    *,
    association: Association,
    municipality: Municipality,
    as_of: date,
    source: str,
    values: dict[str, Decimal | None],
    by,
) -> None:
    """Figures about one municipality as of one day.
    An empty value takes away what was recorded for that day.
    """
    require(by, CHANGE, association=association)
    for measure, value in values.items():
        _set_statistic(municipality, measure, as_of, value, source)
    record("statistics.set", municipality, by=by)


@transaction.atomic
def import_statistics(*, association: Association, rows: list[tuple], as_of: date, source: str, by) -> int:
    """Figures read from a table: (municipality, measure, value). All or nothing; how many were kept.

    A table of the whole country may be given: only the association's own municipalities are kept.
    """
    require(by, CHANGE, association=association)
    theirs = set(municipalities_of(association))
    kept = [row for row in rows if row[0] in theirs]
    if not kept:
        raise ValidationError(_("None of the municipalities in the table belongs to the association."))
    for municipality, measure, value in kept:
        _set_statistic(municipality, measure, as_of, value, source)
    record("statistics.imported", association, by=by)
    return len(kept)


def _set_statistic(municipality, measure, as_of, value, source):
    known = ReferenceStatistic.objects.filter(municipality=municipality, measure=measure, as_of=as_of).first()
    if value is None:
        if known:
            known.delete()
        return
    if known and (known.value, known.source) == (value, source):
        return
    statistic = known or ReferenceStatistic(municipality=municipality, measure=measure, as_of=as_of)
    _set(statistic, value=value, source=source)


# ── What all of them do ────────────────────────────────────────────────────────────────────────────────────


def _set(fact, **values):
    for name, value in values.items():
        setattr(fact, name, value)
    return _saved(fact)


def _saved(fact):
    fact.full_clean()
    fact.save()
    return fact


def _require_one_of(by, associations):
    """Leave to change what several associations share: it is enough to have it in one of them."""
    theirs = {association.pk for association in associations}
    mine = theirs & associations_where(by, CHANGE)
    require(by, CHANGE, association=next(iter(mine or theirs), None))


def _free_slug(name: str) -> str:
    """The name as a short name for addresses; with a number when it is taken."""
    wanted = slugify(name.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:44] or "myndighet"
    taken = set(Controller.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, 10_000))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
