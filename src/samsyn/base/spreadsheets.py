"""Rows of a spreadsheet, read in a process of its own with little memory and time.

A spreadsheet of a thousand bytes may say that its last cell is the last of seventeen thousand million. Who
unfolds it runs out of memory, and no exception is raised: the process ends. That shall not be the web server.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

MEMORY = 2 * 1024**3  # bytes
SECONDS = 60  # of work
KINDS = {kind.__name__: kind for kind in (datetime, date, time)}


class NoSpreadsheet(Exception):
    """It cannot be read, or would take more than it is worth."""


def rows_in(content: bytes, *, columns: int, sheets: int = 1) -> Iterator[tuple[str, list[Any]]]:
    """(name of the sheet, cells) of each row, without the empty cells at its end; of the first sheets, and
    one cell more than there may be, for the reader to notice. Raises NoSpreadsheet.
    """
    reader = [sys.executable, "-I", __file__, str(columns + 1), str(sheets)]
    try:
        with subprocess.Popen(  # noqa: S603 - ourselves
            reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            yield from _answers(process, content)
    except BrokenPipeError:
        raise NoSpreadsheet from None


def _answers(process: subprocess.Popen[bytes], content: bytes) -> Iterator[tuple[str, list[Any]]]:
    assert process.stdin and process.stdout
    try:
        process.stdin.write(content)
        process.stdin.close()
        for line in process.stdout:
            yield tuple(json.loads(line, object_hook=_cell))
        if process.wait():
            raise NoSpreadsheet
    finally:
        process.kill()


def _cell(said: dict[str, str]) -> date | time:
    [(kind, value)] = said.items()
    return KINDS[kind].fromisoformat(value)


# ── In the process of its own ──────────────────────────────────────────────────────────────────────────────


def _said(cell) -> Any:
    kind = type(cell).__name__
    return {kind: cell.isoformat()} if kind in KINDS else str(cell)


def _read(columns: int, sheets: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names[:sheets]:
        for cells in book.get_sheet_by_name(name).iter_rows():
            while cells and cells[-1] in (None, ""):
                cells.pop()
            sys.stdout.write(json.dumps([name, cells[:columns]], default=_said) + "\n")


if __name__ == "__main__":
    _read(*map(int, sys.argv[1:]))
