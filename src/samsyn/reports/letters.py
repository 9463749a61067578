"""Letters about reports. They hold no personal data."""

from django.utils import translation
from django.utils.translation import gettext as _


def given_back(report) -> tuple[str, str]:
    """Subject and text. What is wanted is read in Samsyn: it is somebody's own words."""
    with translation.override("sv"):
        return (
            _("A report has been opened again"),
            _("“%(title)s” has been opened again for changes. What is wanted stands in it, in Samsyn.")
            % {"title": report.title},
        )


def reminder(report) -> tuple[str, str]:
    """Subject and text, in Swedish whoever sends it."""
    with translation.override("sv"):
        facts = {"title": report.title, "day": report.due_on}
        return (
            _("A report waits for you"),
            _("“%(title)s” is to be handed in by %(day)s. You find it under Reports in Samsyn.") % facts,
        )
