"""Judgement about exposure: chains of evidence, what changed and why."""
