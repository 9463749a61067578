"""Coming back to a form whose moment has passed: the case as it stands now, never a dead end."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def as_it_stands(request, pk):
    """Only for one whom the case has been found for: to others it is not there at all."""
    messages.info(request, _("The case has moved on since then. This is how it stands now."))
    return redirect("referrals:detail", pk)
