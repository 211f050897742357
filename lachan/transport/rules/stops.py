"""Which stop of a trip some words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lachan.core.text import folded

_KINDS = re.compile(
    r"^(?:ben xe|bx|tram|nga tu|nga ba|cau|tp\.?|thanh pho|tinh|huyen|quan|"
    r"thi tran|thi xa|xa|phuong)\s+"
)


def stop_named(words: str, stops: Sequence[str]) -> int | None:
    """The position in `stops` that the words name, or None when none or several could be meant.

    The same words come first, then words without the kind of place ("BX Cần Thơ", "Cần Thơ"), then
    a name that lies within the other.
    """
    asked = folded(words)
    if not asked:
        return None
    texts = [folded(stop) for stop in stops]
    for same in (
        lambda text: text == asked,
        lambda text: _plain(text) == _plain(asked),
        lambda text: bool(_plain(text)) and _within(_plain(text), _plain(asked)),
    ):
        found = [position for position, text in enumerate(texts) if same(text)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _plain(text: str) -> str:
    before = None
    while before != text:
        before, text = text, _KINDS.sub("", text)
    return text


def _within(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
