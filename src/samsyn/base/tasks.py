"""Nightly tidying of what only serves the moment: receipts of saved forms, and sessions that have ended."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from .actions import forget_receipts

KEPT_DAYS = 7


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    forget_receipts(before=timezone.now() - timedelta(days=KEPT_DAYS))
    call_command("clearsessions")
