"""The enrolment pages. Each view: load what the user may see, do one action, show one template."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, controllers_where
from samsyn.audit.actions import looked_at, looked_through_each
from samsyn.audit.history import changes_of
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.forms import save
from samsyn.participants import queries as people

from . import actions, forms, quality, queries, sheets
from .rules import planned_end

RECORDED = {"recorded_at", "ended_recorded_at"}  # each change says when it was made


def enrolment_list(request):
    form, facts = _chosen(request)
    sort, after = request.GET.get("sort", "-started_on"), request.GET.get("after", "")
    rows, has_more = queries.page_of(request.user, facts, sort, after, today())
    _looked_through(request, Act.LIST, "enrolments:list", [row.controller_id for row in rows])
    context = {"form": form, "rows": rows, "has_more": has_more, "today": today(),
               "may_enrol": queries.may_enrol(request.user)}  # fmt: skip
    return render(request, "enrolments/list.html", context)


def enrolment_export(request):
    """The filtered list as a spreadsheet, without protected identities."""
    _form_unused, facts = _chosen(request)
    enrolments = queries.filtered(queries.enrolments_for(request.user), **facts, on=today())
    rows = queries.exportable(enrolments).order_by("-started_on", "-pk")
    content, controllers = sheets.of_enrolments(rows)
    _looked_through(request, Act.EXPORT, "enrolments:export", controllers)
    return sheets.download(content, _("enrolments"))


def _looked_through(request, act, kind, controllers):
    places = controllers_where(request.user, Permission.SEE_OWN_PARTICIPANTS)
    looked_through_each(act, kind, controllers, by=request.user, asked=places)


def _chosen(request):
    controllers = sorted(controllers_where(request.user, Permission.SEE_OWN_PARTICIPANTS))
    chosen = request.GET.copy()
    chosen.setdefault("state", "ongoing")
    form = forms.EnrolmentFilter(chosen, controllers=controllers, is_own=people.sees_only_own(request.user))
    return form, form.cleaned_data if form.is_valid() else {"state": "ongoing"}


def enrolment_detail(request, pk):
    enrolment = get_object_or_404(queries.with_extension(queries.enrolments_for(request.user)), pk=pk)
    looked_at(Act.OPEN, "enrolment", enrolment, by=request.user)
    may_see_person = people.participants_for(request.user).filter(pk=enrolment.participant_id).exists()
    context = {
        "enrolment": enrolment, "today": today(),
        "changes": changes_of(enrolment, hidden=() if may_see_person else {"participant"},
                              untold=RECORDED),
        "may_decide": queries.decided_by(request.user).filter(pk=pk).exists(),
        "may_see_person": may_see_person,
        "planned_end": planned_end(enrolment),
        "extensions": queries.extensions_of(enrolment),
    }  # fmt: skip
    return render(request, "enrolments/detail.html", context)


def enrolment_allocate(request, pk):
    enrolment = get_object_or_404(queries.decided_by(request.user), pk=pk)
    loads = queries.caseload(request.user, today())
    form = forms.AllocateForm(request.POST or None, record=enrolment, loads=loads)
    done = save(request, form, actions.allocate, then=_address(enrolment), enrolment=enrolment)
    return done or _form(request, enrolment, form, _("Allocate a coach"))


def enrolment_move(request, pk):
    enrolment = get_object_or_404(queries.decided_by(request.user), pk=pk)
    form = forms.TrackForm(request.POST or None, record=enrolment)
    done = save(request, form, actions.move_track, then=_address(enrolment), enrolment=enrolment)
    return done or _form(request, enrolment, form, _("Change track"))


def enrolment_start(request, pk):
    """Begin, or fill in and correct what was so at the start."""
    enrolment = get_object_or_404(queries.worked_with_by(request.user), pk=pk)
    action = actions.start if enrolment.is_waiting else actions.correct_start_facts
    heading = _("Start") if enrolment.is_waiting else _("Facts at the start")
    form = forms.StartForm(request.POST or None, record=enrolment)
    done = save(request, form, action, then=_address(enrolment), enrolment=enrolment)
    if done and enrolment.started_on and enrolment.is_outside_ages_on(enrolment.started_on):
        messages.warning(request, _("The participant's age is outside what the initiative is meant for."))
    return done or _form(request, enrolment, form, heading)


def enrolment_discharge(request, pk):
    """End, or fill in and correct what was so at the end."""
    enrolment = get_object_or_404(queries.worked_with_by(request.user), pk=pk)
    action = actions.correct_end_facts if enrolment.ended_on else actions.discharge
    heading = _("Facts at the end") if enrolment.ended_on else _("Discharge")
    form = forms.DischargeForm(request.POST or None, record=enrolment)
    done = save(request, form, action, then=_address(enrolment), enrolment=enrolment)
    return done or _form(request, enrolment, form, heading)


def enrolment_referrer(request, pk):
    enrolment = get_object_or_404(queries.worked_with_by(request.user), pk=pk)
    form = forms.ReferrerForm(request.POST or None, record=enrolment)
    done = save(request, form, actions.correct_referrer, then=_address(enrolment), enrolment=enrolment)
    return done or _form(request, enrolment, form, _("Who referred"))


def enrolment_extend(request, pk):
    enrolment = get_object_or_404(queries.worked_with_by(request.user), pk=pk)
    form = forms.ExtendForm(request.POST or None)
    done = save(request, form, actions.extend, then=_address(enrolment), enrolment=enrolment)
    planned = planned_end(enrolment)
    lead = _("The planned end is now %(day)s.") % {"day": planned} if planned else ""
    return done or _form(request, enrolment, form, _("Extend the enrolment"), lead=lead)


def extension_undo(request, pk):
    extension = get_object_or_404(queries.undoable_extensions_for(request.user), pk=pk)
    form = forms.UndoForm(request.POST or None, record=extension)
    enrolment = extension.enrolment
    done = save(request, form, actions.undo_extension, then=_address(enrolment), extension=extension)
    lead = _("The planned end before this extension holds again. Nothing is deleted: it stays to be seen.")
    return done or _form(request, enrolment, form, _("Undo the extension"), lead=lead, danger=True)


def enrolment_undo(request, pk):
    enrolment = get_object_or_404(queries.decided_by(request.user), pk=pk)
    form = forms.UndoForm(request.POST or None, record=enrolment)
    done = save(request, form, actions.undo, then=_address(enrolment), enrolment=enrolment)
    lead = _("A misregistration is counted nowhere. Nothing is deleted: it stays in the history.")
    return done or _form(request, enrolment, form, _("Undo a misregistration"), lead=lead, danger=True)


def enrolment_reopen(request, pk):
    enrolment = get_object_or_404(queries.worked_with_by(request.user), pk=pk)
    form = forms.ReopenForm(request.POST or None, record=enrolment)
    done = save(request, form, actions.reopen, then=_address(enrolment), enrolment=enrolment)
    lead = _("The discharge is taken away and the participant is ongoing again.")
    return done or _form(request, enrolment, form, _("Open again"), lead=lead)


def enrolment_new(request):
    form = forms.NewForm(request.POST or None, user=request.user)
    if request.POST.get("number"):
        _looked_up(request, request.POST["number"])  # sending the form asks for the number too
    done = save(request, form, actions.enrol_new, then=_address)
    return done or render(
        request, "enrolments/new.html", {"form": form, "may_enrol": queries.may_enrol(request.user)}
    )


@require_POST
def enrolment_same(request):
    """While the number is typed: is the person registered already? A POST, so that it is in no address."""
    number = request.POST.get("number", "")
    found = _looked_up(request, number) if number else None
    mine = found and people.participants_for(request.user).filter(pk=found.pk).first()
    alike = [] if found else _alike(request)
    return render(request, "enrolments/same.html", {"found": found, "mine": mine, "alike": alike})


def _alike(request):
    """By name and birth: so that nobody is entered twice. Asking is logged as any search."""
    typed = {name: request.POST.get(name, "") for name in ("number", "family_name", "birth_year")}
    if not typed["family_name"] or not (typed["number"] or typed["birth_year"]):
        return []
    controllers = controllers_where(request.user, Permission.ENROL)
    found = people.alike(request.user, controllers, **typed)
    shown = [one.controller_id for one in found]
    looked_through_each(Act.SEARCH, "participants:alike", shown, by=request.user, asked=controllers)
    return found


def _looked_up(request, number):
    """Who has the number, as far as the user may know. That somebody asked is logged, hit or miss."""
    controllers = controllers_where(request.user, Permission.ENROL)
    found = people.known_by_number(request.user, controllers, number)
    shown = [found.controller_id] if found else []
    looked_through_each(Act.SEARCH, "participants:same", shown, by=request.user, asked=controllers)
    return found


def enrolment_caseload(request):
    loads = queries.caseload(request.user, today())
    counts = queries.counts(request.user, today(), own=False)
    return render(request, "enrolments/caseload.html", {"loads": loads, "counts": counts})


def enrolment_quality(request):
    """What ought to be put right among those the user may correct, and who owns it."""
    remarks = quality.remarks_for(request.user, today())
    shown = {row.pk: row.controller_id for remark in remarks for row in remark.enrolments}
    _looked_through(request, Act.LIST, "enrolments:quality", list(shown.values()))
    facts = {"remarks": remarks, "trend": quality.trend_for(request.user, today())}
    return render(request, "enrolments/quality.html", facts)


def _address(enrolment):
    return reverse("enrolments:detail", args=[enrolment.pk])


def _form(request, enrolment, form, heading, *, lead="", danger=None):
    looked_at(Act.OPEN, "enrolment form", enrolment, by=request.user)
    context = {"enrolment": enrolment, "form": form, "heading": heading, "lead": lead, "danger": danger,
               "back": _address(enrolment)}  # fmt: skip
    return render(request, "enrolments/form.html", context)
