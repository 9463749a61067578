"""The wall: which rows a connection may touch, held by PostgreSQL itself
through roles and row-level security.

Three roles. The *owner* migrates. ``samsyn_app`` is what the product runs as: it is neither owner nor
superuser, and on every case table it meets a FORCED policy that compares with the authorities named in the
setting ``samsyn.controllers``. ``samsyn_gate`` is what counting runs as: it may read the few columns that
figures need, for the initiatives named in ``samsyn.gate_initiatives``, and nothing else. Both settings and
the role are set inside a transaction and end with it, so a pooled connection carries nothing to the next
request. No setting means no rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, models, transaction

APP_ROLE = "samsyn_app"
GATE_ROLE = "samsyn_gate"

# The subselect makes PostgreSQL read the setting once per statement instead of once per row.
MINE = "((SELECT nullif(current_setting('samsyn.controllers', true), '')::bigint[])::bigint[])"
COUNTED = "((SELECT nullif(current_setting('samsyn.gate_initiatives', true), '')::bigint[])::bigint[])"
LEAVES_OUT = "(SELECT current_setting('samsyn.gate_leaves_out', true))"
OWN = "controller_id = ANY {mine}"
EVENT = ("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label")  # of a history table, beside what changed
ANYBODY = "cardinality({mine}) > 0"  # whoever works at some authority


@dataclass(frozen=True)
class Wall:
    """Which rows of a case table may be read, inserted, changed and deleted. Predicates use {mine}, an array.

    ``gate`` names the columns that figures may read, ``gate_rows`` the rows ({counted}: initiatives;
    {leaves_out}: "protected" when nobody with protected identity is to be among them).
    """

    read: str = OWN
    insert: str = OWN
    change: str = OWN
    changed: str = OWN
    delete: str = ""
    append_only: bool = False
    gate: tuple[str, ...] = ()
    gate_rows: str = "initiative_id = ANY {counted}"


_views: dict[str, str] = {}


def register_view(name: str, sql: str) -> None:
    """Have ``CREATE VIEW name AS sql`` made after every migration, with the reader's own rights."""
    _views[name] = sql


def walls() -> dict[type[models.Model], Wall]:
    """Every case table with its wall; a history table has the wall of what it is the history of."""
    found = {}
    for model in apps.get_models():
        if not model._meta.managed:
            continue
        if isinstance(wall := getattr(model, "wall", None), Wall):
            found[model] = wall
        elif isinstance(wall := getattr(getattr(model, "pgh_tracked_model", None), "wall", None), Wall):
            found[model] = _of_history(wall)
    return found


def _of_history(wall: Wall) -> Wall:
    """The gate reads the same columns as they were, so that counts can be made as of a moment. Nothing is
    handed out row by row from there: somebody may have had no protected identity then.
    """
    either = f"({wall.read}) OR ({wall.insert})"
    gate = (*wall.gate, *EVENT) if wall.gate else ()
    rows = f"({wall.gate_rows}) AND {{leaves_out}} IS DISTINCT FROM 'protected'"
    return Wall(read=wall.read, insert=either, append_only=True, gate=gate, gate_rows=rows)


def as_of(table: str, moment: str) -> str:
    """SQL: the gate's columns of a case table as its rows stood at the moment in the parameter ``moment``.

    What has not changed since is read where it is; the rest is the last that history tells of it before.
    """
    columns = ", ".join(next(
        model.wall.gate for model in walls() if model._meta.db_table == table and hasattr(model, "wall")
    ))  # fmt: skip
    since = f"SELECT pgh_obj_id FROM {table}event WHERE pgh_created_at > %({moment})s"  # noqa: S608 - names of our own
    return (
        f"SELECT {columns} FROM {table} WHERE id NOT IN ({since})"  # noqa: S608
        f" UNION ALL SELECT {columns} FROM (SELECT DISTINCT ON (pgh_obj_id) pgh_label, {columns}"
        f" FROM {table}event WHERE pgh_created_at <= %({moment})s AND pgh_obj_id IN ({since})"
        " ORDER BY pgh_obj_id, pgh_id DESC) last WHERE pgh_label <> 'delete'"
    )


# ── Inside a request, a job or a command ──────────────────────────────────────────────────────────────────


@contextmanager
def one_snapshot() -> Iterator[None]:
    """One transaction that only reads, and sees everything as it stood at one moment, whatever is saved while
    it reads. It stands outermost: RuntimeError in another, which has read already.
    """
    is_inner = connection.in_atomic_block  # in the transaction of a test
    with transaction.atomic(durable=True):
        if not is_inner:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def acting_in(controllers: Iterable[int], *, snapshot: bool = False) -> Iterator[None]:
    """One transaction that sees the records of these controllers and of no others; see ``one_snapshot``."""
    wanted = "{" + ",".join(str(int(number)) for number in sorted(set(controllers))) + "}"
    is_inner = connection.in_atomic_block
    with one_snapshot() if snapshot else transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('samsyn.controllers', true),"
                " set_config('samsyn.controllers', %s, true)",
                [wanted],
            )
            before = cursor.fetchone()[0] or ""
        yield
        if is_inner:  # the outermost ends with the transaction, and the setting with it
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('samsyn.controllers', %s, true)", [before])


GATE_ON = (
    "SELECT set_config('samsyn.gate_initiatives', %(gate_initiatives)s, true),"
    " set_config('samsyn.gate_leaves_out', %(gate_leaves_out)s, true),"
    " set_config('samsyn.role_before', current_setting('role'), true), set_config('role', %(gate)s, true)"
)
GATE_OFF = (
    "SELECT set_config('role', current_setting('samsyn.role_before'), true),"
    " set_config('samsyn.gate_initiatives', '', true), set_config('samsyn.gate_leaves_out', '', true)"
)


def _gate_facts(initiatives: Iterable[int], *, protected: bool) -> dict[str, Any]:
    wanted = "{" + ",".join(str(int(number)) for number in sorted(set(initiatives))) + "}"
    leaves_out = "" if protected else "protected"
    return {"gate_initiatives": wanted, "gate_leaves_out": leaves_out, "gate": GATE_ROLE}


@contextmanager
def through_the_gate(initiatives: Iterable[int], *, protected: bool = True) -> Iterator[None]:
    """One stretch of reading as the gate's role: only the granted columns, only these initiatives.

    ``protected`` False: people with protected identity are not there, for what is handed out row by row.
    """
    # Without a savepoint: what fails in here fails the whole transaction, and the role ends with it.
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(GATE_ON, _gate_facts(initiatives, protected=protected))
        yield
        with connection.cursor() as cursor:
            cursor.execute(GATE_OFF)


class GateCursor:
    """As ``through_the_gate`` around every question, in the same journey to the database."""

    def __init__(self, cursor, initiatives: Iterable[int], *, protected: bool = True):
        self.cursor, self.facts = cursor, _gate_facts(initiatives, protected=protected)

    def execute(self, sql: str, facts: Mapping[str, Any]) -> None:
        with transaction.atomic(savepoint=False):
            self.cursor.execute(f"{GATE_ON};{sql};{GATE_OFF}", {**facts, **self.facts})
            self.cursor.set_result(1)  # pghistory has gone on to the last

    def fetchall(self) -> list[tuple]:
        return self.cursor.fetchall()


# ── After every migration ─────────────────────────────────────────────────────────────────────────────────


def before_migrate(*, using, plan, **kwargs):
    """Views stand in the way of changed columns; take them down when there is something to do."""
    if plan:
        with connections[using].cursor() as cursor:
            for name in reversed(_views):
                cursor.execute(f"DROP VIEW IF EXISTS {name}")


def after_migrate(*, using, **kwargs):
    if set(connections[using].introspection.table_names()) >= {model._meta.db_table for model in walls()}:
        secure(connections[using])


def secure(database) -> None:
    """Roles, grants, policies and views, made anew from what the models say.
    Safe to run any number of times.
    """
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('samsyn.roles'))")
        _make_roles(cursor)
        _grant(cursor)
        for model, wall in walls().items():
            _put_up(cursor, model._meta.db_table, wall)
        for name, sql in _views.items():
            cursor.execute(f"DROP VIEW IF EXISTS {name}")
            cursor.execute(f"CREATE VIEW {name} WITH (security_invoker = true) AS {sql}")
            cursor.execute(f"GRANT SELECT ON {name} TO {APP_ROLE}, {GATE_ROLE}")


def _make_roles(cursor):
    for role, options in {GATE_ROLE: "NOLOGIN NOINHERIT", APP_ROLE: "LOGIN NOINHERIT"}.items():
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found and found[0]:
            raise ImproperlyConfigured(f"The database role {role} is a superuser or bypasses row security.")
        if not found:
            # Another database of the same server may be making the same role at the same moment.
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {role} {options}; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
    cursor.execute("SELECT rolsuper, current_user FROM pg_roles WHERE rolname = current_user")
    superuser, owner = cursor.fetchone()
    for role, member in [(GATE_ROLE, APP_ROLE)] + ([] if superuser else [(APP_ROLE, owner)]):
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [member, role])
        if not cursor.fetchone()[0]:
            cursor.execute(f'GRANT {role} TO "{member}"')


def _grant(cursor):
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    for role in (APP_ROLE, GATE_ROLE):
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {APP_ROLE}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {APP_ROLE}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE}")
    put_up = walls()
    for model in apps.get_models():
        table, wall = model._meta.db_table, put_up.get(model)
        if hasattr(model, "pgh_tracked_model") or (wall and wall.append_only):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}")
        elif wall and not wall.delete:
            cursor.execute(f"REVOKE DELETE ON {table} FROM {APP_ROLE}")
        if wall and wall.gate:
            cursor.execute(f"GRANT SELECT ({', '.join(wall.gate)}) ON {table} TO {GATE_ROLE}")


def _put_up(cursor, table, wall):
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
    for (policy,) in cursor.fetchall():
        cursor.execute(f"DROP POLICY {policy} ON {table}")
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    rules = {"read": ("SELECT", wall.read, ""), "insert": ("INSERT", "", wall.insert)}
    if not wall.append_only:
        rules["change"] = ("UPDATE", wall.change, wall.changed)
    if wall.delete:
        rules["delete"] = ("DELETE", wall.delete, "")
    for name, (command, using, check) in rules.items():
        clauses = [
            f"{word} ({rule.format(mine=MINE)})"
            for word, rule in (("USING", using), ("WITH CHECK", check))
            if rule
        ]
        cursor.execute(
            f"CREATE POLICY samsyn_{name} ON {table} FOR {command} TO {APP_ROLE} {' '.join(clauses)}"
        )
    if wall.gate:
        rows = wall.gate_rows.format(counted=COUNTED, leaves_out=LEAVES_OUT)
        cursor.execute(f"CREATE POLICY samsyn_gate ON {table} FOR SELECT TO {GATE_ROLE} USING ({rows})")


def findings(database) -> list[str]:
    """What is wrong with the wall and the history in this database, in words;
    empty when all is as the models say.
    """
    wrong = []
    with database.cursor() as cursor:
        for model in walls():
            table = model._meta.db_table
            cursor.execute(
                "SELECT relrowsecurity, relforcerowsecurity,"
                " (SELECT count(*) FROM pg_policies WHERE tablename = relname) FROM pg_class"
                " WHERE oid = %s::regclass",
                [table],
            )
            enabled, forced, policies = cursor.fetchone()
            if not (enabled and forced and policies):
                wrong.append(f"The case table {table} is not behind the wall.")
        for watched, trigger in pgtrigger.registered():
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s"
                " AND tgenabled = 'O'",
                [watched._meta.db_table, trigger.get_pgid(watched)],
            )
            if cursor.fetchone() == (0,):
                wrong.append(f"The trigger {trigger.name} of {watched._meta.db_table} is missing.")
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)",
            [[APP_ROLE, GATE_ROLE]],
        )
        wrong += [f"The role {name} can step over the wall." for (name,) in cursor.fetchall()]
    return wrong
