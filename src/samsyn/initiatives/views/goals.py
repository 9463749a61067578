"""The table of goals of a year, of an initiative or of the association; a goal, its target,
outcome and verdict.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.audit.actions import looked_through
from samsyn.audit.history import changes_of
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, goal_sheet, goal_table, queries
from .frame import address, changeable, form_page, seen, tab_page

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# ── The table ──────────────────────────────────────────────────────────────────────────────────────────────


def goal_list(request, pk):
    initiative = seen(request, pk)
    facts = _table(request, initiative.association, queries.goals_of(initiative))
    return tab_page(request, initiative, "goals", facts)


def association_goals(request, pk):
    association = _association(request, pk)
    facts = _table(request, association, association.goals.all())
    facts["rows"], facts["of_initiatives"] = _parted(facts["rows"])
    facts["may_change"] = queries.associations_where_new(request.user).filter(pk=pk).exists()
    return render(request, "initiatives/association_goals.html", facts | {"association": association})


def goals_file(request, pk, kind):
    initiative = seen(request, pk)
    return _file(request, initiative.association, queries.goals_of(initiative), initiative, kind)


def association_goals_file(request, pk, kind):
    association = _association(request, pk)
    return _file(request, association, association.goals.all(), association, kind)


def _table(request, association, goals) -> dict:
    """``rows``: goals with a target for the year; ``without``: the others."""
    day, year = today(), _year(request, goals)
    may_see = goal_table.may_see_figures(request.user, association)
    goals = goal_table.pursued_in(goals, year)
    rows = goal_table.rows_of(goals, association, year, day=day, see_figures=may_see)
    return {
        "year": year,
        "years": goal_table.years_in_use(goals, day),
        "rows": [row for row in rows if row.target],
        "without": [row for row in rows if not row.target],
    }


def _parted(rows) -> tuple[list, list]:
    whole = [row for row in rows if row.goal.initiative is None]
    return whole, [row for row in rows if row.goal.initiative is not None]


def _year(request, goals) -> int:
    typed = request.GET.get("year", "")
    is_year = typed.isascii() and typed.isdecimal() and 2000 <= int(typed[:5]) <= 2100
    return int(typed) if is_year else goal_table.year_shown(goals, today())


def _file(request, association, goals, whose, kind):
    if kind not in TYPES:
        raise Http404
    shown = _table(request, association, goals)
    rows = [goal_table.plain(row) for row in shown["rows"]]
    looked_through(Act.EXPORT, "initiatives.goals", None, 0, by=request.user)
    title = _("Goals of %(whose)s %(year)s") % {"whose": whose, "year": shown["year"]}
    body = goal_sheet.as_csv(rows) if kind == "csv" else goal_sheet.as_spreadsheet(rows, title)
    response = HttpResponse(body, content_type=TYPES[kind])
    name = f"goals-{whose.slug}-{shown['year']}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _association(request, pk):
    return get_object_or_404(queries.associations_for(request.user), pk=pk)


# ── A goal ─────────────────────────────────────────────────────────────────────────────────────────────────


def goal_detail(request, pk, year):
    goal = get_object_or_404(queries.goals_for(request.user), pk=pk)
    see = goal_table.may_see_figures(request.user, goal.association)
    goals = goal.association.goals.filter(pk=pk)
    (row,) = goal_table.rows_of(goals, goal.association, year, day=today(), see_figures=see)
    facts = {
        "goal": goal,
        "row": row,
        "year": year,
        "years": goal_table.years_in_use(goals, today()),
        "list": _list(goal, year),
        "may_change": queries.changeable_goals_for(request.user).filter(pk=pk).exists(),
        # What happened to it tells what the figure says, in reasons and outcomes.
        "changes": [] if row.is_closed else [*_changes_of(row.target), *changes_of(goal)],
    }
    return render(request, "initiatives/goal.html", facts)


def _changes_of(target) -> list:
    return changes_of(target, untold={"goal", "year"}) if target else []


def goal_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.GoalForm(request.POST or None)
    facts = {"association": initiative.association, "initiative": initiative}
    done = save(request, form, actions.add_goal, then=_to_target, **facts)
    return done or form_page(request, form, _("New goal"), initiative, address(initiative, "goals"))


def association_goal_add(request, pk):
    association = get_object_or_404(queries.associations_where_new(request.user), pk=pk)
    form = forms.GoalForm(request.POST or None)
    back = reverse("initiatives:association_goals", args=[pk])
    done = save(request, form, actions.add_goal, then=_to_target, association=association)
    return done or form_page(request, form, _("New goal"), association, back)


def goal_edit(request, pk):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    form = forms.GoalForm(request.POST or None, record=goal)
    back = _page(goal, goal_table.year_shown([goal], today()))
    done = save(request, form, actions.change_goal, then=back, goal=goal)
    return done or form_page(request, form, _("Change the goal"), goal, back, record=goal)


def goal_end(request, pk):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    form = forms.GoalEndForm(request.POST or None, record=goal)
    back = _page(goal, goal_table.year_shown([goal], today()))
    done = save(request, form, actions.end_goal, then=back, goal=goal)
    return done or form_page(request, form, _("End the goal"), goal, back, text=goal.text, record=goal)


def goal_remove(request, pk):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    form = forms.GoalRemoveForm(request.POST or None)
    back, text = _page(goal, today().year), _("It is gone from all tables. Its history stays.")
    done = save(request, form, actions.remove_goal, then=_list(goal, today().year), goal=goal)
    heading = _("Remove the goal")
    return done or form_page(request, form, heading, goal, back, text=f"{goal.text}. {text}", record=goal)


# ── Its target, outcome and verdict of a year ──────────────────────────────────────────────────────────────


def target_set(request, pk, year):
    """A new year begins with the numbers and the rule of the year before it."""
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    if not 2000 <= year <= 2100:
        raise Http404
    known = goal.targets.filter(year=year).first()
    form = forms.TargetForm(request.POST or None, record=known, initial=_as_before(goal, known))
    done = save(request, form, actions.set_target, then=_page(goal, year), goal=goal, year=year)
    heading = _("Target for %(year)s") % {"year": year}
    return done or _of_year(request, form, heading, goal, year, known)


def outcome_note(request, pk, year):
    goal, target = _target(request, pk, year)
    form = forms.OutcomeForm(request.POST or None, record=target)
    done = save(request, form, actions.note_outcome, then=_page(goal, year), target=target)
    return done or _of_year(request, form, _("Outcome %(year)s") % {"year": year}, goal, year, target)


def goal_judge(request, pk, year):
    goal, target = _target(request, pk, year)
    form = forms.JudgeForm(request.POST or None, record=target)
    done = save(request, form, actions.judge, then=_page(goal, year), target=target)
    return done or _of_year(request, form, _("Verdict %(year)s") % {"year": year}, goal, year, target)


def _of_year(request, form, heading, goal, year, record):
    return form_page(request, form, heading, goal, _page(goal, year), text=goal.text, record=record)


def _target(request, pk, year):
    goal = get_object_or_404(queries.changeable_goals_for(request.user), pk=pk)
    return goal, get_object_or_404(goal.targets, year=year)


def _as_before(goal, known) -> dict | None:
    before = None if known else goal.targets.order_by("-year").first()
    names = ("value", "direction", "rule", "main_from", "some_from")
    return {name: getattr(before, name) for name in names} if before else None


def _to_target(goal) -> str:
    return reverse("initiatives:target_set", args=[goal.pk, today().year])


def _page(goal, year) -> str:
    return reverse("initiatives:goal", args=[goal.pk, year])


def _list(goal, year) -> str:
    if goal.initiative_id:
        return reverse("initiatives:goals", args=[goal.initiative_id]) + f"?year={year}"
    return reverse("initiatives:association_goals", args=[goal.association_id]) + f"?year={year}"
