"""Which agreements a person may see: the association's people, the authorities, the evaluator."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from samsyn.accounts.permissions import Permission, associations_where, controllers_where, require
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from . import reading
from .alike import Alike
from .models import Agreement, Approval

APPROVALS = Prefetch("approvals", Approval.objects.select_related("controller", "decided_by"))


def agreements_for(user) -> QuerySet[Agreement]:
    near = Q(association__in=associations_where(user, Permission.PROPOSE_EXTRACTS))
    near |= Q(approvals__controller__in=controllers_where(user, Permission.APPROVE_ASSIGNMENTS))
    near |= Q(evaluator=user, association__in=associations_where(user, Permission.FETCH_EXTRACTS))
    found = Agreement.objects.filter(pk__in=Agreement.objects.filter(near).values("pk"))
    return found.select_related("association", "evaluator", "proposed_by").prefetch_related(APPROVALS)


def endable_agreements_for(user) -> QuerySet[Agreement]:
    return agreements_for(user).filter(
        association__in=associations_where(user, Permission.PROPOSE_EXTRACTS), ended_at=None
    )


def fetchable_agreements_for(user, day) -> QuerySet[Agreement]:
    theirs = associations_where(user, Permission.FETCH_EXTRACTS)
    living = agreements_for(user).filter(evaluator=user, association__in=theirs)
    return living.filter(ended_at=None, valid_until__gte=day)


def approvals_for(user) -> QuerySet[Approval]:
    """Those that the user decides."""
    here = controllers_where(user, Permission.APPROVE_ASSIGNMENTS)
    return Approval.objects.filter(controller__in=here).select_related("agreement", "controller")


def waiting_approvals_for(user, day) -> QuerySet[Approval]:
    living = approvals_for(user).filter(agreement__ended_at=None, agreement__valid_until__gte=day)
    return living.filter(is_agreed=None)


def decided_by(user, agreement: Agreement) -> list[Approval]:
    """Those of the agreement that the user decides."""
    here = set(controllers_where(user, Permission.APPROVE_ASSIGNMENTS))
    return [one for one in agreement.approvals.all() if one.controller_id in here]


def alike_for(user, agreement: Agreement, approvals: Iterable[Approval]) -> dict[int, Alike]:
    """How alike each authority's rows would be, by its number: counts only, for the one who decides."""
    controllers = [one.controller_id for one in approvals]
    for number in controllers:
        require(user, Permission.APPROVE_ASSIGNMENTS, controller=number)
    return reading.rows_apart(agreement, controllers) if controllers else {}


def names_of(agreement: Agreement) -> list[str]:
    initiatives = Initiative.objects.filter(pk__in=agreement.initiatives).order_by("name")
    return list(initiatives.values_list("name", flat=True))


def associations_proposing_for(user) -> QuerySet[Association]:
    allowed = associations_where(user, Permission.PROPOSE_EXTRACTS)
    return Association.objects.filter(pk__in=allowed).order_by("name")


def initiatives_with_records(association) -> QuerySet[Initiative]:
    kept_here = Initiative.objects.filter(association=association, source=Initiative.Source.RECORDS)
    return kept_here.filter(kind=Initiative.Kind.INDIVIDUAL).order_by("name")
