"""Files that belong to a report: attached, fetched, taken away, and fetched by everybody once published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samsyn.accounts.acting import open_to_all
from samsyn.audit.actions import looked_through
from samsyn.audit.models import Act
from samsyn.base.forms import save

from .. import actions, drafts, forms, queries
from ..tree import attached_to


def file_attach(request, pk):
    report = get_object_or_404(queries.writable_reports_for(request.user), pk=pk)
    if not report.is_open:
        raise PermissionDenied
    form = forms.AttachForm(request.POST or None, request.FILES or None)
    done = save(request, form, actions.attach_file, then=_files_of(report), report=report)
    text = _(
        "The file is read with the report, and by everybody once it is published. See to it that no personal "
        "data are in it."
    )
    context = {"form": form, "report": report, "heading": _("Attach a file"), "text": text, "findings": []}
    return done or render(request, "reports/form.html", context)


def file_get(request, pk):
    one = get_object_or_404(queries.attachments_for(request.user), pk=pk)
    looked_through(Act.EXPORT, "reports.file", None, 0, by=request.user)
    return _sent(one.name, one.kind, bytes(one.content))


@require_POST
def file_remove(request, pk):
    one = get_object_or_404(queries.attachments_for(request.user).defer("content"), pk=pk)
    try:
        report = actions.take_away_file(attachment=one, by=request.user)
    except ValidationError as rule:
        raise PermissionDenied from rule
    return redirect(_files_of(report))


@open_to_all
@require_GET
def published_file(request, pk, number):
    report = get_object_or_404(queries.published_reports(), pk=pk)
    tree = drafts.frozen_tree(report)
    one = next((one for one in attached_to(tree) if one["number"] == number), None)
    if one is None:
        raise Http404
    return _sent(
        one["name"], one["type"], drafts.files_of(tree | {"attachments": [one], "appendices": []})[number]
    )


def _files_of(report) -> str:
    return f"{reverse('reports:detail', args=[report.pk])}#files"


def _sent(name: str, kind: str, content: bytes) -> HttpResponse:
    """To be kept, never shown by the browser as one of our pages."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
