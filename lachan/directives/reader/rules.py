"""Rules in a directive: from where, since when, who, which measure.

A rule stands in one sentence, or is told in two places: the people in the clause ("1. Đối với người
đến từ A, B:") and the measures below it ("a) Chưa tiêm vắc xin: cách ly tập trung"), or the other
way about ("1. Cách ly tại nhà đối với người về từ các địa phương sau: - Tỉnh C, từ ngày …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from lachan.directives.reader.areas import listings_in, origins_in
from lachan.directives.reader.clauses import UNLABELLED, Block, blocks_of, sentences_of
from lachan.directives.reader.dates import DAY, S, date_of, since_in, until_in
from lachan.directives.reader.model import Question, Rule, Span

_PEOPLE = re.compile(
    r"(?<!\w)(?:người|công dân|trường hợp|đối tượng|hành khách|lái xe|cán bộ|lao động|học sinh"
    r"|sinh viên"
    r"|bà con|nhân dân|thuyền viên)(?!\w)",
    re.I,
)
_MEASURES = (
    (
        "centralised_quarantine",
        re.compile(r"cách ly (?:y tế )?tập trung|cách ly tại (?:khu|cơ sở|khách sạn)", re.I),
    ),
    (
        "home_quarantine",
        re.compile(
            r"cách ly (?:y tế )?(?:tại|ở) (?:nhà|gia đình|nơi (?:cư trú|lưu trú|ở))"
            r"|tự cách ly(?! tập)"
            r"|cách ly cả gia đình",
            re.I,
        ),
    ),
    (
        "health_monitoring",
        re.compile(r"theo dõi (?:tình hình )?sức (?:khỏe|khoẻ)|theo dõi y tế|giám sát y tế", re.I),
    ),
    ("declare", re.compile(r"khai báo y tế|khai báo(?! với chính quyền)", re.I)),
    ("test", re.compile(r"xét nghiệm|test nhanh|lấy mẫu", re.I)),
)
_HISTORY = re.compile(
    r"(?<!\w)(?:trước đây|trước đó|đã từng áp dụng|trong đợt dịch trước|thời gian qua)(?!\w)", re.I
)
_MODAL = re.compile(
    r"(?<!\w)(?:phải|thì|áp dụng|bắt buộc|yêu cầu|đều (?:phải )?cách ly|đề nghị|cần)(?!\w)"
    r"|(?:cách ly|khai báo|theo dõi|xét nghiệm|lấy mẫu)[^.;]{0,90}đối với\s"
    r"|tổ\s+chức\s+(?:cách ly|xét nghiệm|khai báo|theo dõi|lấy mẫu)"
    r"|:\s*(?:thực hiện\s|tổ chức\s|tiến hành\s)?(?:cách ly|theo dõi|khai báo|xét nghiệm"
    r"|lấy mẫu|tự)",
    re.I,
)
# People are told: "Công dân về từ … thực hiện cách ly …"; a body that does it is another matter.
_PEOPLE_DO = re.compile(
    r"^\W*(?:\d{1,2}\W+)?(?:đối với\s)?(?:những\s|các\s|tất cả\s|mọi\s)*"
    r"(?:công dân|người|trường hợp|đối tượng|hành khách|lái xe|lao động)\s[^.;]*?"
    r"(?<!đã )(?<!chưa )(?<!không )(?:thực\s+hiện\s+|được\s+|tự\s+|:\s*|,\s*|\s)"
    r"(?:cách ly|xét nghiệm|khai báo|theo dõi|giám sát|lấy mẫu|tự)",
    re.I,
)
_HOUSEHOLD = re.compile(r"cả gia đình|cả hộ|cùng gia đình|toàn bộ (?:gia đình|thành viên)", re.I)
_REST = r"(?:(?!\s(?:nhưng|thì|mà)\s)[^,;.:])*"
# What is said not to be done, or describes people rather than ordering anything.
_NO_ORDER = (
    re.compile(
        r"không (?:thuộc (?:đối tượng|diện|trường hợp)|phải|cần|yêu cầu|bắt buộc|áp dụng"
        rf"|thực hiện){_REST}",
        re.I,
    ),
    re.compile(r"\(?(?:mà )?(?:đã về gia đình )?\(?chưa (?:được )?cách ly tập trung\)?", re.I),
    re.compile(
        r"(?<!\w)(?:(?:tạm )?(?:dừng|ngừng)|(?:gỡ|bãi|hủy|dỡ) bỏ|thôi|chấm dứt|miễn|kết thúc"
        r"|hết thời gian|hoàn thành"
        rf"|chưa (?:áp dụng|thực hiện|phải|cần)|không cho)(?!\w){_REST}",
        re.I,
    ),
    re.compile(rf"(?:trốn|không chấp hành|vi phạm(?: quy định)?(?: về)?) {_REST}", re.I),
    re.compile(rf"(?:(?:chi|kinh) phí|phương án|mức thu|chế độ) {_REST}", re.I),
    re.compile(rf"sau khi (?:hoàn thành |kết thúc )?cách ly{_REST}", re.I),
    re.compile(rf"(?:đã|chưa) (?:hoàn thành )?(?:khai báo|xét nghiệm|cách ly){_REST}", re.I),
    re.compile(
        r"(?:không )?có (?:(?:giấy|phiếu|kết quả) )?(?:(?:xác|chứng) nhận )?(?:kết quả )?"
        r"(?:xét nghiệm|test nhanh)[^,;.:]{0,60}?(?:âm|dương) tính"
        r"(?:(?!\s(?:và|phải|thì|được|nhưng)\s)[^,;.:])*",
        re.I,
    ),
    re.compile(
        r"(?:kết quả|(?<!lấy )mẫu|phòng|cơ sở|năng lực|công suất|sinh phẩm|kit|chi phí|giá)"
        r" (?:xét nghiệm|test nhanh)",
        re.I,
    ),
    re.compile(r"(?:khu|cơ sở|điểm|địa điểm) cách ly (?:y tế )?tập trung", re.I),
)
_FOR = re.compile(r"đối với[^.;]*:\s*$|(?:sau|như sau|sau đây|gồm|cụ thể)\s?:\s*$", re.I)
_OF_LEVEL = re.compile(r"(?<!\w)F(?P<level>[1-4])(?!\w)")
_LEVEL_TOLD = re.compile(
    r"^\W*(?:\w{1,2}[.)]\s*)?(?:(?:đối với|trường hợp|các|những|đối tượng"
    r"|người(?: tiếp xúc gần)?|là)\s?)*"
    r"\(?F[1-4](?:\s?(?:,|và)\s?F[1-4])*\)?(?:[^.;]{0,80}?(?:phải|thì|được)\s|\s?:)",
    re.I,
)
_AFTER = re.compile(rf"(?<!\w)sau{S}(?:ngày{S}){DAY}", re.I)
_CAME_BEFORE = re.compile(
    rf"(?:về|đến|trở về|vào tỉnh|trở lại)(?:{S}\w+){{0,3}}{S}trước{S}(?:ngày{S}){DAY}", re.I
)
_NEAR_SINCE = 30
_EXCEPT = re.compile(
    r"(?<!\w)(?:trừ|ngoại trừ|không áp dụng đối với|không bao gồm|còn lại)(?!\w)[^.;]*", re.I
)


@dataclass(frozen=True)
class _Told:
    """What a clause tells of a rule; parts may be wanting."""

    origins: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    measures: tuple[str, ...] = ()
    is_for: bool = False


def rules_in(text: str, body: Span, *, issued_on: date | None) -> tuple[Rule, ...]:
    """Each measure that people from somewhere, since some day, have to keep."""
    rules: list[Rule] = []
    above: dict[int, _Told] = {}
    for block in blocks_of(text, *body):
        if block.level < UNLABELLED:
            above = {level: told for level, told in above.items() if level < block.level}
        else:
            above = {}
        context = above[max(above)] if above else _Told()
        words = text[block.start : block.end]
        if words.rstrip(" *").endswith(":"):
            told = _heading(text, block, issued_on)
            above[block.level] = replace(
                told,
                origins=told.origins or context.origins,
                since=told.since or context.since,
                until=told.until or context.until,
                measures=told.measures or context.measures,
            )
            continue
        for low, high in sentences_of(text, block.start, block.end):
            rules += _rules_of(text, low, high, issued_on, context)
    return tuple(rules)


def _heading(text: str, block: Block, issued_on: date | None) -> _Told:
    """What a clause that ends with a colon tells of the clauses below it."""
    words = text[block.start : block.end]
    if _HISTORY.search(words):
        return _Told()
    found = origins_in(text, block.start, block.end)
    since, until = _period(text, block.start, block.end, issued_on)
    measures = _ordered(words)
    is_order = _FOR.search(words) and (_MODAL.search(words) or "đối với" in words.lower())
    return _Told(
        origins=found.names if found and _PEOPLE.search(words) else (),
        since=since,
        until=until,
        measures=measures if is_order else (),
        is_for=_PEOPLE.search(words) is not None,
    )


def _ordered(words: str) -> tuple[str, ...]:
    """The measures that words order, in their order; what they deny or describe is left out."""
    for pattern in _NO_ORDER:
        words = pattern.sub(lambda match: " " * len(match[0]), words)
    found = sorted(
        (match.start(), measure)
        for measure, pattern in _MEASURES
        if (match := pattern.search(words))
    )
    return tuple(measure for _, measure in found)


def _period(
    text: str, start: int, end: int, issued_on: date | None
) -> tuple[date | None, date | None]:
    """The first and the last day of coming."""
    since, span = since_in(text, start, end, issued_on=issued_on)
    if since and span:
        return since, until_in(text, span[0], min(end, span[1] + _NEAR_SINCE), issued_on=issued_on)
    after = _AFTER.search(text, start, end)
    if after and (day := date_of(after, issued_on)[0]):
        return day + timedelta(days=1), None
    before = _CAME_BEFORE.search(text, start, end)
    if before and (day := date_of(before, issued_on)[0]):
        return None, day - timedelta(days=1)
    return None, None


def _parts(text: str, low: int, high: int) -> list[Span]:
    """A sentence cut at its semicolons."""
    cuts = (match.end() for match in _SEMICOLON.finditer(text, low, high))
    return [(a, b) for a, b in pairwise([low, *cuts, high]) if b > a]


_SEMICOLON = re.compile(r";\s*")
_GOES_ON = re.compile(
    r"\s*(?:và\s)?(?:thực hiện|tiếp tục|cách ly|xét nghiệm|lấy mẫu|theo dõi|khai báo|tự|người"
    r"|trường hợp|nếu|phải)\s",
    re.I,
)


def _rules_of(text: str, low: int, high: int, issued_on: date | None, context: _Told) -> list[Rule]:
    words = text[low:high]
    if _HISTORY.search(words):
        return []
    rules: list[Rule] = []
    told = _Told()
    for a, b in _parts(text, low, high):
        part = text[a:b]
        own = _of_part(text, a, b, issued_on, context)
        if own.origins:
            told = own
        elif told.origins and _GOES_ON.match(part):
            own = replace(told, measures=_ordered(part))
        elif not own.measures:
            continue
        if context.origins and not own.origins and (context.is_for or _PEOPLE.search(part)):
            own = replace(
                own,
                origins=context.origins,
                since=own.since or context.since,
                until=own.until or context.until,
            )
        measures = own.measures or context.measures
        who = "household" if _HOUSEHOLD.search(part) else "person"
        if own.origins:
            rules += [
                Rule(own.origins, own.since, own.until, who, measure, (a, b), _said(part))
                for measure in measures
            ]
        else:
            rules += _of_levels(part, (a, b), measures, context)
    return rules


def _of_part(text: str, low: int, high: int, issued_on: date | None, context: _Told) -> _Told:
    """What a part of a sentence tells, if it orders anything."""
    words = text[low:high]
    measures = _ordered(words)
    found = origins_in(text, low, high)
    if found is None and context.measures:
        found = next(listings_in(text, low, high), None)
    is_about_people = _PEOPLE.search(words) is not None or bool(context.measures)
    is_order = (
        _MODAL.search(words) is not None
        or _PEOPLE_DO.match(words) is not None
        or bool(context.measures)
        or bool(context.origins and context.is_for)
    )
    origins: tuple[str, ...] = ()
    if found and is_about_people and is_order:
        origins = found.names or (found.generic if _PEOPLE_DO.match(words) else ())
    since, until = _period(text, low, high, issued_on)
    return _Told(origins, since, until, measures if is_order or context.origins else ())


def _of_levels(part: str, span: Span, measures: tuple[str, ...], context: _Told) -> list[Rule]:
    """Rules for contacts: "F1: cách ly tập trung; F2: cách ly tại nhà"."""
    if not measures or not (
        _LEVEL_TOLD.match(part) or (context.measures and _OF_LEVEL.search(part))
    ):
        return []
    levels = sorted({match["level"] for match in _OF_LEVEL.finditer(part)})
    return [
        Rule((), None, None, f"F{level}", measure, span, _said(part))
        for level in levels
        for measure in measures
    ]


def _said(words: str) -> str:
    return " ".join(words.split())


def exceptions_of(rules: tuple[Rule, ...]) -> list[Question]:
    """What to ask of rules that name people to whom they do not apply."""
    found: dict[Span, Question] = {}
    for rule in rules:
        match = _EXCEPT.search(rule.words)
        if match:
            found.setdefault(
                rule.span,
                Question(
                    "rules",
                    f"the rule has an exception: “{match.group().strip()}”",
                    f"quy định có trường hợp ngoại lệ: “{match.group().strip()}”",
                    rule.span,
                    "rule_exception",
                ),
            )
    return list(found.values())
