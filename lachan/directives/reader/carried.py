"""Pages that reproduce a document: press and portals that print its body after an introduction.

A page that only mentions a document is news. One that names it in its first sentences and goes on
in its words ("… ban hành Công văn số … như sau:") carries it, and has its number, day and urgency.
"""

from __future__ import annotations

import re
from datetime import date

from lachan.directives.reader.dates import DATE, DAY, date_of
from lachan.directives.reader.header import Frame, spoken_urgency
from lachan.directives.reader.symbols import Identifier, day_after, identifiers_in

_KINDS = (
    r"công văn|công điện|chỉ thị|thông báo kết luận|thông báo|quyết định|kế hoạch|nghị quyết"
    r"|hướng dẫn|văn bản"
)
_ISSUED = re.compile(
    r"(?:ban hành|có|ký|ra|gửi|phát đi)\s(?:(?:thêm|ngay|tiếp|các)\s)?"
    rf"(?P<kind>{_KINDS})(?:\s(?:hỏa tốc|hoả tốc|thượng khẩn|khẩn|chỉ đạo))?\s(?:số\s?:?\s?)?",
    re.I,
)
_BY_TYPE = {
    "CV": "công văn",
    "CĐ": "công điện",
    "CT": "chỉ thị",
    "QĐ": "quyết định",
    "TB": "thông báo",
    "KH": "kế hoạch",
    "NQ": "nghị quyết",
    "HD": "hướng dẫn",
    "BC": "báo cáo",
}
_FOLLOWS = re.compile(
    r"(?:sau đây|như sau|nội dung(?:\stoàn)?[^.]{0,40}|toàn văn[^.]{0,30}|sau)\s?:"
    r"|giới thiệu toàn văn|toàn bộ nội dung",
    re.I,
)
_CLAUSE = re.compile(r"^\s*(?:\d{1,2}|[IVX]{1,4})\s?[.)]\s", re.M)
_ISSUER = re.compile(
    r"(?:Ban Thường vụ )?(?P<issuer>(?:Tỉnh ủy|Thành ủy|Thị ủy|UBND tỉnh|UBND thành phố"
    r"|UBND huyện|UBND thị xã"
    r"|Huyện ủy|Ủy ban nhân dân (?:tỉnh|thành phố|huyện|thị xã)|Sở [A-ZĐ]\w+(?:\s\w+){0,3}?)"
    r"\s(?P<area>[A-ZĐ][a-zà-ỹ]+(?:\s[A-ZĐ][a-zà-ỹ]+)?))"
)
# "Phó Chủ tịch UBND tỉnh Nguyễn Văn A": a person, no area.
_PERSON = re.compile(
    r"(?:[A-ZĐ]\w+\s){2}[A-ZĐ]|(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô"
    r"|Dương|Lý)\s"
)
_DATELINE = re.compile(
    rf"^\s*(?:(?:Thứ\s\w+|Chủ nhật|Cập nhật|Ngày đăng)[,:]?\s(?:ngày\s)?{DAY}"
    r"(?:[\s,|-]+\d{1,2}:\d{2})?(?:\s\(?GMT\+7\)?)?"
    r"|\d{1,2}:\d{2}\s?[|,-]\s?(?P<late>\d{1,2}[/-]\d{1,2}[/-]\d{4})(?:\s\(?GMT\+7\)?)?"
    r"|(?P<early>\d{1,2}[/-]\d{1,2}[/-]\d{4})[\s,|-]+\d{1,2}:\d{2}(?:\s\(?GMT\+7\)?)?)\s*$",
    re.I | re.M,
)
# Press within the head of a page, and how much of a document makes the page carry it.
_HEAD_AT_MOST = 1500
_CARRIED_AT_LEAST = 1500
_CLAUSES_AT_LEAST = 3
_BEFORE_AT_MOST = 250
_SIGNED = re.compile(r"^\W*(?P<place>[A-ZĐ][\w .]{1,40}),\s(?=ngày\s\d)(?P<day>[^\n|]{8,40})", re.M)
_TIME_BEFORE_DAY = re.compile(r"^\W*(?:(?:Sáng|Trưa|Chiều|Tối|Đêm)\s)?(?:ngày\s|hôm\s)?$", re.I)


def published_on(text: str) -> date | None:
    """The day of a line of news that holds nothing else: "Thứ hai, 19/07/2021 - 07:42"."""
    line = _DATELINE.search(text, 0, 600)
    if line is None:
        return None
    words = line["late"] or line["early"]
    found = DATE.search(words) if words else line
    return date_of(found, None)[0] if found else None


def carried_by(text: str) -> tuple[re.Match[str], Identifier] | None:
    """The document whose body a page without a head reproduces, named in its first sentences."""
    for match in _ISSUED.finditer(text, 0, _HEAD_AT_MOST):
        found = next(identifiers_in(text, match.end(), match.end() + 40), None)
        if found is None or found.span[0] - match.end() > 2:
            continue
        rest = text[found.span[1] :]
        if _FOLLOWS.search(rest[: 4 * _HEAD_AT_MOST]) and (
            len(rest) >= _CARRIED_AT_LEAST or len(_CLAUSE.findall(rest)) >= _CLAUSES_AT_LEAST
        ):
            return match, found
    return None


def carry(text: str, frame: Frame, match: re.Match[str], found: Identifier) -> Frame:
    """The frame of a document that a page carries, as the page tells it."""
    start = max(0, match.start() - _BEFORE_AT_MOST, text.rfind("\n", 0, match.start()) + 1)
    after, _ = day_after(text, found.span[1])
    issuer = next(
        (
            named
            for named in _ISSUER.finditer(text, start, found.span[1])
            if not _PERSON.match(text, named.start("area"))
        ),
        None,
    )
    frame.identify(found)
    frame.kind = _kind(match["kind"].lower(), found)
    frame.issued_on = frame.issued_on or after or _day_before(text, start, match.start())
    frame.urgency = frame.urgency or spoken_urgency(text, start, found.span[1])
    frame.issuer = frame.issuer or (issuer["issuer"] if issuer else None)
    if frame.is_press:
        frame.body = (found.span[1], frame.body[1] or len(text))
        frame.is_press = False
    return frame


def _kind(word: str, found: Identifier) -> str:
    """The kind by its word; "văn bản" is told by the symbol."""
    if word == "thông báo kết luận":
        return "thông báo"
    if word != "văn bản":
        return word
    first = re.split(r"[-/]", found.symbol)[0]
    return _BY_TYPE.get(first, "công văn")


def _day_before(text: str, start: int, end: int) -> date | None:
    """The day with which the sentence begins that names the document ("Ngày 11/8/2020, …")."""
    published = published_on(text)
    sentence = max(start, text.rfind(". ", start, end) + 2 if ". " in text[start:end] else start)
    day = DATE.search(text, sentence, end)
    if day is None or not _TIME_BEFORE_DAY.match(text[sentence : day.start()]):
        return None
    found, _ = date_of(day, published)
    return found


def signed_on(text: str, start: int) -> tuple[str, date] | None:
    """Place and day that stand above the signature: "Tân Lập, ngày 19 tháng 02 năm 2022"."""
    for match in _SIGNED.finditer(text, start):
        day = DATE.search(match["day"])
        found = date_of(day, None)[0] if day else None
        if found:
            return " ".join(match["place"].split()), found
    return None
