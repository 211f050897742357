"""Judgements about contacts: facts in, values out."""
