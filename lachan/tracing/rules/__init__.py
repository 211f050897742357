"""Judgement of tracing: facts in, values or reasons out."""
