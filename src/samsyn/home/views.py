"""Start page, search, and the pages that are about the product itself."""

from django.db import connection
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.accounts.acting import open_to_all
from samsyn.base.tabs import buckets_for, search

LONGEST_SEARCH = 100


@require_GET
def start(request):
    """What needs this person now, in the role they have on."""
    if request.hat is None:
        return render(request, "home/no_assignment.html")
    page = f"home:{request.hat.role}"
    context = {
        "page": page,
        "greeting": greeting(timezone.localtime().hour),
        "buckets": buckets_for(page, request.user),
    }
    return render(request, "home/start.html", context)


def greeting(hour: int) -> str:
    if hour < 10:
        return _("Good morning")
    return _("Hello") if hour < 18 else _("Good evening")


@require_http_methods(["GET", "POST"])
def search_results(request):
    """A POST, so that no name or number stays in an address or a log; one sure hit is opened at once.

    The page without words is a GET: who changes language comes back to it.
    """
    if "q" in request.GET:
        return HttpResponseNotAllowed(["POST"])
    words = request.POST.get("q", "").strip()[:LONGEST_SEARCH]
    hits = search(request.user, words) if words else []
    if len(hits) == 1:
        return redirect(hits[0].url)
    return render(request, "home/search.html", {"hits": hits, "words": words})


@open_to_all
@require_GET
def accessibility(request):
    return render(request, "home/accessibility.html")


@open_to_all
@require_GET
def health(request):
    """200 when web server and database answer; for load balancers and supervisors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
