"""Participants are counted in one place: the other apps of the association
neither count nor read enrolments.
"""

import ast
import re
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


# What a template may add up: lengths of lists that it shows beside, never of people.
COUNTING = re.compile(r"\{\{[^}]*\b(enrolment|participant|referral)\w*(_set)?(\.\w+)*(\.count\b|\|length)")
TEMPLATES = [
    path for app in (*ASSOCIATION_SIDE, "figures") for path in sorted((SOURCE / app).rglob("*.html"))
]
# The enrolments that stand listed under a number, for those who may open them.
HONEST = {"figures/templates/figures/card.html"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_counts_people(path):
    if str(path.relative_to(SOURCE)) not in HONEST:
        assert not COUNTING.search(path.read_text()), "ask for the figure and show its number"


def test_it_would_be_noticed():
    assert COUNTING.search("{{ initiative.enrolments.count }}")
    assert COUNTING.search("{{ participants|length }}")
    assert not COUNTING.search("{{ reports|length }}")
    assert faults("from samsyn.enrolments.models import Enrolment")
    assert faults("x.aggregate(n=Count('pk'))")


def test_nobody_else_reads_through_the_gate():
    readers = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and "through_the_gate(" in path.read_text()
    }
    # Figures counts; extracts hands over rows without names that each authority has agreed to.
    assert readers <= {"figures", "extracts", "base"}
