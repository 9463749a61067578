"""What referrals put on start pages and on a participant's page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import looked_through_each
from samsyn.audit.models import Act
from samsyn.base.days import today
from samsyn.base.tabs import Bucket, Hit, shared

from . import queries
from .models import Status

SHOWN = 6  # of each sort on a start page


def _inbox(part):
    return f"{reverse('referrals:inbox')}?part={part}"


def find(user, words: str) -> list[Hit]:
    """Referrals by number, case number or name. That somebody searched is logged, never for what."""
    asked = queries.searched_by(user)
    if not asked:
        return []
    found = queries.found_by(user, words)
    shown = [one.controller_id if one.controller_id in asked else one.sender_id for one in found]
    looked_through_each(Act.SEARCH, "referrals", shown, by=user, asked=asked)
    return queries.hits_of(found, user)


# ── Referrer ───────────────────────────────────────────────────────────────────────────────────────────────


def referrer_buckets(user) -> list[Bucket]:
    mine = queries.counts_of(queries.sent_by(user))
    drafts = queries.sent_by(user).filter(status=Status.DRAFT).count()
    sent = reverse("referrals:sent")
    return [
        Bucket(drafts, _("drafts to finish"), f"{sent}?status=draft", is_urgent=True),
        Bucket(mine["incomplete"], _("to be completed by you"), f"{sent}?status=incomplete", is_urgent=True),
        Bucket(mine["new"] + mine["circulating"], _("waiting for a decision"), sent),
        Bucket(mine["queue"], _("in the queue"), f"{sent}?status=queued"),
    ]


def referrer_card(record, user) -> dict:
    return {"sent_rows": list(queries.sent_list(user)[:8])}


# ── Coordinator ────────────────────────────────────────────────────────────────────────────────────────────


def coordinator_buckets(user) -> list[Bucket]:
    desk = shared(user, queries.desk_of, SHOWN)
    return [
        Bucket(desk.count("new"), _("new referrals"), _inbox("new"), is_urgent=True),
        Bucket(desk.count("circulating"), _("with the team"), _inbox("circulating")),
        Bucket(desk.count("queue"), _("in the queue"), reverse("referrals:queue")),
    ]


def new_card(record, user) -> dict:
    rows = shared(user, queries.desk_of, SHOWN).rows
    missing = [row for row in rows["circulating"] if (row.answered or 0) < (row.asked or 0)]
    return {"new_rows": rows["new"], "missing_rows": missing}


def meeting_card(record, user) -> dict | None:
    meetings = queries.next_meetings(user, timezone.now())
    return {"meetings": meetings} if meetings else None


def queue_card(record, user) -> dict | None:
    entries = shared(user, queries.desk_of, SHOWN).rows["queue"]
    return {"waiting": [(entry, (today() - entry.entered_on).days) for entry in entries]} if entries else None


# ── Team member ────────────────────────────────────────────────────────────────────────────────────────────


def member_buckets(user) -> list[Bucket]:
    waiting = queries.asked_of(user, timezone.now()).filter(is_answered=False).count()  # type: ignore[misc]
    return [Bucket(waiting, _("circulations to answer"), reverse("referrals:circulations"), is_urgent=True)]


def member_card(record, user) -> dict:
    rows = queries.asked_of(user, timezone.now())[:8]
    return {"asked_rows": [(row, (timezone.localtime(row.answer_by).date() - today()).days) for row in rows]}


# ── On a participant's page ────────────────────────────────────────────────────────────────────────────────


def participant_card(record, user) -> dict | None:
    """The referrals that led here, for those who handle referrals."""
    rows = queries.referrals_behind(record, user)
    if not rows:
        return None
    return {"referral_rows": [(row, bool(row.consent and row.consent.is_valid_on(today()))) for row in rows]}
