"""Judgement about those who come, on values alone."""
