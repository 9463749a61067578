"""The seal of a signed report: a digital signature in the PDF, which no longer fits if a byte is changed.

Production names a certificate with its key (PKCS#12: SAMSYN_SEAL_FILE, SAMSYN_SEAL_PASSWORD) and refuses to
seal without. A try makes a certificate of its own, in its data folder: it shows changes, and vouches for
nobody.
"""

import datetime as dt
import io
import logging
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

log = logging.getLogger(__name__)
FIELD = "Samsyn"
# pyHanko tells its log about every certificate that no authority stands behind; we say so ourselves.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Checked:
    """``is_intact``: not a byte was changed after sealing; ``by``: the name in the certificate;
    ``is_ours``: sealed with this installation's own key.
    """

    is_sealed: bool
    is_intact: bool = False
    is_ours: bool = False
    by: str = ""


class Untouched(IncrementalPdfFileWriter):
    """Adds the seal and nothing else. A document that is PDF/A-3 and PDF/UA-1 is of PDF 1.7, so no newer
    version nor extension of one is declared, whatever the key; and its metadata stays as it was written, so
    that its dates go on agreeing with each other and its statement of what it is with the standards' form.
    """

    def ensure_output_version(self, version):
        pass

    def register_extension(self, ext):
        if ext.base_version == "/1.7":
            super().register_extension(ext)

    def _update_meta(self):
        pass


# No reader that follows the tags is to meet the seal (PDF/UA-1 7.18): it is outside the page. It is neither
# hidden nor without the flag for print, as PDF/A-3 (6.3.2) would have of what is on a page.
PLACE = fields.SigFieldSpec(
    FIELD,
    readable_field_name="Elektroniskt sigill över hela dokumentet",
    invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
)


def seal(pdf: bytes, *, reason: str) -> bytes:
    """Raises ImproperlyConfigured where there is no key to seal with."""
    signer = _signer(*_key())
    facts = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        name="Samsyn",
        certify=True,
        md_algorithm="sha256",
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    out = signers.sign_pdf(Untouched(io.BytesIO(pdf)), facts, signer=signer, new_field_spec=PLACE)
    return out.getvalue()


def check_key() -> None:
    """Raises ImproperlyConfigured where there is no key to seal with, or it cannot be opened."""
    _signer(*_key())


def check(pdf: bytes) -> Checked:
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not found:
            return Checked(is_sealed=False)
        certificate = found[0].signer_cert
        context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        status = validate_pdf_signature(found[0], context)
    except Exception:  # a file that was tampered with makes its reader stumble in any way
        log.info("A file to be checked could not be read", exc_info=True)
        return Checked(is_sealed=True)
    is_intact = status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Checked(True, is_intact, is_intact and _is_ours(certificate), certificate.subject.human_friendly)


def _is_ours(certificate) -> bool:
    try:
        own = _signer(*_key()).signing_cert
    except ImproperlyConfigured:
        return False
    return own is not None and certificate.sha256 == own.sha256


@lru_cache(maxsize=2)
def _signer(file: Path, password: str) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load_pkcs12(file, passphrase=password.encode())
    if signer is None:
        raise ImproperlyConfigured("SAMSYN_SEAL_FILE cannot be opened with SAMSYN_SEAL_PASSWORD.")
    return signer


def _key() -> tuple[Path, str]:
    if settings.SEAL_FILE:
        return Path(settings.SEAL_FILE), settings.SEAL_PASSWORD
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Sealing reports needs SAMSYN_SEAL_FILE and SAMSYN_SEAL_PASSWORD.")
    file = settings.DATA_DIR / "secrets" / "seal.p12"
    if not file.exists():
        _make(file, settings.SECRET_KEY)
    return file, settings.SECRET_KEY


def _make(file: Path, password: str) -> None:
    """A self-made certificate for a try. Written beside and moved, so that two first uses agree."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Samsyn, provinstallation")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(password.encode())
    content = pkcs12.serialize_key_and_certificates(b"samsyn", key, certificate, None, locked)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = file.with_name(f".seal.{os.getpid()}")
    mine.write_bytes(content)
    mine.chmod(0o600)
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
