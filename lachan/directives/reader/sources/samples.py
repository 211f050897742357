"""A part of a text large enough to tell an encoding by, and how Vietnamese it is."""

from __future__ import annotations

from lachan.directives.reader.sources.syllables import is_syllable, marked_words

SAMPLE = 100_000
# Fewer marked words than these tell nothing.
FEW = 3


def weight_of(text: str) -> float:
    """Share of Vietnamese words; nothing to tell by weighs nothing."""
    words = marked_words(text)
    if len(words) < FEW:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def sample_of(text: str) -> str:
    return text if len(text) <= 2 * SAMPLE else text[:SAMPLE] + " " + text[-SAMPLE:]


def sample_bytes(data: bytes) -> bytes:
    return data if len(data) <= 2 * SAMPLE else data[:SAMPLE] + b" " + data[-SAMPLE:]
