"""Whatever people do, and in whatever order, a referral follows the table
of steps and its books agree with it.
"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from samsyn.accounts.acting import acting_as
from samsyn.referrals import actions
from samsyn.referrals.models import ENDED, STEPS, Circulation, Outcome, QueueEntry, Referral, Status
from samsyn.referrals.snapshot import lines_of

from .factories import a_day, a_moment, make_world

pytestmark = pytest.mark.django_db
ACTS = ["send", "withdraw", "circulate", "start", "undo", "receive", *Outcome.values]


def act(world, referral, name):
    by = world.referrer if name in ("send", "withdraw") else world.coordinator
    with acting_as(by):
        one = Referral.objects.filter(pk=referral.pk).first()
        if one is None:
            return  # a draft, which the receiver does not see
        if name in Outcome.values:
            reason = "other" if name == Outcome.DECLINE else ""
            facts = {"reason": reason, "text": "Så här.", "decided_on": a_day(0)}
            actions.decide(referral=one, outcome=name, by=by, **facts)
        elif name == "circulate":
            facts = {"parties": [world.clinic], "told": lines_of(one), "answer_by": a_moment(14)}
            actions.circulate_referral(referral=one, by=by, **facts)
        else:
            named = {"send": actions.send_referral, "withdraw": actions.withdraw_referral,
                     "start": actions.mark_started, "undo": actions.mark_not_started,
                     "receive": actions.receive_referral}  # fmt: skip
            named[name](referral=one, by=by)


def books_agree(referral):
    assert QueueEntry.objects.filter(left_on=None).exists() == (referral.status == Status.QUEUED)
    assert Circulation.objects.filter(closed_at=None).exists() == (referral.status == Status.CIRCULATED)
    assert bool(referral.closed_at) == (referral.status in (*ENDED, Status.STARTED))
    assert bool(referral.case_number) == bool(referral.sent_at)


@example(kind="referral", walk=["circulate", "undo"])  # no way round a decision
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(["referral", "consultation"]), walk=st.lists(st.sampled_from(ACTS), max_size=7))
def test_every_walk_follows_the_table(db, as_owner, kind, walk):
    with transaction.atomic():
        world = make_world()
        referral = world.draft(kind=kind)
        world.consented(referral)
        for name in ["send", *walk]:
            with as_owner():
                before = Referral.objects.get(pk=referral.pk).status
            try:
                with transaction.atomic():
                    act(world, referral, name)
                was_refused = False
            except (ValidationError, PermissionDenied):
                was_refused = True
            with as_owner():
                now = Referral.objects.get(pk=referral.pk)
                assert now.status == before or now.status in STEPS[before]
                assert not (was_refused and now.status != before)
                if now.status != Status.WITHDRAWN:  # tidied in the background
                    books_agree(now)
        transaction.set_rollback(True)
