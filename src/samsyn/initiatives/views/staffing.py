"""Staff per municipality, post and funder; and the allocation planner."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, queries
from ..models import Staffing
from .frame import address, changeable, form_page, seen, tab_page


def staffing(request, pk):
    initiative = seen(request, pk)
    years = queries.staffing_years(initiative)
    this_year = today().year
    year = _year(request.GET.get("year"), years, this_year)
    rows = queries.staffing_table(initiative, year)
    facts = {"year": year, "years": sorted({*years, this_year, this_year + 1}, reverse=True), "rows": rows}
    facts |= _heads() | {"sums": queries.column_sums(rows)}
    facts |= {"has_staff": year in years, "earlier": next((one for one in years if one < year), None)}
    return tab_page(request, initiative, "staffing", facts)


def staffing_edit(request, pk, year):
    initiative = changeable(request, pk)
    _year_or_404(year)
    form = forms.StaffingForm(request.POST or None, record=initiative, year=year)
    then = f"{address(initiative, 'staffing')}?year={year}"
    done = save(request, form, actions.set_staffing, then=then, initiative=initiative, year=year)
    facts = {"initiative": initiative, "form": form, "year": year, "back": then}
    return done or render(request, "initiatives/staffing_edit.html", facts | _heads())


def staffing_copy(request, pk, year):
    initiative = changeable(request, pk)
    _year_or_404(year)
    form = forms.NothingForm(request.POST or None)
    then = f"{address(initiative, 'staffing')}?year={year}"
    done = save(request, form, actions.copy_staffing, then=then, initiative=initiative, year=year)
    heading = _("Staffing %(year)s from the year before") % {"year": year}
    text = _("The latest earlier year's table is copied. You can then change it.")
    return done or form_page(request, form, heading, initiative, then, submit=_("Copy"), text=text)


def staffing_planner(request, pk):
    initiative = seen(request, pk)
    year = today().year
    present = queries.column_sums(queries.staffing_table(initiative, year))[-1]
    start = {
        "posts": f"{present / 100:g}" if present else "9",
        "step": 25,
        "population": 50,
        "socioeconomy": 50,
    }
    form = forms.PlannerForm(request.GET or start)
    proposal = None
    if form.is_valid():
        chosen = {"percent": int(form.cleaned_data["posts"] * 100), "step": form.cleaned_data["step"]}
        proposal = queries.propose(initiative, year, weights=form.weights, **chosen)
    facts = {"initiative": initiative, "form": form, "proposal": proposal, "year": year}
    return render(request, "initiatives/planner.html", facts)


def _heads():
    posts = [(label, len(Staffing.Funder.choices)) for _value, label in Staffing.Post.choices]
    funders = [label for _post in Staffing.Post.values for label in Staffing.Funder.labels]
    return {"posts": posts, "funders": funders}


def _year(asked, years, this_year) -> int:
    """The year asked for; else this year when it has staff, else the latest that has."""
    if asked and asked.isdecimal() and 2000 <= int(asked) <= 2100:
        return int(asked)
    return this_year if this_year in years or not years else years[0]


def _year_or_404(year):
    if not 2000 <= year <= 2100:
        raise Http404
