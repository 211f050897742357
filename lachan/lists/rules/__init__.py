"""Judgement of lists: what a cell says, which row is a heading, where an address lies."""
