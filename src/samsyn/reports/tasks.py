"""Background work of reports: making an edition, and reminding those whose report is due."""

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.db import connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import machine
from samsyn.accounts.models import User
from samsyn.base.days import today
from samsyn.base.retry import AWAY

from . import actions, drafts, letters, queries
from .models import Edition, Report

log = logging.getLogger(__name__)
WHEN_BACK = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=AWAY)
DAYS_BEFORE, DAYS_BETWEEN = 7, 3


@app.task(name="make_edition", queue="reports", retry=WHEN_BACK)
def make_edition(edition_id: int, user_id: int) -> None:
    """Run again after a crash, it begins anew; what is done is left alone."""
    user = User.objects.get(pk=user_id)
    try:
        asked = Edition.objects.select_related("report__association", "report__initiative")
        edition = asked.filter(pk=edition_id).first()
        if edition is None or not edition.is_under_way:
            return
        with Progress(edition_id) as progress:
            with acting_as(user, snapshot=True):
                drafts.filled_in(edition=edition, now=timezone.now(), tell=progress, by=user)
            with acting_as(user):
                actions.fill_edition(edition=edition, tell=progress, by=user)
    except Exception as wrong:
        if isinstance(wrong, AWAY):
            raise
        log.exception("Edition %s could not be made", edition_id)
        with acting_as(user):
            actions.give_up_edition(edition_id=edition_id, by=user)


class Progress:
    """Says how far it has come, on a connection of its own: seen at once, before the work is kept."""

    def __init__(self, edition_id: int):
        self.edition_id = edition_id
        self.told = -1

    def __enter__(self):
        self.connection = connections["default"].copy()
        return self

    def __exit__(self, *error):
        self.connection.close()

    def __call__(self, percent: int) -> None:
        if percent < self.told + 5:
            return
        self.told = percent
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reports_edition SET progress = 'running', percent = %s WHERE id = %s",
                [percent, self.edition_id],
            )


@app.task(name="tell_of_given_back", queue="reports", retry=WHEN_BACK)
def tell_of_given_back(report_id: int, user_id: int) -> None:
    """All whose task the report is, but the one who opened it again; nobody once it is handed in anew."""
    report = Report.objects.select_related("association", "initiative").get(pk=report_id)
    by = User.objects.get(pk=user_id)
    if report.wanted:
        subject, text = letters.given_back(report)
        for address in queries.writers_of(report, today()):
            if address != by.email:
                send_mail(subject, text, None, [address])


@app.periodic(cron="20 7 * * 1-5")
@app.task(queueing_lock="remind_of_reports", pass_context=False)
def remind(timestamp: int) -> None:
    """A week before the day, and every third day from then until it is handed in."""
    day, by = today(), machine()
    for report in queries.due_by(day + timedelta(days=DAYS_BEFORE)):
        if report.reminded_on and report.reminded_on > day - timedelta(days=DAYS_BETWEEN):
            continue
        subject, text = letters.reminder(report)
        for address in queries.writers_of(report, day):
            send_mail(subject, text, None, [address])
        with acting_as(by):
            actions.note_reminder(report=report, on=day, by=by)
