"""Rules in a directive: from where, since when, who, which measure."""

from __future__ import annotations

import re
from datetime import date

from lachan.directives.reader.clauses import blocks_of, sentences_of
from lachan.directives.reader.dates import since_in, until_in
from lachan.directives.reader.model import Figure, Rule, Span

_PROVINCES = """\
An Giang|Bà Rịa - Vũng Tàu|Bà Rịa-Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre
Bình Định|Bình Dương|Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông
Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng
Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai
Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi
Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế
Thừa Thiên - Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái|Hồ Chí Minh
Campuchia|Trung Quốc|Hàn Quốc|nước ngoài""".replace("\n", "|")
ORIGIN = re.compile(
    rf"(?:(?P<kind>thành phố|Thành phố|TP\.?|tỉnh|Tỉnh|huyện|quận"
    rf"|nước)\s?)?(?P<name>{_PROVINCES}|HCM)(?!\w)"
)
_FROM = re.compile(
    r"(?<!\w)(?:từ|đến từ|về từ|đi từ|trở về từ|đã đến|đi qua|lưu trú|từng đến|người (?:ở"
    r"|về))(?!\w)",
    re.I,
)
_PEOPLE = re.compile(
    r"(?<!\w)(?:người|công dân|trường hợp|đối tượng|hành khách|lái xe|cán bộ)(?!\w)", re.I
)
_MEASURES = (
    (
        "centralised_quarantine",
        re.compile(r"cách ly (?:y tế )?tập trung|cách ly tại (?:khu|cơ sở|khách sạn)", re.I),
    ),
    (
        "home_quarantine",
        re.compile(
            r"cách ly (?:y tế )?(?:tại|ở) (?:nhà|gia đình|nơi (?:cư trú|lưu trú|ở))|tự cách ly"
            r"|cách ly cả gia đình",
            re.I,
        ),
    ),
    (
        "health_monitoring",
        re.compile(r"theo dõi sức kh[oỏ][eẻ]|theo dõi y tế|giám sát y tế|theo dõi sức khoẻ", re.I),
    ),
    ("declare", re.compile(r"khai báo y tế|khai báo(?! với chính quyền)", re.I)),
    ("test", re.compile(r"xét nghiệm|test nhanh", re.I)),
)
_HISTORY = re.compile(
    r"(?<!\w)(?:trước đây|trước đó|đã từng áp dụng|trong đợt dịch trước)(?!\w)", re.I
)
_MODAL = re.compile(
    r"(?<!\w)(?:phải|thì|áp dụng|bắt buộc|yêu cầu|đều (?:phải )?cách ly|đề nghị|cần)(?!\w)"
    r"|(?:cách ly|khai báo|theo dõi|xét nghiệm)[^.;]{0,90}đối với\s"
    r"|tổ\s+chức\s+(?:cách ly|xét nghiệm|khai báo|theo dõi|lấy mẫu)"
    # People are told: "Công dân về từ … thực hiện cách ly …"; a body that does it is another
    # matter.
    r"|^\W*(?:\d{1,2}\W+)?(?:những\s|các\s|tất cả\s|mọi\s)*(?:công dân|người|trường hợp)\s[^.;]*"
    r"(?<!đã )(?<!chưa )(?<!không )thực\s+hiện\s+(?:cách ly|xét nghiệm|khai báo|theo dõi)"
    r"|:\s*(?:thực hiện\s)?(?:cách ly|theo dõi|khai báo|xét nghiệm|lấy mẫu|tự)",
    re.I,
)
_HOUSEHOLD = re.compile(r"cả gia đình|cả hộ|cùng gia đình|toàn bộ (?:gia đình|thành viên)", re.I)
_REST = r"(?:(?!\s(?:nhưng|thì)\s)[^,;.:])*"
# What is said not to be done, or describes people rather than ordering anything.
_NO_ORDER = (
    re.compile(
        rf"không (?:thuộc đối tượng|phải|cần|yêu cầu|bắt buộc|áp dụng|thực hiện){_REST}", re.I
    ),
    re.compile(r"\(?(?:mà )?(?:đã về gia đình )?\(?chưa (?:được )?cách ly tập trung\)?", re.I),
    re.compile(
        r"(?<!\w)(?:(?:tạm )?(?:dừng|ngừng)|(?:gỡ|bãi|hủy) bỏ|thôi|chấm dứt|miễn"
        rf"|chưa (?:áp dụng|thực hiện|phải|cần))(?!\w){_REST}",
        re.I,
    ),
    re.compile(rf"(?:trốn|không chấp hành|vi phạm(?: quy định)?(?: về)?) {_REST}", re.I),
    re.compile(rf"(?:(?:chi|kinh) phí|phương án|mức thu|chế độ) {_REST}", re.I),
    re.compile(rf"sau khi (?:hoàn thành |kết thúc )?cách ly{_REST}", re.I),
    re.compile(rf"(?:đã|chưa) (?:hoàn thành )?(?:khai báo|xét nghiệm|cách ly){_REST}", re.I),
    re.compile(r"không có (?:giấy |kết quả )?xét nghiệm âm tính", re.I),
    re.compile(r"có (?:giấy |kết quả )?xét nghiệm[^,;.:]*?âm tính(?:(?!\svà\s)[^,;.:])*", re.I),
)


def rules_in(text: str, body: Span, *, issued_on: date | None) -> tuple[Rule, ...]:
    """Origins, a first day and a measure in one sentence make a rule for each measure."""
    rules: list[Rule] = []
    measures = ""
    for block in blocks_of(text, *body):
        words = text[block.start : block.end]
        if re.search(r"đối với\s?:\s*$", words):
            measures = words  # "1. Cách ly tập trung đối với:" and the people below it
        elif block.level < 4:
            measures = ""
        for low, high in sentences_of(text, block.start, block.end):
            main = re.split(r";\s*(?:đồng thời|yêu cầu từng)", text[low:high])[0]
            rules += _rules_of(text, low, low + len(main), issued_on, measures)
    return tuple(rules)


def _rules_of(text: str, low: int, high: int, issued_on: date | None, above: str) -> list[Rule]:
    words = text[low:high]
    if not (_FROM.search(words) and _PEOPLE.search(words)):
        return []
    if not (above or _MODAL.search(words)):
        return []
    origins = _origins(words)
    if not origins or _HISTORY.search(words):
        return []
    ordered = above or words
    for pattern in _NO_ORDER:
        ordered = pattern.sub(lambda match: " " * len(match[0]), ordered)
    since, _ = since_in(text, low, high, issued_on=issued_on)
    until = until_in(text, low, high, issued_on=issued_on) if since else None
    found = sorted(
        (match.start(), measure)
        for measure, pattern in _MEASURES
        if (match := pattern.search(ordered))
    )
    return [
        Rule(
            origins=tuple(origins),
            since=since,
            until=until,
            who="household" if _HOUSEHOLD.search(words) else "person",
            measure=measure,
            span=(low, high),
            words=" ".join(words.split()),
        )
        for _, measure in found
    ]


def _origins(words: str) -> list[str]:
    origins: list[str] = []
    for match in ORIGIN.finditer(words):
        before = words[max(0, match.start() - 14) : match.start()].lower()
        if re.search(
            r"(?:về|đến|vào|trở về|tới|tỉnh)\s(?:tỉnh\s|địa bàn (?:tỉnh )?)?$", before
        ) and not re.search(r"(?:từ|đã đến)\s", before):
            continue
        if not re.search(
            r"(?<!\w)(?:từ|đã đến|từng đến|qua|ở|tại)(?!\w)[^.;]{0,140}$",
            words[: match.start()],
            re.I,
        ):
            continue
        if re.search(r"(?:UBND|Ủy ban nhân dân) các huyện, $", words[: match.start()]):
            continue
        name = match["name"]
        if name in ("Hồ Chí Minh", "HCM"):
            name = "Thành phố Hồ Chí Minh"
        if name not in origins:
            origins.append(name)
    return origins


_SENTENCE_AT_MOST = 600
_NUMBER = r"(?<![\d/.])(?P<value>\d{1,3}(?:\.\d{3})+|\d{1,6})"
_COUNT = re.compile(
    r"(?P<before>(?:điều trị khỏi|khỏi bệnh|tử vong)(?:\sthêm)?)\s"
    rf"{_NUMBER}\s(?:ca|trường hợp|người|bệnh nhân)(?!\w)"
    rf"|{_NUMBER.replace('value', 'value2')}\s(?P<after>ca (?:dương tính|mắc|bệnh|F0)"
    r"|trường hợp (?:dương tính|mắc)|ca (?:điều trị )?khỏi|ca đã khỏi|ca tử vong|cán bộ|hộ|khẩu|ca)"
    r"(?!\w)",
    re.I,
)
_WHAT = (
    ("khỏi", "recovered"),
    ("tử vong", "deaths"),
    ("cán bộ", "officers"),
    ("hộ", "households"),
    ("khẩu", "people"),
)


def figures_in(text: str, body: Span, *, issued_on: date | None) -> tuple[Figure, ...]:
    """Counts of cases, recoveries, deaths and people, with the first day of the count."""
    figures = []
    for match in _COUNT.finditer(text, *body):
        words = (match["before"] or match["after"]).lower()
        what = next((name for word, name in _WHAT if word in words), "cases")
        near = max(match.start() - _SENTENCE_AT_MOST, body[0])
        sentence = max(text.rfind(".", near, match.start()) + 1 - 12, near)
        since, _ = since_in(text, sentence, match.start(), issued_on=issued_on)
        figures.append(
            Figure(
                what, int((match["value"] or match["value2"]).replace(".", "")), since, match.span()
            )
        )
    return tuple(figures)
