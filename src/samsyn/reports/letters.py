"""Letters about reports. They hold no personal data."""

from django.utils import translation
from django.utils.translation import gettext as _


def reminder(report) -> tuple[str, str]:
    """Subject and text, in Swedish whoever sends it."""
    with translation.override("sv"):
        facts = {"title": report.title, "day": report.due_on}
        return (
            _("A report waits for you"),
            _("“%(title)s” is to be handed in by %(day)s. You find it under Reports in Samsyn.") % facts,
        )
