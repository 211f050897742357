"""Contacts of province 96, for the neighbour test."""

from __future__ import annotations

from .followed import follow_up_scene


def scene(cast) -> dict[str, dict[str, object]]:
    """Url name -> kwargs of the rows of 96."""
    return {**follow_up_scene(cast)}
