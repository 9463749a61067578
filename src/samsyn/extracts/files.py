"""The file that an evaluator fetches: the rows as CSV and Parquet, the code book, and what goes with them."""

import csv
import io
import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.template.loader import render_to_string

from .alike import Alike
from .models import Agreement
from .variables import PSEUDONYMS, code_book

BOOK = ("variable", "label", "text", "code", "meaning")


IN_MEMORY = 5_000_000  # bytes of a file; more is put aside on disk while it is sent, and gone with the answer


def packed(agreement: Agreement, found: Alike, authorities: list[str], on) -> IO[bytes]:
    out = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    columns = [*PSEUDONYMS, *_chosen(agreement)]
    facts = {"agreement": agreement, "found": found, "authorities": authorities, "on": on}
    facts["limit"] = agreement.association.suppress_below
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:
        with file.open("rows.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
            _write(text, columns, ([row[name] for name in columns] for row in found.rows))
        with file.open("rows.parquet", "w") as raw:
            raw.write(_parquet(columns, found.rows))
        file.writestr("codebook.csv", _csv(BOOK, code_book(_chosen(agreement))))
        file.writestr("README.txt", render_to_string("extracts/readme.txt", facts))
    out.seek(0)
    return cast(IO[bytes], out)


def _chosen(agreement: Agreement) -> list[str]:
    """In the order of the code book, whatever order they were chosen in."""
    from .variables import VARIABLES

    return [name for name in VARIABLES if name in agreement.variables]


def _csv(heads, lines) -> str:
    out = io.StringIO()
    _write(out, heads, lines)
    return out.getvalue()


def _write(out: IO[str], heads, lines) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(lines)


def _parquet(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    import polars  # here, because it takes half a second that no other request needs

    out = io.BytesIO()
    values = {name: [row[name] for row in rows] for name in columns}
    polars.DataFrame(values, schema=dict.fromkeys(columns, polars.String)).write_parquet(out)
    return out.getvalue()
