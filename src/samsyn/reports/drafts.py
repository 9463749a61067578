"""A report with its parts, ready to be resolved: saved, as it would be started, or as it was frozen."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import Permission, require
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from .models import Attachment, Edition, Kind, Report, State
from .outlines import outline_of
from .resolving import Draft, resolve, signature_node
from .tree import attached_to, digest


def draft_of(report: Report) -> Draft:
    """A saved report with its blocks, its appendices in the order of their initiatives, and its signatures.
    Six queries, however much there is.
    """
    files = Prefetch("attachments", Attachment.objects.defer("content"))
    appendices = report.appendices.select_related("initiative", "association")
    return Draft(
        report,
        list(report.blocks.all()),
        [
            Draft(one, list(one.blocks.all()), attachments=list(one.attachments.all()))
            for one in sorted(
                appendices.prefetch_related("blocks", files), key=lambda one: one.about.casefold()
            )
        ],
        list(report.signatures.all()),
        list(report.attachments.defer("content")),
    )


def files_of(tree: Any) -> dict[int, bytes]:
    """By number, what is attached. ValidationError where a file is not the one that stands in the tree."""
    wanted = attached_to(tree)
    kept = dict(Attachment.objects.filter(pk__in=[one["id"] for one in wanted]).values_list("pk", "content"))
    found = {one["number"]: bytes(kept.get(one["id"], b"")) for one in wanted}
    for one in wanted:
        if hashlib.sha256(found[one["number"]]).hexdigest() != one["digest"]:
            raise ValidationError(
                _("“%(title)s” is not the file that was attached.") % {"title": one["title"]}
            )
    return found


def filled_in(*, edition: Edition, now: datetime, tell: Callable[[int], Any], by) -> Edition:
    """The edition with what is not approved yet resolved, not saved. It is asked for in one snapshot
    (base.tenancy), so that no two of its tables can tell of different moments, and kept by fill_edition.
    """
    require(by, Permission.SEE_REPORTS, association=edition.report.association_id)
    if edition.tree is None:
        tree = resolve(draft_of(edition.report), now, lambda done, every: tell(80 * done // every))
        edition.tree, edition.as_of, edition.digest = tree, now, digest(tree)
    elif digest(edition.tree) != edition.digest:
        raise ValidationError(_("The report is not what was approved."))
    return edition


def report_about(
    association: Association, kind: str, last: date, initiative: Initiative | None
) -> Report | None:
    """The report that has been started about that year, if one has."""
    return (
        Report.objects.filter(
            association=association, kind=kind, last_day__year=last.year, initiative=initiative
        )
        .select_related("association", "initiative")
        .order_by("-last_day")
        .first()
    )


def fresh_draft(association: Association, kind: Kind, first: date, last: date, initiative=None) -> Draft:
    """What would be started about the period: the outline with its figures, nothing written or saved."""
    outline = outline_of(kind)
    report = Report(
        association=association,
        initiative=initiative,
        kind=kind,
        first_day=first,
        last_day=last,
        title=outline.title_of(initiative.name if initiative else "", first, last),
    )
    appendices = [
        fresh_draft(association, Kind.APPENDIX, first, last, one)
        for one in (initiatives_writing(association, first, last) if outline.has_appendices else ())
    ]
    return Draft(report, outline.blocks(report), appendices)


def initiatives_writing(association: Association, first: date, last: date) -> Iterable[Initiative]:
    """Those directed at individuals that ran during the period: each writes an appendix."""
    return [
        one
        for one in association.initiatives.filter(kind=Initiative.Kind.INDIVIDUAL).order_by("name")
        if (one.starts_on is None or one.starts_on <= last) and (one.ends_on is None or one.ends_on >= first)
    ]


def dressed(edition: Edition) -> dict[str, Any]:
    """An edition's tree with what is said about it: how far it has come, its hash, and who has signed."""
    assert edition.tree is not None
    return edition.tree | {
        "standing": _standing(edition),
        "digest": edition.digest if edition.is_for_review else "",
        "signatures": [signature_node(one) for one in edition.report.signatures.all()],
    }


def _standing(edition: Edition) -> str:
    """How far it has come, and the moment that its figures are of; nothing of a draft."""
    with translation.override("sv"):
        what = _come_to(edition)
        if not (what and edition.as_of):
            return what
        moment = timezone.localtime(edition.as_of)
        return f"{what}, uppgifterna räknade {date_format(moment, 'j F Y')} {moment:%H.%M}"


def _come_to(edition: Edition) -> str:
    report = edition.report
    if edition.is_frozen:
        assert report.decided_on
        return f"Fastställd av {report.decided_by} {date_format(report.decided_on, 'j F Y')}"
    if report.state == State.HANDED_IN:
        return "Inlämnad"
    return "För granskning" if edition.is_for_review else ""


def frozen_tree(report: Report) -> dict[str, Any] | None:
    """As it was approved, with the signatures it has now; None while it may still be written."""
    frozen = report.editions.filter(is_frozen=True).defer("pdf").first()
    return dressed(frozen) if frozen else None


def frozen_pdf(report: Report) -> bytes | None:
    """The very file that was approved and, once everybody has signed, sealed."""
    frozen = report.editions.filter(is_frozen=True).first()
    return bytes(frozen.pdf) if frozen and frozen.pdf else None
