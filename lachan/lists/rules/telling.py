"""Which rows of a list are about nobody: repeated headings, totals, signatures, group titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lachan.lists.rules.headers import is_numbering
from lachan.places.rules.names import fold

_TOTAL = re.compile(
    r"^(?:tong|cong|tong cong|tong so|cong chung|tc)\b(?! (?:an|ty|nhan|chuc|thi|van))"
)
_COUNTED = re.compile(r"^(?:danh sach (?:nay )?(?:co|gom)|tong cong danh sach|an dinh danh sach)\b")
_SIGNED = re.compile(
    r"\b(?:nguoi lap(?: bieu| danh sach| bang)?|thu truong don vi|ky ten|ky va ghi ro ho ten"
    r"|ky ghi ro ho ten|dong dau|chu tich ubnd|truong (?:phong|tram|cong an|ap|khom)|giam doc"
    r"|tm uy ban nhan dan|kt chu tich|pho chu tich|can bo lap|xac nhan cua|noi nhan|t m ubnd"
    r"|thu ky|duyet)\b"
)
_DATED = re.compile(r"\bngay \d{0,2} ?\.{0,5} ?thang \d{0,2} ?\.{0,5} ?nam (?:20)?\d{0,2}$")
_GROUP = re.compile(
    r"^(?:[ivx]{1,5}|[a-h]|\d{1,2})?[.)\s]*"
    r"(?:xa|phuong|thi tran|huyen|thanh pho|tp|ap|khom|to|doan|xe|ngay|dot)\b.{0,60}$"
)


def aside_reason(cells: Sequence[str], columns: Sequence[str], mapping: Mapping[int, str]) -> str:
    """Why a row is about nobody, as a code; empty for a row that is about a person.

    Codes: `empty`, `heading`, `numbering`, `total`, `signature`, `group`. A row with a card, a
    phone or a birth is never told from people: better asked about than lost.
    """
    filled = [(column, cell) for column, cell in enumerate(cells) if cell.strip()]
    if not filled:
        return "empty"
    if _is_heading(cells, columns):
        return "heading"
    if is_numbering(cells):
        return "numbering"
    strong = {"card", "phone", "birth", "birth_male", "birth_female"}
    said = {mapping[column] for column, _ in filled if column in mapping}
    first = fold(filled[0][1])
    text = fold(" ".join(cell for _, cell in filled))
    # A total has figures where people have names and days.
    counts = _TOTAL.match(first) or _COUNTED.match(text)
    if counts and not _looks_personal(cells, mapping):
        return "total"
    if said & strong:
        return ""
    if _DATED.search(text) or (_SIGNED.search(text) and len(filled) <= 4):
        return "signature"
    if (
        len(filled) <= 2
        and _GROUP.match(fold(filled[-1][1]))
        and not _looks_personal(cells, mapping)
    ):
        return "group"
    if len(filled) <= 2 and _only_ordinals(filled, mapping):
        return "empty"
    return ""


def _is_heading(cells: Sequence[str], columns: Sequence[str]) -> bool:
    same = known = 0
    for cell, heading in zip(cells, columns, strict=False):
        words = fold(cell)
        if not words:
            continue
        known += 1
        parts = {fold(heading), *(fold(part) for part in heading.split(" / "))}
        same += words in parts
    return known >= 2 and same >= 2 and same >= known * 0.6


def _looks_personal(cells: Sequence[str], mapping: Mapping[int, str]) -> bool:
    """Whether the name column holds two words and no digit, and a card or phone is long enough."""
    by_field = {field: cells[column] for column, field in mapping.items() if column < len(cells)}
    name = fold(by_field.get("name", ""))
    digits = re.sub(r"\D", "", by_field.get("card", "") + by_field.get("phone", ""))
    return bool(name) and not _TOTAL.match(name) and len(digits) >= 8


def _only_ordinals(filled: Sequence[tuple[int, str]], mapping: Mapping[int, str]) -> bool:
    """A prepared line that nobody filled in: a running number and nothing that is mapped."""
    return all(column not in mapping and cell.strip().isdecimal() for column, cell in filled)
