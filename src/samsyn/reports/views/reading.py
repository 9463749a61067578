"""Reading: an edition as page, PDF and spreadsheet; what has changed since; what is published; the seal."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samsyn.accounts.acting import open_to_all
from samsyn.accounts.permissions import Permission, require
from samsyn.audit.actions import looked_through
from samsyn.audit.models import Act

from .. import actions, checking, drafts, forms, queries, seal
from ..output.prepared import prepared
from ..output.sheets import as_spreadsheet

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 30 * 1024 * 1024


@require_POST
def edition_make(request, pk):
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    actions.ask_for_edition(report=report, by=request.user)
    return redirect("reports:detail", report.pk)


def edition_progress(request, pk):
    """Asked every other second while it is being made; when it is done, the page is loaded anew."""
    edition = get_object_or_404(queries.editions_for(request.user).defer("pdf", "tree"), pk=pk)
    response = render(request, "reports/progress.html", {"edition": edition})
    if not edition.is_under_way:
        response["HX-Refresh"] = "true"
    return response


def report_read(request, pk):
    report, edition = _edition(request, pk)
    tree = prepared(drafts.frozen_tree(report) or edition.tree)
    return render(request, "reports/read.html", {"report": report, "edition": edition, "tree": tree})


def report_pdf(request, pk):
    report, edition = _edition(request, pk)
    return _sent(request, report, bytes(edition.pdf), "pdf", "application/pdf")


def report_excel(request, pk):
    report, edition = _edition(request, pk)
    return _sent(request, report, as_spreadsheet(edition.tree), "xlsx", SPREADSHEET)


def _edition(request, pk):
    """The frozen edition, else the newest that has been made."""
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    edition = report.editions.exclude(tree=None).order_by("-is_frozen", "-pk").first()
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
    """What would read otherwise if the report were made now; the approved document stays as it is."""
    report = get_object_or_404(queries.reports_for(request.user), pk=pk)
    if not report.is_frozen:
        raise Http404
    editions = list(report.editions.exclude(tree=None).defer("pdf"))
    frozen = next(one for one in editions if one.is_frozen)
    now = next((one for one in editions if not one.is_frozen and one.as_of > frozen.as_of), None)
    context = {
        "report": report,
        "frozen": frozen,
        "now": now,
        "differences": checking.differences(frozen.tree, now.tree) if now else [],
        "under_way": report.editions.filter(progress__in=["waiting", "running"]).defer("pdf", "tree").first(),
    }
    return render(request, "reports/since.html", context)


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
    tree = drafts.frozen_tree(report)
    return render(request, "reports/published_read.html", {"report": report, "tree": prepared(tree)})


@open_to_all
@require_GET
def published_pdf(request, pk):
    report = get_object_or_404(queries.published_reports(), pk=pk)
    edition = report.editions.get(is_frozen=True)
    return _file(report, bytes(edition.pdf), "pdf", "application/pdf")
