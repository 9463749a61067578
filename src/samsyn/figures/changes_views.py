"""The page “what has changed since”: a figure at two moments, cell by cell, and what explains it."""

from django.core.exceptions import ValidationError
from django.shortcuts import render

from .changes_shown import rows_of
from .definitions import FIGURES
from .forms import SinceForm
from .views import chosen_form, figure_of, view_of


def since(request, slug, name):
    view, figure = view_of(request, slug), FIGURES[figure_of(name)]
    form = chosen_form(request, view, figure)
    when = SinceForm(request.GET.copy(), moments=view.moments, is_own=view.is_own, period=form.period)
    context = {
        "view": view, "figure": figure, "form": form, "when": when, "period": form.period, "compared": None,
        "rows": [], "refused": "",
    }  # fmt: skip
    if when.then is not None and not form.non_field_errors():
        try:
            compared = view.compared(
                name, form.period, form.chosen_by, when.then, when.now, unit=form.chosen_unit
            )
        except ValidationError as rule:
            context["refused"] = " ".join(rule.messages)
        else:
            context |= {"compared": compared, "rows": rows_of(request.user, view, compared)}
    return render(request, "figures/since.html", context)
