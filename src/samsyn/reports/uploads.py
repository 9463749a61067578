"""What may be attached to a report: a PDF in which nothing runs, or a picture; told by what it holds."""

import io
import re
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from .models import Attachment

Kind = Attachment.Kind
LARGEST = 10 * 1000 * 1000  # bytes of one file
LARGEST_TOGETHER = 40 * 1000 * 1000  # of a report and its appendices
MOST = 20  # files of one report
BEGINS = {b"%PDF-": Kind.PDF, b"\x89PNG\r\n\x1a\n": Kind.PNG, b"\xff\xd8\xff": Kind.JPEG}
ENDS = {Kind.PNG: b"IEND\xaeB`\x82", Kind.JPEG: b"\xff\xd9"}
# What makes a PDF do something when it is opened, or brings in what is not seen (ISO 32000-1, 12.6, 7.11.4).
ACTIVE_NAMES = {"/JS", "/JavaScript", "/Launch", "/XFA", "/RichMedia", "/EmbeddedFiles", "/AA"}
ACTIVE_KINDS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Rendition", "/Movie"}
UNPACKED = 64 * 1024 * 1024  # what the lists of objects of one file may come to
MOST_OBJECTS = 200_000


def kind_of(content: bytes) -> Kind:
    """ValidationError with what is wrong, for the field ``file``."""
    if len(content) > LARGEST:
        raise _wrong(_("The file is too large; at most %(most)s MB.") % {"most": LARGEST // 1_000_000})
    kind = next((kind for begin, kind in BEGINS.items() if content.startswith(begin)), None)
    if kind is None:
        raise _wrong(_("Only PDF, PNG and JPEG can be attached, and the file is none of them."))
    if kind == Kind.PDF:
        _refuse_what_runs(content)
    elif ENDS[kind] not in content[-64:]:
        raise _wrong(_("The picture is not whole."))
    return kind


def _wrong(text: str) -> ValidationError:
    return ValidationError({"file": text})


def _refuse_what_runs(content: bytes) -> None:
    if found := _what_runs(content):
        raise _wrong(
            _("The PDF holds something that can run or is hidden in it (%(what)s). Print it to a new PDF.")
            % {"what": found.lstrip("/")}
        )


def _what_runs(content: bytes) -> str:
    """The first thing in the PDF that is not text and pictures. ValidationError where it cannot be read."""
    try:
        _refuse_what_swells(content)
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            raise _wrong(_("The PDF is locked with a password. Attach it without."))
        if not _pages(reader):
            raise _wrong(_("The PDF has no pages."))
        return _walked(reader)
    except ValidationError:
        raise
    except Exception as wrong:  # a broken file makes its reader stumble in any way
        raise _wrong(_("The PDF cannot be read. Print it to a new PDF.")) from wrong


def _pages(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"]["/Count"])


def _walked(reader: PdfFileReader) -> str:
    """Through all that can be reached, without unpacking what the pages show."""
    seen: set[tuple[int, int]] = set()
    waiting = [reader.trailer.flatten().raw_get("/Root")]
    count = 0
    while waiting:
        one = waiting.pop()
        count += 1
        if count > MOST_OBJECTS:
            raise _wrong(_("The PDF cannot be read. Print it to a new PDF."))
        if isinstance(one, generic.IndirectObject):
            if (one.idnum, one.generation) not in seen:
                seen.add((one.idnum, one.generation))
                waiting.append(one.get_object())
        elif isinstance(one, generic.DictionaryObject):
            if found := _active(one):
                return found
            waiting += [one.raw_get(name) for name in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(place) for place in range(len(one))]
    return ""


def _active(one: generic.DictionaryObject) -> str:
    names = ACTIVE_NAMES & set(map(str, one))
    kind = str(one.raw_get("/S")) if "/S" in one else ""
    return next(iter(names), kind if kind in ACTIVE_KINDS else "")


PACKED = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")
STREAM = re.compile(rb"stream\r?\n")


def _refuse_what_swells(content: bytes) -> None:
    """A list of objects that unpacks to more than memory holds is told before anybody unpacks it."""
    room = UNPACKED
    for match in PACKED.finditer(content):
        if start := STREAM.search(content, match.end(), match.end() + 4000):
            unpacker = zlib.decompressobj()
            try:
                room -= len(unpacker.decompress(content[start.end() :], room + 1))
            except zlib.error:
                continue  # not packed this way; the reader says what it thinks of it
            if room < 0:
                raise _wrong(_("The PDF cannot be read. Print it to a new PDF."))
