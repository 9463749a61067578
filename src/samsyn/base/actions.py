"""What the ground itself changes: nothing of the domain."""

from datetime import datetime

from .models import SaveReceipt


def forget_receipts(*, before: datetime) -> int:
    """Receipts older than any form that somebody may still have open. Returns how many were forgotten."""
    return SaveReceipt.objects.filter(at__lt=before).delete()[0]
