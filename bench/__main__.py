"""Measures the product beside the stock Django admin, over the same rows, in turns, and prints a table.

Timings never fail; a wrong answer does (exit code 1).
"""

import argparse
import http.client
import json
import os
import platform
import signal
import statistics
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from .place import own_folder

SIZES = (1_000, 100_000)
CLIENTS = (1, 8)


def main() -> int:
    chosen = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave nothing running behind
    results: list[dict[str, Any]] = []
    for size in chosen.sizes:
        with own_folder(str(chosen.data / str(size)) if chosen.data else "") as folder:
            results += _measure(size, folder, chosen)
    if chosen.out:
        chosen.out.write_text(json.dumps({"machine": _machine(), "results": results}, indent=1) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    top.add_argument("--sizes", type=lambda text: [int(one) for one in text.split(",")], default=list(SIZES))
    top.add_argument("--quick", action="store_true", help="1 000 persons, one short round")
    top.add_argument("--rounds", type=int, default=4, help="turns that product and admin take")
    top.add_argument("--seconds", type=float, default=1.5, help="of each turn")
    top.add_argument("--data", type=Path, help="keep the filled databases in this folder, or use them again")
    top.add_argument("--out", type=Path, help="write all numbers there as JSON")
    chosen = top.parse_args()
    if chosen.quick:
        chosen.sizes, chosen.rounds, chosen.seconds = [SIZES[0]], 1, 0.5
    return chosen


def _measure(size: int, folder: Path, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    from samsyn.project import installation

    from . import client, data, people, servers, single
    from .operations import Work

    installation.prepare(association=people.SLUG)
    loaded = data.filled(folder)
    if not loaded:
        _say(f"filling with {size} persons …")
        loaded = data.fill(size, folder)
    _say(f"{loaded['persons']} persons, {loaded['enrolments']} enrolments; "
         f"{loaded['imported']} rows imported in {loaded['import_s']} s")  # fmt: skip
    _make_admin_tables()
    coordinators, directors = people.take_on()
    with servers.both() as ports:

        def fetch(side, asked):
            connection = http.client.HTTPConnection("127.0.0.1", ports[side], timeout=60)
            try:
                return client.fetch(connection, asked)
            finally:
                connection.close()

        work = Work(coordinators, directors, fetch)
        work.open_forms()
        results = []
        for operation in work.operations():
            for clients in CLIENTS:
                taken: dict[str, list[float]] = {side: [] for side in ports}
                for _round in range(chosen.rounds):
                    for side, port in ports.items():  # in turns, so that a slow minute is both's
                        taken[side] += client.run(port, clients, operation.of[side], chosen.seconds)
                results.append(row := _row(size, operation, clients, taken))
                _say(
                    f"{operation.name}, {clients}: {row['product']['p50']} ms, admin {row['admin']['p50']} ms"
                )
        _say("queries and processor time, one process …")
        for side, settings in (("product", "samsyn.project.settings"), ("admin", "bench.admin_settings")):
            requests = {one.name: list(islice(one.of[side](0), 24)) for one in work.operations()}
            for name, found in single.measure(settings, requests).items():
                for row in results:
                    if row["operation"] == name:
                        row[side] |= found
    _print(size, loaded, results)
    return [row | {"loaded": loaded} for row in results]


def _make_admin_tables() -> None:
    """The admin keeps a log of its own; its table is made by its own migrations."""
    import subprocess

    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "admin", "--database", "owner", "-v0"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench.admin_settings"},
        check=True,
    )


def _row(size, operation, clients, taken) -> dict[str, Any]:
    row = {"size": size, "operation": operation.name, "clients": clients}
    for side, ms in taken.items():
        p95 = statistics.quantiles(ms, n=20)[-1]
        row[side] = {"n": len(ms), "p50": round(statistics.median(ms), 1), "p95": round(p95, 1)}
    budget = operation.budget[CLIENTS.index(clients)]
    return row | {
        "ratio": round(row["admin"]["p50"] / row["product"]["p50"], 2),
        "budget": budget,
        "within": row["product"]["p50"] <= budget,
    }


def _print(size, loaded, results) -> None:
    lines = [
        f"\n{loaded['persons']} persons, {loaded['enrolments']} enrolments; {_machine()}; ms per answer\n",
        f"{'operation':18}{'clients':>8}{'Samsyn p50':>12}{'p95':>8}{'admin p50':>12}{'p95':>8}"
        f"{'admin/Samsyn':>14}{'budget':>8}{'within':>8}{'queries':>9}{'admin':>7}{'cpu ms':>8}{'admin':>7}",
    ]
    for row in results:
        ours, theirs = row["product"], row["admin"]
        lines.append(
            f"{row['operation']:18}{row['clients']:>8}{ours['p50']:>12}{ours['p95']:>8}{theirs['p50']:>12}"
            f"{theirs['p95']:>8}{row['ratio']:>14}{row['budget']:>8}{'yes' if row['within'] else 'no':>8}"
            f"{ours['queries']:>9}{theirs['queries']:>7}{ours['cpu_ms']:>8}{theirs['cpu_ms']:>7}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def _say(message: str) -> None:
    sys.stderr.write(f"bench: {message}\n")


if __name__ == "__main__":
    sys.exit(main())
