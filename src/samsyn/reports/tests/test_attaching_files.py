"""Files that belong to a report: told by what they hold, in the hash and in the PDF, frozen with the rest."""

import io
import uuid
import zlib

import pgtrigger
import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from samsyn.reports import actions, drafts, uploads
from samsyn.reports.models import Attachment
from samsyn.reports.tree import attached_to, digest

from .world import a_pdf

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 60 + b"\xff\xd9"


def told(content: bytes) -> str:
    with pytest.raises(ValidationError) as wrong:
        uploads.kind_of(content)
    return " ".join(wrong.value.message_dict["file"])


# ── What may be attached ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("content", "kind"), [(a_pdf(), "PDF"), (PNG, "PNG"), (JPEG, "JPEG")])
def test_pdf_and_pictures_are_known_by_what_they_hold(content, kind):
    assert uploads.kind_of(content).name == kind


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\0", b"PK\x03\x04", b"<svg/>", b"<html><script>", b" %PDF-1.7", b"GIF89a"]
)
def test_nothing_else_is(content):
    assert "Bara PDF, PNG och JPEG" in told(content)


@pytest.mark.parametrize("content", [PNG[:-12], JPEG[:-2]])
def test_a_picture_is_whole(content):
    assert "inte hel" in told(content)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda writer: on_opening(writer, "/JavaScript"), "JavaScript"),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), "EmbeddedFiles"),
        (lambda writer: on_opening(writer, "/Launch"), "Launch"),
        (lambda writer: on_opening(writer, "/SubmitForm"), "SubmitForm"),
    ],
)
def test_a_pdf_in_which_something_runs_is_refused(change, what):
    assert what in told(a_pdf(change))


def test_a_name_written_in_another_way_is_the_same_name():
    pdf = a_pdf(lambda writer: on_opening(writer, "/JxxxvaScript")).replace(b"/Jxxxva", b"/J#61va")
    assert "JavaScript" in told(pdf)


def on_opening(writer, kind):
    from pypdf.generic import DictionaryObject, NameObject

    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject(kind)})


def test_links_in_a_pdf_are_fine():
    assert uploads.kind_of(a_pdf(lambda writer: on_opening(writer, "/URI"))) == "application/pdf"


def test_a_locked_broken_or_empty_pdf_is_told():
    assert "lösenord" in told(a_pdf(lambda writer: writer.encrypt("hemligt")))
    for broken in (b"%PDF-1.7 inget", a_pdf()[:200], a_pdf().replace(b"/Pages", b"/Sidor")):
        assert "går inte att läsa" in told(broken)


def test_a_pdf_that_swells_is_told_before_it_fills_the_memory():
    bomb = zlib.compress(b"\0" * (uploads.UNPACKED + 1000), 9)
    packed = b"%PDF-1.7\n1 0 obj<</Type /ObjStm/Filter/FlateDecode/N 1/First 5>>\nstream\n" + bomb
    assert len(packed) < 1_000_000 and "går inte att läsa" in told(packed)


def test_what_is_too_large_is_told(world, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    assert "för stor" in told(a_pdf())


def test_a_report_has_room_for_some_files_and_for_each_once(world, monkeypatch):
    report = world.start()
    world.attach(report)
    with pytest.raises(ValidationError, match="redan"):
        world.attach(report, "Igen")
    monkeypatch.setattr(uploads, "LARGEST_TOGETHER", len(a_pdf()) + 10)
    appendix = world.start("appendix", initiative=world.place.initiatives[0], parent=report)
    with pytest.raises(ValidationError, match="tillsammans"):
        world.attach(appendix)
    monkeypatch.setattr(uploads, "MOST", 1)
    with pytest.raises(ValidationError, match="plats för"):
        world.attach(report, content=PNG)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Utlåtande 2025.PDF", "Utlåtande 2025.pdf"), ("../../etc/passwd", "passwd.pdf"),
     ('a"b\r\nc.exe', "a-b--c.pdf"), ("...", "handling.pdf"), ("x" * 300 + ".pdf", "x" * 100 + ".pdf")],
)  # fmt: skip
def test_its_name_is_made_harmless_and_says_what_it_is(world, name, kept):
    assert world.attach(world.start(), name=name).name == kept


# ── As part of the report ──────────────────────────────────────────────────────────────────────────────────


def test_files_are_numbered_through_the_appendices_and_are_in_the_hash(world):
    report = world.start()
    world.attach(report)
    for appendix in world.handed_in(report, attach=PNG):
        assert appendix.attachments.count() == 1
    tree = world.sent_to_review(report).editions.get().tree
    assert [(one["number"], one["title"]) for one in attached_to(tree)] == [
        (1, "Revisorns utlåtande"), (2, "Foto"), (3, "Foto"),
    ]  # fmt: skip
    changed = tree | {"attachments": [tree["attachments"][0] | {"digest": "0" * 64}]}
    assert digest(changed) != digest(tree)


def test_the_sealed_pdf_bears_them_and_lists_them(world):
    pdf = pypdf.PdfReader(io.BytesIO(bytes(world.signed(file=True).editions.get().pdf)))
    assert pdf.attachments == {"handling-1.pdf": [a_pdf()]}
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Bifogade handlingar" in text and "Revisorns utlåtande" in text
    assert b"pdfaid" in pdf.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_nothing_is_attached_or_taken_away_once_it_is_read(world):
    report = world.reviewed(file=True)
    [file] = report.attachments.all()
    with pytest.raises(ValidationError, match="granskning"):
        world.attach(report, content=PNG)
    with pytest.raises(ValidationError, match="granskning"):
        actions.take_away_file(attachment=file, by=world.director)
    # Nor by hand in the database
    with pytest.raises(ProgrammingError, match="stay"), transaction.atomic():
        file.delete()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        connection.cursor().execute("UPDATE reports_attachment SET content = 'x'")


def test_a_file_that_is_not_the_one_approved_is_not_signed(world):
    report = world.approved(file=True)
    with pgtrigger.ignore("reports.Attachment:attachment_stays"):
        Attachment.objects.update(content=b"another")
    with pytest.raises(ValidationError, match="inte den fil"):
        world.sign(report, world.chair)


def test_a_manager_attaches_to_reports_of_the_own_initiative_only(world):
    own, other = (world.start("appendix", initiative=one) for one in world.place.initiatives)
    assert world.attach(own, by=world.manager)
    with pytest.raises(PermissionDenied):
        world.attach(other, by=world.manager)
    with pytest.raises(PermissionDenied):
        actions.take_away_file(attachment=world.attach(other), by=world.manager)


# ── By the pages ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_attached_fetched_and_taken_away(client, world):
    client.force_login(world.director)
    report = world.start()
    address = reverse("reports:attach", args=[report.pk])
    upload = SimpleUploadedFile("Utlåtande.pdf", a_pdf(), content_type="text/html")
    client.post(address, {"save_key": uuid.uuid4(), "title": "Revisorns utlåtande", "file": upload})
    file = report.attachments.get()
    page = client.get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "Revisorns utlåtande" in page
    fetched = client.get(reverse("reports:file", args=[file.pk]))
    assert fetched.content == a_pdf() and fetched.headers["Content-Type"] == "application/pdf"
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    client.post(reverse("reports:file_remove", args=[file.pk]))
    assert not report.attachments.exists()


def test_what_is_wrong_with_a_file_is_told_at_its_field_and_the_title_stays(client, world):
    client.force_login(world.director)
    address = reverse("reports:attach", args=[world.start().pk])
    upload = SimpleUploadedFile("a.pdf", b"MZ", content_type="application/pdf")
    page = client.post(
        address, {"save_key": uuid.uuid4(), "title": "Bokslut", "file": upload}
    ).content.decode()
    assert "Bara PDF, PNG och JPEG" in page and 'value="Bokslut"' in page


def test_everybody_fetches_the_files_of_what_is_published_and_of_nothing_else(client, world):
    report = world.signed(file=True)
    address = reverse("reports:published_file", args=[report.pk, 1])
    assert client.get(address).status_code == 404
    actions.publish(report=report, by=world.director)
    assert client.get(address).content == a_pdf()
    assert address in client.get(reverse("reports:published_read", args=[report.pk])).content.decode()
    assert client.get(reverse("reports:published_file", args=[report.pk, 2])).status_code == 404


def test_the_board_fetches_the_files_of_the_appendices_that_it_reads(client, world):
    report = world.start()
    [one, _other] = world.handed_in(report, attach=PNG)
    world.sent_to_review(report)
    client.force_login(world.chair)
    assert client.get(reverse("reports:file", args=[one.attachments.get().pk])).content == PNG
    assert drafts.files_of(report.editions.get().tree)[1] == PNG
