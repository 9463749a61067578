"""Participants are counted in one place: the other apps of the association
neither count nor read enrolments.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "samsyn"
ASSOCIATION_SIDE = ("home", "reports", "initiatives", "organisations")
CASE_MODELS = {"Enrolment", "Participant"}
FILES = [
    path for app in ASSOCIATION_SIDE for path in sorted((SOURCE / app).rglob("*.py"))
    if not {"tests", "migrations"} & set(path.parts)
]  # fmt: skip


def faults(source: str) -> list[str]:
    """Reading case models, or the gate's view, or aggregating anything, in words."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            found += [f"imports {one.name}" for one in node.names if one.name in CASE_MODELS]
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("Count", "aggregate"):
                found.append(f"calls {name}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "FROM gate_" in node.value:
            found.append("reads through the gate")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_figures_counts(path):
    assert not faults(path.read_text()), "ask samsyn.figures.tables.table() for the figure instead"


def test_it_would_be_noticed():
    assert faults("from samsyn.enrolments.models import Enrolment")
    assert faults("x.aggregate(n=Count('pk'))")


def test_nobody_else_reads_through_the_gate():
    readers = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and "through_the_gate(" in path.read_text()
    }
    assert readers <= {"figures", "base"}
