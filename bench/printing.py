"""What was measured, as tables to print."""

import os
import platform
from math import sqrt
from typing import Any

# The stock admin's p50 in ms, 1 and 8 clients, where the budgets were set. How much longer it takes in the
# same run says how much slower the machine is.
REFERENCE = {"open": {1: 16, 8: 69}, "save": {1: 8, 8: 43}}


def of_pages(results: list[dict[str, Any]]) -> str:
    """``budget``: as set; ``here``: for a machine as fast as this one was during the run."""
    loaded = results[0]["loaded"]
    lines = [
        f"\n{loaded['persons']} persons, {loaded['enrolments']} enrolments; {machine()}; ms per answer\n",
        f"{'operation':18}{'clients':>8}{'Samsyn p50':>12}{'p95':>8}{'admin p50':>12}{'p95':>8}"
        f"{'admin/Samsyn':>14}{'budget':>8}{'here':>7}{'within':>8}{'queries':>9}{'admin':>7}{'cpu ms':>8}"
        f"{'admin':>7}",
    ]
    for row in results:
        ours, theirs = row["product"], row["admin"]
        here = row["budget"] * slower(results, row["clients"])
        lines.append(
            f"{row['operation']:18}{row['clients']:>8}{ours['p50']:>12}{ours['p95']:>8}{theirs['p50']:>12}"
            f"{theirs['p95']:>8}{row['ratio']:>14}{row['budget']:>8}{here:>7.0f}"
            f"{'yes' if ours['p50'] <= here else 'no':>8}{ours['queries']:>9}{theirs['queries']:>7}"
            f"{ours['cpu_ms']:>8}{theirs['cpu_ms']:>7}"
        )
    return "\n".join(lines) + "\n"


SUM = "all, each by itself"


def slower(results: list[dict[str, Any]], clients: int) -> float:
    """How many times as long the stock admin takes here as where the budgets were set."""
    took = {row["operation"]: row["admin"]["p50"] for row in results if row["clients"] == clients}
    return sqrt(took["open"] / REFERENCE["open"][clients] * took["save"] / REFERENCE["save"][clients])


def of_figures(results: list[dict[str, Any]]) -> str:
    """As a table to print. ``guarded``: by hand with what must be known to hide small numbers; ``grown``: the
    product's database time against that of the smallest whole.
    """
    smallest: dict[str, dict[str, Any]] = {}
    lines = [
        "\nThe figures of an annual report, one association in a growing whole; ms\n",
        f"{'table':52}{'enrolments':>12}{'by hand':>9}{'guarded':>9}{'database':>10}{'÷ hand':>8}"
        f"{'÷ guarded':>11}{'whole':>8}{'grown':>7}",
    ]
    for whole in dict.fromkeys(row["enrolments"] for row in results):
        of_whole = [row for row in results if row["enrolments"] == whole]
        each = [row for row in of_whole if row["guarded"] is not None]
        sums = {name: sum(row[name] for row in each) for name in ("hand", "guarded", "database", "whole")}
        for row in [*each, {"table": SUM, "enrolments": whole, **sums}, *of_whole[len(each) :]]:
            first = smallest.setdefault(row["table"], row)
            guarded = row["guarded"]
            lines.append(
                f"{row['table']:52}{whole:>12}{row['hand']:>9.2f}"
                f"{'' if guarded is None else format(guarded, '.2f'):>9}{row['database']:>10.2f}"
                f"{row['database'] / row['hand']:>8.2f}"
                f"{'' if guarded is None else format(row['database'] / guarded, '.2f'):>11}"
                f"{row['whole']:>8.1f}{row['database'] / first['database']:>7.2f}"
            )
    return "\n".join(lines) + "\n"


def machine() -> str:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
