"""The frame of an official document: both layouts, whole or flattened by copying.

State: Nghị định 30/2020/NĐ-CP; Party: Hướng dẫn 36-HD/VPTW. The head is cut into cells (lines,
pipes, tabs, wide gaps) and each cell is told by what it says, never by where it stands, because
copying moves the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lachan.directives.reader.dates import DATE, date_of
from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.lists import (
    BODY_BEGINS,
    addressees_of,
    copies_end,
    is_uppercase,
    items_of,
    lines_of,
    signers_in,
)
from lachan.directives.reader.model import Question, Signer, Span
from lachan.directives.reader.names import sentence_case
from lachan.directives.reader.symbols import Identifier, identifiers_in

_KIND = re.compile(
    r"^(?P<kind>CÔNG ĐIỆN|CHỈ THỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|THÔNG BÁO|KẾ HOẠCH|HƯỚNG DẪN|BÁO CÁO)"
    r"(?:\s+(?P<urgency>KHẨN|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN)|\s+(?:KẾT LUẬN|NHANH))?[\s:]*$"
)
_NATION = re.compile(
    r"CỘNG (?:HÒA|HOÀ|HOA) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s?[-–]\s?Tự do\s?[-–]\s?Hạnh phúc"
    r"|ĐẢNG CỘNG SẢN VIỆT NAM",
    re.I,
)
_NUMBER = re.compile(r"(?<!\w)(?:[Ss]ố|SỐ|[Ss][ôo](?=\s?:))\s?:?\s*(?=[\d_.…\sA-ZĐ/]|$)")
_PLACE_DATE = re.compile(
    rf"(?<![\w/])(?P<place>[{UPPER}][\wà-ỹđ]*(?:[\s.][{UPPER}a-zđà-ỹ][\wà-ỹđ]*){{0,4}}),\s*"
    r"(?P<when>ngày(?!\w)[^\n|]{0,60})",
    re.I,
)
_STAMP = re.compile(r"(?<!\w)(?P<urgency>HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)(?!\w)")
_SPOKEN = re.compile(
    r"(?<!\w)(?:công văn|công điện|văn bản|chỉ thị|thông báo|kế hoạch)\s(?:số\s\S+\s)?"
    r"(?P<urgency>hỏa tốc|hoả tốc|thượng khẩn|khẩn)(?!\s?(?:trương|cấp))(?!\w)",
    re.I,
)
_DELIVER = re.compile(r"Cần đến trước", re.I)
_BLANK = re.compile(r"_{2,}|\.{3,}|…")
_TO = re.compile(
    rf"(?<!\w)(?:[Kk]ính|KÍNH)\s(?:gửi|GỬI)\s*:|(?<=[{UPPER}])\s(?:điện|ĐIỆN)\s?:(?=\s*\n\s*[-–+])"
)
_COPIES = re.compile(r"(?<!\w)Nơi\s(?:nhận|gửi)\s*:", re.I)
_ABOUT = re.compile(r"^(?:V/v|V\.v|Về việc|V/V)\s*:?\s*", re.I)
_FIRST_CLAUSE = re.compile(r"^\s*(?:1[.)-]|I\.|Điều 1\.?)\s", re.M)
_LONG_LINE = 170
_HEAD_AT_MOST = 4000


@dataclass
class Frame:
    """What stands around the body, each value with the span it came from."""

    kind: str | None = None
    world: str | None = None
    identifier: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    urgency: str | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    spans: dict[str, Span] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    body: Span = (0, 0)
    is_press: bool = False
    is_numbered: bool = False

    def ask(self, about: str, code: str, why: str, why_vi: str, span: Span | None) -> None:
        self.questions.append(Question(about, why, why_vi, span, code))

    def identify(self, found: Identifier) -> None:
        self.identifier, self.number, self.symbol = found.text, found.number, found.symbol
        self.spans["identifier"] = found.span
        self.world = self.world or found.world
        if found.damaged:
            self.ask(
                "identifier",
                "identifier_damaged",
                f"the symbol “{found.text}” looks damaged",
                f"ký hiệu “{found.text}” có vẻ thiếu hoặc sai chữ",
                found.span,
            )


def urgency_word(words: str) -> str:
    """One spelling of each degree: "HOẢ TỐC" is "hỏa tốc"."""
    return words.lower().replace("hoả", "hỏa")


def spoken_urgency(text: str, start: int, end: int) -> str | None:
    """A degree said of the document itself ("Công văn hỏa tốc"), not a passing "khẩn trương"."""
    found = _SPOKEN.search(text, start, end)
    return urgency_word(found["urgency"]) if found else None


def read_frame(text: str) -> Frame:
    """The head, the lists and the signature of a document; a page without them is press."""
    frame = Frame()
    to = _TO.search(text)
    copies = list(_COPIES.finditer(text))
    head_end = _head_end(text, to)
    head = _Head(text, frame)
    for low, high, words in _cells(text, 0, head_end):
        head.read(low, high, words)
    head.close()
    official = head.official or to is not None
    start = head_end
    if to:
        frame.addressees, start = addressees_of(text, to.end())
        frame.spans["addressees"] = (to.start(), start)
    end = len(text)
    if copies:
        end = copies[-1].start()
        list_end = copies_end(text, copies[-1].end())
        frame.copies = items_of(text, copies[-1].end(), list_end)
        frame.spans["copies"] = (copies[-1].start(), list_end)
        frame.signers = signers_in(text, (copies[-1].end(), len(text))) or signers_in(
            text, (max(start, end - 400), end)
        )
    elif official:
        frame.signers = signers_in(text, (max(start, len(text) - 300), len(text)))
    frame.body = (start if official else 0, end)
    frame.is_press = not official
    if official and frame.kind is None:
        frame.kind = "công văn"
    return frame


def _head_end(text: str, to: re.Match[str] | None) -> int:
    """The head ends at the addressees, the first clause, or the first long paragraph."""
    stops = [len(text), _HEAD_AT_MOST]
    if to:
        stops.append(to.start())
    clause = _FIRST_CLAUSE.search(text)
    if clause:
        stops.append(clause.start())
    for low, _, line in lines_of(text, 0, min(len(text), _HEAD_AT_MOST)):
        begins = _opens_the_body(text, low, line)
        if begins or (len(line.strip()) > _LONG_LINE and not _NATION.search(line)):
            stops.append(low)
            break
    return min(stops)


def _opens_the_body(text: str, low: int, line: str) -> bool:
    """Whether a line begins the body: a whole sentence of background after an empty line."""
    words = line.strip()
    return (
        text[low - 2 : low] == "\n\n"
        and words.endswith((".", ":", ";"))
        and BODY_BEGINS.match(words) is not None
    )


def _cells(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The cells of the head, with offsets: lines cut at pipes, tabs and wide gaps."""
    cells = []
    for low, _, line in lines_of(text, start, end):
        for match in re.finditer(r"(?:(?!\s{3,}|\||\t).)+", line):
            words = match.group()
            left = low + match.start() + len(words) - len(words.lstrip(" *#_>"))
            words = words.strip(" *#_>")
            if words and not re.fullmatch(r"[-–—*=\s]+", words):
                cells.append((left, left + len(words), words))
    return cells


class _Head:
    """Tells the cells of the head one after the other."""

    def __init__(self, text: str, frame: Frame) -> None:
        self.text = text
        self.frame = frame
        self.official = False
        self.numbered = False
        self.issuer: list[str] = []
        self.subject: list[tuple[int, int, str]] = []
        self.in_subject = False

    def read(self, low: int, high: int, words: str) -> None:
        nation = _NATION.search(words)
        if nation:
            low, words = self._nation(low, words)
            if not words:
                return
        for tell in (self._stamp, self._kind, self._place_and_date, self._number, self._about):
            if tell(low, high, words):
                return
        if self.in_subject and (not is_uppercase(words) or (self.frame.kind and len(words) > 12)):
            self.subject.append((low, high, words))
        elif not self.numbered and not self.frame.kind and is_uppercase(words):
            self.issuer.append(words)
            self.frame.spans.setdefault("issuer", (low, high))

    def close(self) -> None:
        if self.subject:
            words = " ".join(" ".join(words for _, _, words in self.subject).split())
            self.frame.subject = words.strip(" *.") or None
            self.frame.spans["subject"] = (self.subject[0][0], self.subject[-1][1])
        if self.issuer and self.official:
            self.frame.issuer = sentence_case(" ".join(self.issuer))

    def _nation(self, low: int, words: str) -> tuple[int, str]:
        """Take the nation's or the Party's name out of a cell; what stands around it is told on."""
        self.official, self.in_subject = True, False
        party = re.search(r"ĐẢNG CỘNG SẢN", words)
        self.frame.world = "party" if party else "state"
        marks = list(_NATION.finditer(words))
        before, after = words[: marks[0].start()].strip(), words[marks[-1].end() :]
        if before and is_uppercase(before) and not self.numbered:
            self.issuer.append(before)
        tail = after.strip(" -|")
        return low + marks[-1].end() + (len(after) - len(after.lstrip(" -|"))), tail

    def _stamp(self, low: int, high: int, words: str) -> bool:
        if _DELIVER.match(words):
            self.in_subject = False
            if _BLANK.search(words):
                self.frame.ask(
                    "due",
                    "deliver_by_blank",
                    "the stamp “Cần đến trước” was left blank",
                    "dấu “Cần đến trước” để trống, chưa ghi giờ và ngày",
                    (low, high),
                )
            return True
        stamp = _STAMP.search(words)
        if not stamp or len(words) >= 40 or _KIND.match(words):
            return False
        self.frame.urgency = urgency_word(stamp["urgency"])
        self.frame.spans["urgency"] = (low + stamp.start(), low + stamp.end())
        self.in_subject = False
        return True

    def _kind(self, low: int, high: int, words: str) -> bool:
        kind = _KIND.match(words)
        if not kind or self.frame.kind:
            return False
        self.frame.kind, self.frame.spans["kind"] = kind["kind"].lower(), (low, high)
        if kind["urgency"]:
            self.frame.urgency = urgency_word(kind["urgency"])
            self.frame.spans["urgency"] = (low + kind.start("urgency"), low + kind.end("urgency"))
        self.official = self.in_subject = True
        return True

    def _place_and_date(self, low: int, high: int, words: str) -> bool:
        placed = _PLACE_DATE.search(words)
        if not placed or len(words) > 110 or self.frame.issued_on:
            return False
        before = words[: placed.start()].strip()
        if before and not (self._number(low, low + placed.start(), before) or is_uppercase(before)):
            return False
        self.in_subject = False
        self.frame.place = placed["place"].strip()
        found = DATE.search(placed["when"])
        day, _ = date_of(found, None) if found else (None, False)
        span = (low + placed.start("when"), high)
        if day:
            self.frame.issued_on, self.frame.spans["issued_on"] = day, span
        else:
            self.frame.ask(
                "issued_on",
                "issued_on_unclear",
                f"“{placed['when'].strip()}” is blank, damaged, or no day that can be",
                f"“{placed['when'].strip()}” để trống, sai chữ hoặc không phải một ngày có thật",
                span,
            )
        return True

    def _number(self, low: int, high: int, words: str) -> bool:
        number = _NUMBER.search(words)
        if not number or self.numbered:
            return False
        before = words[: number.start()].strip()
        if before and not is_uppercase(before):
            return False
        if before:
            self.issuer.append(before)
        self.numbered = self.official = self.frame.is_numbered = True
        self.in_subject = False
        found = next(identifiers_in(self.text, low + number.end(), high), None)
        if found is None:
            self.frame.ask(
                "identifier",
                "identifier_unclear",
                f"“{words}” holds no whole number and symbol",
                f"“{words}” không đủ số và ký hiệu",
                (low, high),
            )
            return True
        self.frame.identify(found)
        tail_at = found.span[1]
        tail = self.text[tail_at:high].strip(" -,|")
        if tail:
            self._about(tail_at, high, tail)
        return True

    def _about(self, low: int, high: int, words: str) -> bool:
        about = _ABOUT.match(words)
        if not about:
            return False
        self.in_subject = True
        if not self.subject:
            self.subject = [(low, high, words[about.end() :])]
        return True
