"""Is this Vietnamese? A word is judged by the build of its syllable, not by a dictionary.

A Vietnamese syllable is an opening consonant, a vowel group with at most one tone, and a closing
consonant, each from a short closed list; bytes read in the wrong encoding nearly never form one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STRIP_TONE = dict.fromkeys(map(ord, _TONES))

_SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?"
    r"(?:uyê|uya|ươi|ươu|uôi|iêu|yêu|oai|oay|oao|oeo|uây|uyu|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    r"a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(?:ch|ng|nh|c|m|n|p|t)?"
)
_TONED_VOWEL = re.compile(f"[aeiouy][\u0302\u0306\u031b]*[{_TONES}]|[aeiouy][{_TONES}]")
# Typographic marks that stand next to words in every encoding and say nothing about it.
_PUNCTUATION = "“”‘’„–—…•≥≤→✓\u00a0\u202f"
_WORDS = re.compile(r"[^\s\x00-\x40\[-`{-\x7f" + _PUNCTUATION + r"]+")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """True when the word is built like one Vietnamese syllable (any case, either form)."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = sum(decomposed.count(tone) for tone in _TONES)
    if tones > 1 or tones != len(_TONED_VOWEL.findall(decomposed)):
        return False
    plain = unicodedata.normalize("NFC", decomposed.translate(_STRIP_TONE))
    return _SYLLABLE.fullmatch(plain) is not None


def marked_words(text: str) -> list[str]:
    """The words that hold a letter beyond ASCII: the only ones that tell an encoding."""
    return [word for word in _WORDS.findall(text) if not word.isascii()]


def share_vietnamese(text: str) -> float | None:
    """Share (0 to 1) of the marked words that are Vietnamese syllables; None: no such word."""
    words = marked_words(text)
    if not words:
        return None
    return sum(map(is_syllable, words)) / len(words)
