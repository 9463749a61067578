"""Files that belong to a report: attached and taken away while it is written."""

import hashlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import require
from samsyn.audit.actions import record

from .. import life, uploads
from ..models import Attachment, Report


@transaction.atomic
def attach_file(*, report: Report, title: str, name: str, content: bytes, by) -> Attachment:
    """What the file is, is told by what it holds, whatever it is called."""
    require(by, **life.leave(report))
    kind = uploads.kind_of(content)
    life.writable(report)
    _refuse_too_much(report, len(content))
    attachment = Attachment(
        report=report, title=title, name=_harmless(name, kind), kind=kind, size=len(content),
        digest=hashlib.sha256(content).hexdigest(), content=content, added_by=by,
    )  # fmt: skip
    attachment.full_clean()
    attachment.save()
    record("report.attached", attachment, by=by)
    return attachment


def _refuse_too_much(report: Report, size: int) -> None:
    if report.attachments.count() >= uploads.MOST:
        raise ValidationError({"file": _("A report has room for %(most)s files.") % {"most": uploads.MOST}})
    whole = report.parent_id or report.pk
    family = Attachment.objects.filter(Q(report=whole) | Q(report__parent=whole))
    if sum(family.values_list("size", flat=True)) + size > uploads.LARGEST_TOGETHER:
        most = uploads.LARGEST_TOGETHER // 1_000_000
        raise ValidationError(
            {"file": _("The files of the report come to more than %(most)s MB together.") % {"most": most}}
        )


def _harmless(name: str, kind: Attachment.Kind) -> str:
    """The file's name without what a file system could stumble over, and with the ending of what it is."""
    stem = "".join(sign if sign.isalnum() or sign in " -_." else "-" for sign in PurePath(name).stem)
    return f"{stem.strip(' .-')[:100] or 'handling'}.{kind.name.lower()}"


@transaction.atomic
def take_away_file(*, attachment: Attachment, by) -> Report:
    require(by, **life.leave(attachment.report))
    report = life.writable(attachment.report)
    record("report.file_taken_away", attachment, by=by)
    attachment.delete()
    return report
