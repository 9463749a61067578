"""A report from start to publication: the list, its own page, and the steps from hand to hand."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, require
from samsyn.accounts.signin import second_factor_shown
from samsyn.audit.history import changes_of
from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, checking, drafts, forms, queries
from ..life import STEPS, may_be_discarded
from ..models import State

# Steps that ask for nothing: a press on a button.
PRESSED = {
    "back": actions.take_back,
    "hand_in": actions.hand_in,
}


def report_list(request):
    require(request.user, Permission.SEE_REPORTS)
    reports = list(queries.listed_for(request.user)[:200])
    own = queries.reports_for(request.user).exclude(parent=None).exclude(state=State.HANDED_IN)
    context = {
        "reports": reports,
        "appendices": list(own.filter(parent__state=State.COLLECTING)),
        "unsigned": list(queries.unsigned_of(request.user)),
        "associations": list(queries.associations_writing_for(request.user)),
        "day": today(),
    }
    return render(request, "reports/list.html", context)


def report_new(request, slug):
    association = get_object_or_404(queries.associations_writing_for(request.user), slug=slug)
    leads = queries.leads(request.user, association)
    year = today().year - (1 if today().month < 7 else 0)
    form = forms.StartForm(
        request.POST or None,
        leads=leads,
        initiatives=queries.initiatives_writing_for(request.user, association),
        initial={"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)},
    )
    done = save(request, form, actions.start_report, then=_address, association=association)
    for rule in form.non_field_errors().as_data():
        if rule.code == "exists" and queries.reports_for(request.user).contains(rule.params["report"]):
            form.add_error(None, _way_to(rule.params["report"]))
    return done or render(request, "reports/new.html", {"form": form, "association": association})


def _way_to(report) -> str:
    """To what cannot be started again, and whether it is still written."""
    link = format_html('<a class="ds-link" href="{}">{}</a>', _address(report), report)
    if report.is_open:
        return format_html(_("Go on writing in {report}."), report=link)
    if report.is_frozen:
        return format_html(_("Read {report}; it can no longer be changed."), report=link)
    return format_html(
        _("Read {report}; it can be changed when it has been taken back or opened again."), report=link
    )


def report_detail(request, pk):
    report = _seen(request, pk)
    draft = drafts.draft_of(report)
    editions = list(report.editions.defer("pdf"))
    latest = queries.to_be_read(editions)
    may_write = queries.may_write(request.user, report) and report.is_open
    under_way = queries.under_way(editions, timezone.now())
    is_read = not report.is_open and not report.is_frozen
    reads_whole = report.parent and queries.reports_for(request.user).contains(report.parent)
    context = {
        "report": report,
        "parent": report.parent if reads_whole else None,
        "draft": draft,
        "latest": latest,
        "under_way": under_way,
        "failed": not under_way and _has_failed(editions),
        "may_be_discarded": may_write and may_be_discarded(report),
        "may_be_made": report.is_open or (report.state == State.HANDED_IN and report.parent.is_open),
        "steps": queries.steps_for(request.user, report),
        "may_write": may_write and not (report.parent and not report.parent.is_open),
        "findings": checking.findings(latest.tree) if latest and not report.is_frozen else [],
        "problems": checking.problems(latest.tree) if latest and not report.is_frozen else [],
        "unwritten": checking.unwritten(latest.tree) if latest and is_read else [],
        "states": _states(report),
        "changes": changes_of(report, untold={"started_by", "association", "parent"}) if may_write else [],
        "day": today(),
    }
    return render(request, "reports/detail.html", context)


def _has_failed(editions) -> bool:
    """What is under review or approved, else the newest draft: could it not be made?"""
    kept = [one for one in editions if one.is_for_review] or editions
    return bool(kept) and not kept[0].is_done


def _states(report) -> list[dict]:
    """The way of this report, for the line of steps."""
    way = (
        [State.DRAFT, State.HANDED_IN]
        if report.parent_id
        else [
            State.DRAFT,
            *([State.COLLECTING] if report.outline.has_appendices else []),
            State.REVIEW,
            State.APPROVED,
            *([State.SIGNED] if report.outline.is_signed else []),
            State.PUBLISHED,
        ]
    )
    here = way.index(State(report.state)) if report.state in way else 0
    return [{"label": one.label, "is_done": n < here, "is_current": n == here} for n, one in enumerate(way)]


def report_collect(request, pk):
    report = _with_step(request, pk, "collect")
    form = forms.CollectForm(request.POST or None, record=report)
    text = _(
        "Each initiative gets a report to write, with its figures in place. They are reminded before the day."
    )
    return _asked(request, report, form, actions.collect_appendices, STEPS["collect"].label, text)


def report_give_back(request, pk):
    report = _with_step(request, pk, "give_back")
    form = forms.GiveBackForm(request.POST or None, record=report)
    text = _("Whoever writes it gets a letter, and reads what you write here until it is handed in anew.")
    return _asked(request, report, form, actions.give_back, STEPS["give_back"].label, text)


def report_approve(request, pk):
    report = _with_step(request, pk, "approve")
    edition = report.editions.filter(is_for_review=True).defer("pdf").first()
    if edition is None or not edition.is_done:
        messages.info(
            request, _("What is to be approved is still being made. Note the approval when it is there.")
        )
        return redirect(_address(report))
    found = checking.findings(edition.tree)
    form = forms.ApproveForm(
        request.POST or None,
        has_findings=bool(found),
        made_on=timezone.localdate(edition.as_of),
        record=report,
        initial={"decided_by": "" if report.initiative_id else "styrelsen"},
    )
    done = save(request, form, actions.approve, then=_address(report), report=report, on=today())
    context = {
        "report": report,
        "form": form,
        "edition": edition,
        "findings": found,
        "problems": checking.problems(edition.tree),
        "unwritten": checking.unwritten(edition.tree),
    }
    return done or render(request, "reports/approve.html", context)


def report_publish(request, pk):
    """Asked once more: what everybody has read cannot be made unread."""
    report = _with_step(request, pk, "publish")
    form = forms.ConfirmForm(request.POST or None, record=report)
    text = _(
        "Everybody can read it from then on, without signing in: as page and as PDF, with what is attached."
        " That cannot be taken back."
    )
    return _asked(request, report, form, actions.publish, STEPS["publish"].label, text)


def report_discard(request, pk):
    report = _seen(request, pk)
    if not queries.may_write(request.user, report) or not may_be_discarded(report):
        raise Http404
    form = forms.ConfirmForm(request.POST or None, record=report)
    text = _(
        "The draft is thrown away, with all that is written and entered in it. It cannot be brought back."
    )
    heading, then = _("Throw the draft away"), reverse("reports:list")
    return _asked(request, report, form, actions.discard, heading, text, then)


def report_sign(request, pk):
    """The second factor is asked for on its own page, and the signer comes back here."""
    report = _with_step(request, pk, "sign")
    shown = second_factor_shown(request)
    now = timezone.now()
    is_fresh = bool(shown and now - shown[1] <= actions.FRESH)
    form = forms.SignForm(request.POST or None)
    if request.method == "POST" and shown and is_fresh:
        facts = {"report": report, "method": shown[0], "shown_at": shown[1], "now": now}
        if done := save(request, form, actions.sign, then=_address(report), **facts):
            return done
    context = {
        "report": report,
        "form": form,
        "is_fresh": is_fresh,
        "frozen": report.editions.defer("pdf", "tree").get(is_frozen=True),
        "has_factor": getattr(request.user, "has_own_factor", False) or shown,
        "confirm": f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}",
        "signatures": list(report.signatures.all()),
    }
    return render(request, "reports/sign.html", context)


@require_POST
def report_step(request, pk, name):
    report = _with_step(request, pk, name)
    if name not in (*PRESSED, "review"):
        raise Http404
    try:
        if name == "review":
            actions.send_to_review(report=report, on=today(), by=request.user)
        else:
            PRESSED[name](report=report, by=request.user)
    except ValidationError as rule:
        messages.error(request, " ".join(rule.messages))
    return redirect(_address(report))


def _asked(request, report, form, action, heading, text, then=None):
    """A page that tells what would be done, and does it when that is meant."""
    done = save(request, form, action, then=then or _address(report), report=report)
    context = {"form": form, "report": report, "heading": heading, "text": text, "findings": []}
    return done or render(request, "reports/form.html", context)


def _seen(request, pk):
    return get_object_or_404(queries.reports_for(request.user), pk=pk)


def _with_step(request, pk, name):
    """The report, when this step may be taken with it by this person; else it is as if it were not there."""
    report = _seen(request, pk)
    if name not in STEPS:
        raise Http404
    if not any(step.name == name for step in queries.steps_for(request.user, report)):
        raise PermissionDenied
    return report


def _address(report) -> str:
    return reverse("reports:detail", args=[report.pk])
