"""The list of initiatives, and an initiative's facts: coverage, tracks and capacity."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.audit.history import changes_of
from samsyn.base.days import today
from samsyn.base.forms import save

from .. import actions, forms, queries
from ..models import Capacity, Coverage, Track
from .frame import address, changeable, form_page, part, seen, tab_page

PAGE = 100


def initiative_list(request):
    associations = list(queries.associations_for(request.user).order_by("name"))
    form = forms.InitiativeFilter(request.GET, associations=associations)
    chosen = form.cleaned_data if form.is_valid() else {}
    initiatives = queries.in_state(queries.initiatives_of(associations), chosen.get("state", ""), today())
    if chosen.get("form"):
        initiatives = initiatives.filter(form=chosen["form"])
    if chosen.get("lacks"):
        initiatives = queries.lacking(initiatives, chosen["lacks"], request.user, today())
    if chosen.get("association"):
        initiatives = initiatives.filter(association=chosen["association"])
    page, after = queries.page_after(initiatives, request.GET.get("after", ""), PAGE)
    facts = {
        "initiatives": page,
        "after": after,
        "form": form,
        "several": len(associations) > 1,
        "day": today(),
    }
    facts["may_add"] = queries.associations_where_new(request.user).exists()
    return render(request, "initiatives/list.html", facts)


def initiative_new(request):
    associations = queries.associations_where_new(request.user)
    get_object_or_404(associations[:1])
    form = forms.InitiativeForm(request.POST or None, associations=associations)
    done = save(request, form, actions.create_initiative, then=address)
    back = reverse("initiatives:list")
    return done or form_page(request, form, _("New initiative"), _("Initiatives"), back, submit=_("Create"))


def initiative_detail(request, pk):
    initiative = seen(request, pk)
    facts = {
        "coverage": queries.coverage_of(initiative),
        "tracks": queries.tracks_of(initiative),
        "capacities": initiative.capacities.all(),
        "meeting": queries.next_meeting(initiative, None, today()),
        "plan": initiative.plans.filter(decided_on__isnull=False).first(),
    }
    return tab_page(request, initiative, "detail", facts)


def initiative_edit(request, pk):
    initiative = changeable(request, pk)
    form = forms.InitiativeForm(request.POST or None, record=initiative, association=initiative.association)
    done = save(request, form, actions.change_initiative, then=address, initiative=initiative)
    return done or form_page(request, form, _("Change the initiative"), initiative.name, address(initiative))


def initiative_history(request, pk):
    initiative = seen(request, pk)
    return tab_page(request, initiative, "history", {"changes": changes_of(initiative)})


# ── Coverage ───────────────────────────────────────────────────────────────────────────────────────────────


def coverage_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.NewCoverageForm(request.POST or None, initiative=initiative)
    back = address(initiative)
    done = save(request, form, actions.cover, then=back, initiative=initiative)
    return done or form_page(request, form, _("Cover a municipality"), initiative, back)


def coverage_edit(request, pk):
    coverage = part(request, Coverage, pk)
    form = forms.CoverageForm(request.POST or None, record=coverage, initiative=coverage.initiative)
    back = address(coverage.initiative)
    done = save(request, form, actions.change_coverage, then=back, coverage=coverage)
    return done or form_page(
        request, form, str(coverage.municipality), coverage.initiative, back, record=coverage
    )


def coverage_remove(request, pk):
    coverage = part(request, Coverage, pk)
    form = forms.NothingForm(request.POST or None)
    back = address(coverage.initiative)
    done = save(request, form, actions.uncover, then=back, coverage=coverage)
    text = _("The initiative no longer covers the municipality. Enrolments that exist are not touched.")
    heading = _("Take out %(municipality)s") % {"municipality": coverage.municipality}
    return done or form_page(
        request, form, heading, coverage.initiative, back, submit=_("Take out"), danger=True, text=text
    )


# ── Tracks and capacity ────────────────────────────────────────────────────────────────────────────────────


def track_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.TrackForm(request.POST or None, initial={"is_open": True})
    back = address(initiative)
    done = save(request, form, actions.add_track, then=back, initiative=initiative)
    return done or form_page(request, form, _("New track"), initiative, back)


def track_edit(request, pk):
    track = part(request, Track, pk)
    form = forms.TrackForm(request.POST or None, record=track)
    back = address(track.initiative)
    done = save(request, form, actions.change_track, then=back, track=track)
    return done or form_page(request, form, track.name, track.initiative, back, record=track)


def capacity_add(request, pk):
    initiative = changeable(request, pk)
    form = forms.CapacityYearForm(request.POST or None, initial={"year": today().year})
    back = address(initiative)
    done = save(request, form, actions.set_capacity, then=back, initiative=initiative)
    return done or form_page(request, form, _("Budgeted participants"), initiative, back)


def capacity_edit(request, pk):
    capacity = part(request, Capacity, pk)
    form = forms.CapacityForm(request.POST or None, record=capacity)
    back = address(capacity.initiative)
    done = save(request, form, actions.change_capacity, then=back, capacity=capacity)
    heading = _("Budgeted participants %(year)s") % {"year": capacity.year}
    return done or form_page(request, form, heading, capacity.initiative, back, record=capacity)
