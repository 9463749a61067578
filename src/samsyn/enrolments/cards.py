"""What enrolments show on start pages and on the participant's page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.base.days import today
from samsyn.base.tabs import Bucket, Card, shared

from . import quality, queries
from .rules import is_extended, planned_end

REASONS = {"start": "warning", "over": "warning", "near": "info", "facts": "neutral"}


def coach_buckets(user) -> list[Bucket]:
    counts, address = queries.counts(user, today(), own=True), reverse("enrolments:list")
    mine = f"{address}?coach={user.pk}&state="
    waits = counts["waiting"]
    return [
        Bucket(
            counts["ongoing"],
            ngettext("ongoing participant", "ongoing participants", counts["ongoing"]),
            f"{mine}ongoing",
        ),
        Bucket(waits, _("starting soon"), f"{mine}waiting", is_urgent=waits > 0),
    ]


def coordinator_buckets(user) -> list[Bucket]:
    loads, address = shared(user, quality.overview_for, today()), reverse("enrolments:list")
    waiting, ongoing = (sum(row[name] for row in loads) for name in ("not_started", "ongoing"))
    without = sum(row["open"] for row in loads if not row["coach"])
    return [
        Bucket(waiting, _("approved, not started"), f"{address}?state=waiting", is_urgent=waiting > 0),
        Bucket(without, _("without coach"), f"{address}?state=all&without_coach=on", is_urgent=without > 0),
        Bucket(
            ongoing,
            ngettext("ongoing participant", "ongoing participants", ongoing),
            f"{address}?state=ongoing",
        ),
    ]


def needs_you(record, user) -> dict | None:
    labels = {
        "start": _("has a place, not started"), "facts": _("facts at the start are missing"),
        "near": _("near the benchmark length"), "over": _("over the benchmark length"),
    }  # fmt: skip
    extended = {"near": _("near the end of the extension"), "over": _("past the end of the extension")}
    found = queries.needing(user, today())
    steps = {"start": _("Start"), "facts": _("Fill in"), "near": _("Discharge"), "over": _("Discharge")}
    rows = [{"enrolment": enrolment, "color": REASONS[reason], "step": steps[reason],
             "reason": (labels | extended if is_extended(enrolment) else labels)[reason],
             "may_extend": reason in ("near", "over"),
             "weeks": _weeks(enrolment), "url": _address(enrolment, reason)}
            for enrolment, reason in found]  # fmt: skip
    return {"rows": rows, "today": today()}


def _address(enrolment, reason):
    page = "enrolments:start" if reason in ("start", "facts") else "enrolments:discharge"
    return reverse(page, args=[enrolment.pk])


def _weeks(enrolment) -> int | None:
    if not enrolment.is_started or enrolment.started_on > today():
        return None
    return (today() - enrolment.started_on).days // 7 + 1


def ahead(record, user) -> dict | None:
    """Whose planned end comes next, in good time before it needs anybody."""
    found = queries.ahead(user, today())
    rows = [{"enrolment": enrolment, "day": day, "weeks": _weeks(enrolment)} for enrolment, day in found]
    return {"rows": rows} if rows else None


def caseload(record, user) -> dict | None:
    loads = queries.busiest_first(shared(user, quality.overview_for, today()))
    return {"loads": loads[:12]} if loads else None


def to_put_right(record, user) -> dict | None:
    counts = quality.breaches(shared(user, quality.overview_for, today()))
    return {"counts": counts} if counts else None


def enrolments_of(participant, user) -> dict | None:
    """The participant's enrolments that the user may see, and what comes next in the latest.

    Three cards of a page show it; it is asked for once.
    """
    if not hasattr(participant, "shown_enrolments"):
        participant.shown_enrolments = _enrolments_of(participant, user)
    return participant.shown_enrolments


def _enrolments_of(participant, user) -> dict | None:
    rows = queries.enrolments_of(participant, user)
    if not rows:
        return None
    latest = next((row for row in rows if row.is_open), rows[0])
    return {"rows": rows, "latest": latest,
            "next": queries.reason_of(latest, today()) if latest.is_open else "",
            "planned_end": planned_end(latest)}  # fmt: skip


def place_given(referral, user) -> dict | None:
    """What the referral led to, so that who offered a place goes on to give it a coach."""
    enrolment = queries.enrolments_for(user).counted().filter(referral=referral.pk).first()
    if enrolment is None:
        return None
    may_give = queries.may_enrol(user) and not enrolment.coach_id and enrolment.is_open
    return {"enrolment": enrolment, "may_give_coach": may_give}


NEEDS_YOU = Card("enrolments/cards/needs_you.html", needs_you)
AHEAD = Card("enrolments/cards/ahead.html", ahead, aside=True)
CASELOAD = Card("enrolments/cards/caseload.html", caseload, aside=True)
QUALITY = Card("enrolments/cards/quality.html", to_put_right, aside=True)
NEXT = Card("enrolments/cards/next.html", enrolments_of)
TIMELINE = Card("enrolments/cards/timeline.html", enrolments_of, is_last=True)
FACTS = Card("enrolments/cards/facts.html", enrolments_of, aside=True)
PLACE = Card("enrolments/cards/place.html", place_given)
