"""Loads the demo: Sörmland as it could look today and Kalmar as it was in 2022. Loaded already,
it does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from samsyn.accounts.acting import acting_as
from samsyn.accounts.actions import machine
from samsyn.accounts.models import User
from samsyn.base.days import today
from samsyn.demo import kalmar, people, sormland
from samsyn.organisations.models import Association, Municipality

from . import _associations, _cases, _evaluations, _people, _registers, _reports


class Command(BaseCommand):
    help = "Load invented associations, people and registers to try the product with. Nobody in them exists."

    def add_arguments(self, parser):
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--kalmar-only", action="store_true", help="Kalmar 2022 alone")
        only.add_argument("--sormland-only", action="store_true", help="Sörmland alone")

    @transaction.atomic
    def handle(self, *, kalmar_only=False, sormland_only=False, **options):
        if not Municipality.objects.exists():
            call_command("load_reference", stdout=self.stderr)
        if not kalmar_only:
            self._load("sormland", people.SORMLAND[0], self._sormland)
        if not sormland_only:
            self._load("kalmar", people.KALMAR[0], self._kalmar)

    def _load(self, slug, somebody, load):
        if User.objects.filter(email=somebody.email).exists():
            self.stdout.write(f"The demo of {slug} is already there.")
            return
        with _constraints_left_to_the_database(), _no_letters():
            load(machine())
        self.stdout.write(f"The demo of {slug} has been loaded.")

    def _sormland(self, by):
        day = today()
        with acting_as(by):
            _associations.set_up_sormland(day, by)
        users = _people.take_on(people.SORMLAND, "office", day, by)
        _registers.put_in(Association.objects.get(slug="sormland"), sormland.register(day), by)
        _cases.live_through(users, day)

    def _kalmar(self, by):
        with acting_as(by):
            _associations.set_up_kalmar(by)
        users = _people.take_on(people.KALMAR, "office_kalmar", today(), by)
        _registers.put_in(Association.objects.get(slug="kalmar"), kalmar.rows(), by)
        _reports.write(users["director_kalmar"], today())
        _evaluations.agree(users["director_kalmar"], users["evaluator"], today())


@contextmanager
def _constraints_left_to_the_database() -> Iterator[None]:
    """The database checks every row as it is saved. Asking it beforehand too, to word a message,
    doubles the time.
    """
    ordinary = models.Model.validate_constraints
    models.Model.validate_constraints = lambda self, exclude=None: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        models.Model.validate_constraints = ordinary  # type: ignore[method-assign]


@contextmanager
def _no_letters() -> Iterator[None]:
    """Nobody is written to now about what happened weeks ago:
    jobs put in the queue meanwhile are taken out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        before = cursor.fetchone()[0]
        yield
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s AND status = 'todo'", [before])
