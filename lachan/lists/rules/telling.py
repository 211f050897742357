"""Which rows of a list are about nobody: repeated headings, totals, signatures, group titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lachan.core.text import normal
from lachan.lists.rules.headers import is_numbering
from lachan.places.rules.names import fold

_STRONG = {"card", "phone", "birth", "birth_male", "birth_female"}
_TOTAL = re.compile(
    r"(?:tong cong|tong so|cong chung|tong hop|tong|cong|tc)"
    r"(?: (?:danh sach|so|cong|nguoi|cac|chung|la|co|\d).*)?"
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
    r"(?:xa|phuong|thi tran|huyen|thanh pho|tp|ap|khom|khu pho)\b.{0,60}"
    r"|(?:to|ngay|dot|xe|doan|chuyen)(?: so| xe| ngay| ve| khach| nguoi)* ?\d.{0,60}"
    r"|doan (?:xe|nguoi|cong dan)\b.{0,60}"
)
_ORDINAL = re.compile(r"^(?:[ivx]{1,5}|[a-h]|\d{1,2})(?:[.)]+\s*|\s+|$)", re.IGNORECASE)
_GROUP_WORDS = (
    *("xã", "phường", "thị trấn", "huyện", "thành phố", "tp", "ấp", "khóm", "khu phố", "tổ"),
    *("ngày", "đợt", "xe", "đoàn", "chuyến"),
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
    text = fold(" ".join(cell for _, cell in filled))
    # A total has figures where people have names and days.
    counts = _is_total(filled[0][1]) or _COUNTED.match(text)
    if counts and not _looks_personal(cells, mapping):
        return "total"
    if len(filled) <= 2 and _DATED.search(text):
        return "signature"
    if _has_numbers(filled, mapping):
        return ""
    if len(filled) <= 4 and _SIGNED.search(text):
        return "signature"
    if _is_group(filled):
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


def _is_total(words: str) -> bool:
    """Whether a cell says "total": Tống and Công are names, tổng and cộng are not."""
    plain = normal(words).lower()
    spoken = plain.isascii() or plain.startswith(("tổng", "cộng", "tc"))
    return spoken and _TOTAL.fullmatch(fold(words)) is not None


def _is_group(filled: Sequence[tuple[int, str]]) -> bool:
    """Whether a row of one cell, perhaps with an ordinal before it, is the title of a group.

    A name beside a running number is a person, even one whose family is called Đoàn.
    """
    words = [cell for _, cell in filled]
    if (
        len(words) == 2
        and _ORDINAL.fullmatch(words[0].strip())
        and not words[0].strip().isdecimal()
    ):
        words = words[1:]
    if len(words) != 1:
        return False
    title = _ORDINAL.sub("", normal(words[0]), count=1)
    plain = title.lower()
    spoken = plain.isascii() or plain.startswith(_GROUP_WORDS)
    return spoken and _GROUP.fullmatch(fold(title)) is not None


def _has_numbers(filled: Sequence[tuple[int, str]], mapping: Mapping[int, str]) -> bool:
    """Whether a column of cards, phones or births holds four digits: only persons have those."""
    return any(
        mapping.get(column) in _STRONG and len(re.sub(r"\D", "", cell)) >= 4
        for column, cell in filled
    )


def _looks_personal(cells: Sequence[str], mapping: Mapping[int, str]) -> bool:
    """Whether the name column holds two words and no digit, and a card or phone is long enough."""
    by_field = {field: cells[column] for column, field in mapping.items() if column < len(cells)}
    name = fold(by_field.get("name", ""))
    digits = re.sub(r"\D", "", by_field.get("card", "") + by_field.get("phone", ""))
    return bool(name) and not _is_total(name) and len(digits) >= 8


def _only_ordinals(filled: Sequence[tuple[int, str]], mapping: Mapping[int, str]) -> bool:
    """A prepared line that nobody filled in: a running number and nothing that is mapped."""
    return all(column not in mapping and cell.strip().isdecimal() for column, cell in filled)
