"""A short title from a long text."""

from __future__ import annotations

import re

TITLE_LENGTH = 140


def short_title(text: str, limit: int = TITLE_LENGTH) -> str:
    """The first sentence of a task on one line, cut between words with an ellipsis if long."""
    line = re.split(r"(?<=[.;])\s", " ".join(text.split()), maxsplit=1)[0].rstrip(".;, ")
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
