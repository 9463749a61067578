"""The pages about tokens: one's own, and those that reach an authority's records."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from samsyn.accounts.permissions import Permission, require
from samsyn.accounts.shown import confirming, proof
from samsyn.base.days import today
from samsyn.base.forms import save

from . import actions, queries
from .forms import DecideForm, TokenForm

PAGE = 100


def token_new(request):
    """The answer to the form shows the token itself, this once: it is stored nowhere to be shown again."""
    start = {"hat": request.hat and request.hat.value, "expires_on": today() + timedelta(days=365)}
    form = TokenForm(request.POST or None, hats=request.hats, initial=start)
    made: list[actions.Made] = []

    def then(one):
        made.append(one)
        return reverse("accounts:profile")

    done = save(request, form, actions.make_token, then=then, on=today(), **proof(request))
    if made:
        context = {"token": made[0].token, "secret": made[0].secret, "state": made[0].token.state_on(today())}
        return render(request, "tokens/made.html", context)
    context = {"form": form} | confirming(request, request.path)
    return done or render(request, "tokens/new.html", context)


def token_detail(request, pk):
    """One of one's own: what it reaches, and the way to end it."""
    token = get_object_or_404(queries.tokens_of(request.user), pk=pk)
    form = DecideForm(request.POST or None, record=token)
    done = save(request, form, actions.revoke_token, then="accounts:profile", token=token)
    reaches = [(reach, reach.state_on(today())) for reach in token.reaches.all()]
    context = {"token": token, "state": token.state_on(today()), "reaches": reaches, "form": form}
    return done or render(request, "tokens/detail.html", context)


def token_list(request):
    """For an authority's approver: every token that reaches its records, or waits to."""
    require(request.user, Permission.APPROVE_ASSIGNMENTS)
    found = queries.reaches_for(request.user).order_by("-pk")
    if request.GET.get("before", "").isdecimal():
        found = found.filter(pk__lt=int(request.GET["before"][:18]))
    rows = [(reach, reach.state_on(today())) for reach in found[: PAGE + 1]]
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    return render(request, "tokens/list.html", {"rows": rows[:PAGE], "last": last})


def reach_detail(request, pk):
    reach = _reach(request, pk)
    return _reach_page(request, reach, DecideForm(record=reach))


@require_POST
def reach_approve(request, pk):
    return _decide(request, pk, actions.approve_reach)


@require_POST
def reach_end(request, pk):
    return _decide(request, pk, actions.end_reach)


def _decide(request, pk, action):
    reach = _reach(request, pk)
    form = DecideForm(request.POST, record=reach)
    here = reverse("tokens:reach", args=[pk])
    return save(request, form, action, then=here, reach=reach) or _reach_page(request, reach, form)


def _reach(request, pk):
    require(request.user, Permission.APPROVE_ASSIGNMENTS)
    return get_object_or_404(queries.reaches_for(request.user), pk=pk)


def _reach_page(request, reach, form):
    is_own = reach.token.user_id == request.user.pk
    context = {"reach": reach, "state": reach.state_on(today()), "form": form, "is_own": is_own}
    return render(request, "tokens/reach.html", context)
