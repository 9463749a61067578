"""Tests of the organisations app."""
