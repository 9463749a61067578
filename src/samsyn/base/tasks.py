"""The upkeep of background work itself, and nightly tidying of what only serves the moment."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app

from .actions import forget_receipts

KEPT_DAYS = 7


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    forget_receipts(before=timezone.now() - timedelta(days=KEPT_DAYS))
    call_command("clearsessions")


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that went well; those that failed stay to be looked at."""
    await remove_old_jobs(context, max_hours=24 * KEPT_DAYS)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed in the middle begins anew: any job may be run twice, and acts once."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
