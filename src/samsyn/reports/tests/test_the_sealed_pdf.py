"""The seal adds a signature and breaks nothing that the document says of itself: PDF/A-3a and PDF/UA-1."""

import io
import re
import shutil
import subprocess

import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from samsyn.reports import drafts, seal
from samsyn.reports.output.pdf import as_pdf
from samsyn.reports.resolving import resolve

PRINT, HIDDEN_IN_ANY_WAY = 4, 1 | 2 | 32 | 256  # invisible, hidden, no view, toggle no view


@pytest.fixture(params=["elliptic", "rsa"])
def pdfs(world, request, monkeypatch):
    """The PDF before and after, sealed with either sort of key."""
    if request.param == "rsa":
        key = rsa.generate_private_key(65537, 2048)
        monkeypatch.setattr(seal.ec, "generate_private_key", lambda _curve: key)
    report = world.start()
    world.attach(report)
    tree = resolve(drafts.draft_of(report), timezone.now())
    plain = as_pdf(tree, drafts.files_of(tree))
    return plain, seal.seal(plain, reason="Prov")


def reader(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def root(pdf):
    return reader(pdf).trailer["/Root"]


def test_it_is_added_after_what_was_there(pdfs):
    plain, sealed = pdfs
    assert sealed.startswith(plain) and seal.check(sealed).is_intact


def test_it_is_of_the_version_that_both_standards_are_of(pdfs):
    _plain, sealed = pdfs
    assert sealed.startswith(b"%PDF-1.7") and "/Version" not in root(sealed)
    assert {one["/BaseVersion"] for one in root(sealed).get("/Extensions", {}).values()} <= {"/1.7"}


def test_its_metadata_are_the_same_and_agree(pdfs):
    plain, sealed = (root(one)["/Metadata"].get_object().get_data() for one in pdfs)
    assert plain == sealed
    assert all(
        word in sealed for word in (b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<")
    )
    said = reader(pdfs[1]).metadata
    for property, moment in (
        (b"ModifyDate", said.modification_date),
        (b"CreateDate", said.creation_date),
    ):
        assert b"<xmp:%s>%s" % (property, f"{moment:%Y-%m-%dT%H:%M:%S}".encode()) in sealed
    assert said.title.encode() in sealed


def test_only_the_catalogue_and_the_first_page_are_written_anew(pdfs):
    plain, sealed = pdfs
    numbers = {int(one) for one in re.findall(rb"(\d+) 0 obj", sealed[len(plain) :])}
    old = set(reader(plain).xref[0])
    first = reader(plain).pages[0].indirect_reference.idnum
    assert numbers & old == {reader(plain).trailer.raw_get("/Root").idnum, first}
    before, after = root(plain), root(sealed)
    assert {"/OutputIntents", "/StructTreeRoot", "/MarkInfo", "/Lang", "/Names", "/AF"} <= set(before)
    assert [name for name in before if shown(before.raw_get(name)) != shown(after.raw_get(name))] == []
    assert set(after) - set(before) == {"/AcroForm", "/Perms", "/Extensions"}


def shown(value) -> str:
    """The same for the same object of two readers of one document."""
    return re.sub(r", \d+\)", ")", repr(value))


def test_what_is_attached_is_there_still(pdfs):
    plain, sealed = (reader(one).attachments for one in pdfs)
    assert plain and dict(plain) == dict(sealed)


def test_the_signature_is_printed_by_nobody_and_met_by_no_reader_of_the_tags(pdfs):
    [field] = root(pdfs[1])["/AcroForm"]["/Fields"]
    widget = field.get_object()
    assert widget["/F"] & PRINT and not widget["/F"] & HIDDEN_IN_ANY_WAY  # PDF/A-3 6.3.2
    left, low, right, high = map(float, widget["/Rect"])
    assert (left, low) == (right, high)  # needs no appearance: PDF/A-3 6.3.3
    page = reader(pdfs[1]).pages[0]
    assert page.indirect_reference.idnum == widget.raw_get("/P").idnum
    assert left < float(page.mediabox.left) and low < float(page.mediabox.bottom)  # PDF/UA-1 7.18.1
    assert "sigill" in widget["/TU"] and page["/Tabs"] == "/S"


def test_nothing_runs_and_nothing_may_be_filled_in(pdfs):
    catalog = root(pdfs[1])
    assert not {"/OpenAction", "/AA", "/NeedsRendering"} & set(catalog)
    assert not {"/XFA", "/NeedAppearances"} & set(catalog["/AcroForm"])
    assert list(catalog["/Perms"]) == ["/DocMDP"]
    [reference] = catalog["/Perms"]["/DocMDP"]["/Reference"]
    assert reference["/TransformParams"]["/P"] == 1  # no changes
    assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference)  # PDF/A-3 6.1.12


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs poppler's pdfinfo")
def test_another_reader_says_so_too(pdfs, tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(pdfs[1])
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told and "PDF version:     1.7" in told and "JavaScript:      no" in told
