"""What has changed, as pages show it: each number that is another, why in words, and which enrolments."""

from django.utils.translation import gettext as _

from samsyn.audit.actions import looked_through_each
from samsyn.audit.models import Act

from . import changes, queries
from .movements import CORRECTED, Moved

NAMED = 50  # enrolments that are listed under one explanation


def rows_of(user, view: queries.View, compared: changes.Compared) -> list[dict]:
    """Enrolments are named to whoever works inside an authority and may open them, and the log says so."""
    named = {}
    if view.is_own and compared.ids:
        named = queries.named_behind(user, compared.ids)
        controllers = [one.controller_id for one in named.values()]
        looked_through_each(Act.LIST, "figures.since", controllers, by=user, asked=())
    found = []
    for row in compared.changed:
        cells = [{"cell": cell, "why": [_why(one, named) for one in cell.moved]} for cell in row.changed]
        found.append({"label": ", ".join(row.labels) or _("Sum"), "cells": cells, "shares": row.shares})
    return found


def _why(one: Moved, named: dict) -> dict:
    facts = [str(words) for fact, words in changes.FACT_WORDS.items() if fact in one.facts]
    return {
        "sign": "+" if one.came else "−",
        "count": one.count,
        "words": changes.WORDS[one.kind, one.came],
        "facts": ", ".join(facts) if one.kind == CORRECTED else "",
        "enrolments": [named[pk] for pk in one.ids if pk in named][:NAMED],
    }
