"""Measures the product beside the stock Django admin, over the same rows, in turns, and prints a table.

Timings never fail; a wrong answer does (exit code 1).
"""

import argparse
import json
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from . import measuring, printing

SIZES = (1_000, 100_000)
WHOLES = (100_000, 1_000_000)  # enrolments around one association's


def main() -> int:
    chosen = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave nothing running behind
    results = []
    for size in chosen.sizes:
        found = _apart(measuring.pages, size, chosen)
        sys.stdout.write(printing.of_pages(found))
        sys.stdout.flush()
        results += found
    figures = [row for whole in chosen.wholes for row in _apart(measuring.figures, whole, chosen)]
    if figures:
        sys.stdout.write(printing.of_figures(figures))
    if chosen.out:
        all_ = {"machine": printing.machine(), "results": results, "figures": figures}
        chosen.out.write_text(json.dumps(all_, indent=1) + "\n")
    return 0


def _apart(measure, *facts) -> list[dict[str, Any]]:
    """In a process of its own, since one process works with one database."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(measure, *facts).result()


def _arguments() -> argparse.Namespace:
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    top.add_argument("--sizes", type=_numbers, default=list(SIZES))
    top.add_argument(
        "--wholes", type=_numbers, default=list(WHOLES),
        help="how many enrolments stand around the association whose annual report is counted",
    )  # fmt: skip
    top.add_argument("--quick", action="store_true", help="1 000 persons, one short round, no annual report")
    top.add_argument("--rounds", type=int, default=4, help="turns that product and admin take")
    top.add_argument("--seconds", type=float, default=1.5, help="of each turn")
    top.add_argument("--data", type=Path, help="keep the filled databases in this folder, or use them again")
    top.add_argument("--out", type=Path, help="write all numbers there as JSON")
    chosen = top.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.wholes, chosen.rounds, chosen.seconds = [SIZES[0]], [], 1, 0.5
    return chosen


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",") if one]


if __name__ == "__main__":
    sys.exit(main())
