"""Commands of the initiatives app."""
