"""All of a report is read at one moment, whatever is saved meanwhile on another connection."""

import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.base.tenancy import acting_in, one_snapshot
from samsyn.figures.tests.registers import some
from samsyn.reports import actions, drafts, resolving, tasks
from samsyn.reports.management.commands import report as report_command
from samsyn.reports.models import Report
from samsyn.reports.numbers import Numbers
from samsyn.reports.tree import of_kind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saves_after_each_block(world, as_owner, monkeypatch):
    """Whenever a block has been resolved, somebody elsewhere enters five more people, and that is kept."""
    kept, ordinary = [], resolving.of_block

    def enters():
        try:
            with as_owner():
                some(world.place, 5, start=date(2025, 6, 1))
            kept.append(5)
        finally:
            connection.close()

    def of_block(block, context):
        nodes = ordinary(block, context)
        if block.kind in ("table", "chart"):
            thread = threading.Thread(target=enters)
            thread.start()
            thread.join()
        return nodes

    monkeypatch.setattr(resolving, "of_block", of_block)
    monkeypatch.setattr(Numbers, "ask_ahead", lambda numbers, asks: None)  # each table when it is come to
    return kept


def totals(tree) -> set[int]:
    """The total of 2025 as each table of the report has it."""
    tables = {table["key"]: table for table in of_kind(tree, "table")}
    by_initiative, by_year = tables["by_initiative"], tables["by_year"]
    return {
        by_initiative["rows"][-1][by_initiative["heads"].index("Totalt")],
        by_year["rows"][-1][by_year["heads"].index("Totalt")],
    }


def test_a_save_between_two_tables_does_not_make_them_disagree(world, saves_after_each_block):
    report = world.start()
    with acting_as(world.director):
        edition = actions.ask_for_edition(report=report, by=world.director)
    tasks.make_edition.func(edition.pk, world.director.pk)
    edition.refresh_from_db()
    assert edition.progress == "done" and len(saves_after_each_block) > 5
    assert totals(edition.tree) == {8 + 6 + 7}


def test_the_command_reads_it_so_too(world, saves_after_each_block, monkeypatch, tmp_path):
    read = []
    monkeypatch.setitem(report_command.MADE, ".json", lambda tree: read.append(tree) or b"{}")
    arguments = ["--association", world.association.slug, "--year", "2025", "--out", str(tmp_path / "a.json")]
    call_command("report", "annual", *arguments)
    assert saves_after_each_block and totals(read[0]) == {21}


def test_outside_a_snapshot_they_would_disagree(world, saves_after_each_block):
    """Else the two tests above could not fail."""
    report = Report.objects.get(pk=world.start().pk)
    with acting_as(world.director):
        tree = resolving.resolve(drafts.draft_of(report), timezone.now())
    assert len(totals(tree)) == 2


def test_a_snapshot_only_reads(world):
    with pytest.raises(InternalError), acting_as(world.director, snapshot=True):
        Report.objects.update(title="Annat")


def test_it_is_no_snapshot_inside_what_has_read_already(world):
    with transaction.atomic(), pytest.raises(RuntimeError), one_snapshot():
        pass
    with acting_in([]), connection.cursor() as cursor:  # and what follows is as ever
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
