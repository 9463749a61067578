"""Puts in the demo's reports: Kalmar's annual report of 2022, approved, and that of 2023 on its way."""

from datetime import date

from django.utils import timezone

from samsyn.accounts.acting import acting_as
from samsyn.demo import reports as said
from samsyn.initiatives.models import Coverage
from samsyn.organisations.models import Association
from samsyn.reports import actions, drafts
from samsyn.reports.models import Edition, Kind, Report


def write(director, today: date) -> None:
    """Everything through the product's own actions, in the director's name."""
    association = Association.objects.get(slug="kalmar")
    with acting_as(director):
        _approved(association, director, today)
        _begun(association, director)


def _approved(association: Association, by, today: date) -> None:
    report = _start(association, 2022, by)
    for block in report.blocks.all():
        if text := said.ANNUAL.get(block.heading):
            actions.write_block(block=block, heading=block.heading, text=text, by=by)
        if block.kind == "statement" and (amounts := said.ACCOUNTS.get(block.key)):
            data = {"rows": amounts} if isinstance(amounts, list) else {"values": amounts}
            actions.enter(block=block, source=said.SOURCE, by=by, **data)
    for appendix in actions.collect_appendices(report=report, due_on=date(2023, 1, 20), by=by):
        _write_appendix(appendix, said.APPENDIX, by)
        known = said.ACCOUNTS["since_start"].get(appendix.about)
        if known:
            block = appendix.blocks.get(key="result")
            actions.enter(block=block, since_start=known, source="Insatsens egen redovisning 2022", by=by)
        actions.hand_in(report=appendix, by=by)
    actions.send_to_review(report=report, on=today, by=by)
    _make(report, by)
    actions.approve(report=report, decided_by="styrelsen", decided_on=today, on=today, by=by)
    _make(report, by)


def _begun(association: Association, by) -> None:
    """The next year's: its appendices asked for, one of them being written."""
    report = _start(association, 2023, by)
    chair = report.blocks.get(key="chair")
    text = "Utkast: tema tillit. Skrivs klart när insatsernas redovisningar har kommit in."
    actions.write_block(block=chair, heading=chair.heading, text=text, by=by)
    for appendix in actions.collect_appendices(report=report, due_on=date(2024, 1, 19), by=by):
        if appendix.about == "KRUS":
            _write_appendix(appendix, said.BEING_WRITTEN, by)


def _make(report: Report, by) -> None:
    """What waits for a worker elsewhere: the demo's reports are there when it opens."""
    for edition in report.editions.filter(progress=Edition.Progress.WAITING):
        drafts.filled_in(edition=edition, now=timezone.now(), tell=lambda percent: None, by=by)
        actions.fill_edition(edition=edition, tell=lambda percent: None, by=by)


def _start(association: Association, year: int, by) -> Report:
    return actions.start_report(
        association=association, kind=Kind.ANNUAL, first_day=date(year, 1, 1), last_day=date(year, 12, 31),
        by=by,
    )  # fmt: skip


def _write_appendix(appendix: Report, texts: dict[str, str], by) -> None:
    covered = Coverage.objects.filter(initiative=appendix.initiative).select_related("municipality")
    *some, last = [str(one.municipality) for one in covered.order_by("municipality__name")]
    places = " och ".join(filter(None, [", ".join(some), last]))
    for block in appendix.blocks.filter(key__in=texts):
        text = texts[block.key].format(name=appendix.about, places=places)
        actions.write_block(block=block, heading=block.heading, text=text, by=by)
