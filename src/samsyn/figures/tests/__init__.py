"""Tests of the figures app."""
