"""With whom a duty is done, and to whom it is reported."""

from __future__ import annotations

import re

from lachan.directives.reader.bodies import HEAD_ANY, KNOWN_BODIES, VERB, split_bodies

_SUPPORT = re.compile(
    r"(?<!\w)(?:[Pp]h[ốô]i hợp(?:\s(?:chặt chẽ|tốt|kịp thời|đồng bộ))?(?:\s(?:với|cùng))?"
    r"|cùng(?:\svới)?):?\s"
    r"(?P<bodies>(?:(?:các|cơ quan|ngành|lực lượng|chính quyền)\s)?.{3,220}?)"
    rf"(?=,?\s(?:{VERB})(?!\w)|[.;:(]|,\s(?:không|tham|theo|để|nhằm|trong|đồng thời)"
    r"|\s(?:để|nhằm|trong|đưa|theo)(?!\w)|$)"
)
_SUPPORT_HEAD = re.compile(
    rf"(?:các\s)?(?:{HEAD_ANY}|huyện|sở|cơ quan|ngành|lực lượng|chính quyền|xã|đơn vị|địa phương)",
    re.I,
)
_LIST_GOES_ON = re.compile(rf"\s?(?:,|và|cùng)\s(?:các\s)?{HEAD_ANY}")
# "hành trình", "quy trình" and the like are no verbs.
_VERB = (
    r"(?<!\w)(?i:(?:báo cáo|xin ý kiến|gửi"
    r"|(?<!hành )(?<!quy )(?<!chương )(?<!lộ )(?<!công )(?<!quá )(?<!tiến )trình))(?!\w)"
)
_FREELY = (
    r"(?:,?\s(?:kết quả(?: thực hiện)?|ngay|nhanh|kịp thời|chính xác|đầy đủ|đề xuất|tham mưu"
    r"|định kỳ"
    r"|đột xuất|tình hình|tiến độ|danh sách|xin ý kiến|hằng ngày|hàng ngày"
    r"|bằng\s(?:(?!\s(?:về|cho|lên|đến)\s)[^,.;]){3,30})){0,4}"
)
_TO = r"\s(?:(?:về|cho|lên|đến|tới|với|qua|xin ý kiến|xin chủ trương)\s)?"
_UP_TO = re.compile(
    r"(?=\s(?:trước|trong|lúc|chậm nhất|để|theo|hằng|hàng|mỗi|vào|đúng|tổng hợp|xem xét|quyết"
    r"|bổ sung"
    r"|cho ý kiến|có hướng|chỉ đạo|định kỳ|kết quả|tình hình|danh sách|tiến độ|phê duyệt"
    r"|ban hành|nếu"
    r"|khi|thông qua|được|biết|những|phương án|kế hoạch)(?!\w)"
    rf"|(?<!phòng),\s(?!{HEAD_ANY})|\s?[():]|[.;]|$)"
)
_DIRECT = re.compile(rf"{_VERB}{_FREELY}{_TO}(?={HEAD_ANY})")
_OF_ASKED = re.compile(rf"(?<!\w)(?i:xin ý kiến)(?:\s[^.;,]{{1,30}}?)?\scủa\s(?={HEAD_ANY})")
# "báo cáo số người mới đến, số người đang cách ly về Sở": only a word of direction leads to the
# body.
_FAR = re.compile(
    rf"{_VERB}[^.;:()]{{0,140}}?(?<!đưa)(?<!người)(?<!chuyển)(?<!trở)(?<!vùng dịch)\s"
    rf"(?:về\s(?:các\s(?=[A-ZĐ]))?|(?:cho|lên)\s)(?={HEAD_ANY})"
)
_REPORTS = re.compile(_VERB)
_LONGEST = 90


def supports_in(words: str, lead: tuple[str, ...]) -> tuple[str, ...]:
    """Bodies with which the lead acts: "phối hợp với …"."""
    found: list[str] = []
    for match in _SUPPORT.finditer(words):
        bodies = _known(words, match.start("bodies")) or match["bodies"].strip(" ,")
        if _SUPPORT_HEAD.match(bodies):
            found += [
                body for body in split_bodies(bodies) if body not in found and body not in lead
            ]
    return tuple(found)


def reports_in(words: str) -> tuple[str, ...]:
    """Bodies to which is reported: "báo cáo Thường trực Tỉnh ủy", "gửi danh sách về Sở Y tế".

    What is sent to many ("gửi các đơn vị") is no report; nor is one only spoken of ("theo báo cáo
    của Sở Y tế").
    """
    found: list[str] = []
    at = 0
    for verb in _REPORTS.finditer(words):
        match = _report_at(words, verb.start()) if verb.start() >= at else None
        if match is None:
            continue
        to = _known(words, match.end())
        if to is None:
            stop = _UP_TO.search(words, match.end(), match.end() + 3 * _LONGEST)
            to = words[match.end() : stop.start()] if stop else ""
        if not to.lower().startswith("các "):
            found += [
                body for body in split_bodies(to) if body not in found and len(body) < _LONGEST
            ]
        at = match.end() + len(to)
    return tuple(found)


def _report_at(words: str, at: int) -> re.Match[str] | None:
    """The report that a verb begins: of its readings, the one whose body is nearest."""
    matches = [
        match for pattern in (_DIRECT, _OF_ASKED, _FAR) if (match := pattern.match(words, at))
    ]
    return min(matches, key=lambda match: match.end(), default=None)


def _known(words: str, at: int) -> str | None:
    """A listing of names that every province has, unless it goes on with other names."""
    known = KNOWN_BODIES.match(words, at)
    if known is None or _LIST_GOES_ON.match(words, known.end()):
        return None
    return known.group()
