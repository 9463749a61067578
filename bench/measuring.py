"""What is measured, each in a process and a database of its own; see __main__."""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from .place import own_folder

CLIENTS = (1, 8)
ENROLMENTS_EACH = 1.25  # per person, about


def say(message: str) -> None:
    sys.stderr.write(f"bench: {message}\n")


def figures(whole: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    with own_folder(_kept(chosen, f"annual-{whole}")) as folder:
        from samsyn.project import installation

        from . import annual, data, people

        installation.prepare(association=people.SLUG)
        loaded = data.filled(folder)
        if not loaded:
            say(f"filling for {whole} enrolments …")
            loaded = data.fill(round(whole / ENROLMENTS_EACH), folder, others=True)
        say(f"{loaded['enrolments']} enrolments, {annual.PERSONS} persons of them in one association …")
        people.take_on()
        return annual.measure(int(loaded["enrolments"]))


def pages(size: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    with own_folder(_kept(chosen, size)) as folder:
        return _measured_in(folder, size, chosen)


def _measured_in(folder: Path, size: int, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    from samsyn.project import installation

    from . import client, data, people, servers, single
    from .operations import Work

    installation.prepare(association=people.SLUG)
    loaded = data.filled(folder)
    if not loaded:
        say(f"filling with {size} persons …")
        loaded = data.fill(size, folder)
    say(f"{loaded['persons']} persons, {loaded['enrolments']} enrolments; "
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
                say(
                    f"{operation.name}, {clients}: {row['product']['p50']} ms, admin {row['admin']['p50']} ms"
                )
        say("queries and processor time, one process …")
        for side, settings in (("product", "samsyn.project.settings"), ("admin", "bench.admin_settings")):
            requests = {one.name: list(islice(one.of[side](0), 24)) for one in work.operations()}
            for name, found in single.measure(settings, requests).items():
                for row in results:
                    if row["operation"] == name:
                        row[side] |= found
    return [row | {"loaded": loaded} for row in results]


def _make_admin_tables() -> None:
    """The admin keeps a log of its own; its table is made by its own migrations."""
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
    }


def _kept(chosen: argparse.Namespace, name: object) -> str:
    return str(chosen.data / str(name)) if chosen.data else ""
