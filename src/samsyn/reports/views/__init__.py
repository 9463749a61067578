"""The pages of reports: the report itself, writing in it, reading it, and what everybody may read."""

from .files import file_attach, file_get, file_remove, published_file
from .reading import (
    edition_make,
    edition_progress,
    published_list,
    published_pdf,
    published_read,
    report_excel,
    report_pdf,
    report_read,
    report_since,
    seal_check,
)
from .report import (
    report_approve,
    report_collect,
    report_detail,
    report_list,
    report_new,
    report_sign,
    report_step,
)
from .writing import (
    block_add,
    block_autosave,
    block_enter,
    block_move,
    block_preview,
    block_remove,
    block_write,
)

__all__ = [
    "block_add", "block_autosave", "block_enter", "block_move", "block_preview", "block_remove",
    "block_write",
    "edition_make", "edition_progress", "file_attach", "file_get", "file_remove", "published_file",
    "published_list", "published_pdf", "published_read", "report_approve",
    "report_collect", "report_detail", "report_excel", "report_list", "report_new", "report_pdf",
    "report_read",
    "report_sign", "report_since", "report_step", "seal_check",
]  # fmt: skip
