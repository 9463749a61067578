"""What the apps above must hear about members."""

from django.dispatch import Signal

# An authority is about to become a member. Arguments: association, controller.
# A listener that knows why it must not be raises ValidationError.
joins = Signal()
