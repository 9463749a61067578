"""Writing in a report: its sections, the amounts in them, and sections added, moved and removed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.accounts.permissions import require
from samsyn.audit.actions import record
from samsyn.figures.definitions import FIGURES

from .. import charts, life
from ..models import FIGURES_SHOWN, Block, BlockKind, Report
from ..resolving import Context, numbers_of, of_block


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
    """Amounts with their source, or results from before the register: people, in whole numbers from 0."""
    _writable(block, by)
    people = data.get("since_start", {}).values()
    if not all(type(one) is int and one >= 0 for one in people):
        raise ValidationError(_("People are counted in whole numbers from 0."))
    block.data = block.data | data
    block.full_clean()
    block.save()
    record("report.entered", block, by=by)
    return block


@transaction.atomic
def add_text(*, after: Block, heading: str, level: int, by) -> Block:
    return _added(after, Block(kind=BlockKind.TEXT, heading=heading, level=level), by)


@transaction.atomic
def add_figures(*, after: Block, kind: str, data: dict[str, Any], by) -> Block:
    """A table or chart of figures. Raises ValidationError when there is none such."""
    return _added(after, Block(kind=kind, data=data, level=after.level), by)


def _added(after: Block, new: Block, by) -> Block:
    new.report = report = _writable(after, by)
    new.place = after.place
    _refuse_what_cannot_be_shown(new)
    blocks = list(report.blocks.all())
    blocks.insert(blocks.index(after) + 1, new)
    _put_in_order(blocks)
    record("report.block_added", new, by=by)
    return new


@transaction.atomic
def choose_figures(*, block: Block, kind: str, data: dict[str, Any], by) -> Block:
    """Something else in a table or chart that was added."""
    _writable(block, by)
    if not block.shows_chosen_figures:
        raise ValidationError(_("What the outline shows stays as it is. Add a table or chart beside it."))
    block.kind, block.data = kind, data
    _refuse_what_cannot_be_shown(block)
    block.full_clean()
    block.save()
    record("report.figures_chosen", block, by=by)
    return block


def _refuse_what_cannot_be_shown(block: Block) -> None:
    if block.kind not in FIGURES_SHOWN:
        return
    report = block.report
    others = [one for one in report.blocks.exclude(pk=block.pk) if one.kind in FIGURES_SHOWN]
    if any(one.caption == block.caption for one in others):
        raise ValidationError({"caption": _("Another table or chart is called so already.")})
    figure = FIGURES.get(block.data["figure"])
    is_open = block.kind == BlockKind.CHART and not block.data.get("measures")
    if figure and is_open and len(block.data["by"]) > 1 and len(figure.columns) > 1:
        raise ValidationError(_("A chart by two things shows one number. Choose which."))
    with translation.override("sv"):
        context = Context(report, numbers_of(report, []), {}, [])
        shown = of_block(block, context)
    if context.problems:
        raise ValidationError([one.removeprefix(f"{block}: ") for one in context.problems])
    for node in shown:
        if node["kind"] == "chart" and len(node["series"]) > charts.MOST_BESIDE:
            raise ValidationError(
                _("A chart shows at most %(most)s bars beside one another. Choose one number, something with "
                  "fewer values to break it down by as well, or a table.") % {"most": charts.MOST_BESIDE}
            )  # fmt: skip


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
    if not block.is_added:
        raise ValidationError(_("Only sections that have been added can be removed."))
    record("report.block_removed", block, by=by)
    block.delete()
    return report


def _put_in_order(blocks: list[Block]) -> None:
    for number, block in enumerate(blocks, 1):
        if block.pk is None or block.place != number * 10:
            block.place = number * 10
            block.save()
