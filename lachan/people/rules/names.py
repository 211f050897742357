"""Vietnamese names as keys to compare; `frontend/src/shared/names.ts` does alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Control signs and those that turn the direction of writing: never part of a name.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[ \t\r\n\u00a0\u3000]+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Three keys of one name, from the strictest to the loosest.

    `whole`: all words in order, without diacritics. `words`: the same words in any order ("An
    Nguyễn Văn"). `ends`: family and given name, for names told without the middle ones.
    """

    whole: str
    words: str
    ends: str


def shown(words: str) -> str:
    """The words as they may be shown: NFC, single spaces, no control or direction signs."""
    plain = _HIDDEN.sub("", _SPACES.sub(" ", words))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip(" ")


def has_hidden(words: str) -> bool:
    """Whether the words hold control or direction signs, spaces and line ends apart."""
    return bool(_HIDDEN.search(_SPACES.sub(" ", words)))


def folded_name(words: str) -> str:
    """Lower case a–z and 0–9 with single spaces: "Nguyễn Thị Đào" is "nguyen thi dao"."""
    decomposed = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "d").lower())
    plain = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] != "M")
    return _NOT_LETTERS.sub(" ", plain).strip()


def name_keys(full_name: str) -> NameKeys:
    """The keys of a full name; all empty where it has no letter."""
    whole = folded_name(shown(full_name))
    words = whole.split()
    ends = " ".join(dict.fromkeys((words[0], words[-1]))) if words else ""
    return NameKeys(whole, " ".join(sorted(words)), ends)


def may_be_same(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same words, or middle names left out."""
    a, b = name_keys(one), name_keys(other)
    if not a.whole or not b.whole:
        return False
    if a.words == b.words:
        return True
    shorter, longer = sorted((a.whole.split(), b.whole.split()), key=len)
    return a.ends == b.ends and len(shorter) > 1 and _is_within(shorter, longer)


def _is_within(shorter: list[str], longer: list[str]) -> bool:
    """Whether the words stand in the longer name in the same order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)
