"""Reading: an edition as page, PDF and spreadsheet; what has changed since; what is published; the seal."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samsyn.accounts.acting import open_to_all
from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import looked_through
from samsyn.audit.models import Act
from samsyn.figures.changes_shown import rows_of
from samsyn.figures.queries import view_for

from .. import actions, checking, drafts, forms, queries, seal
from ..output.prepared import linked, prepared
from ..output.sheets import as_spreadsheet
from ..whence import with_whence
from ..wording import said

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 80 * 1024 * 1024  # a report with all that may be attached to it


@require_POST
def edition_make(request, pk):
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    actions.ask_for_edition(report=report, by=request.user)
    return redirect("reports:since" if "since" in request.POST else "reports:detail", report.pk)


def edition_progress(request, pk):
    """Asked every other second while it is being made; when it is done, the page is loaded anew."""
    edition = get_object_or_404(queries.editions_for(request.user).defer("pdf", "tree"), pk=pk)
    response = render(request, "reports/progress.html", {"edition": edition})
    if not edition.is_under_way:
        response["HX-Refresh"] = "true"
    return response


def report_read(request, pk):
    report, edition = _edition(request, pk)
    tree = linked(prepared(drafts.dressed(edition)), lambda one: reverse("reports:file", args=[one["id"]]))
    tree = with_whence(tree, view_for(request.user, report.association.slug), report)
    return render(request, "reports/read.html", {"report": report, "edition": edition, "tree": tree})


def report_pdf(request, pk):
    report, edition = _edition(request, pk)
    if not edition.pdf:
        raise Http404  # of what has just been approved, until it has been typeset
    return _sent(request, report, bytes(edition.pdf), "pdf", "application/pdf")


def report_excel(request, pk):
    report, edition = _edition(request, pk)
    return _sent(request, report, as_spreadsheet(edition.tree), "xlsx", SPREADSHEET)


def _edition(request, pk):
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    edition = queries.to_be_read(report.editions.defer("pdf"))
    if edition is None:
        raise Http404
    return report, edition


def _sent(request, report, content: bytes, ending: str, kind: str):
    looked_through(Act.EXPORT, f"reports.{ending}", None, 0, by=request.user)
    return _file(report, content, ending, kind)


def _file(report, content: bytes, ending: str, kind: str):
    response = HttpResponse(content, content_type=kind)
    name = "-".join(
        [
            report.association.slug,
            report.kind,
            str(report.year),
            *([report.initiative.slug] if report.initiative else []),
        ]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def report_since(request, pk):
    """What would read otherwise if the report were made now; what the board has read stays as it is."""
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    editions = list(report.editions.defer("pdf"))
    read = next((one for one in editions if one.is_for_review and one.tree), None)
    if read is None:
        raise Http404
    others = [one for one in editions if not one.is_for_review]
    now = next((one for one in others if one.tree and one.as_of > read.as_of), None)
    view, compared = queries.compared_since(request.user, report, read)
    context = {
        "report": report,
        "read": read,
        "view": view,
        "compared": compared,
        "rows": rows_of(request.user, view, compared) if compared else [],
        "now": now,
        "differences": _differences(read.tree, now.tree) if now else [],
        "under_way": queries.under_way(editions, timezone.now()),
        "has_failed": bool(others and others[0].progress == "failed"),
    }
    return render(request, "reports/since.html", context)


LONGEST_NUMBER = 20


def _differences(read, now):
    with translation.override("sv"):
        return [
            one
            | {"then": said(one["then"]), "now": said(one["now"])}
            | {"is_words": any(len(said(one[name])) > LONGEST_NUMBER for name in ("then", "now"))}
            for one in checking.differences(read, now)
        ]


def seal_check(request):
    """Has a PDF been changed since it was sealed? Nothing of the file is kept."""
    require(request.user, Permission.SEE_REPORTS)
    form = forms.SealForm(request.POST or None, request.FILES or None)
    checked = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            form.add_error("file", _("The file is too large to be one of our reports."))
        else:
            checked = seal.check(file.read())
    return render(request, "reports/seal.html", {"form": form, "checked": checked})


# ── For everybody ──────────────────────────────────────────────────────────────────────────────────────────


@open_to_all
@require_GET
def published_list(request):
    return render(request, "reports/published.html", {"reports": list(queries.published_reports()[:200])})


@open_to_all
@require_GET
def published_read(request, pk):
    report = get_object_or_404(queries.published_reports(), pk=pk)
    tree = linked(
        prepared(drafts.frozen_tree(report) or {}),
        lambda one: reverse("reports:published_file", args=[report.pk, one["number"]]),
    )
    return render(request, "reports/published_read.html", {"report": report, "tree": tree})


@open_to_all
@require_GET
def published_pdf(request, pk):
    report = get_object_or_404(queries.published_reports(), pk=pk)
    edition = report.editions.get(is_frozen=True)
    return _file(report, bytes(edition.pdf), "pdf", "application/pdf")
