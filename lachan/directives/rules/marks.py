"""Which stretches of a document are coloured: proposals, questions, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lachan.directives.rules.spans import Mark
from lachan.directives.terms import ProposalKind


@dataclass(frozen=True)
class Marked:
    """A card of the review page, with its place in the text if it has one."""

    key: str
    kind: str
    span: tuple[int, int] | None
    content: Mapping[str, Any]


def marks(text: str, cards: Iterable[Marked]) -> Iterator[Mark]:
    """The marks of all cards; inside a task its bodies and the words of its deadline too."""
    for card in cards:
        if card.span is None:
            continue
        start, end = card.span
        yield Mark(card.key, card.kind, start, end)
        if card.kind == ProposalKind.TASK:
            yield from _inside(text, card, start, end)


def _inside(text: str, card: Marked, start: int, end: int) -> Iterator[Mark]:
    for when in ("due", "repeats"):
        words = (card.content.get(when) or {}).get("words")
        yield from _words(text, card.key, "date", words, start, end)
    for role in ("lead", "support", "report_to"):
        for name in card.content.get(role) or []:
            yield from _words(text, card.key, "body", name, start, end)


def _words(
    text: str, key: str, kind: str, words: str | None, start: int, end: int
) -> Iterator[Mark]:
    if not words:
        return
    place = text.find(words, start, end)
    if place >= 0:
        yield Mark(key, kind, place, place + len(words))
