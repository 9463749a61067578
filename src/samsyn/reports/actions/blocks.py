"""Writing in a report: its sections, the amounts in them, and sections added, moved and removed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import require
from samsyn.audit.actions import record

from .. import life
from ..models import Block, Report


def _writable(block: Block, by) -> Report:
    require(by, **life.leave(block.report))
    return life.writable(block.report)


@transaction.atomic
def write_block(*, block: Block, by, **facts) -> Block:
    """``facts``: heading and text."""
    _writable(block, by)
    for name, value in facts.items():
        setattr(block, name, value)
    block.full_clean()
    block.save()
    record("report.written", block, by=by)
    return block


@transaction.atomic
def enter(*, block: Block, by, **data) -> Block:
    """Amounts with their source, or results from before the register."""
    _writable(block, by)
    block.data = block.data | data
    block.full_clean()
    block.save()
    record("report.entered", block, by=by)
    return block


@transaction.atomic
def add_text(*, after: Block, heading: str, level: int, by) -> Block:
    report = _writable(after, by)
    blocks = list(report.blocks.all())
    place = blocks.index(after) + 1
    new = Block(report=report, place=0, kind="text", heading=heading, level=level)
    blocks.insert(place, new)
    _put_in_order(blocks)
    record("report.block_added", new, by=by)
    return new


@transaction.atomic
def move_block(*, block: Block, up: bool, by) -> Block:
    report = _writable(block, by)
    blocks = list(report.blocks.all())
    place = blocks.index(block)
    other = max(0, place - 1) if up else min(len(blocks) - 1, place + 1)
    blocks[place], blocks[other] = blocks[other], blocks[place]
    _put_in_order(blocks)
    record("report.block_moved", block, by=by)
    return block


@transaction.atomic
def remove_block(*, block: Block, by) -> Report:
    """What the outline gives stays; what somebody added can go. The history keeps it."""
    report = _writable(block, by)
    if block.key or block.kind != "text":
        raise ValidationError(_("Only sections that have been added can be removed."))
    record("report.block_removed", block, by=by)
    block.delete()
    return report


def _put_in_order(blocks: list[Block]) -> None:
    for number, block in enumerate(blocks, 1):
        if block.pk is None or block.place != number * 10:
            block.place = number * 10
            block.save()
