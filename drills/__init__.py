"""Breaks the product on purpose while people save, then counts what is there: `python -m drills`."""
