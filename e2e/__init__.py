"""Journeys in a real browser, one story per role, against the demo as it starts for anybody."""
