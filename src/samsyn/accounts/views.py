"""The pages about people's assignments, and everybody's own page."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from samsyn.audit.history import changes_of
from samsyn.base.days import today
from samsyn.base.forms import save

from . import actions, queries
from .forms import AssignmentFilter, DecideForm, GrantForm, InviteForm, ProfileForm
from .models import Assignment, User
from .permissions import Permission, has

PAGE = 50


def assignment_list(request):
    visible = _must_work_with_assignments(request)
    form = AssignmentFilter(request.GET or None, places=_places(visible))
    shown, day = visible.order_by("-pk"), today()
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("state"):
        shown = shown.in_state(chosen["state"], day)
    if chosen.get("role"):
        shown = shown.filter(role=chosen["role"])
    if chosen.get("place"):
        side, number = chosen["place"].split("-")
        shown = shown.filter(**{side: number})
    if request.GET.get("before", "").isdigit():
        shown = shown.filter(pk__lt=request.GET["before"])
    rows = list(shown[: PAGE + 1])
    for one in rows:
        one.state = one.state_on(day)
    context = {"form": form, "assignments": rows[:PAGE], "last": rows[PAGE - 1] if len(rows) > PAGE else None}
    may_grant = has(request.user, Permission.GRANT_ASSIGNMENTS)
    return render(request, "accounts/list.html", context | {"may_grant": may_grant})


def _must_work_with_assignments(request):
    if not has(request.user, Permission.GRANT_ASSIGNMENTS) and not has(
        request.user, Permission.APPROVE_ASSIGNMENTS
    ):
        raise PermissionDenied
    return queries.assignments_for(request.user)


def _places(visible):
    sides = [("controller", "controller__name"), ("association", "association__name")]
    for side, name in sides:
        held = visible.exclude(**{side: None}).order_by(name).values_list(side, name).distinct()
        yield from ((f"{side}-{number}", label) for number, label in held)


def person_invite(request):
    if not has(request.user, Permission.GRANT_ASSIGNMENTS):
        raise PermissionDenied
    form = InviteForm(request.POST or None)
    done = save(
        request, form, actions.invite_person, then=lambda one: reverse("accounts:grant", args=[one.pk])
    )
    return done or render(request, "accounts/invite.html", {"form": form})


def assignment_grant(request, pk):
    if not has(request.user, Permission.GRANT_ASSIGNMENTS):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk, is_active=True, is_machine=False)
    form = GrantForm(request.POST or None, user=request.user, initial={"since": today()})
    done = save(
        request,
        form,
        actions.grant_assignment,
        then=lambda one: reverse("accounts:assignment", args=[one.pk]),
        user=person,
    )
    return done or render(request, "accounts/grant.html", {"form": form, "person": person})


def assignment_detail(request, pk):
    assignment = get_object_or_404(_must_work_with_assignments(request), pk=pk)
    return _assignment_page(request, assignment, DecideForm(record=assignment))


@require_POST
def assignment_approve(request, pk):
    assignment = get_object_or_404(_must_work_with_assignments(request), pk=pk)
    return _decide(request, assignment, actions.approve_assignment)


@require_POST
def assignment_revoke(request, pk):
    assignment = get_object_or_404(_must_work_with_assignments(request), pk=pk)
    return _decide(request, assignment, actions.revoke_assignment)


def _decide(request, assignment, action):
    form = DecideForm(request.POST, record=assignment)
    here = reverse("accounts:assignment", args=[assignment.pk])
    return save(request, form, action, then=here, assignment=assignment) or _assignment_page(
        request, assignment, form
    )


def _assignment_page(request, assignment: Assignment, form):
    context = {
        "assignment": assignment,
        "form": form,
        "state": assignment.state_on(today()),
        "may_approve": queries.approvable_assignments_for(request.user).filter(pk=assignment.pk).exists(),
        "changes": changes_of(assignment),
    }
    return render(request, "accounts/assignment.html", context)


# ── One's own page ────────────────────────────────────────────────────────────────────────────────────────


def profile(request):
    day = today()
    held = [(one, one.state_on(day)) for one in queries.own_assignments(request.user, day)]
    return render(request, "accounts/profile.html", {"held": held, "has_passwords": settings.LOCAL_PASSWORDS})


def profile_edit(request):
    form = ProfileForm(request.POST or None, initial={"name": request.user.name, "phone": request.user.phone})
    done = save(request, form, actions.change_profile, then="accounts:profile")
    return done or render(request, "accounts/profile_edit.html", {"form": form})


@require_POST
def hat_put_on(request):
    """To the start page of the other role: what is on the screen now belongs to this one."""
    actions.put_on_hat(hat=request.POST.get("hat", ""), session=request.session, by=request.user)
    return redirect("home:start")
