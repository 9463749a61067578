"""What a start page shows of initiatives."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.base.days import today
from samsyn.base.tabs import Bucket, shared

from . import goal_table, queries
from .queries import Attention

# What an initiative may lack, and where that is put right; in the order in which a start page says it.
WHERE: dict[str, str] = {
    "ends": "initiatives:detail",
    "plan": "initiatives:plan",
    "capacity": "initiatives:capacity_add",
    "meetings": "initiatives:meeting_series",
}


def attention(record, user) -> dict | None:
    """One line for each thing that is lacking, however many initiatives lack it."""
    day = today()
    found = queries.attention_for(user, day, shared(user, queries.overview_for, day))
    lines = [_line(lack, [one for one in found if queries.LACKS[lack](one)], day.year) for lack in WHERE]
    told = [line for line in lines if line] + _goals(goal_table.lacking_for(user, day))
    return {"lines": told} if told else None


def _goals(found: list[goal_table.Lacking]) -> list[dict]:
    """Goals that lack a target or an outcome: a line per year and association."""
    lines: dict[tuple[str, int, int], list] = {}
    for one in found:
        lines.setdefault((one.what, one.year, one.goal.association_id), []).append(one.goal)
    return [
        {
            "text": _GOALS[what](len(goals)) % {"n": len(goals), "year": year},
            "url": reverse("initiatives:association_goals", args=[association]) + f"?year={year}",
            "is_urgent": False,
        }
        for (what, year, association), goals in lines.items()
    ]


def _line(lack: str, found: list[Attention], year: int) -> dict | None:
    """In words, with the address of the act when it is one initiative, else of the list of them."""
    if not found:
        return None
    said = {"n": len(found), "name": found[0].initiative.name, "year": year}
    words, url = _SEVERAL[lack], reverse("initiatives:list") + f"?lacks={lack}"
    if len(found) == 1:
        words, url = _ONE[lack], reverse(WHERE[lack], args=[found[0].initiative.pk])
    return {"text": words % said, "url": url, "is_urgent": lack == "ends"}


_ONE = {
    "ends": _("%(name)s ends within six months"),
    "plan": _("%(name)s has no plan decided for %(year)s"),
    "capacity": _("%(name)s has no budgeted participants for %(year)s"),
    "meetings": _("%(name)s has no coming team meetings"),
}
_GOALS = {
    "target": lambda n: ngettext(
        "%(n)s goal has no target for %(year)s", "%(n)s goals have no target for %(year)s", n
    ),
    "outcome": lambda n: ngettext(
        "%(n)s goal has no outcome for %(year)s", "%(n)s goals have no outcome for %(year)s", n
    ),
}
_SEVERAL = {
    "ends": _("%(n)s initiatives end within six months"),
    "plan": _("%(n)s initiatives have no plan decided for %(year)s"),
    "capacity": _("%(n)s initiatives have no budgeted participants for %(year)s"),
    "meetings": _("%(n)s initiatives have no coming team meetings"),
}


def buckets(user) -> list[Bucket]:
    day = today()
    ongoing = sum(one.is_ongoing_on(day) for one in shared(user, queries.overview_for, day))
    label = ngettext("ongoing initiative", "ongoing initiatives", ongoing)
    return [Bucket(ongoing, label, reverse("initiatives:list") + "?state=ongoing")]
