"""Writes of contacts."""
