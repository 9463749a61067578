"""`samsyn report` on the command line: files of every kind, and what it says when it is used wrongly."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from samsyn.reports.models import Kind

from .world import told_today


def report(*arguments):
    call_command("report", *arguments, stdout=io.StringIO(), stderr=io.StringIO())


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("html", b"<!doctype"), ("xlsx", b"PK")])
def test_it_writes_the_file(world, tmp_path, ending, begins):
    file = tmp_path / f"a.{ending}"
    report("annual", "--association", world.association.slug, "--year", "2025", "--out", str(file))
    assert file.read_bytes().lstrip().startswith(begins) or b"<html" in file.read_bytes()


def test_its_numbers_are_reconciled_and_nothing_is_found(world, tmp_path, capsys):
    file = tmp_path / "a.json"
    report("annual", "--association", world.association.slug, "--year", "2025", "--out", str(file))
    call_command("reconcile", str(file))
    assert json.loads(file.read_text())["tables"] and " 0 fynd." in capsys.readouterr().err


def test_an_approved_report_is_the_frozen_one(world, tmp_path, as_owner):
    from datetime import date

    from samsyn.figures.tests.registers import some

    world.approved()
    with as_owner():
        some(world.place, 9, start=date(2025, 6, 1))
    file = tmp_path / "a.html"
    report("annual", "--association", world.association.slug, "--year", "2025", "--out", str(file))
    assert told_today() in file.read_text()
    assert ">30<" not in file.read_text()


def test_a_sealed_report_is_the_sealed_file(world, tmp_path):
    signed = world.signed()
    file = tmp_path / "a.pdf"
    report("annual", "--association", world.association.slug, "--year", "2025", "--out", str(file))
    assert file.read_bytes() == bytes(signed.editions.get().pdf)


def test_every_kind_is_offered():
    assert {"annual", "appendix", "status", "finsam"} <= set(Kind.values)


@pytest.mark.parametrize(
    "wrong",
    [
        ["annual", "--association", "SLUG", "--year", "2025", "--out", "a.docx"],
        ["annual", "--association", "SLUG", "--year", "25", "--out", "a.pdf"],
        ["appendix", "--association", "SLUG", "--year", "2025", "--out", "a.pdf"],
    ],
)
def test_wrong_use_ends_with_2(world, wrong):
    with pytest.raises(SystemExit) as end:
        report(*[world.association.slug if one == "SLUG" else one for one in wrong])
    assert end.value.code == 2


@pytest.mark.parametrize(
    "bad",
    [
        ["annual", "--association", "finns-inte", "--year", "2025", "--out", "/tmp/a.pdf"],
        [
            "appendix",
            "--association",
            "SLUG",
            "--year",
            "2025",
            "--initiative",
            "Ingen",
            "--out",
            "/tmp/a.pdf",
        ],
        ["annual", "--association", "SLUG", "--year", "2025", "--out", "/finns/inte/a.pdf"],
    ],
)
def test_what_is_not_there_is_told(world, bad):
    with pytest.raises(CommandError):
        report(*[world.association.slug if one == "SLUG" else one for one in bad])
