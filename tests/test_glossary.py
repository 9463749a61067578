"""Every model has its row in the glossary: Swedish word, name in code, meaning and source."""

from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
MODELS = {
    model.__name__
    for model in apps.get_models()
    if model.__module__.startswith("samsyn.") and not hasattr(model, "pgh_tracked_model")
}


def rows():
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")][1:]
    return {
        cells[1].strip("` "): cells
        for line in lines
        if (cells := [one.strip() for one in line[1:-1].split("|")])
    }


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_has_its_row(model):
    assert model in rows(), "add a row to docs/glossary.md"
    assert all(rows()[model]), "fill in all four columns"


def test_no_row_is_about_a_model_that_is_gone():
    assert set(rows()) <= MODELS
