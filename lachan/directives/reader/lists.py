"""Lists at the edges of a document: whom it is for, who gets a copy, who signed."""

from __future__ import annotations

import re

from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.model import Signer, Span

_BULLET = re.compile(r"[-–+•]\s*")
BODY_BEGINS = re.compile(
    r"(?:\d+|[IVX]+)[.)]\s|Điều \d|(?:Thực hiện|Trước|Để|Căn cứ|Ngày|Những|Theo|Hiện nay|Qua"
    r"|Sau|Nhằm"
    r"|Thời gian|Tình hình|Xét|Tiếp theo|Vừa qua|Từ ngày|Hiện)\s"
)
_NAME = re.compile(rf"^[{UPPER}][a-zđà-ỹ]*(?:\s[{UPPER}][a-zđà-ỹ]*){{1,4}}$")
_RANK = re.compile(
    r"^(?:(?:BSCKII|BSCKI|BS|CKII|CKI|PGS|GS|TS|ThS|Ths|ThS|DS|KS|Thượng tá|Đại tá|Trung tá"
    r"|Thiếu tướng)\.?\s?)+"
)
_TITLE = re.compile(r"(?:T/?M|KT|TL|TUQ|Q)\.?\s")
_TITLE_AND_NAME = re.compile(
    rf"^(?P<title>[{UPPER}][{UPPER}./\s]+[{UPPER}])\s+(?P<name>(?:[{UPPER}][\w.]*[a-zà-ỹđ]\w*\.?\s?){{2,6}})$"
)
_COLUMNS = re.compile(r"\s{3,}|\||\t")


def lines_of(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Lines with their offsets."""
    found, at = [], start
    for line in text[start:end].split("\n"):
        found.append((at, at + len(line), line))
        at += len(line) + 1
    return found


def is_uppercase(words: str) -> bool:
    """Whether nearly all letters are capitals, as in heads and titles.

    Fonts of before Unicode lost the capitals with tones ("PHòNG Y Tế"): plain letters may tell.
    """
    letters = [letter for letter in words if letter.isalpha()]
    plain = [letter for letter in letters if letter.isascii()]
    if len(plain) > 3 and all(letter.isupper() for letter in plain):
        return True
    return len(letters) > 2 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def items_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """The entries of a list, wrapped lines joined, bullets and final marks taken off."""
    items: list[str] = []
    for _, _, line in lines_of(text, start, end):
        words = _COLUMNS.split(line.strip(" \t*|"))[0].strip()
        if not words:
            continue
        bullet = _BULLET.match(words)
        words = words[bullet.end() :] if bullet else words
        if bullet or not items or items[-1].endswith((";", ".")):
            items.append(words)
        else:
            items[-1] += " " + words
    split = [part for item in items for part in re.split(r";\s*[-–]?\s*", item)]
    return tuple(tidy for part in split if (tidy := " ".join(part.split()).strip(" ,;.")))


def addressees_of(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """The addressees after "Kính gửi:", and where their list ends."""
    end, seen = start, False
    for low, high, line in lines_of(text, start, min(len(text), start + 4000)):
        words = line.strip()
        if not words:
            if seen and not _BULLET.match(text[high : high + 200].lstrip()):
                break
            continue
        if seen and not _BULLET.match(words):
            ended = text[start:low].rstrip().endswith(".")
            if ended or len(words) > 120 or BODY_BEGINS.match(words):
                break
        seen, end = True, high
    return items_of(text, start, end), end


def copies_end(text: str, start: int) -> int:
    """Where the list after "Nơi nhận:" ends: at "Lưu", or at the titles of those who sign."""
    end = start
    for _, high, line in lines_of(text, start, len(text)):
        words = _COLUMNS.split(line.strip(" *|"))[0].strip()
        if not words:
            if re.search(r"(?<!\w)(?:Lưu|LƯU)(?!\w)", text[start:end]):
                break
            continue
        if end > start and is_uppercase(words) and not words.startswith("-"):
            break
        end = high
    return end


def signers_in(text: str, span: Span) -> tuple[Signer, ...]:
    """Titles in capitals followed by a name; in two columns, the right one."""
    signers: list[Signer] = []
    title: list[str] = []
    for _, _, line in lines_of(text, *span):
        for cell in _COLUMNS.split(line):
            words = _RANK.sub("", cell.strip(" *_.-"))
            if not words or _BULLET.match(cell.strip()):
                continue
            both = _TITLE_AND_NAME.match(words)
            if both and not _NAME.match(words):
                title.append(both["title"])
                words = _RANK.sub("", both["name"])
            if title and _NAME.match(words):
                signers.append(Signer(" ".join(title), words))
                title = []
            elif is_uppercase(words) or words.lower() in ("kiêm", "kiểm") or _TITLE.match(words):
                title.append(words)
    return tuple(signers)
