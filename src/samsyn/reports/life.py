"""The life of a report: which step may be taken in which state, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.permissions import Permission

from .models import Report, State

NONE_OF_THEM = 0  # an assignment narrowed to some initiatives does not reach the association's own reports


@dataclass(frozen=True)
class Step:
    """``label`` is on the button; ``needs`` the permission, for an appendix as for its initiative."""

    name: str
    label: Any
    of: frozenset[State]
    to: State
    needs: Permission
    is_appendix: bool = False


def _step(name: str, label, of: Iterable[State], to: State, needs: Permission, **facts) -> Step:
    return Step(name, label, frozenset(of), to, needs, **facts)


WRITE, OWN, SIGN = Permission.WRITE_REPORTS, Permission.WRITE_INITIATIVE_REPORTS, Permission.SIGN_REPORTS
STEPS: dict[str, Step] = {step.name: step for step in (
    _step("collect", _("Ask for appendices"), [State.DRAFT], State.COLLECTING, WRITE),
    _step("review", _("Send to review"), [State.DRAFT, State.COLLECTING], State.REVIEW, OWN),
    _step("back", _("Take back to writing"), [State.REVIEW], State.DRAFT, OWN),
    _step("approve", _("Note the approval"), [State.REVIEW], State.APPROVED, WRITE),
    _step("sign", _("Sign"), [State.APPROVED], State.SIGNED, SIGN),
    _step("publish", _("Publish"), [State.SIGNED, State.APPROVED], State.PUBLISHED, WRITE),
    _step("hand_in", _("Hand in"), [State.DRAFT], State.HANDED_IN, OWN, is_appendix=True),
    _step("give_back", _("Open again for changes"), [State.HANDED_IN], State.DRAFT, OWN, is_appendix=True),
)}  # fmt: skip


def steps_from(report) -> list[Step]:
    """The steps that the report's state allows; who may take them is asked elsewhere."""
    return [
        step
        for step in STEPS.values()
        if report.state in step.of
        and step.is_appendix == (report.parent_id is not None and not report.is_frozen)
        and not (step.name == "give_back" and report.parent and not report.parent.is_open)
        and not (step.name in ("publish", "sign") and report.state == State.APPROVED and _skips(step, report))
        and not (step.name == "collect" and not report.outline.has_appendices)
    ]


def _skips(step: Step, report) -> bool:
    """What the board signs is published when it has; what nobody signs is published as approved."""
    return report.outline.is_signed == (step.name == "publish")


def may_follow(report, name: str) -> bool:
    return any(step.name == name for step in steps_from(report))


def may_be_discarded(report: Report) -> bool:
    """Nobody else has been asked for anything in it, and nobody reads it to decide about it now."""
    return report.state == State.DRAFT and not report.parent_id and not report.appendices.exists()


# ── Taking a step ──────────────────────────────────────────────────────────────────────────────────────────


def leave(report: Report, *, leads: bool = False) -> dict[str, Any]:
    """What to require of whoever does something with the report.

    ``leads``: also for an initiative's report, only those who lead the association's reporting.
    """
    initiative = None if leads else report.initiative_id
    permission = Permission.WRITE_INITIATIVE_REPORTS if initiative else Permission.WRITE_REPORTS
    return {
        "permission": permission, "association": report.association_id,
        "initiative": initiative or NONE_OF_THEM,
    }  # fmt: skip


def locked(report: Report) -> Report:
    """The report as it is now, all of it; it stays so until the transaction ends."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    report._was = None  # nothing counts as checked that somebody else may have changed
    return report


def writable(report: Report) -> Report:
    """The report, locked: it cannot be handed on while somebody saves into it."""
    if not locked(report).is_open or (report.parent and not report.parent.is_open):
        raise ValidationError(
            gettext("The report can no longer be changed: it has been handed in, sent to review or approved.")
        )
    return report


def take(report: Report, name: str) -> None:
    """Put the report in the step's state. ValidationError when that may not follow upon what it is now."""
    if not may_follow(locked(report), name):
        raise ValidationError(
            gettext("The report is in the state “%(state)s”, and that cannot be done there.")
            % {"state": report.get_state_display()}
        )
    report.state = STEPS[name].to


def diagram() -> str:
    """The states as Mermaid, for docs/."""
    lines = [
        f"    {one} --> {step.to.value}: {step.name}" for step in STEPS.values() for one in sorted(step.of)
    ]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}", *lines])
