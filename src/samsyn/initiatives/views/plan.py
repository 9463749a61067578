"""The plan: its versions, what they say, and their decisions."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.audit.history import changes_of
from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, queries
from ..models import PlanVersion
from .frame import address, changeable, form_page, part, seen, tab_page


def plan_list(request, pk):
    initiative = seen(request, pk)
    return tab_page(request, initiative, "plan", {"plans": initiative.plans.all()})


def plan_detail(request, pk):
    plan = get_object_or_404(queries.plans_for(request.user), pk=pk)
    may_change = not plan.is_decided and queries.may_change(request.user, plan.initiative)
    facts = {"plan": plan, "may_change": may_change, "changes": changes_of(plan)}
    return render(request, "initiatives/plan_detail.html", facts)


def plan_add(request, pk):
    """A new version starts from the text of the latest one."""
    initiative = changeable(request, pk)
    latest = initiative.plans.first()
    start = {"year": today().year, "text": latest.text if latest else ""}
    form = forms.PlanForm(request.POST or None, initial=start)
    done = save(request, form, actions.write_plan, then=_address, initiative=initiative)
    return done or form_page(
        request, form, _("New version of the plan"), initiative, address(initiative, "plan")
    )


def plan_edit(request, pk):
    plan = part(request, PlanVersion, pk)
    form = forms.PlanForm(request.POST or None, record=plan)
    done = save(request, form, actions.change_plan, then=_address, plan=plan)
    heading = _("Plan %(number)s") % {"number": plan.number}
    return done or form_page(request, form, heading, plan.initiative, _address(plan))


def plan_decide(request, pk):
    plan = part(request, PlanVersion, pk)
    form = forms.PlanDecisionForm(request.POST or None, record=plan)
    done = save(request, form, actions.decide_plan, then=_address, plan=plan)
    heading = _("Decision on plan %(number)s") % {"number": plan.number}
    text = _("A decided plan can never be changed again. What comes later becomes a new version.")
    return done or form_page(
        request, form, heading, plan.initiative, _address(plan), submit=_("Note the decision"), text=text
    )


def _address(plan) -> str:
    return reverse("initiatives:plan_detail", args=[plan.pk])
