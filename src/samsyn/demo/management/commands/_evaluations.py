"""An evaluation of the demo: agreed to by every authority that keeps its records."""

from datetime import date, timedelta

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment, Role, User
from samsyn.extracts import actions
from samsyn.initiatives.models import Coverage
from samsyn.organisations.models import Association

VARIABLES = (
    "initiative", "municipality", "sex", "born", "started", "education", "income_at_start",
    "occupation_at_start", "ended", "exit_reason", "occupation_at_end", "income_at_end",
)  # fmt: skip


def agree(director: User, evaluator: User, today: date) -> None:
    """Of the initiatives whose every authority has somebody in the demo to decide."""
    association = Association.objects.get(slug="kalmar")
    approvers = dict(
        Assignment.objects.filter(role=Role.APPROVER)
        .current_on(today)
        .values_list("controller", "user")
        .order_by("-pk")
    )
    covered = Coverage.objects.filter(initiative__association=association)
    others = covered.exclude(controller__in=approvers).values("initiative")
    initiatives = association.initiatives.filter(pk__in=covered.values("initiative")).exclude(pk__in=others)
    with acting_as(director):
        agreement = actions.propose_agreement(
            association=association, evaluator=evaluator, title="Vägar till arbete 2022",
            organisation="Lärosätet i exemplet",
            purpose="Vad de som kom i arbete eller studier hade med sig in.",
            initiatives=initiatives, variables=VARIABLES, first_day=date(2022, 1, 1),
            last_day=date(2022, 12, 31), valid_until=today + timedelta(days=365), smallest_group=3,
            coarse=["quarter", "ten_years"], on=today, by=director,
        )  # fmt: skip
    for approval in agreement.approvals.all():
        person = User.objects.get(pk=approvers[approval.controller_id])
        with acting_as(person):
            actions.agree(approval=approval, by=person)
