"""Invented people and registers that reproduce what was published, for trying out and for tests."""
