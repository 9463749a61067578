"""Everything that can be done with a report, from starting it to publishing it."""

from .attachments import attach_file, take_away_file
from .blocks import add_figures, add_text, choose_figures, enter, move_block, remove_block, write_block
from .editions import ask_for_edition, fill_edition, give_up_edition
from .reports import (
    approve,
    collect_appendices,
    discard,
    give_back,
    hand_in,
    note_reminder,
    publish,
    send_to_review,
    start_report,
    take_back,
)
from .signatures import FRESH, sign

__all__ = [
    "FRESH", "add_figures", "add_text", "approve", "ask_for_edition", "attach_file", "choose_figures",
    "collect_appendices", "discard", "enter", "fill_edition", "give_back", "give_up_edition", "hand_in",
    "move_block", "note_reminder", "publish", "remove_block",
    "send_to_review", "sign", "start_report", "take_away_file", "take_back", "write_block",
]  # fmt: skip
