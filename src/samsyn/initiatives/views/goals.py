"""Goals with their targets per year, of an initiative or of the association as a whole."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, queries
from .frame import address, changeable, form_page, seen, tab_page


def goal_list(request, pk):
    initiative = seen(request, pk)
    return tab_page(request, initiative, "goals", {"goals": queries.goals_of(initiative)})


def goal_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.GoalForm(request.POST or None)
    back = address(initiative, "goals")
    facts = {"association": initiative.association, "initiative": initiative}
    done = save(request, form, actions.add_goal, then=back, **facts)
    return done or form_page(request, form, _("New goal"), initiative, back)


def association_goals(request, pk):
    association = get_object_or_404(queries.associations_for(request.user), pk=pk)
    may_change = queries.associations_where_new(request.user).filter(pk=pk).exists()
    facts = {
        "association": association,
        "goals": queries.association_goals(association),
        "may_change": may_change,
    }
    return render(request, "initiatives/association_goals.html", facts)


def association_goal_add(request, pk):
    association = get_object_or_404(queries.associations_where_new(request.user), pk=pk)
    form = forms.GoalForm(request.POST or None)
    back = reverse("initiatives:association_goals", args=[pk])
    done = save(request, form, actions.add_goal, then=back, association=association)
    return done or form_page(request, form, _("New goal"), association, back)


def goal_edit(request, pk):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    form = forms.GoalForm(request.POST or None, record=goal)
    done = save(request, form, actions.change_goal, then=_list(goal), goal=goal)
    return done or form_page(
        request, form, _("Change the goal"), goal.initiative or goal.association, _list(goal), record=goal
    )


def target_set(request, pk):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    form = forms.TargetForm(request.POST or None, initial={"year": today().year})
    done = save(request, form, actions.set_target, then=_list(goal), goal=goal)
    heading = _("Target for a year")
    return done or form_page(
        request, form, heading, goal.initiative or goal.association, _list(goal), text=goal.text
    )


def _list(goal) -> str:
    if goal.initiative_id:
        return reverse("initiatives:goals", args=[goal.initiative_id])
    return reverse("initiatives:association_goals", args=[goal.association_id])
