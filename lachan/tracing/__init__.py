"""Tracing: who was exposed to whom, at which level, and how we know."""
