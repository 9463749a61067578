"""The signs that the typefaces of the PDF can show: European letters, figures, punctuation, arrows, marks."""

import re
from typing import Any

from django.utils.translation import gettext as _

# Typst refuses a whole document for one sign that no typeface of its own has, such as a picture of a face.
ODD = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u1e00-\u1eff"
    "\u200b\u200e\u2010-\u2027\u202f-\u203f\u2044\u20a0-\u20bf\u2190-\u22ff\u25a0-\u25ff\u2713\u2714]"
)
SILENT = re.compile(
    "[\u200c\u200d\u2060\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)  # only join or colour others
STANDS_FOR = "□"
NBSP = "\u00a0"
WITHIN = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%|(?:t?kr|kronor|procent|SEK)\b)")


def printable(facts: Any) -> Any:
    """The same facts, lists and texts, with a square for each sign that cannot be shown, and with no number
    that a line could break in two, or part from its unit.
    """
    if isinstance(facts, str):
        return WITHIN.sub(NBSP, ODD.sub(STANDS_FOR, SILENT.sub("", facts)))
    if isinstance(facts, dict):
        return {name: one if name == "svg" else printable(one) for name, one in facts.items()}
    return [printable(one) for one in facts] if isinstance(facts, list) else facts


def odd_signs(facts: Any) -> list[str]:
    """Each sign in them that cannot be shown."""
    if isinstance(facts, str):
        return sorted(set(ODD.findall(SILENT.sub("", facts))))
    parts = facts.values() if isinstance(facts, dict) else facts if isinstance(facts, list) else ()
    return sorted({sign for one in parts for sign in odd_signs(one)})


def told(facts: Any) -> list[str]:
    """What to say of them; nothing where every sign can be shown."""
    found = odd_signs(facts)
    said = _("These signs cannot be printed; write something else: %(signs)s")
    return [said % {"signs": " ".join(found)}] if found else []
