"""The PDF: the tree as data for report.typ, typeset by Typst as PDF/UA-1 (tagged, accessible)."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..tree import attached_to
from ..typeface import printable
from .prepared import path_of, prepared

LAYOUT = Path(__file__).with_name("report.typ")


def as_pdf(tree: dict[str, Any], files: Mapping[int, bytes]) -> bytes:
    """The same tree gives the same pages. Only Typst's own typefaces are used, so they do so anywhere.

    PDF/UA-1 to be read by everybody, and PDF/A-3a to be kept: ``files``, by number, are in it as files. Their
    pages are not put among ours, which would make a document with untagged pages call itself accessible.

    The text of a report never becomes code: it travels as JSON.
    """
    attached = [{**one, "path": path_of(one)} for one in attached_to(tree)]
    facts = printable(prepared(tree) | {"files": attached})
    with TemporaryDirectory(prefix="samsyn-") as folder:
        for one in attached_to(tree):
            Path(folder, path_of(one)).write_bytes(files[one["number"]])
        Path(folder, "tree.json").write_text(json.dumps(facts), encoding="utf-8")
        layout = Path(folder, "main.typ")
        layout.write_bytes(LAYOUT.read_bytes())
        return _typeset(layout, made_at=int(datetime.fromisoformat(tree["as_of"]).timestamp()))


def _typeset(layout: Path, made_at: int) -> bytes:
    try:
        return typst.compile(
            str(layout), root=str(layout.parent), format="pdf", pdf_standards=["ua-1", "a-3a"],
            ignore_system_fonts=True, timestamp=made_at,
        )  # fmt: skip
    except BaseException as wrong:
        # Where Typst itself breaks down, what is raised is no Exception, and would end the whole thread.
        if isinstance(wrong, typst.TypstError) or type(wrong).__name__ == "PanicException":
            raise ValidationError(_("The PDF cannot be made: %(why)s") % {"why": wrong}) from wrong
        raise
