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
ADDING_UP = {"reports/actions/attachments.py"}  # the bytes of a report's files
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
    if str(path.relative_to(SOURCE)) in ADDING_UP:
        return
    assert not faults(path.read_text()), "ask samsyn.figures.tables.table() for the figure instead"


# ── Everywhere else ────────────────────────────────────────────────────────────────────────────────────────
# Whoever counts outside figures stands here, with why it is no figure. A new one fails until argued for.
KNOWN = {
    "referrals/queries.py": "how many referrals wait in the reader's own lists",
    "referrals/cards.py": "the reader's own drafts and questions",
    "enrolments/queries.py": "the reader's own list and caseload; held against the figure in a test",
    "enrolments/quality.py": "how many the reader has to put right; no number of participants",
    "extracts/cards.py": "approvals that wait for the reader",
    "tokens/cards.py": "approvals that wait for the reader",
    "tokens/actions.py": "the reader's own tokens",
    "accounts/queries.py": "assignments that wait for the reader",
    "reports/actions/attachments.py": "the bytes of a report's files",
    "reports/cards.py": "reports that wait for the reader",
    "base/tenancy.py": "policies and triggers of the database",
    "project/installation.py": "workers of the queue",
}
SQL = re.compile(r"\bcount\s*\(\s*(\*|distinct)", re.IGNORECASE)


def counts_in(source: str) -> bool:
    """Does it count rows: an aggregate, a queryset's count(), or SQL?"""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("Count", "aggregate") or (
                name == "count"
                and isinstance(node.func, ast.Attribute)
                and not node.args
                and not node.keywords
            ):
                return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            return True
    return False


def test_whoever_counts_outside_figures_says_why():
    found = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py")
        if not {"tests", "migrations", "figures"} & set(path.parts) and counts_in(path.read_text())
    }  # fmt: skip
    assert found == set(KNOWN)


def test_counting_anywhere_would_be_noticed():
    assert counts_in("x.filter(a=1).count()")
    assert counts_in("Count('pk')")
    assert counts_in("cursor.execute('SELECT count(*) FROM enrolments_enrolment')")
    assert not counts_in("'abc'.count('a')")


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
