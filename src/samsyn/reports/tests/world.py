"""The world of the reports' tests: an association with two initiatives, and everybody who meets a report."""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta

import pypdf
from django.utils import timezone, translation
from django.utils.formats import date_format

from samsyn.accounts.models import User
from samsyn.accounts.tests import factories as people
from samsyn.base.days import today
from samsyn.figures.tests.registers import Place, place, some
from samsyn.reports import actions, drafts
from samsyn.reports.models import Edition, Report

YEAR = {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}


@dataclass
class World:
    place: Place
    director: User
    office: User
    manager: User  # of the first initiative alone
    chair: User
    adjuster: User
    outsider: User  # another association's director
    coach: User
    serial: int = field(default=0)

    @property
    def association(self):
        return self.place.association

    def start(self, kind="annual", by=None, **facts) -> Report:
        return actions.start_report(
            association=self.association, kind=kind, by=by or self.director, **(YEAR | facts)
        )

    def block(self, report, key):
        return report.blocks.get(key=key)

    def write(self, report, key, text, by=None):
        block = self.block(report, key)
        return actions.write_block(block=block, heading=block.heading, text=text, by=by or self.director)

    def attach(self, report, title="Revisorns utlåtande", content=None, by=None, **facts):
        named = {"name": "utlåtande.pdf"} | facts
        content = a_pdf() if content is None else content
        return actions.attach_file(
            report=report, title=title, content=content, by=by or self.director, **named
        )

    def reviewed(self, *, file=False, **texts: str) -> Report:
        """An annual report whose appendices are handed in, under review. ``texts``: by the sections' keys."""
        report = self.start()
        if file:
            self.attach(report)
        for key, text in texts.items():
            self.write(report, key, text)
        self.handed_in(report)
        return self.sent_to_review(report)

    def handed_in(self, report, *, attach: bytes = b"") -> list[Report]:
        found = actions.collect_appendices(report=report, due_on=date(2026, 1, 20), by=self.director)
        for appendix in found:
            if attach:
                self.attach(appendix, "Foto", attach)
            actions.hand_in(report=appendix, by=self.director)
        return found

    def sent_to_review(self, report) -> Report:
        actions.send_to_review(report=report, on=date(2026, 2, 1), by=self.director)
        return self.made(report)

    def made(self, report) -> Report:
        """What the worker does with the editions that wait for it."""
        for edition in Edition.objects.filter(report=report, progress="waiting"):
            self.make(edition)
        return report

    def make(self, edition, tell=lambda _percent: None) -> Edition:
        drafts.filled_in(edition=edition, now=timezone.now(), tell=tell, by=self.director)
        return actions.fill_edition(edition=edition, tell=tell, by=self.director)

    def approve(self, report, **facts):
        decision = {"decided_by": "styrelsen", "decided_on": today(), "on": today(), "by": self.director}
        return actions.approve(report=report, **(decision | facts))

    def approved(self, *, file=False, **texts: str) -> Report:
        report = self.reviewed(file=file, **texts)
        self.approve(report)
        return self.made(report)

    def sign(self, report, by, *, age=timedelta(seconds=30)):
        now = timezone.now()
        return actions.sign(report=report, method="totp", shown_at=now - age, now=now, by=by)

    def signed(self, *, file=False) -> Report:
        report = self.approved(file=file)
        for one in (self.chair, self.adjuster):
            self.sign(report, one)
        self.made(report).refresh_from_db()
        return report


def told_today() -> str:
    with translation.override("sv"):
        return f"Fastställd av styrelsen {date_format(timezone.localdate(), 'j F Y')}"


def a_pdf(change=lambda writer: None) -> bytes:
    """A PDF of one empty page. ``change(writer)``: what else is to be in it."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_world(as_owner) -> World:
    with as_owner():
        ours, theirs = place(2, 1), place(1, 1)
        some(ours, 8, start=date(2025, 2, 1))
        some(ours, 6, sex="man", start=date(2025, 3, 1), end=date(2025, 11, 3), work=True)
        some(ours, 7, initiative=1, start=date(2024, 5, 1), end=date(2025, 6, 2))
    one = ours.association
    return World(
        ours,
        director=people.director(one),
        office=people.office(one),
        manager=people.initiative_manager(one, initiatives=[ours.initiatives[0].pk]),
        chair=people.board_member(one, title="Ordförande"),
        adjuster=people.adjuster(one),
        outsider=people.director(theirs.association),
        coach=people.coach(ours.controllers[0]),
    )
