"""Consent, and what authorities tell each other: chosen snapshots, checked against consent and logged."""
