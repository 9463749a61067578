"""Everything a person, or the command line, can do to bring a register in."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.accounts.models import User
from samsyn.accounts.permissions import Permission, controllers_where, require
from samsyn.audit.actions import looked_through_each, record
from samsyn.audit.models import Act
from samsyn.base.tenancy import acting_in
from samsyn.enrolments.models import ImportRun
from samsyn.enrolments.rules import bounds_of
from samsyn.initiatives import actions as initiative_actions
from samsyn.organisations.actions import municipal_authority
from samsyn.organisations.models import Association, Controller

from .checking import Entry
from .planning import Plan, Register, check_rows, make_plan
from .reading import Unreadable, read_table
from .writing import write

MOST_SHOWN = 200  # findings and rows kept to be shown


class Refused(Exception):
    """Not an error: undoes the transaction of an import that is not to be written."""


class Maker:
    """Makes what a register names and the association lacks."""

    def __init__(self, association: Association, by: User):
        self.association, self.by = association, by

    def initiative(self, name):
        return initiative_actions.create_initiative(association=self.association, name=name[:80], by=self.by)

    def coverage(self, initiative, municipality, controller):
        initiative_actions.cover(
            initiative=initiative, municipality=municipality, controller=controller, by=self.by
        )

    def track(self, initiative, name):
        return initiative_actions.add_track(initiative=initiative, name=name[:80], by=self.by)


def import_register(
    *,
    association: Association,
    entries: list[Entry],
    by: User,
    controllers: Iterable[int] | None = None,
    create_initiatives: bool = False,
    dry_run: bool = False,
    tell: Callable[[int], None] = lambda done: None,
) -> Plan:
    """Plan the checked rows and write them, all or none; what was, or would be, done is in the plan.

    ``controllers``: the only authorities whose rows may be written (a person's own); None, for the machine
    user alone: all of the association's, and missing ones are made.
    """
    if controllers is None:
        require(by, Permission.CHANGE_ORGANISATIONS, association=association)
    else:
        for controller in controllers:
            require(by, Permission.IMPORT_ENROLMENTS, controller=controller)
    plan = Plan()
    try:
        with transaction.atomic():
            plan = _plan(association, entries, by, controllers, create_initiatives)
            with acting_in(_everybody(association) if controllers is None else controllers):
                make_plan(entries, plan.register, plan)
                if plan.errors or dry_run:
                    raise Refused
                write(plan, tell)
                record("enrolments.imported", association, by=by)
    except Refused:
        pass
    except IntegrityError:
        plan.add(
            0, "case_number", "", _("case numbers that no other authority of the initiative already uses")
        )
    return plan


def _plan(association, entries, by, controllers, create_initiatives):
    own = controllers is None

    def make_authority(place):
        return municipal_authority(municipality=place, association=association, by=by)

    register = Register(
        association,
        allowed=None if own else set(controllers),
        bounds=None if own else bounds_of(by, Permission.IMPORT_ENROLMENTS),
        make=Maker(association, by) if create_initiatives else None,
        make_authority=make_authority if own else None,
    )
    register.make_authorities(entries)
    plan = Plan(rows=len(entries))
    plan.register = register
    return plan


def _everybody(association):
    return list(Controller.objects.filter(parties__association=association).values_list("pk", flat=True))


# ── As a page: upload, look, confirm, wait ─────────────────────────────────────────────────────────────────


@transaction.atomic
def upload_register(
    *, association: Association, file_name: str, content: bytes, on: date, by: User
) -> ImportRun:
    """Keep the file, encrypted, and say what an import would do. Nothing of the register is written yet."""
    controllers = sorted(controllers_where(by, Permission.IMPORT_ENROLMENTS))
    if not controllers:
        require(by, Permission.IMPORT_ENROLMENTS)
    try:
        table = read_table(content)
    except Unreadable as wrong:
        raise ValidationError({"file": str(wrong)}) from None
    plan = import_register(
        association=association, entries=check_rows(table, on), by=by, controllers=controllers, dry_run=True
    )
    run = ImportRun(
        association=association, controllers=controllers, made_by=by, file_name=file_name[-120:],
        content_encrypted=_box().encrypt(content),
    )  # fmt: skip
    _tell_result(run, plan)
    if plan.errors:
        _end(run, ImportRun.State.WRONG)
    run.save()
    record("import.uploaded", run, by=by)
    # Each number in the file is asked for, whether somebody has it or not.
    asked_for = [line.controller_id for line in plan.lines if line.entry.key]
    looked_through_each(Act.SEARCH, "participants:import", asked_for, by=by, asked=controllers)
    return run


@transaction.atomic
def confirm_import(*, run: ImportRun, by: User) -> ImportRun:
    """Hand the import to the background. Once only: a second confirmation finds it already waiting."""
    for controller in run.controllers:
        require(by, Permission.IMPORT_ENROLMENTS, controller=controller)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.READ:
        return run
    run.state = ImportRun.State.WAITING
    run.save()
    record("import.confirmed", run, by=by)
    from samsyn.enrolments.tasks import carry_out_import

    transaction.on_commit(lambda: carry_out_import.defer(run_id=run.pk, user_id=by.pk))
    return run


@transaction.atomic
def drop_import(*, run: ImportRun, by: User) -> ImportRun:
    """Never mind: the file is erased, nothing has been written."""
    for controller in run.controllers:
        require(by, Permission.IMPORT_ENROLMENTS, controller=controller)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.READ:
        raise ValidationError(_("The import has already begun."))
    _end(run, ImportRun.State.DROPPED)
    run.save()
    record("import.dropped", run, by=by)
    return run


def carry_out(*, run: ImportRun, on: date, tell: Callable[[int], None], by: User) -> ImportRun:
    """Write the confirmed register. The run says done in the same transaction as the rows, or not at all.

    ``tell`` writes progress where it is seen at once (another connection); the run's own row stays untouched
    here until the end, so that the two never wait for each other.
    """
    for controller in run.controllers:
        require(by, Permission.IMPORT_ENROLMENTS, controller=controller)
    entries = check_rows(read_table(_box().decrypt(bytes(cast(bytes, run.content_encrypted)))), on)
    with transaction.atomic():
        plan = import_register(
            association=run.association, entries=entries, by=by, controllers=run.controllers, tell=tell
        )
        _tell_result(run, plan)
        _end(run, ImportRun.State.WRONG if plan.errors else ImportRun.State.DONE)
        run.save()
        record("import.ended", run, by=by)
    return run


@transaction.atomic
def give_up(*, run: ImportRun, by: User) -> None:
    """Something unforeseen happened; nothing was written, and the file is gone."""
    for controller in run.controllers:
        require(by, Permission.IMPORT_ENROLMENTS, controller=controller)
    _end(run, ImportRun.State.FAILED)
    run.save()
    record("import.failed", run, by=by)


def _tell_result(run, plan):
    run.rows = plan.rows
    run.new, run.changed, run.unchanged = (plan.count(word) for word in ("new", "changed", "unchanged"))
    run.findings_count = len(plan.findings)
    run.findings = [vars(finding) for finding in plan.findings[:MOST_SHOWN]]
    run.preview = [
        {"row": line.entry.row, "case_number": line.entry.facts["case_number"], "verdict": line.verdict}
        for line in plan.lines
        if line.verdict != "unchanged"
    ][:MOST_SHOWN]


def _end(run, state):
    run.state, run.content_encrypted, run.ended_at = state, None, timezone.now()
    run.rows_done = run.rows if state == ImportRun.State.DONE else run.rows_done


def _box():
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])
