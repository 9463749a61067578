"""An installation's database: brought up to date, found fit to serve, and checked.

The web server and the worker refuse to start in production where the wall between authorities would not hold.
"""

import sys
from collections.abc import Iterator

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, OperationalError

SILENCE = 60  # seconds without a sign of life before a worker counts as gone; it gives one every ten


def prepare(*, demo: bool = False, association: str | None = None) -> None:
    """Create the database where missing, migrate it, load reference data, and what else is asked for."""
    _create_database()
    call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    call_command("load_reference", stdout=sys.stderr)
    if demo:
        call_command("load_demo", stdout=sys.stderr)
    if association:
        call_command("create_association", association, stdout=sys.stderr)


def _create_database() -> None:
    owner = connections["owner"]
    try:
        owner.ensure_connection()
    except OperationalError as error:
        if f'database "{owner.settings_dict["NAME"]}" does not exist' not in str(error):
            raise
        with owner._nodb_cursor() as cursor:
            make_database(cursor, owner.ops.quote_name(owner.settings_dict["NAME"]))


def make_database(cursor, name: str) -> None:
    """A new database that puts names in Swedish order, å, ä and ö last, where the server knows languages."""
    cursor.execute("SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'sv-x-icu')")
    is_swedish = cursor.fetchone()[0]
    order = " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv'" if is_swedish else ""
    cursor.execute(f"CREATE DATABASE {name}{order}")


def report() -> int:
    """Print what is wrong, one finding a line; 1 when something is."""
    found = list(findings())
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    if not found:
        sys.stderr.write("All is well.\n")
    return 1 if found else 0


def findings() -> Iterator[str]:
    """What is wrong with this installation, in words."""
    try:
        waiting = missing_migrations()
    except OperationalError as error:
        yield f"The database cannot be reached, or `samsyn init` has not been run: {error}"
        return
    if waiting:
        yield f"{waiting} migrations are missing. Run: samsyn init"
        return
    yield from _wall()
    yield from unfit_login()
    yield from _worker()
    yield from deployment_findings(checks.WARNING)


def missing_migrations() -> int:
    # As the application, because the machines that serve have no business knowing the owner's login.
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unfit_login() -> Iterator[str]:
    """Why the login of the application could step over the wall. Only production has to have its own."""
    if not settings.PRODUCTION:
        return
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT session_user, rolsuper, rolbypassrls,"
            " EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            "  WHERE n.nspname = current_schema() AND c.relkind = 'r'"
            "  AND pg_has_role(session_user, c.relowner, 'MEMBER'))"
            " FROM pg_roles WHERE rolname = session_user"
        )
        login, superuser, bypasses, owns = cursor.fetchone()
    reasons = [
        reason
        for reason, holds in {
            "is a superuser": superuser,
            "bypasses row security": bypasses,
            "owns the tables": owns,
        }.items()
        if holds
    ]
    if reasons:
        yield (
            f"The database login {login} {' and '.join(reasons)}. Let DATABASE_URL name a login that is a "
            "member of samsyn_app and nothing more, and DATABASE_OWNER_URL the one that migrates."
        )


def deployment_findings(level: int) -> Iterator[str]:
    if settings.PRODUCTION:
        for message in checks.run_checks(include_deployment_checks=True, databases=["default"]):
            if message.level >= level and not message.is_silenced():
                yield f"{message.id}: {message.msg}"


def require_fit() -> None:
    """Stop here unless this installation may be served."""
    try:
        connections["default"].ensure_connection()
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"The database cannot be used. Has `samsyn init` been run? {error}"
        ) from error
    wrong = (
        [f"{missing_migrations()} migrations are missing. Run: samsyn init"] if missing_migrations() else []
    )
    wrong += unfit_login()
    wrong += deployment_findings(checks.ERROR)
    if wrong:
        raise ImproperlyConfigured("\n".join(wrong))


def _wall() -> Iterator[str]:
    from samsyn.base import tenancy

    try:
        yield from tenancy.findings(connections["default"])
    except DatabaseError as error:
        yield f"The wall between authorities could not be checked: {error}"


def _worker() -> Iterator[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [SILENCE],
        )
        if not cursor.fetchone()[0]:
            yield "No background worker is running. Start one: samsyn worker"
