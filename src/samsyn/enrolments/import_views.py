"""The pages of an import: upload, look, confirm, wait, result."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, controllers_where
from samsyn.base.days import today
from samsyn.base.forms import save

from . import forms, queries
from .imports import actions
from .imports.columns import COLUMNS


def import_upload(request):
    controllers = sorted(controllers_where(request.user, Permission.IMPORT_ENROLMENTS))
    if not controllers:
        raise PermissionDenied
    form = forms.UploadForm(request.POST or None, request.FILES or None, controllers=controllers)
    done = save(request, form, _upload, then=_address)
    runs = queries.import_runs_for(request.user)[:20]
    return done or render(request, "enrolments/import.html", {"form": form, "runs": runs, "columns": COLUMNS})


def _upload(*, association, file, by):
    return actions.upload_register(
        association=association, file_name=file.name, content=file.read(), on=today(), by=by
    )


def import_run(request, pk):
    run = get_object_or_404(queries.import_runs_for(request.user), pk=pk)
    return render(request, "enrolments/import_run.html", {"run": run, "progress": _progress(run)})


def import_progress(request, pk):
    """Asked every other second while it runs; when it is over, the page is loaded anew."""
    run = get_object_or_404(queries.import_runs_for(request.user), pk=pk)
    response = render(request, "enrolments/import_progress.html", {"run": run, "progress": _progress(run)})
    if not run.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_confirm(request, pk):
    run = get_object_or_404(queries.import_runs_for(request.user), pk=pk)
    actions.confirm_import(run=run, by=request.user)
    return redirect(_address(run))


@require_POST
def import_drop(request, pk):
    run = get_object_or_404(queries.import_runs_for(request.user), pk=pk)
    actions.drop_import(run=run, by=request.user)
    return redirect("enrolments:import")


def _address(run):
    return reverse("enrolments:import_run", args=[run.pk])


def _progress(run):
    if run.state == run.State.WAITING:
        return {"text": _("Waiting for its turn"), "percent": None}
    text = _("%(done)s of %(rows)s rows") % {"done": run.rows_done, "rows": run.rows}
    return {"text": text, "percent": run.percent}
