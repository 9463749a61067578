"""The association's pages: who its members are, its areas, what is known about its municipalities."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.audit.history import changes_of
from samsyn.base.forms import save
from samsyn.base.tabs import tabs_for

from . import actions, forms, queries
from .models import ReferenceStatistic


def association_list(request):
    associations = queries.associations_for(request.user).order_by("name", "pk")
    return render(request, "organisations/list.html", {"associations": associations})


def association_detail(request, pk):
    association = get_object_or_404(queries.associations_for(request.user), pk=pk)
    waiting = queries.proposals_for(request.user).filter(association=association, is_agreed=None)
    facts = {
        "parties": queries.parties_of(association),
        "areas": queries.areas_of(association),
        "waiting": waiting,
    }
    return _association_page(request, association, "detail", facts)


def association_statistics(request, pk):
    association = get_object_or_404(queries.associations_for(request.user), pk=pk)
    municipalities = list(queries.municipalities_of(association))
    known = queries.latest_statistics(municipalities)
    measures = ReferenceStatistic.Measure
    rows = [(place, [known.get(place.pk, {}).get(one) for one in measures]) for place in municipalities]
    newest = {(one.as_of, one.source) for figures in known.values() for one in figures.values()}
    facts = {"rows": rows, "measures": measures.labels, "sources": sorted(newest, reverse=True)}
    return _association_page(request, association, "statistics", facts)


def association_history(request, pk):
    association = get_object_or_404(queries.associations_for(request.user), pk=pk)
    return _association_page(request, association, "history", {"changes": changes_of(association)})


def association_edit(request, pk):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    form = forms.AssociationForm(request.POST or None, record=association)
    done = save(
        request, form, actions.change_association, then=_address(association), association=association
    )
    return done or _form(request, form, association, _("Change the association"))


def party_add(request, pk):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    form = forms.PartyForm(request.POST or None, association=association)
    done = save(request, form, actions.add_party, then=_address(association), association=association)
    return done or _form(request, form, association, _("New member"))


def party_edit(request, pk):
    party = get_object_or_404(queries.changeable_parties_for(request.user), pk=pk)
    form = forms.PartyPeriodForm(request.POST or None, record=party)
    done = save(request, form, actions.change_party, then=_address(party.association), party=party)
    return done or _form(request, form, party.association, str(party.controller), record=party)


def controller_add(request, pk):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    form = forms.NewControllerForm(request.POST or None)
    done = save(request, form, actions.create_controller, then=_address(association), association=association)
    return done or _form(request, form, association, _("New authority"))


def controller_detail(request, pk):
    controller = get_object_or_404(queries.controllers_for(request.user), pk=pk)
    may_change = queries.changeable_controllers_for(request.user).filter(pk=pk).exists()
    waiting = queries.proposals_for(request.user).filter(controller=controller, is_agreed=None)
    facts = {
        "controller": controller,
        "changes": changes_of(controller),
        "may_change": may_change,
        "waiting": waiting,
    }
    return render(request, "organisations/controller.html", facts)


def controller_edit(request, pk):
    controller = get_object_or_404(queries.changeable_controllers_for(request.user), pk=pk)
    form = forms.ControllerForm(request.POST or None, record=controller)
    back = reverse("organisations:controller", args=[pk])
    done = save(request, form, actions.change_controller, then=back, controller=controller)
    return done or render(
        request,
        "organisations/form.html",
        {"form": form, "heading": controller, "back": back, "up": controller, "submit": "", "changes": []},
    )


def proposal_detail(request, pk):
    proposal = get_object_or_404(queries.proposals_for(request.user), pk=pk)
    return _proposal_page(request, proposal, forms.ProposalForm(record=proposal))


@require_POST
def proposal_agree(request, pk):
    return _decide(request, pk, actions.agree_to_proposal)


@require_POST
def proposal_decline(request, pk):
    return _decide(request, pk, actions.decline_proposal)


def _decide(request, pk, action):
    proposal = get_object_or_404(queries.proposals_for(request.user), pk=pk)
    form = forms.ProposalForm(request.POST, record=proposal)
    here = reverse("organisations:proposal", args=[pk])
    done = save(request, form, action, then=here, proposal=proposal)
    return done or _proposal_page(request, proposal, form)


def _proposal_page(request, proposal, form):
    proposal.refresh_from_db(fields=["is_agreed", "decided_by", "decided_at"])
    may_decide = queries.decidable_proposals_for(request.user).filter(pk=proposal.pk).exists()
    facts = {
        "proposal": proposal,
        "form": form,
        "may_decide": may_decide,
        "changes": changes_of(proposal),
    }
    return render(request, "organisations/proposal.html", facts)


def area_add(request, pk):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    form = forms.AreaForm(request.POST or None, association=association)
    done = save(request, form, actions.add_area, then=_address(association), association=association)
    return done or _form(request, form, association, _("New area"))


def area_edit(request, pk):
    area = get_object_or_404(queries.changeable_areas_for(request.user), pk=pk)
    form = forms.AreaForm(request.POST or None, record=area, association=area.association)
    done = save(request, form, actions.change_area, then=_address(area.association), area=area)
    return done or _form(request, form, area.association, area.name, record=area)


def statistics_edit(request, pk, municipality):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    place = get_object_or_404(queries.municipalities_of(association), pk=municipality)
    known = queries.latest_statistics([place]).get(place.pk, {})
    newest = max(known.values(), key=lambda one: one.as_of, default=None)
    start = {"as_of": newest.as_of, "source": newest.source} if newest else {}
    start |= {name: one.value for name, one in known.items() if newest and one.as_of == newest.as_of}
    form = forms.StatisticsForm(request.POST or None, initial=start)
    then = _address(association, "statistics")
    facts = {"association": association, "municipality": place}
    done = save(request, form, actions.set_statistics, then=then, **facts)
    return done or _form(request, form, association, place.name, back=then)


def statistics_import(request, pk):
    association = get_object_or_404(queries.changeable_associations_for(request.user), pk=pk)
    form = forms.StatisticsImportForm(request.POST or None, request.FILES or None)
    then = _address(association, "statistics")
    done = save(request, form, actions.import_statistics, then=then, association=association)
    return done or _form(request, form, association, _("Import statistics"), back=then, submit=_("Import"))


# ── What the pages share ───────────────────────────────────────────────────────────────────────────────────


def _address(association, page="detail") -> str:
    return reverse(f"organisations:{page}", args=[association.pk])


def _association_page(request, association, page, facts):
    """One of the association's tabs; higher apps may have added more of them."""
    own = [("detail", _("Overview")), ("statistics", _("Statistics")), ("history", _("History"))]
    tabs = [
        {"label": label, "url": _address(association, name), "is_current": name == page}
        for name, label in own
    ]
    tabs[-1:-1] = [
        {"label": tab.label, "url": reverse(tab.url_name, args=[association.pk]), "is_current": False}
        for tab in tabs_for("organisations:detail")
        if tab.may_see(association, request.user)
    ]
    may_change = queries.may_change(request.user, association)
    shown = {"association": association, "tabs": tabs, "may_change": may_change, **facts}
    return render(request, f"organisations/{page}.html", shown)


def _form(request, form, association, heading, *, back="", submit="", record=None):
    facts = {"form": form, "heading": heading, "up": association, "submit": submit}
    facts |= {"back": back or _address(association), "changes": changes_of(record) if record else []}
    return render(request, "organisations/form.html", facts)
