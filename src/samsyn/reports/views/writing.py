"""Writing: a section of text with its preview, amounts in a grid, and sections added, moved and removed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.base.forms import SomebodyElseSaved, save

from .. import actions, checking, forms, picking, queries
from ..blocks import SHOWN
from ..models import BlockKind
from ..output.prepared import prepared
from ..resolving import Context, numbers_of
from ..wording import html, notes, worded


def block_write(request, pk):
    block = _writable(request, pk)
    form = forms.TextForm(request.POST or None, record=block)
    done = save(request, form, actions.write_block, then=_address(block), block=block)
    numbers = numbers_of(block.report, block.report.blocks.all())
    context = {
        "form": form,
        "section": block,
        "report": block.report,
        "groups": picking.groups(numbers),
        "preview": _previewed(numbers, form["text"].value() or ""),
        **_shown_with_it(block),
    }
    return done or render(request, "reports/write.html", context)


@require_POST
def block_autosave(request, pk):
    """What has been typed so far, saved while writing. The answer holds the keys of the next save, or says
    that somebody else has saved meanwhile; then nothing more is saved until the writer has chosen.
    """
    block = _writable(request, pk)
    form = forms.TextForm(request.POST, record=block)
    context = {"section": block, "state": "wrong", "form": form}
    if form.is_valid():
        try:
            form.refuse_if_stale()
            saved = actions.write_block(block=block, by=request.user, **form.facts())
            context |= {"state": "saved", "form": forms.TextForm(record=saved)}
        except SomebodyElseSaved:
            context["state"] = "stale"
        except ValidationError as rule:
            context |= {"state": "wrong", "why": " ".join(rule.messages)}
    return render(request, "reports/autosave.html", context)


@require_POST
def block_preview(request, pk):
    report = _writable(request, pk).report
    numbers = numbers_of(report, report.blocks.all())
    return render(
        request, "reports/preview.html", {"preview": _previewed(numbers, request.POST.get("text", ""))}
    )


def _previewed(numbers, text: str):
    with translation.override("sv"):
        found = worded(text[:60_000], numbers.look_up, numbers.remark)
    return {
        "html": html(found.marked), "notes": notes(found.values, found.typed), "bare": found.bare,
        "problems": found.problems,
    }  # fmt: skip


def _shown_with_it(block):
    """The table or chart that stands under the text, or what is said instead of it; and what its writer is
    told of the amounts.
    """
    if block.kind not in SHOWN:
        return {"shown": [], "told": []}
    with translation.override("sv"):
        context = Context(block.report, numbers_of(block.report, [block]), {}, [])
        nodes = [
            one for one in SHOWN[block.kind](block, context) if one["kind"] in ("table", "chart", "text")
        ]
        shown = prepared({"nodes": nodes, "appendices": [], "signatures": []})["nodes"]
    return {"shown": shown, "told": [one["text"] for one in checking.unexpected_signs(nodes)]}


def block_enter(request, pk):
    block = _writable(request, pk)
    form = _grid(request, block)
    done = save(request, form, actions.enter, then=_address(block), block=block)
    shown = _shown_with_it(block)
    if done and shown["told"]:
        messages.warning(request, _("Saved, but is it right? %(told)s") % {"told": " ".join(shown["told"])})
    context = {"form": form, "section": block, "report": block.report, **shown}
    return done or render(request, "reports/enter.html", context)


@require_POST
def block_sums(request, pk):
    """How it would stand in the report with what has been typed so far; nothing is saved."""
    block = _writable(request, pk)
    form = _grid(request, block)
    if not form.is_valid():
        return HttpResponse(status=204)  # what stands there stays; Save says what is wrong
    block.data = block.data | form.facts()
    return render(request, "reports/shown.html", _shown_with_it(block))


def _grid(request, block):
    data = request.POST or None
    if block.kind == BlockKind.STATEMENT:
        is_free = numbers_of(block.report, [block]).sheets[block.key or block.data["sheet"]].sheet.is_free
        return (forms.RowsForm if is_free else forms.StatementForm)(data, record=block)
    if block.kind == BlockKind.RESULT:
        return forms.ResultForm(data, record=block)
    raise Http404


def block_add(request, pk):
    after = _writable(request, pk)
    form = forms.AddForm(request.POST or None)
    done = save(
        request, form, actions.add_text, then=lambda new: reverse("reports:write", args=[new.pk]), after=after
    )
    text = _("The new section comes after “%(heading)s”.") % {"heading": after}
    context = {
        "form": form,
        "report": after.report,
        "heading": _("New section"),
        "text": text,
        "findings": [],
    }
    return done or render(request, "reports/form.html", context)


def figures_add(request, pk):
    after = _writable(request, pk)
    form = forms.FiguresForm(request.POST or None, period=after.report.period)
    done = save(request, form, actions.add_figures, then=_section_of, after=after)
    text = _("The table or chart comes after “%(heading)s”.") % {"heading": after}
    return done or _figures(request, form, after.report, _("New table or chart"), text)


def figures_choose(request, pk):
    block = _writable(request, pk)
    if not block.shows_chosen_figures:
        raise Http404
    form = forms.FiguresForm(request.POST or None, record=block, period=block.report.period)
    done = save(request, form, actions.choose_figures, then=_section_of, block=block)
    return done or _figures(request, form, block.report, _("Choose figures"), str(block))


def _figures(request, form, report, heading: str, text: str):
    context = {"form": form, "report": report, "heading": heading, "text": text, "findings": []}
    return render(request, "reports/form.html", context)


def _section_of(block) -> str:
    """Where the table or chart is seen as it will be."""
    return reverse("reports:write", args=[block.pk])


@require_POST
def block_move(request, pk):
    block = _writable(request, pk)
    actions.move_block(block=block, up="up" in request.POST, by=request.user)
    return redirect(_address(block))


@require_POST
def block_remove(request, pk):
    block = _writable(request, pk)
    try:
        report = actions.remove_block(block=block, by=request.user)
    except ValidationError as rule:
        raise PermissionDenied from rule
    return redirect("reports:detail", report.pk)


def _writable(request, pk):
    block = get_object_or_404(queries.blocks_for(request.user), pk=pk)
    report = block.report
    if not report.is_open or (report.parent and not report.parent.is_open):
        raise PermissionDenied
    return block


def _address(block) -> str:
    return f"{reverse('reports:detail', args=[block.report_id])}#section-{block.pk}"
