"""Background work of enrolments: carrying out a confirmed import."""

import logging

from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from psycopg.errors import QueryCanceled

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import User
from samsyn.base.days import today
from samsyn.base.retry import AWAY

from .imports import actions
from .models import ImportRun

log = logging.getLogger(__name__)
WHEN_BACK = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=AWAY)


@app.task(name="carry_out_import", queue="imports", retry=WHEN_BACK)
def carry_out_import(run_id: int, user_id: int) -> None:
    """Ids only: nothing personal lies in the queue. Run again after a crash,
    it finds the run where it was.
    """
    user = User.objects.get(pk=user_id)
    try:
        with acting_as(user):
            run = ImportRun.objects.select_related("association").get(pk=run_id)
            if not run.is_under_way:
                return
            with Progress(run) as progress:
                actions.carry_out(run=run, on=today(), tell=progress, by=user)
    except Exception as wrong:
        if isinstance(wrong, AWAY) and not isinstance(wrong.__cause__, QueryCanceled):
            raise  # nothing was written, and the run still waits: it is done when the database is back
        # The kind of error only: its text could hold what stood in the file.
        log.error("Import %s failed: %s", run_id, type(wrong).__name__)
        with acting_as(user):
            actions.give_up(run=ImportRun.objects.get(pk=run_id), by=user)


class Progress:
    """Says how far an import has come, on a connection of its own: seen at once,
    while the import is still open.
    """

    def __init__(self, run):
        self.run = run

    def __enter__(self):
        self.connection = connections["default"].copy()
        self(0)
        return self

    def __exit__(self, *error):
        self.connection.close()

    def __call__(self, done: int) -> None:
        controllers = "{" + ",".join(map(str, self.run.controllers)) + "}"
        with self.connection.cursor() as cursor:
            cursor.execute(
                "WITH mine AS MATERIALIZED (SELECT set_config('samsyn.controllers', %s, false)) SELECT * "
                "FROM mine",
                [controllers],
            )
            cursor.execute(
                "UPDATE enrolments_importrun SET state = 'running', rows_done = %s WHERE id = %s",
                [done, self.run.pk],
            )
            cursor.execute("SELECT set_config('samsyn.controllers', '', false)")
