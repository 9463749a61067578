"""The figure pages: each figure as a table with its sources, and the counts that others report."""

import json

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import looked_through, looked_through_each
from samsyn.audit.history import changes_of
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.initiatives.models import Initiative

from . import actions, bars, chart, counts_file, pages, queries, shapes
from .counting import Period, year
from .definitions import FIGURES, UNITS, Figure
from .forms import CountForm, FigureForm, ImportCountsForm
from .reported import contradictions
from .rows import Table

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def figure_list(request):
    require(request.user, Permission.SEE_FIGURES)
    words = request.GET.get("q", "").strip().casefold()[:80]
    figures = [one for one in FIGURES.values() if words in _said_of(one)]
    return render(
        request,
        "figures/index.html",
        {"figures": figures, "views": queries.views_for(request.user), "words": words},
    )


def _said_of(figure: Figure) -> str:
    names = [figure.name, figure.english, figure.label, figure.text, figure.population]
    return " ".join(str(one) for one in [*names, *(m.label for m in figure.measures)]).casefold()


def participants(request, slug):
    return figure(request, slug, "participants")


def work_or_studies(request, slug):
    return figure(request, slug, "work_or_studies")


def figure(request, slug, name):
    view, figure_ = view_of(request, slug), FIGURES[figure_of(name)]
    context = {"view": view, "figure": figure_, "card": None, "shown": None, "refused": "", "difference": ""}
    try:
        form, table = opened(request, view, figure_)
    except ValidationError as rule:
        form = chosen_form(request, view, figure_)
        context |= {"form": form, "period": form.period, "refused": " ".join(rule.messages)}
        return render(request, "figures/figure.html", context)
    chosen = request.GET.get("row", ""), request.GET.get("cell", "")
    card = pages.provenance(view, table, *chosen, request.user) if all(chosen) else None
    if card and card.counted:
        shown = [enrolment.controller_id for enrolment in card.enrolments]
        looked_through_each(Act.LIST, f"figures.{name}", shown, by=request.user, asked=())
    context |= {
        "form": form, "period": form.period, "table": table, "card": card,
        "shown": pages.told_apart(view, table, chosen), "chart": bars.of_table(table),
        "is_past": form.is_untouched and form.period.first.year < today().year,
        "query": pages.address(table).partition("?")[2],
        "why_not_compared": queries.why_not_compared(view, table.figure, table.by),
    }  # fmt: skip
    if table.figure.is_share and form.period.is_whole_year:
        _now, context["difference"] = pages.against_the_year_before(
            view, name, form.period.first.year, form.chosen_unit, day=today()
        )
    return render(request, "figures/figure.html", context)


def opened(request, view, figure_) -> tuple[FigureForm, Table]:
    """What is chosen, and its table. Until something is chosen the latest year that has anything to tell.
    Raises ValidationError for a table that is not given.
    """
    form = chosen_form(request, view, figure_)
    form.refuse()
    table = _table_of(view, figure_, form)
    if form.is_untouched and not table.has_flow:
        form = chosen_form(request, view, figure_, opens_on=view.latest_year(today().year))
        table = _table_of(view, figure_, form)
    return form, table


def _table_of(view, figure_, form) -> Table:
    return view.table(
        figure_.name, form.period, by=form.chosen_by, unit=form.chosen_unit, as_of=timezone.localtime()
    )


def year_series(request, slug):
    view = view_of(request, slug)
    years = view.grounds.years(today().year)
    period = Period(year(years[0]).first, year(years[-1]).last)
    unit = request.GET.get("unit") if request.GET.get("unit") in UNITS else "enrolments"
    table = view.table("participants", period, by=["year"], unit=unit, as_of=timezone.now())
    return render(
        request,
        "figures/years.html",
        {
            "view": view,
            "table": table,
            "shown": pages.shown(table),
            "charts": [
                one for is_narrow in (False, True) if (one := chart.of_years(table, is_narrow=is_narrow))
            ],
        },
    )


def spreadsheet(request, slug, name):
    return _file(request, slug, name, "xlsx", SPREADSHEET, shapes.as_spreadsheet)


def csv_file(request, slug, name):
    return _file(request, slug, name, "csv", "text/csv; charset=utf-8", shapes.as_csv)


def json_file(request, slug, name):
    return _file(request, slug, name, "json", "application/json", _json)


def _json(table):
    return json.dumps(shapes.as_json(table), ensure_ascii=False, indent=1)


def _file(request, slug, name, ending, kind, shape):
    view, figure_ = view_of(request, slug), FIGURES[figure_of(name)]
    try:
        form, table = opened(request, view, figure_)
    except ValidationError as rule:
        raise Http404(" ".join(rule.messages)) from rule
    looked_through(Act.EXPORT, f"figures.{name}", None, 0, by=request.user)
    response = HttpResponse(shape(table), content_type=kind)
    filename = f"{name}-{slug}-{form.period.first}-{form.period.last}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def view_of(request, slug):
    view = queries.view_for(request.user, slug)
    if view is None:
        raise Http404
    return view


def figure_of(name: str) -> str:
    """The name, when there is such a figure."""
    if name not in FIGURES:
        raise Http404
    return name


def chosen_form(request, view, figure_, opens_on: int | None = None):
    this = today().year
    years = view.grounds.years(this)
    return FigureForm(request.GET.copy(), figure=figure_, years=years, opens_on=opens_on or this)


# ── Counts that others report ─────────────────────────────────────────────────────────────────────────────


def count_list(request):
    require(request.user, Permission.REPORT_COUNTS)
    associations = list(queries.reporting_associations_for(request.user))
    counts = list(
        queries.reported_counts_for(request.user).order_by(
            "association__name", "-first_day", "initiative__name", "sex"
        )
    )
    wrong = contradictions(counts, pages.contradiction_in_words)
    for count in counts:
        count.contradictions = wrong.get(count.pk, [])
    return render(
        request,
        "figures/reported.html",
        {"associations": associations, "counts": counts, "wrong": len(wrong)},
    )


def count_add(request, slug):
    association = _reporting(request, slug)
    form = CountForm(
        request.POST or None, initiatives=Initiative.objects.filter(association=association).order_by("name")
    )
    if request.method == "POST" and (
        done := save(request, form, actions.report_count, then="figures:reported", association=association)
    ):
        return done
    return render(
        request,
        "figures/count_form.html",
        {"form": form, "association": association, "count": None, "changes": []},
    )


def count_change(request, pk):
    count = get_object_or_404(queries.reported_counts_for(request.user), pk=pk)
    form = CountForm(request.POST or None, record=count, initiatives=None)
    if request.method == "POST" and (
        done := save(request, form, actions.change_count, then="figures:reported", count=count)
    ):
        return done
    changes = changes_of(count, untold={"association", "reported_by", "reported_at"})
    context = {"form": form, "association": count.association, "count": count, "changes": changes}
    return render(request, "figures/count_form.html", context)


def count_import(request, slug):
    association = _reporting(request, slug)
    form = ImportCountsForm(request.POST or None, request.FILES or None)
    lines, faults, text = [], [], ""
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        text = counts_file.decoded(upload.read()) if upload else form.cleaned_data["text"]
        lines, faults = counts_file.read(text, association)
        if not faults and "confirm" in request.POST:
            if done := save(request, form, _import(association, lines), then=reverse("figures:reported")):
                return done
        else:
            form = ImportCountsForm(initial={"text": text})
    context = {"form": form, "association": association, "lines": lines, "faults": faults[:200]}
    return render(request, "figures/count_import.html", context)


def _import(association, lines):
    def run(*, by, **_typed):
        return actions.import_counts(association=association, lines=lines, by=by)

    return run


def _reporting(request, slug):
    return get_object_or_404(queries.reporting_associations_for(request.user), slug=slug)
