"""The report as a page of its own, to be kept or sent: HTML with its styles in it and no script."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from .prepared import prepared

STYLES = Path(__file__).resolve().parents[1] / "static" / "reports" / "document.css"


def as_page(tree: dict[str, Any]) -> str:
    with translation.override("sv"):
        return render_to_string(
            "reports/standalone.html", {"tree": prepared(tree), "styles": STYLES.read_text("utf-8")}
        )
