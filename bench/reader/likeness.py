"""When a name, an identifier, a place or an instant that was read is the one of the truth."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from bench.reader.truth import Span

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHORT = {
    "ubnd": "ủy ban nhân dân",
    "tp": "thành phố",
    "bcđ": "ban chỉ đạo",
    "btv": "ban thường vụ",
    "tphcm": "thành phố hồ chí minh",
    "ubmttqvn": "ủy ban mặt trận tổ quốc việt nam",
    "mttq": "mặt trận tổ quốc",
    "covid-19": "covid",
}


# "các", "đồng chí": said of any body, part of no name.
_FILLERS = frozenset({"cac\u0301", "đo\u0302ng\u0300", "chi\u0301"})


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one form: each syllable without its tone, the tone behind it."""
    out: list[str] = []
    for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", unicodedata.normalize("NFC", name).casefold()):
        for syllable in _SHORT.get(word, word).split():
            parts = unicodedata.normalize("NFD", syllable)
            tone = "".join(mark for mark in parts if mark in _TONES)
            out.append("".join(mark for mark in parts if mark not in _TONES) + tone)
    while len(out) > 1 and out[0] in _FILLERS:
        out.pop(0)
    return tuple(out)


def same_name(truth: str, got: str) -> bool:
    """True when the two name one body: equal, or nearly so for a long name."""
    given = words_of(got)
    if not given:
        return False
    for alternative in truth.split("|"):
        wanted = words_of(alternative)
        if wanted == given:
            return True
        if len(wanted) >= 5 and wanted[0] == given[0]:
            common = sum((Counter(wanted) & Counter(given)).values())
            if common >= 0.8 * max(len(wanted), len(given)):
                return True
    return False


def same_identifier(truth: str, got: str | None) -> bool:
    tight = _tight(got or "")
    return any(_tight(alternative) == tight for alternative in truth.split("|"))


def _tight(identifier: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", identifier)).casefold()


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def minute(instant: str | None) -> str | None:
    return None if instant is None else instant[:16]


_GENERIC = frozenset({"vung", "dich", "khac", "phuong", "tam"})


def origin(name: str) -> str | None:
    """An area without its rank; None for a manner of speaking ("other epidemic areas")."""
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D").casefold())
    plain = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    text = " ".join(plain)
    text = re.sub(r"\b(?:tphcm|tp hcm|hcm|tp ho chi minh)\b", "ho chi minh", text)
    text = re.sub(r"^(?:cac )?(?:thanh pho|tinh|tp|huyen|quan) ", "", text)
    return None if set(text.split()) & _GENERIC else text
