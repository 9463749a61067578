"""The PDF: the tree as data for report.typ, typeset by Typst as PDF/UA-1 (tagged, accessible)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..typeface import printable
from .prepared import prepared

LAYOUT = Path(__file__).with_name("report.typ")


def as_pdf(tree: dict[str, Any]) -> bytes:
    """The same tree gives the same pages. Only Typst's own typefaces are used, so they do so anywhere.

    The text of a report never becomes code: it travels as JSON.
    """
    facts = printable(prepared(tree))
    made_at = int(datetime.fromisoformat(tree["as_of"]).timestamp())
    try:
        return typst.compile(  # type: ignore[call-overload]  # its stubs lack sources given as a dict
            {"main.typ": LAYOUT.read_bytes(), "tree.json": json.dumps(facts).encode()},
            format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, timestamp=made_at,
        )  # fmt: skip
    except BaseException as wrong:
        # Where Typst itself breaks down, what is raised is no Exception, and would end the whole thread.
        if isinstance(wrong, typst.TypstError) or type(wrong).__name__ == "PanicException":
            raise ValidationError(_("The PDF cannot be made: %(why)s") % {"why": wrong}) from wrong
        raise
