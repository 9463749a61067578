"""The team member's pages: what is circulated, and the answer to it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from samsyn.accounts.permissions import Permission
from samsyn.audit.actions import looked_through_each
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.disclosures import actions as disclosures

from .. import actions, queries
from ..forms import AnswerForm


def circulations(request):
    """What is to be answered, with the days that are left."""
    queries.require_any(request.user, Permission.ANSWER_CIRCULATION)
    rows = list(queries.asked_of(request.user, timezone.now())[:200])
    shown = [row.to_id for row in rows]
    asked = request.hat.controller_ids
    looked_through_each(Act.LIST, "referrals.circulations", shown, by=request.user, asked=asked)
    waiting = [(row, (timezone.localtime(row.answer_by).date() - today()).days) for row in rows]
    return render(request, "referrals/circulations.html", {"waiting": waiting})


def answer(request, pk):
    """What was asked, opened and logged, and the answer beside it;
    the answer can be changed until the meeting.
    """
    asked = get_object_or_404(queries.asked_of(request.user, timezone.now()), pk=pk)
    told = disclosures.open_disclosure(disclosure=asked, by=request.user)
    given = queries.answer_to(asked)
    form = AnswerForm(request.POST or None, initial=queries.answer_as_typed(given))
    if done := save(
        request, form, actions.answer_circulation, then="referrals:circulations", disclosure=asked
    ):
        return done
    days = (timezone.localtime(asked.answer_by).date() - today()).days
    context = {"disclosure": asked, "told": told, "given": given, "form": form, "days": days, "revealed": ""}
    return render(request, "referrals/answer.html", context)
