"""The association's page of data quality."""

from django.http import Http404
from django.shortcuts import render

from samsyn.accounts.permissions import Permission, has
from samsyn.base.days import today

from . import bars, pages, quality, shapes
from .views import view_of


def data_quality(request, slug):
    """For the association's own people, of the latest years that have anything to tell. Who works inside an
    authority has a list with names to put right.
    """
    view = view_of(request, slug)
    if view.is_own:
        raise Http404
    latest = today().year
    delay = quality.entry_delay(view, latest)
    if not delay.has_flow:
        latest = view.latest_year(latest)
        delay = quality.entry_delay(view, latest)
    years = quality.years_until(latest)
    trend = quality.entry_over_years(view, years)
    context = {
        "view": view, "years": years, "rules": quality.rules_shown(view, years),
        "delay": pages.shown(delay),
        "delay_chart": bars.of_table(delay), "trend": pages.shown(trend), "figure": delay.figure,
        "wrong": quality.contradicting(view), "hidden_note": shapes.hidden_note(delay),
        "may_report": has(request.user, Permission.REPORT_COUNTS, association=view.association),
    }  # fmt: skip
    return render(request, "figures/quality.html", context)
