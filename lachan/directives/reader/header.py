"""The frame of an official document: both layouts, whole or flattened by copying."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lachan.directives.reader.dates import DATE, _date_of
from lachan.directives.reader.model import Question, Signer, Span
from lachan.directives.reader.symbols import identifiers_in

KINDS = (
    "công điện",
    "chỉ thị",
    "quyết định",
    "nghị quyết",
    "thông báo",
    "kế hoạch",
    "hướng dẫn",
    "báo cáo",
    "kết luận",
)
_KIND_LINE = re.compile(
    r"^[\s*#_]*(?P<kind>CÔNG ĐIỆN|CHỈ THỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|THÔNG BÁO|KẾ HOẠCH|HƯỚNG DẪN|BÁO CÁO)(?P<rest>\s+(?:KHẨN|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KẾT LUẬN|NHANH))?[\s*_:]*$"
)
_NUMBER = re.compile(r"(?<!\w)[Ss][ốôo]\s?:?\s*(?P<id>\d{0,5}[^\n|]*)")
_PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐÂÊÔƠƯÀ-Ỹ][^\n,|]{1,40}?),\s*(?P<when>ngày[^\n|]{0,60})", re.I
)
_URGENT = re.compile(r"(?<!\w)(?P<u>HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)(?!\w)")
_SPOKEN_URGENT = re.compile(
    r"(?<!\w)(?:công văn|công điện|văn bản|chỉ thị|thông báo|kế hoạch)\s(?:số\s\S+\s)?(?P<u>hỏa tốc|hoả tốc|thượng khẩn|khẩn)(?!\s?(?:trương|cấp))(?!\w)",
    re.I,
)
_DELIVER = re.compile(r"Cần đến trước[^\n]*", re.I)
_TO = re.compile(r"(?<!\w)Kính\sgửi\s*:", re.I)
_COPIES = re.compile(r"(?<!\w)Nơi\snhận\s*:", re.I)
_ABOUT = re.compile(r"(?:V/v|V\.v|Về việc|V/V|Về việc:)\s*:?\s*", re.I)


@dataclass
class Frame:
    """What stands around the body, each with the span it came from."""

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


def _urgency(word: str) -> str:
    word = word.lower().replace("hoả", "hỏa")
    return word


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    out, at = [], start
    for line in text[start:end].split("\n"):
        out.append((at, at + len(line), line))
        at += len(line) + 1
    return out


def _cells(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The cells of a header zone: lines cut at pipes, tabs and wide gaps."""
    cells = []
    for low, _, line in _lines(text, start, end):
        for match in re.finditer(r"(?:(?!\s{3,}|\||\t).)+", line):
            words = match.group()
            left = len(words) - len(words.lstrip(" *#_>"))
            words = words.strip(" *#_>")
            if words and not re.fullmatch(r"[-–—*=\s]+", words):
                cells.append(
                    (low + match.start() + left, low + match.start() + left + len(words), words)
                )
    return cells


def items_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """The entries of a "Kính gửi" or "Nơi nhận" list, wrapped lines joined."""
    items: list[str] = []
    fresh = True
    for _, _, line in _lines(text, start, end):
        words = line.strip(" \t*|")
        if not words:
            if items and not fresh:
                fresh = True
            continue
        bullet = re.match(r"[-–+•]\s*", words)
        if bullet:
            words = words[bullet.end() :]
        if (
            bullet
            or not items
            or (fresh and items[-1].rstrip().endswith((";", ".", ",")))
            or items[-1].rstrip().endswith(";")
        ):
            items.append(words)
        else:
            items[-1] += " " + words
        fresh = False
    split: list[str] = []
    for item in items:
        split += re.split(r";\s*[-–]?\s*", item)
    return tuple(cleaned for item in split if (cleaned := " ".join(item.split()).strip(" ,;.")))


def _is_uppercase(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def read_frame(text: str) -> Frame:
    frame = Frame()
    to = _TO.search(text)
    copies_at = None
    for copies_at in _COPIES.finditer(text):
        pass
    first_long = next(
        (low for low, high, line in _lines(text, 0, len(text)) if len(line.strip()) > 170),
        len(text),
    )
    first_clause = re.search(r"^\s*(?:1[.)]|I\.|Điều 1\.?)\s", text, re.M)
    stop = min(
        x
        for x in (
            to.start() if to else len(text),
            first_long,
            first_clause.start() if first_clause else len(text),
            4000,
        )
    )
    cells = _cells(text, 0, stop)
    joined_upper = " ".join(words for _, _, words in cells).upper()
    if "ĐẢNG CỘNG SẢN VIỆT NAM" in joined_upper:
        frame.world = "party"
    elif re.search(r"CỘNG H[ÒO]À? XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐỘC LẬP\s?[-–]\s?TỰ DO", joined_upper):
        frame.world = "state"
    official = frame.world is not None or to is not None
    issuer_parts: list[str] = []
    seen_number = False
    subject_open = False
    subject: list[tuple[int, int, str]] = []
    for low, high, words in cells:
        if re.search(r"CỘNG H[ÒO]|ĐỘC LẬP|ĐẢNG CỘNG SẢN|Độc lập", words):
            subject_open = False
            continue
        urgent = _URGENT.search(words)
        if urgent and len(words) < 40 and not _KIND_LINE.match(words):
            frame.urgency, frame.spans["urgency"] = (
                _urgency(urgent["u"]),
                (low + urgent.start(), low + urgent.end()),
            )
            subject_open = False
            continue
        if _DELIVER.match(words):
            if re.search(r"_{2,}|\.{3,}|…", words):
                frame.questions.append(
                    Question(
                        "due",
                        "the stamp “Cần đến trước” was left blank",
                        "dấu “Cần đến trước” để trống, chưa ghi giờ và ngày",
                        (low, high),
                        "deliver_by_blank",
                    )
                )
            subject_open = False
            continue
        kind = _KIND_LINE.match(words)
        if kind and not frame.kind:
            frame.kind, frame.spans["kind"] = kind["kind"].lower(), (low, high)
            official = True
            rest = (kind["rest"] or "").strip()
            if rest in ("KHẨN", "HỎA TỐC", "HOẢ TỐC", "THƯỢNG KHẨN"):
                frame.urgency = _urgency(rest)
            subject_open = True
            continue
        placed = _PLACE_DATE.search(words)
        if placed and (len(words) < 70):
            found = DATE.search(placed["when"])
            if found:
                day, has_year = _date_of(found, None)
                if day:
                    frame.issued_on, frame.place = day, placed["place"].strip()
                    frame.spans["issued_on"] = (low + placed.start("when"), high)
                else:
                    frame.questions.append(
                        Question(
                            "issued_on",
                            f"“{words}” is no date that can be",
                            f"“{words}” không phải là một ngày có thật hoặc thiếu năm",
                            (low, high),
                            "issued_on_impossible",
                        )
                    )
            else:
                frame.place = placed["place"].strip()
                frame.questions.append(
                    Question(
                        "issued_on",
                        "the day of issue was left blank",
                        "ngày ban hành để trống",
                        (low, high),
                        "issued_on_blank",
                    )
                )
            subject_open = False
            continue
        number = _NUMBER.search(words)
        if number and not re.match(r"[Ss]ố|[Ss][ôo]\s?:", words[number.start() :]):
            number = None
        if number and number.start() and not _is_uppercase(words[: number.start()]):
            number = None
        if number and not seen_number:
            if number.start():
                issuer_parts.append(words[: number.start()].strip())
            found_id = next(identifiers_in(text, low, high), None)
            seen_number = True
            official = True
            if found_id:
                _set_identifier(frame, found_id)
                tail = words[found_id.span[1] - low :].strip(" -,")
                about = _ABOUT.match(tail)
                if about:
                    subject.append((low, high, tail[about.end() :]))
                    subject_open = True
            else:
                frame.questions.append(
                    Question(
                        "identifier",
                        f"“{words}” holds no whole number and symbol",
                        f"“{words}” không đủ số và ký hiệu",
                        (low, high),
                        "identifier_unclear",
                    )
                )
            continue
        about = _ABOUT.match(words)
        if about:
            subject_open = True
            subject = (
                [(low, high, words[about.end() :])] if not frame.kind or not subject else subject
            )
            if not subject:
                subject = [(low, high, words[about.end() :])]
            continue
        if subject_open and not _is_uppercase(words):
            subject.append((low, high, words))
            continue
        if subject_open and frame.kind and _is_uppercase(words) and len(words) > 12:
            subject.append((low, high, words))
            continue
        if not seen_number and _is_uppercase(words) and not frame.kind:
            issuer_parts.append(words)
            frame.spans.setdefault("issuer", (low, high))
    if subject:
        frame.subject = " ".join(" ".join(w for _, _, w in subject).split()).strip(" *.")
        frame.spans["subject"] = (subject[0][0], subject[-1][1])
    if issuer_parts and official:
        frame.issuer = _title(" ".join(issuer_parts))
    start = stop
    if to:
        frame.addressees, start = _addressees(text, to.end())
        frame.spans["addressees"] = (to.start(), start)
    end = len(text)
    if copies_at:
        end = copies_at.start()
        block_end = _copies_end(text, copies_at.end())
        frame.copies = items_of(text, copies_at.end(), block_end)
        frame.spans["copies"] = (copies_at.start(), block_end)
        frame.signers = _signers(text, block_end, len(text)) or _signers(
            text, max(start, end - 400), end
        )
    else:
        frame.signers = _signers(text, max(start, len(text) - 300), len(text)) if official else ()
    frame.body = (start if official else 0, end)
    frame.is_press = not official
    if official and frame.kind is None:
        frame.kind = "công văn" if (frame.identifier or seen_number or to) else None
    return frame


def _set_identifier(frame: Frame, found: object) -> None:
    from lachan.directives.reader.symbols import Identifier

    assert isinstance(found, Identifier)
    frame.identifier, frame.number, frame.symbol = found.text, found.number, found.symbol
    frame.spans["identifier"] = found.span
    frame.world = frame.world or found.world
    if found.damaged:
        frame.questions.append(
            Question(
                "identifier",
                f"the symbol “{found.text}” looks damaged",
                f"ký hiệu “{found.text}” có vẻ thiếu hoặc sai chữ",
                found.span,
                "identifier_damaged",
            )
        )


def _addressees(text: str, start: int) -> tuple[tuple[str, ...], int]:
    end = start
    seen = False
    for low, high, line in _lines(text, start, min(len(text), start + 4000)):
        words = line.strip()
        if not words:
            if seen:
                rest = text[high : high + 200].lstrip()
                if not re.match(r"[-–+•]\s", rest):
                    break
            continue
        bullet = re.match(r"[-–+•]\s", words)
        previous = text[start:low].rstrip()
        if (
            seen
            and not bullet
            and (
                len(words) > 120
                or previous.endswith((".",))
                or re.match(r"(?:\d+|[IVX]+)[.)]\s|Điều \d", words)
                or re.match(
                    r"(?:Thực hiện|Trước|Để|Căn cứ|Ngày|Những|Theo|Hiện nay|Qua|Sau|Nhằm|Thời gian|Tình hình)\s",
                    words,
                )
            )
        ):
            break
        seen = True
        end = high
    return items_of(text, start, end), end


def _copies_end(text: str, start: int) -> int:
    end, last = start, ""
    for _, high, line in _lines(text, start, len(text)):
        words = line.strip(" *")
        if not words:
            if end > start and re.search(r"(?:^|\W)(?:Lưu|LƯU)", text[start:end]):
                break
            continue
        if end > start and _is_uppercase(words) and not words.startswith("-"):
            break
        end, last = high, words
    return end


_NAME = re.compile(r"^[A-ZĐÂÊÔƠƯÁÀ-Ỹ][a-zđà-ỹ]+(?:\s[A-ZĐÂÊÔƠƯÁÀ-Ỹ][a-zđà-ỹ]+){1,4}$")


def _signers(text: str, start: int, end: int) -> tuple[Signer, ...]:
    signers: list[Signer] = []
    title: list[str] = []
    for _, _, line in _lines(text, start, end):
        for cell in re.split(r"\s{3,}|\||\t", line):
            words = cell.strip(" *_.")
            if not words:
                continue
            if _NAME.match(words) and title:
                signers.append(Signer(" ".join(title), words))
                title = []
            elif (
                _is_uppercase(words)
                or words.lower() in ("kiêm", "kiểm")
                or re.match(r"(?:TM|KT|TL|TUQ|Q)\.", words)
            ):
                title.append(words)
    return tuple(signers)


_KEEP = {"COVID-19", "UBND", "BCĐ", "HĐND", "TP.", "MTTQ", "TW", "CDC"}


def _title(words: str) -> str:
    """An issuer written in capitals, in sentence case with proper names kept capital."""
    known = {
        "tỉnh ủy": "Tỉnh ủy",
        "tỉnh uỷ": "Tỉnh ủy",
        "ủy ban nhân dân": "Ủy ban nhân dân",
        "ban chỉ đạo": "Ban Chỉ đạo",
        "sở y tế": "Sở Y tế",
        "bộ y tế": "Bộ Y tế",
        "huyện ủy": "Huyện ủy",
        "thành ủy": "Thành ủy",
    }
    low = (
        " ".join(words.split())
        .lower()
        .replace("uỷ", "ủy")
        .replace("covid", "COVID")
        .replace("ubnd", "UBND")
    )
    for small, right in known.items():
        low = low.replace(small, right)
    match = re.match(
        r"(.*?(?:tỉnh|thành phố|huyện|thị xã|quận|Tỉnh ủy|Huyện ủy|Thành ủy|xã|phường))\s(.+)$", low
    )
    if match and not re.search(r"ban|sở|phòng", match[2], re.I):
        low = match[1] + " " + " ".join(w.capitalize() for w in match[2].split())
    return low[:1].upper() + low[1:]
