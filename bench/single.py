"""One process, one request at a time: how many queries a page asks, and how much processor time it takes.

Run as a program with requests on standard input, in the settings of the side that is asked.
"""

import json
import statistics
import subprocess
import sys
import time
from dataclasses import asdict

from .asked import Asked, is_right


def measure(settings: str, requests: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """For each name: the queries of a request, and the median of its processor time here in ms."""
    import os

    said = subprocess.run(
        [sys.executable, "-m", "bench.single"],
        input=json.dumps({name: [asdict(one) for one in asked] for name, asked in requests.items()}),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, requests in json.load(sys.stdin).items():
        queries, taken = [], []
        for turn, facts in enumerate(requests):
            asked, client = Asked(**facts), Client(raise_request_exception=True)
            began = time.process_time()
            if turn % 2:  # counting costs time itself
                answer = _ask(client, asked)
                taken.append((time.process_time() - began) * 1000)
            else:
                with CaptureQueriesContext(connection) as captured:
                    answer = _ask(client, asked)
                queries.append(sum(not _is_machinery(one["sql"]) for one in captured.captured_queries))
            if not is_right(asked, answer.status_code, answer.content.decode()):
                raise SystemExit(f"{asked.path}: {answer.status_code}")
        found[name] = {"queries": max(queries[1:]), "cpu_ms": round(statistics.median(taken[2:]), 2)}
    sys.stdout.write(json.dumps(found))


def _ask(client, asked: Asked):
    return client.generic(
        asked.method, asked.path, asked.body, "application/x-www-form-urlencoded",
        HTTP_COOKIE=asked.cookie, HTTP_HOST="localhost",
    )  # fmt: skip


def _is_machinery(sql: str) -> bool:
    """Beginning and ending a transaction is no query of a page's."""
    return sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"))


if __name__ == "__main__":
    main()
