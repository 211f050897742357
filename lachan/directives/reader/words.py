"""Words of a text with their places, and word lists that find the longest phrase at a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = dict.fromkeys("–—‐‑−", "-")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters, a number or a mark; `key` is equal for every way of writing the word."""

    key: str
    start: int
    end: int
    is_capital: bool
    is_word: bool


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words and marks between two offsets."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        raw = match.group()
        found.append(
            Word(key_of(raw), match.start(), match.end(), raw[0].isupper(), raw[0].isalpha())
        )
    return found


@lru_cache(maxsize=20_000)
def key_of(word: str) -> str:
    """One spelling of a word, whatever its case and the place of its accent ("Uỷ", "ủy")."""
    if not word[0].isalpha():
        return _DASHES.get(word, word)
    parts = unicodedata.normalize("NFD", word.lower())
    tone = "".join(mark for mark in parts if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tone


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase."""
    return tuple(key_of(match.group()) for match in _TOKEN.finditer(phrase))


# A word list as a tree of words; the empty word marks where a phrase may end.
_Tree = dict[str, "_Tree"]


class Phrases:
    """A list of phrases; finds the longest that stands at a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._tree: _Tree = {}
        for phrase in phrases:
            tree = self._tree
            keys = keys_of(phrase)
            for key in keys:
                tree = tree.setdefault(key, {})
            if keys:
                tree[""] = {}

    @classmethod
    def of(cls, words: str) -> Phrases:
        """From phrases separated by bars or line ends."""
        return cls(phrase for line in words.split("\n") for phrase in line.split("|"))

    def at(self, words: list[Word], place: int, stop: int | None = None) -> int:
        """How many words the longest phrase at `place` has; 0 when none stands there."""
        limit = len(words) if stop is None else stop
        tree: _Tree | None = self._tree
        longest, at = 0, place
        while at < limit:
            tree = tree.get(words[at].key) if tree else None
            if tree is None:
                break
            at += 1
            if "" in tree:
                longest = at - place
        return longest
