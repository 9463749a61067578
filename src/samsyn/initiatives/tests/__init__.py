"""Tests of the initiatives app."""
