"""Measures how fast the product is, beside the stock Django admin over the same tables: `python -m bench`."""
