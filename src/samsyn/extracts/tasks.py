"""Nightly: agreements whose last day has passed lose their key."""

from procrastinate.contrib.django import app

from samsyn.accounts.actions import machine
from samsyn.base.days import today

from .actions import end_expired


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="end_agreements", pass_context=False)
def end_agreements(timestamp: int) -> None:
    end_expired(on=today(), by=machine())
