"""Tests of the start pages, navigation and search."""
