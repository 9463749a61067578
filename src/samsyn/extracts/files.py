"""The file that an evaluator fetches: the rows as CSV and Parquet, the code book, and what goes with them."""

import csv
import io
import zipfile

from django.template.loader import render_to_string

from .models import Agreement
from .variables import PSEUDONYMS, code_book

BOOK = ("variable", "label", "text", "code", "meaning")


def packed(agreement: Agreement, rows: list[dict[str, str]], authorities: list[str], on) -> bytes:
    out = io.BytesIO()
    columns = [*PSEUDONYMS, *_chosen(agreement)]
    facts = {"agreement": agreement, "rows": len(rows), "authorities": authorities, "on": on}
    facts["limit"] = agreement.association.suppress_below
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("rows.csv", _csv(columns, ([row[name] for name in columns] for row in rows)))
        file.writestr("rows.parquet", _parquet(columns, rows))
        file.writestr("codebook.csv", _csv(BOOK, code_book(_chosen(agreement))))
        file.writestr("README.txt", render_to_string("extracts/readme.txt", facts))
    return out.getvalue()


def _chosen(agreement: Agreement) -> list[str]:
    """In the order of the code book, whatever order they were chosen in."""
    from .variables import VARIABLES

    return [name for name in VARIABLES if name in agreement.variables]


def _csv(heads, lines) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(lines)
    return out.getvalue()


def _parquet(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    import polars  # here, because it takes half a second that no other request needs

    out = io.BytesIO()
    polars.DataFrame(rows, schema=dict.fromkeys(columns, polars.String)).write_parquet(out)
    return out.getvalue()
