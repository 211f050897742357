"""Areas that people come from: provinces by name, units by their rank, and manners of speaking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.model import Span

# Provinces as of 2008 to 30/6/2025 (Nghị quyết 202/2025/QH15 joined some), and countries near by.
_KNOWN = """\
An Giang|Bà Rịa\\s?[-–]\\s?Vũng Tàu|BR\\s?[-–]\\s?VT|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre
Bình Định|Bình Dương|Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắc Lắc
Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng
Hậu Giang|H(?:òa|oà) Bình|Hưng Yên|Khánh H(?:òa|oà)|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng
Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình
Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên
Thanh H(?:óa|oá)|Thừa Thiên\\s?[-–]?\\s?Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc
Yên Bái|Huế|Hồ Chí Minh|HCM|Sài Gòn|Campuchia|Căm-pu-chia|Trung Quốc|Hàn Quốc|Lào|Thái Lan|Ấn Độ
Nhật Bản|Vũ Hán|Hồ Bắc""".replace("\n", "|")
_RANK = (
    r"(?:thành phố trực thuộc trung ương|thành phố|tp\.?|t\.p\.?|tỉnh|huyện|quận|thị xã|tx\.?"
    r"|xã|phường"
    r"|thị trấn|nước|vùng|miền|khu vực|địa bàn|sân bay|bệnh viện)"
)
_PROPER = rf"[{UPPER}][\wà-ỹđ]*(?:\s[{UPPER}][\wà-ỹđ]*){{0,3}}"
_ITEM = re.compile(
    rf"(?:các\s{_RANK}(?:,\s{_RANK})*\s(?:(?:còn lại|khác)\s)?(?:của|thuộc|trên địa bàn)\s)?"
    rf"(?P<many>(?:tất cả\s)?các\s(?:{_RANK}(?:,\s|/|\svà\s))*)?"
    rf"(?:(?:địa bàn|khu vực)\s)?(?:(?i:(?P<rank>{_RANK}))\s?)?"
    rf"(?:(?P<known>{_KNOWN})(?!\w)|(?P<proper>{_PROPER}|\d{{1,2}}(?![\d/.,]?\d))(?!\w))"
)
_BETWEEN = re.compile(
    r"\s?(?:,|;|/|\+)\s?(?:và\s|hoặc\s)?(?:từ\s)?|\s(?:và|hoặc|hay|cùng)\s(?:từ\s)?"
)
_ASIDE = re.compile(r"\s?\([^()]{0,200}\)")
_WITHIN = re.compile(rf",?\s(?:thuộc|của|,)\s(?:(?i:{_RANK})\s)?(?:{_KNOWN}|{_PROPER})(?!\w)")
_GENERIC = re.compile(
    r"(?:các\s|những\s)?(?:tỉnh,?\s(?:và\s)?thành(?:\sphố)?\s|địa phương\s|khu vực\s|nơi\s"
    r"|địa bàn\s|địa điểm\s|quốc gia\s|nước\s|tỉnh\s)?"
    r"(?:(?:đang\s|đã\s)?có dịch|vùng (?:đang |tâm |có )?dịch|tâm dịch|ổ dịch|vùng (?:đỏ|cam"
    r"|vàng|xanh)"
    r"|(?:có )?(?:cấp độ(?: dịch)?|dịch cấp độ) [1-4]|(?:có )?nguy cơ (?:rất )?cao|nước ngoài"
    r"|đang (?:thực hiện )?(?:giãn cách|phong tỏa)[^,;.:]{0,40})",
    re.I,
)
_FROM = re.compile(
    r"(?<!\w)(?:(?:đến|về|đi|ở|qua|trở về|trở lại|nhập cảnh|di chuyển)\s?/\s?)*"
    r"(?:từ|đã đến|đã từng đến|từng đến|đi qua|đã qua|có đến|đã ở|(?:đã "
    r"|có )?(?:từng )?lưu trú (?:ở|tại)|(?:đã )?sinh sống (?:ở|tại)|(?:người|dân|công dân"
    r"|lao động|học sinh|sinh viên) (?:ở|tại)|đến|về)"
    r"(?P<open>\s(?:/\s?từ\s)?)",
    re.I,
)
# "đến", "về" alone lead to where people arrive, unless "từ" stands with them.
_ARRIVING = re.compile(r"^(?:đến|về)$", re.I)
_CITY = "Thành phố Hồ Chí Minh"
_LISTED_AT_MOST = 70


@dataclass(frozen=True)
class Origins:
    """Areas named behind a word of coming from, and the manners of speaking among them."""

    names: tuple[str, ...]
    generic: tuple[str, ...]
    span: Span


def origins_in(text: str, start: int, end: int) -> Origins | None:
    """Every area that a stretch of text says people come from."""
    names: list[str] = []
    generic: list[str] = []
    low = high = -1
    at = start
    while match := _FROM.search(text, at, end):
        at = match.end()
        if _ARRIVING.match(match.group().strip()):
            continue
        found = areas_at(text, match.end(), end)
        if found is None:
            continue
        names += [name for name in found.names if name not in names]
        generic += [name for name in found.generic if name not in generic]
        low = match.start() if low < 0 else low
        high = at = max(at, found.span[1])
    return Origins(tuple(names), tuple(generic), (low, high)) if names or generic else None


def areas_at(text: str, start: int, end: int) -> Origins | None:
    """The listing of areas that begins at an offset: "các tỉnh Bình Dương, Đồng Nai và Long An"."""
    names: list[str] = []
    generic: list[str] = []
    at, is_ranked = start, False
    for _ in range(_LISTED_AT_MOST):
        spoken = _GENERIC.match(text, at, end)
        item = None if spoken else _ITEM.match(text, at, end)
        if spoken:
            words = " ".join(spoken.group().split())
            generic.append(words)
            at = spoken.end()
        elif item and (item["known"] or item["rank"] or is_ranked):
            is_ranked = (is_ranked and not item["rank"]) or bool(item["many"])
            name = _name(item)
            if name not in names:
                names.append(name)
            at = item.end()
            within = _WITHIN.match(text, at, end)
            if within and item["rank"] and not item["known"]:
                at = within.end()
        else:
            break
        aside = _ASIDE.match(text, at, end)
        at = aside.end() if aside else at
        between = _BETWEEN.match(text, at, end)
        if between is None:
            break
        following = between.end()
        if not (_GENERIC.match(text, following, end) or _ITEM.match(text, following, end)):
            break
        before = at
        at = following
        ahead = _ITEM.match(text, at, end)
        if ahead and not (ahead["known"] or ahead["rank"] or is_ranked):
            at = before
            break
    if not names and not generic:
        return None
    return Origins(tuple(names), tuple(generic), (start, at))


def _name(item: re.Match[str]) -> str:
    known, rank = item["known"], " ".join((item["rank"] or "").split())
    if known in ("Hồ Chí Minh", "HCM", "Sài Gòn"):
        return _CITY
    proper = " ".join((known or item["proper"]).split())
    if known and rank.lower().rstrip(".") not in (
        "huyện",
        "quận",
        "thị xã",
        "xã",
        "phường",
        "thị trấn",
    ):
        return proper
    return (
        f"{rank} {proper}".strip()
        if rank.lower() not in ("tỉnh", "vùng", "địa bàn", "khu vực")
        else proper
    )


def listings_in(text: str, start: int, end: int) -> Iterator[Origins]:
    """Areas that a line begins with: "- Tỉnh Bình Dương: toàn tỉnh", "- TP B: quận C, huyện D"."""
    at = start
    while at < end and (text[at].isspace() or text[at] in "-+*•–"):
        at += 1
    found = areas_at(text, at, end)
    if found is None:
        return
    stop = found.span[1]
    colon = re.compile(r"\s?:\s*").match(text, stop, end)
    inner = areas_at(text, colon.end(), end) if colon else None
    if inner and inner.names:
        yield inner
    else:
        yield found
